import io
import json
import zipfile

from django.urls import reverse

from content import gathering, publishing, storing
from content.enums import Status
from content.models import Artefact, Collection, File, Taken, Version
from content.privacy import HOLDING
from people import closing, exporting, privacy, profile
from tests import factories


def published(by, mona, **fields):
    fields = {"title": "Incident review", "kind": factories.kind(), "licence": factories.licence()} | fields
    version = publishing.start_draft(by=by, **fields).versions.get()
    publishing.submit(publishing.declare(version, by=by), by=by)
    return publishing.publish(version, by=mona).artefact


def with_file(version, by):
    return publishing.attach(version, io.BytesIO(b"# Plan\n"), name="plan.md", by=by)


def test_the_export_has_texts_and_files(alice, mona):
    version = publishing.start_draft(
        by=alice, title="Plan", kind=factories.kind(), body="Mine"
    ).versions.get()
    with_file(version, alice)
    Taken.objects.create(member=alice, artefact=published(mona, factories.moderator("Marek")))

    archive = zipfile.ZipFile(io.BytesIO(b"".join(exporting.export(alice))))

    content = json.loads(archive.read("content.json"))
    [artefact] = content["artefacts"]
    name = f"files/{artefact['number']}/1.0/plan.md"
    assert (artefact["title"], artefact["versions"][0]["body"]) == ("Plan", "Mine")
    assert archive.read(name) == b"# Plan\n"
    assert [row["artefact__title"] for row in content["taken"]] == ["Incident review"]


def test_a_file_the_store_has_lost_is_named(alice):
    version = publishing.start_draft(by=alice, title="Plan", kind=factories.kind()).versions.get()
    storing.remove(with_file(version, alice).store_path)

    archive = zipfile.ZipFile(io.BytesIO(b"".join(exporting.export(alice))))

    assert archive.read("missing.txt").decode().splitlines()[1:] == [
        f"files/{version.artefact.record_number}/1.0/plan.md"
    ]


def test_drafts_and_their_files_go(alice, django_capture_on_commit_callbacks):
    version = publishing.start_draft(by=alice, title="Plan", kind=factories.kind()).versions.get()
    place = storing.path(with_file(version, alice).store_path)
    assert place.is_file()

    with django_capture_on_commit_callbacks(execute=True):
        closing.close(alice, by=alice, keep_name=True)

    assert [rows.objects.count() for rows in (Artefact, Version, File)] == [0, 0, 0]
    assert place.is_file() is False


def test_published_work_stays_and_a_new_version_in_the_works_goes(alice, mona):
    artefact = published(alice, mona)
    publishing.add_version(artefact, by=alice, major=True, change_note="Half done")

    closing.close(alice, by=alice, keep_name=False)

    assert Artefact.objects.values_list("status", "creator__name").get() == (
        Status.PUBLISHED,
        "Former member",
    )
    assert [version.number for version in Version.objects.all()] == ["1.0"]


def test_lists_and_pages_show_the_new_name_at_once(alice, mona, client):
    artefact = published(alice, mona)
    before = client.get(reverse("browse")).content.decode()

    profile.describe(alice, by=alice, name="Ines Kowalczyk")

    after = client_without_cache(client).get(reverse("browse")).content.decode()
    assert ("Alice" in before, "Alice" in after, "Ines Kowalczyk" in after) == (True, False, True)
    assert "Ines Kowalczyk" in client.get(artefact.get_absolute_url()).content.decode()


def test_a_closed_members_work_links_to_no_page_of_theirs(alice, mona, client):
    artefact = published(alice, mona)

    closing.close(alice, by=alice, keep_name=True)

    page = client.get(artefact.get_absolute_url()).content.decode()
    feed = client.get(reverse("feed_all")).content.decode()
    assert ("Alice" in page, "Alice" in feed) == (True, True)
    assert page.count("/people/closed-") + feed.count("/people/closed-") == 0


def test_what_was_taken_is_forgotten(alice, bob):
    Taken.objects.create(member=bob, artefact=factories.artefact(alice))

    closing.close(bob, by=bob, keep_name=True)

    assert Taken.objects.count() == 0


def test_collections_are_exported_and_go(alice, bob):
    made = gathering.make(by=bob, title="First week", text="What to read", is_public=True)
    gathering.add(made, factories.artefact(alice), by=bob)

    [exported] = HOLDING.export(bob)["collections"]
    told = privacy.effects(bob).goes
    closing.close(bob, by=bob, keep_name=True)

    assert (exported["title"], exported["artefacts"]) == (
        "First week",
        [{"artefact": "Major incident review workbook", "note": ""}],
    )
    assert told.count("1 collection.") == 1
    assert (Collection.objects.count(), Artefact.objects.count()) == (0, 1)


def test_the_preview_counts(alice, mona):
    publishing.add_version(published(alice, mona), by=alice, major=True, change_note="Half done")
    publishing.start_draft(by=alice, title="Plan", kind=factories.kind())

    told = privacy.effects(alice)

    # Among what the other rooms say of theirs.
    start = told.goes.index("What the site remembers you downloaded.")
    assert told.goes[start + 1 : start + 3] == [
        "1 draft that was never published, with its files.",
        "1 new version that was not published yet, with its files.",
    ]
    assert told.stays == ["1 artefact you published: others rely on its licence."]


def client_without_cache(client):
    """Visitors' pages are kept for seconds; the cookie of a session leads past them."""
    client.cookies["session"] = "none"
    return client
