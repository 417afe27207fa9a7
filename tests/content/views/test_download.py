import hashlib
import io
import logging

import pytest
from django.db import connection
from django.urls import reverse
from freezegun import freeze_time

from content import storing
from content.enums import Outcome, State, Status
from content.models import LIBRARY, Artefact, DownloadMark, File, FileContent, Taken, Version
from tests import factories
from tests.content import stored
from tests.visiting import Visitor

CONTENT = b"PK\x03\x04 not really a workbook"
FIREFOX = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}


@pytest.fixture
def artefact(alice):
    return factories.artefact(by=alice)


@pytest.fixture
def file(artefact):
    return stored.file(artefact, "Störungs matrix.xlsx", CONTENT)


def address(file, name="download", *more):
    version = file.version
    return reverse(name, args=[version.artefact.slug, version.number, file.pk, *more])


def with_picture(file):
    relative = f"{file.preview_folder}/page-1.webp"
    storing.save(io.BytesIO(b"RIFF picture"), relative)
    FileContent.objects.create(file=file, pictures=["page-1.webp"])
    return address(file, "preview_picture", "page-1.webp")


def fetch(client, url, **headers):
    """The answer, read to its end as a browser does."""
    response = client.get(url, headers=FIREFOX | headers)
    response.body = b"".join(response)
    return response


def answers(client_of, people, url):
    """What each of them gets."""
    return [fetch(client_of(person), url).status_code for person in people]


def test_a_visitor_takes_a_file_without_an_account(client, file):
    response = fetch(client, address(file))

    assert (response.status_code, hashlib.sha256(response.body).hexdigest()) == (200, file.sha256)
    assert response["Content-Disposition"] == (
        "attachment; filename=\"Storungs matrix.xlsx\"; filename*=UTF-8''St%C3%B6rungs%20matrix.xlsx"
    )
    assert DownloadMark.objects.get().artefact == file.version.artefact


def test_the_site_adds_nothing_that_weakens_the_answer(client, file):
    response = fetch(client, address(file))

    names = ("Content-Security-Policy", "X-Content-Type-Options", "Cache-Control", "Set-Cookie")
    assert [response.get(name) for name in names] == [
        "sandbox; default-src 'none'",
        "nosniff",
        "private, no-cache",
        None,
    ]


@pytest.mark.parametrize(
    ("headers", "marks"),
    [
        ({"Range": "bytes=0-3"}, 1),
        ({"Range": "bytes=4-"}, 0),
        ({"Range": "bytes=99-"}, 0),
        ({"If-None-Match": "*"}, 0),
        ({"Purpose": "prefetch"}, 0),
    ],
)
def test_only_the_beginning_counts(client, file, headers, marks):
    fetch(client, address(file), **headers)

    assert DownloadMark.objects.count() == marks


def test_head_answers_and_counts_nothing(client, file):
    response = client.head(address(file), headers=FIREFOX)

    assert (response.status_code, response["Content-Length"]) == (200, str(len(CONTENT)))
    assert DownloadMark.objects.count() == 0


def test_nothing_is_posted_here(client, file):
    assert client.post(address(file)).status_code == 405


@pytest.mark.parametrize(
    ("status", "seen"),
    [
        (Status.PUBLISHED, [200, 200, 200, 200]),
        (Status.RETIRED, [200, 200, 200, 200]),
        (Status.HIDDEN, [200, 404, 404, 200]),
        (Status.DRAFT, [200, 404, 404, 200]),
        (Status.REMOVED, [404, 404, 404, 200]),
    ],
)
@pytest.mark.parametrize("what", ["file", "picture"])
def test_who_may_take_it(client_of, alice, bob, mona, file, what, status, seen):
    url = address(file) if what == "file" else with_picture(file)
    Artefact.objects.filter(pk=file.version.artefact_id).update(status=status)

    assert answers(client_of, [alice, bob, None, mona], url) == seen


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.SENT_BACK])
def test_a_version_in_review_is_its_contributors_and_the_moderators(
    client_of, alice, bob, mona, artefact, state
):
    Version.objects.create(artefact=artefact, by=alice, major=2, state=state, declaration=LIBRARY)
    file = stored.file(artefact)

    assert answers(client_of, [alice, bob, None, mona], address(file)) == [200, 404, 404, 200]


def test_a_refused_file_says_why(client_of, alice, bob, mona, file):
    file.outcome = Outcome.REFUSED
    file.save(update_fields=["outcome"])

    assert answers(client_of, [alice, bob, None, mona], address(file)) == [403, 403, 403, 200]


def test_a_file_is_found_only_below_its_own_version(client, file):
    other = factories.artefact(title="Another")

    wrong = [(other.slug, "1.0"), (file.version.artefact.slug, "1.1"), ("nowhere", "1.0")]
    urls = [reverse("download", args=[slug, number, file.pk]) for slug, number in wrong]

    assert [client.get(url).status_code for url in urls] == [404, 404, 404]


@pytest.mark.parametrize("number", [0, 999, 999_999_999_999_999])
def test_unknown_files_are_not_found(client, artefact, number):
    assert client.get(reverse("download", args=[artefact.slug, "1.0", number])).status_code == 404


def test_a_file_the_store_has_lost_is_said_in_words_and_logged(client, file, caplog):
    storing.remove(file.store_path)

    with caplog.at_level(logging.ERROR, logger="content"):
        response = client.get(address(file), headers=FIREFOX)

    assert (response.status_code, DownloadMark.objects.count()) == (404, 0)
    assert "belongs here, but our store does not have it" in response.content.decode()
    assert [record.levelname for record in caplog.records if record.name.startswith("content")] == ["ERROR"]


def test_a_picture_is_shown_in_the_page_and_kept_by_browsers(client, file):
    response = fetch(client, with_picture(file))

    assert response.body == b"RIFF picture"
    names = ("Content-Type", "Content-Disposition", "Cache-Control", "X-Content-Type-Options")
    assert [response[name] for name in names] == [
        "image/webp",
        "inline",
        "public, max-age=86400, s-maxage=3600, immutable",
        "nosniff",
    ]
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_a_picture_of_a_draft_stays_with_its_owner(client_of, alice, file):
    url = with_picture(file)
    Artefact.objects.filter(pk=file.version.artefact_id).update(status=Status.HIDDEN)

    response = fetch(client_of(alice), url)

    assert response["Cache-Control"] == "private, max-age=86400, immutable"


@pytest.mark.parametrize("name", ["page-2.webp", "page-1.webp"])
def test_only_pictures_of_ours_that_are_there(client, file, name):
    FileContent.objects.create(file=file, pictures=["page-1.webp"])

    assert client.get(address(file, "preview_picture", name)).status_code == 404


@pytest.mark.parametrize(("person", "queries"), [("charlie", 6), ("bob", 9)])
def test_a_download_costs_a_few_queries(client_of, bob, file, person, queries, django_assert_num_queries):
    client = client_of(bob if person == "bob" else None)
    # Patience is one query on PostgreSQL and two on SQLite (content.downloads).
    of_this_engine = queries + (connection.vendor == "sqlite")

    with django_assert_num_queries(of_this_engine):
        fetch(client, address(file))


@pytest.fixture
def visitor():
    """Comes in by the front door, where a file is handed out again."""
    return Visitor()


def test_a_popular_file_costs_a_visitor_no_query(visitor, file, django_assert_num_queries):
    visitor.get(address(file), headers=FIREFOX)

    with django_assert_num_queries(0):
        assert visitor.get(address(file), headers=FIREFOX).status_code == 200


def test_what_is_hidden_is_out_of_reach_five_seconds_later(visitor, file):
    with freeze_time() as clock:
        visitor.get(address(file), headers=FIREFOX)
        Artefact.objects.filter(pk=file.version.artefact_id).update(status=Status.HIDDEN)
        clock.tick(5.1)

        assert visitor.get(address(file), headers=FIREFOX).status_code == 404


@pytest.mark.parametrize(
    "change",
    [
        lambda file: Artefact.objects.update(status=Status.HIDDEN),
        lambda file: Artefact.objects.update(slug="renamed"),
        lambda file: Version.objects.update(state=State.DRAFT),
        lambda file: File.objects.update(outcome=Outcome.REFUSED),
        lambda file: File.objects.update(name="other.md"),
        lambda file: File.objects.update(size=1),
        lambda file: File.objects.all().delete(),
    ],
)
def test_a_file_is_handed_out_again_only_while_all_is_so(client, file, change, django_assert_num_queries):
    again = fetch(client, address(file)).again
    Artefact.objects.update(downloads=7)
    with django_assert_num_queries(1):
        assert again.is_so()

    change(file)

    assert not again.is_so()


def test_the_same_visitor_gets_the_same_again_and_counts_once(visitor, file):
    first, second = (visitor.get(address(file), headers=FIREFOX) for _ in range(2))

    assert (second, second.content) == (first, CONTENT)
    assert DownloadMark.objects.count() == 1


def test_each_visitor_and_each_hour_counts(visitor, file):
    with freeze_time("2026-11-20T10:59:59Z", tick=False) as clock:
        for browser in ("Firefox", "Lynx", "Firefox"):
            visitor.get(address(file), headers={"User-Agent": browser})
        clock.tick(2)
        answer = visitor.get(address(file), headers={"User-Agent": "Firefox"})

    assert (answer.content, DownloadMark.objects.count()) == (CONTENT, 3)


@pytest.mark.parametrize("headers", [{"User-Agent": "Somebot/1.0"}, {"Sec-Purpose": "prefetch"}])
def test_what_counts_nothing_gets_the_file_and_counts_nothing(visitor, file, headers):
    visitor.get(address(file), headers=FIREFOX)

    answer = visitor.get(address(file), headers={"User-Agent": "Another browser"} | headers)

    assert (answer.content, DownloadMark.objects.count()) == (CONTENT, 1)


@pytest.mark.parametrize(
    ("headers", "status"),
    [({"Range": "bytes=4-7"}, 206), ({"Range": "bytes=99-"}, 416), ({"If-None-Match": "*"}, 304)],
)
def test_parts_and_conditions_are_answered_as_the_first_time(visitor, file, headers, status):
    before = visitor.get(address(file), headers=FIREFOX | headers)
    visitor.get(address(file), headers=FIREFOX)

    after = visitor.get(address(file), headers=FIREFOX | headers)

    assert (after.status_code, after) == (status, before)


def test_who_signs_in_is_known_where_a_visitor_took_the_file(visitor, client_of, bob, file):
    visitor.get(address(file), headers=FIREFOX)
    cookies = {name: morsel.value for name, morsel in client_of(bob).cookies.items()}

    visitor.get(address(file), headers=FIREFOX, cookies=cookies)

    assert Taken.objects.get().member == bob


def test_a_file_that_is_lost_meanwhile_is_said_in_words(visitor, file):
    visitor.get(address(file), headers=FIREFOX)
    storing.remove(file.store_path)

    response = visitor.get(address(file), headers=FIREFOX)

    assert (response.status_code, b"our store does not have it" in response.content) == (404, True)


def test_nginx_is_asked_again_too(visitor, file, settings):
    settings.X_ACCEL_PREFIX = "/protected/"

    first, second = (visitor.get(address(file), headers=FIREFOX) for _ in range(2))

    assert second.headers["X-Accel-Redirect"] == f"/protected/{file.store_path}"
    assert (second, second.content) == (first, b"")
