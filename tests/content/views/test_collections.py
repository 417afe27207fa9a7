"""The pages of collections, for their owners and for everybody."""

import io
import zipfile

import pytest
from django.urls import reverse

from content import gathering
from content.enums import Status
from content.models import Artefact, Collection, DownloadMark, Taken
from tests import factories
from tests.content.test_packing import put

pytestmark = pytest.mark.django_db
FIREFOX = {"user-agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}


def collection_of(by, *titles, title="First week", is_public=True, files=True):
    made = gathering.make(by=by, title=title, is_public=is_public)
    for name in titles:
        artefact = factories.artefact(title=name)
        if files:
            put(artefact.current, "plan.md", b"# Plan")
        gathering.add(made, artefact, by=by)
    return made


def titles(made):
    return list(made.items.values_list("artefact__title", flat=True))


def item_url(made):
    return reverse("collection_item", args=[made.pk])


def page(client, made):
    return client.get(made.get_absolute_url()).content.decode()


def test_a_collection_is_made_and_the_form_comes_back_filled(bob, client_of):
    browser, address = client_of(bob), reverse("my_collections")

    refused = browser.post(address, {"title": " ", "text": "What to read"}).content.decode()
    made = browser.post(address, {"title": "First week", "text": "What to read", "is_public": "on"})

    found = Collection.objects.get()
    assert ("Enter a title" in refused, "What to read" in refused) == (True, True)
    assert made.url == found.get_absolute_url() == f"/collections/{found.pk}-first-week/"
    assert (found.owner, found.is_public) == (bob, True)


def test_an_artefact_is_added_on_its_page_to_a_new_collection_and_to_one_that_is_there(alice, bob, client_of):
    browser, artefact = client_of(bob), factories.artefact(alice)
    address = reverse("collect", args=[artefact.slug])

    first = browser.post(address, {"title": "First week"})
    known = Collection.objects.get()
    browser.post(address, {"collection": known.pk, "title": ""})
    browser.post(address, {"collection": known.pk, "title": "Second week"})
    shown = browser.get(artefact.get_absolute_url()).content.decode()

    assert first.url == f"{artefact.get_absolute_url()}#collect"
    assert [titles(one) for one in Collection.objects.order_by("pk")] == [[artefact.title], [artefact.title]]
    assert shown.count(known.get_absolute_url()) == 1


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ({}, "Choose a collection, or enter a title for a new one"),
        ({"collection": "somebody else's"}, "Choose one of your collections"),
        ({"collection": "9" * 30}, "Choose one of your collections"),
    ],
)
def test_a_wrong_choice_is_said_on_the_artefacts_page(alice, bob, client_of, said, answer):
    theirs = collection_of(alice)
    if "somebody" in said.get("collection", ""):
        said = {"collection": theirs.pk}
    browser, artefact = client_of(bob), factories.artefact(alice)

    after = browser.post(reverse("collect", args=[artefact.slug]), said, follow=True).content.decode()

    assert answer in after.replace("&#x27;", "'")
    assert titles(theirs) == []


def test_the_owner_orders_takes_out_and_writes_notes(bob, client_of):
    made, browser = collection_of(bob, "One", "Two", "Three"), client_of(bob)
    first, second, _third = made.items.values_list("pk", flat=True)

    moved = browser.post(item_url(made), {"item": second, "up": "1"})
    browser.post(item_url(made), {"item": first, "down": "1"})
    browser.post(item_url(made), {"item": second, "note": "Begin here"})
    assert titles(made) == ["Two", "Three", "One"]
    browser.post(item_url(made), {"item": first, "remove": "1"})
    browser.post(item_url(made), {"item": "9" * 30, "remove": "1"})

    assert moved.url == f"{made.get_absolute_url()}#item-{second}"
    assert list(made.items.values_list("artefact__title", "note")) == [("Two", "Begin here"), ("Three", "")]


def test_a_note_that_is_too_long_says_so(bob, client_of):
    made = collection_of(bob, "One")

    after = client_of(bob).post(item_url(made), {"item": made.items.get().pk, "note": "x" * 301}, follow=True)

    assert "Use at most 300 characters; this has 301" in after.content.decode()
    assert made.items.get().note == ""


def test_it_is_renamed_published_and_deleted(bob, client_of):
    made, browser = collection_of(bob, "One", is_public=False), client_of(bob)
    old = made.get_absolute_url()

    browser.post(reverse("collection_edit", args=[made.pk]), {"title": "Second week", "is_public": "on"})
    made.refresh_from_db()
    assert (made.title, made.is_public, browser.get(old).url) == (
        "Second week",
        True,
        made.get_absolute_url(),
    )

    browser.post(reverse("collection_delete", args=[made.pk]))
    assert (Collection.objects.count(), Artefact.objects.count()) == (0, 1)


def test_only_the_owner_sees_what_is_not_on_show_any_more(bob, client, client_of):
    made = collection_of(bob, "Seen", "Secret plan")
    Artefact.objects.filter(title="Secret plan").update(status=Status.HIDDEN)

    theirs, own = page(client, made), page(client_of(bob), made)

    assert (theirs.count("Seen"), theirs.count("not on show")) == (1, 0)
    assert (own.count("is not on show any more"), own.count("collection_item"), "Up" in theirs) == (
        1,
        0,
        False,
    )
    assert own.count('name="remove"') == 2


def test_a_private_collection_is_nobody_elses_business(bob, client_of, alice, mona):
    made = collection_of(bob, "One", is_public=False)

    statuses = [
        client_of(person).get(made.get_absolute_url()).status_code for person in (bob, alice, None, mona)
    ]

    assert statuses == [200, 404, 404, 200]


def test_the_zip_is_taken_and_counted_once_for_each_artefact(alice, bob, client_of):
    made = collection_of(alice, "One", "Two")
    link = collection_of(alice, "No file", title="Other", files=False)
    gathering.add(made, link.items.get().artefact, by=alice)
    address, browser = reverse("collection_zip", args=[made.pk, made.slug]), client_of(bob)

    answer = browser.get(address, headers=FIREFOX)
    archive = zipfile.ZipFile(io.BytesIO(answer.getvalue()))
    _ = browser.get(address, headers=FIREFOX).getvalue()

    assert answer["Content-Disposition"] == 'attachment; filename="first-week.zip"'
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/zip", "nosniff")
    assert len(archive.namelist()) == 4
    assert sorted(DownloadMark.objects.values_list("artefact__title", flat=True)) == ["One", "Two"]
    assert sorted(Taken.objects.values_list("member", "artefact__title")) == [
        (bob.pk, "One"),
        (bob.pk, "Two"),
    ]


def test_robots_and_a_look_at_the_head_are_not_counted(alice, client):
    made = collection_of(alice, "One")
    address = reverse("collection_zip", args=[made.pk, made.slug])

    _ = client.get(address, headers={"user-agent": "Examplebot"}).getvalue()
    head = client.head(address, headers=FIREFOX)

    assert (DownloadMark.objects.count(), head.status_code, head.content) == (0, 200, b"")


def test_a_zip_without_files_says_why(alice, client):
    made = collection_of(alice, "One", files=False)

    answer = client.get(reverse("collection_zip", args=[made.pk, made.slug]))

    assert answer.status_code == 403
    assert "There are no files in this collection." in answer.content.decode()
    assert "There are no files in this collection." in page(client, made)


def test_public_collections_come_newest_first_in_steps(alice, client, monkeypatch):
    monkeypatch.setattr("content.views.collections.PAGE_SIZE", 2)
    for number in range(5):
        collection_of(alice, title=f"Week {number}", is_public=number != 3)

    seen, address = [], reverse("collections")
    while address:
        found = client.get(address).context
        seen.append([one.title for one in found["collections"]])
        address = f"{reverse('collections')}?before={found['next']}" if found["next"] else ""

    assert seen == [["Week 4", "Week 2"], ["Week 1", "Week 0"]]


def test_featured_collections_are_on_the_home_page(alice, mona, client):
    collection_of(alice, title="Not chosen")
    gathering.feature(collection_of(alice, title="Chosen one"), by=mona, is_featured=True)

    shown = client.get("/").content.decode()

    assert (shown.count("Chosen one"), shown.count("Not chosen")) == (1, 0)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("collections", 1), ("mine", 4), ("page", 5), ("own page", 8)])
def test_pages_cost_the_same(alice, client, client_of, django_assert_num_queries, count, name, queries):
    for number in range(count):
        made = collection_of(alice, *(f"{name} {n}" for n in range(count)), title=f"Week {number}")
    browser = client_of(alice) if name in {"mine", "own page"} else client
    address = {"collections": reverse("collections"), "mine": reverse("my_collections")}.get(
        name, made.get_absolute_url()
    )

    with django_assert_num_queries(queries):
        browser.get(address)


@pytest.mark.parametrize("count", [1, 3])
def test_the_home_page_stays_within_eight_queries(alice, mona, client, django_assert_num_queries, count):
    for number in range(count):
        made = collection_of(alice, f"Plan {number}", title=f"Week {number}")
        gathering.feature(made, by=mona, is_featured=True)

    with django_assert_num_queries(7):
        client.get("/")


@pytest.mark.parametrize(("name", "part"), [("collect", "collect"), ("watch", "replies")])
def test_a_button_pressed_after_the_session_ended_leads_back_to_the_page(client, name, part):
    artefact = factories.artefact()

    answer = client.post(reverse(name, args=[artefact.slug]))

    assert answer["Location"] == f"/accounts/login/?next={artefact.get_absolute_url()}%23{part}"


def test_headings_leave_out_no_rank_where_there_is_nothing_yet(client):
    assert "<h2>No public collections yet</h2>" in client.get(reverse("collections")).content.decode()
    assert "<h3>Nothing here yet</h3>" in client.get("/").content.decode()  # below that of its section
