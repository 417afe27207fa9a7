"""Work on its contributor's desk: slugs, texts, files, versions."""

import io
from threading import Barrier, Thread

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content import publishing, storing
from content.enums import Check, Status
from content.models import Artefact, FacetEntry, Version
from content.moving import Refused
from people.models import Affiliation, Organisation, Role
from tests import factories

pytestmark = pytest.mark.django_db

PLAN = b"# Plan\n\nWho does what.\n"


def start(by, title="Incident review", **fields):
    return publishing.start_draft(by=by, title=title, kind=factories.kind(), **fields)


def version_of(by, **fields):
    return start(by, licence=factories.licence(), **fields).versions.get()


def publish(version, mona):
    publishing.declare(version, by=version.by)
    return publishing.publish(publishing.submit(version, by=version.by), by=mona)


def attach(version, content=PLAN, name="plan.md"):
    return publishing.attach(version, io.BytesIO(content), name=name, by=version.by)


def test_a_draft_has_version_one_and_is_the_creators(alice):
    artefact = start(alice, body="# How to use it\n\nRead *this*.")

    version = artefact.versions.get()
    assert (artefact.status, artefact.creator, version.number, version.by) == (
        Status.DRAFT,
        alice,
        "1.0",
        alice,
    )
    assert version.body_html == "<h3>How to use it</h3>\n<p>Read <em>this</em>.</p>\n"


def test_it_keeps_everything_it_is_told(alice):
    practices = [factories.practice("incident-management"), factories.practice("service-desk")]
    source = {"author": "A. Author", "url": "https://example.org/a"}

    artefact = start(
        alice, practices=practices, tags=["On call", "", "on call"], source=source, made_for="A desk"
    )

    assert set(artefact.practices.all()) == set(practices)
    assert [tag.name for tag in artefact.tags.all()] == ["On call"]
    assert (artefact.source.author, artefact.made_for) == ("A. Author", "A desk")


def test_it_speaks_in_the_role_of_today(alice):
    place = Affiliation.objects.create(member=alice, organisation=Organisation.objects.create(name="Acme"))
    Role.objects.create(member=alice, kind="manager", since="2020-01-01", until="2021-01-01")
    now = Role.objects.create(member=alice, kind="practitioner", affiliation=place)

    version = version_of(alice)

    assert (version.as_role, version.as_organisation) == (now, place)


@pytest.mark.parametrize(
    ("titles", "slugs"),
    [
        (
            ["Major incident: review"] * 3,
            ["major-incident-review", "major-incident-review-2", "major-incident-review-3"],
        ),
        (["Größe & Priorität"], ["groe-prioritat"]),
        (["x" * 200], ["x" * 100]),
    ],
)
def test_a_title_becomes_a_free_address(alice, titles, slugs):
    assert [start(alice, title).slug for title in titles] == slugs


def test_without_latin_letters_the_record_number_is_the_address(alice):
    artefact = start(alice, "障害対応")

    assert artefact.slug == artefact.record_number.lower()


def test_a_title_that_looks_like_a_record_number_is_in_nobodys_way(alice):
    taken = start(alice, f"ART {start(alice).pk + 2:04d}")

    artefact = start(alice, "障害対応")

    assert (taken.slug, artefact.slug) == (f"art-{artefact.pk:04d}", f"art-{artefact.pk:04d}-2")


@pytest.mark.parametrize(
    "fields",
    [
        {"title": ""},
        {"title": "x" * 201},
        {"title": "a\x00b"},
        {"title": "a\ud800b"},
        {"summary": "x" * 301},
        {"made_for_size": "huge"},
        {"tags": ["x" * 41]},
        {"tags": ["a\x00"]},
        {"tags": [str(number) for number in range(13)]},
        {"body": "x" * 200_001},
        {"source": {"author": "A", "url": "javascript:alert(1)"}},
    ],
)
def test_what_no_column_can_hold_is_refused_and_leaves_nothing(alice, fields):
    with pytest.raises(ValidationError):
        start(alice, **fields)

    assert Artefact.objects.count() == 0


@given(title=st.text(max_size=220))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_title_is_taken_or_refused(alice, title):
    with transaction.atomic():
        try:
            slug = start(alice, title).slug
        except ValidationError:
            slug = "refused"

    assert slug == "refused" or (slug.isascii() and 0 < len(slug) <= 120)


def test_status_and_counts_are_not_for_the_form(alice):
    with pytest.raises(TypeError, match="downloads, status"):
        start(alice, status=Status.PUBLISHED, downloads=9000)


def test_nobody_else_writes_in_a_draft(alice, bob, mona):
    version = version_of(alice)

    for stranger in (bob, mona):
        with pytest.raises(PermissionDenied):
            publishing.set_body(version, "Mine", by=stranger)
    assert Version.objects.get(pk=version.pk).body == ""


def test_a_text_is_rendered_once_and_safely(alice):
    version = version_of(alice)

    publishing.set_body(version, "Call <script>alert(1)</script> {{ secret }}", by=alice)

    version.refresh_from_db()
    assert version.body_html == "<p>Call alert(1) {{ secret }}</p>\n"


def test_a_file_is_stored_and_waits_for_inspection(alice):
    version = version_of(alice)

    file = attach(version)

    assert storing.path(file.store_path).read_bytes() == PLAN
    assert (file.size, file.extension, file.inspection, file.position) == (len(PLAN), "md", Check.WAITING, 0)


def test_a_taken_name_gets_a_number(alice):
    version = version_of(alice)

    names = [attach(version, name=name).name for name in ("plan.md", "PLAN.md", "../plan.md")]

    assert names == ["plan.md", "PLAN (2).md", "plan (3).md"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("plan.exe", PLAN, "Files of this kind are not accepted"),
        ("plan.md", b"", "The file is empty."),
        ("plan.pdf", PLAN, "what is inside is not PDF"),
    ],
)
def test_a_bad_file_is_refused_at_once(alice, name, content, reason):
    version = version_of(alice)

    with pytest.raises(publishing.FileRefused, match=reason):
        attach(version, content, name)
    assert (version.files.count(), list(storing.walk())) == (0, [])


def test_a_version_has_twenty_files_and_no_more(alice):
    version = version_of(alice)
    for _ in range(20):
        attach(version)

    with pytest.raises(publishing.FileRefused, match="at most 20"):
        attach(version)
    assert len(list(storing.walk())) == 20


def test_nothing_is_attached_to_what_is_under_review(alice):
    version = version_of(alice)
    stale = Version.objects.get(pk=version.pk)
    publishing.submit(publishing.declare(version, by=alice), by=alice)

    with pytest.raises(PermissionDenied):
        attach(stale)
    assert list(storing.walk()) == []


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_detached_file_is_gone_with_its_bytes(alice):
    version = version_of(alice)
    file = attach(version)

    publishing.detach(file, by=alice)

    assert (version.files.count(), list(storing.walk())) == (0, [])


@pytest.mark.parametrize(("major", "number"), [(True, "2.0"), (False, "1.1")])
def test_the_contributor_says_whether_a_change_is_major(alice, mona, major, number):
    artefact = publish(version_of(alice, body="Text"), mona).artefact

    version = publishing.add_version(artefact, by=alice, major=major, change_note="Clearer")

    assert (version.number, version.body, version.licence_id) == (number, "Text", "CC-BY-4.0")


def test_one_version_at_a_time(alice, mona):
    artefact = publish(version_of(alice), mona).artefact
    publishing.add_version(artefact, by=alice, major=False, change_note="")

    with pytest.raises(Refused, match=r"1\.1 is still in the works"):
        publishing.add_version(artefact, by=alice, major=True, change_note="")


def test_numbers_only_go_up(alice, mona):
    artefact = publish(version_of(alice), mona).artefact

    with pytest.raises(Refused, match=r"higher number than 1\.0"):
        publishing.add_version(artefact, by=alice, major=False, change_note="", number=(0, 9))


def test_describing_a_listed_artefact_lists_it_anew(alice, mona):
    artefact = publish(version_of(alice), mona).artefact

    publishing.describe(
        artefact, by=alice, title="Blameless review", practices=[factories.practice("service-desk")]
    )

    entries = FacetEntry.objects.filter(artefact=artefact, value__slug="service-desk")
    artefact.refresh_from_db()
    assert (artefact.title, artefact.slug, entries.count()) == ("Blameless review", "incident-review", 1)
    assert artefact.words.parts[0][1] == "Blameless review"


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_eight_equal_titles_at_once_get_eight_addresses(alice):
    kind, ready = factories.kind(), Barrier(8)

    def run():
        ready.wait()
        publishing.start_draft(by=alice, title="Same", kind=kind)
        connection.close()

    threads = [Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    slugs = set(Artefact.objects.values_list("slug", flat=True))
    assert slugs == {"same", *(f"same-{number}" for number in range(2, 9))}


def test_the_same_bytes_are_kept_once_where_asked(alice):
    version = version_of(alice)
    attach(version)

    with pytest.raises(publishing.AlreadyKept):
        publishing.attach(version, io.BytesIO(PLAN), name="other.md", by=alice, once=True)

    assert [file.name for file in version.files.all()] == ["plan.md"]
    assert len(list(storing.walk())) == 1


def test_a_new_title_moves_a_draft_to_a_new_address(alice):
    artefact = start(alice, title="book1")

    moved = publishing.describe(artefact, by=alice, title="Incident review")

    assert moved.slug == "incident-review"


def test_another_shape_drops_the_former_one(alice):
    artefact = start(alice, source={"author": "A. Author", "url": "https://example.org/a"})

    publishing.describe(artefact, by=alice, source=None)

    assert not type(artefact).objects.filter(pk=artefact.pk, source__isnull=False).exists()
