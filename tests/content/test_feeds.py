import pytest
from defusedxml import ElementTree
from django.utils import timezone

from content import facets
from content.enums import Origin, Status
from content.feeds import clean
from content.models import Artefact, Source
from tests import factories

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "http://localhost:8000"


def entries(response):
    return ElementTree.fromstring(response.content).findall(f"{ATOM}entry")


def titles(response):
    return [entry.findtext(f"{ATOM}title") for entry in entries(response)]


def listed(*args, **fields):
    """A published artefact with its facet entries."""
    artefact = factories.artefact(*args, **fields)
    facets.list_artefact(artefact)
    return artefact


def test_the_newest_comes_first(client, alice):
    for day in (1, 3, 2):
        listed(alice, title=f"Day {day}", published_at=timezone.now().replace(year=2025, day=day))

    assert titles(client.get("/feeds/all/")) == ["Day 3", "Day 2", "Day 1"]


def test_at_most_thirty_are_shown(client, alice):
    for number in range(31):
        listed(alice, title=f"Number {number}")

    assert len(titles(client.get("/feeds/all/"))) == 30


@pytest.mark.parametrize("status", [Status.HIDDEN, Status.REMOVED, Status.RETIRED])
def test_what_is_off_show_is_in_no_feed_even_for_a_moderator(client_of, mona, status):
    artefact = listed(title="Off show", practices=[factories.practice()])
    Artefact.objects.filter(pk=artefact.pk).update(status=status)
    shown = listed(artefact.creator, title="On show", practices=[factories.practice()])

    for address in ("all", "practices/incident-management", f"people/{shown.creator.slug}"):
        assert titles(client_of(mona).get(f"/feeds/{address}/")) == ["On show"]


def test_an_entry_says_whose_it_is_and_what_may_be_done(client, alice):
    artefact = listed(
        alice, title="Plan", summary="For <b> & co", practices=[factories.practice()], tags=["night shift"]
    )

    (entry,) = entries(client.get("/feeds/all/"))

    assert entry.find(f"{ATOM}link").get("href") == f"{SITE}/artefacts/plan/"
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Alice"
    assert entry.findtext(f"{ATOM}rights") == artefact.current.licence.name
    assert entry.findtext(f"{ATOM}summary") == "For &lt;b&gt; &amp; co"
    assert [tag.get("term") for tag in entry.findall(f"{ATOM}category")] == [
        artefact.kind.label,
        "Incident management",
        "night shift",
    ]


def test_the_id_of_an_entry_survives_a_new_address(client, alice):
    artefact = listed(alice, title="Plan")
    before = entries(client.get("/feeds/all/"))[0].findtext(f"{ATOM}id")
    Artefact.objects.filter(pk=artefact.pk).update(slug="another")

    after = entries(client.get("/feeds/all/?"))[0].findtext(f"{ATOM}id")

    assert after == before == f"tag:localhost,{artefact.created_at:%Y-%m-%d}:artefact/{artefact.pk}"


def test_collected_work_names_its_author(client):
    artefact = listed(origin=Origin.COLLECTED)
    Source.objects.create(artefact=artefact, author="Their Author", url="https://example.org/")

    (entry,) = entries(client.get("/feeds/all/"))

    assert [name.text for name in entry.iter(f"{ATOM}name")] == ["Their Author"]


def test_an_empty_feed_is_the_same_each_time(client):
    first = client.get("/feeds/all/").content

    assert client.get("/feeds/all/?again").content == first


def test_an_unchanged_feed_is_304(client):
    listed()
    etag = client.get("/feeds/all/")["ETag"]

    assert client.get("/feeds/all/", headers={"if-none-match": etag}).status_code == 304


def test_an_unchanged_feed_is_304_to_a_member_too(client_of, bob):
    reader = client_of(bob)
    etag = reader.get("/feeds/all/")["ETag"]

    assert reader.get("/feeds/all/", headers={"if-none-match": etag}).status_code == 304


@pytest.mark.parametrize("address", ["/feeds/practices/no-such/", "/feeds/people/nobody/", "/feeds/none/"])
def test_unknown_feeds_are_404(client, address):
    assert client.get(address).status_code == 404


def test_a_closed_account_has_no_feed(client, alice):
    type(alice).objects.filter(pk=alice.pk).update(closed_at=timezone.now())

    assert client.get("/feeds/people/alice/").status_code == 404


def test_signs_that_xml_cannot_hold_do_not_break_the_feed(client, alice):
    listed(alice, title="Bell\x07 \ufffe📎", summary="\x1b[31m")

    assert titles(client.get("/feeds/all/")) == ["Bell 📎"]


def test_clean_keeps_what_xml_can_hold():
    assert clean("a\tb\nc\x0b\x00\ud800d é📎") == "a\tb\ncd é📎"


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("address", "queries"),
    [("/feeds/all/", 3), ("/feeds/practices/incident-management/", 4), ("/feeds/people/alice/", 4)],
)
def test_feeds_cost_the_same(client, alice, django_assert_num_queries, rows, address, queries):
    for number in range(rows):
        listed(alice, title=f"Number {number}", practices=[factories.practice()], tags=["a", "b"])

    with django_assert_num_queries(queries):
        client.get(address)
