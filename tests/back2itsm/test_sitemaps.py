import re

import pytest
from defusedxml import ElementTree

from content import gathering
from content.enums import Status
from content.models import Artefact
from tests import factories

pytestmark = pytest.mark.django_db

SITE = "http://localhost:8000"


def addresses(response):
    return re.findall("<loc>(.*?)</loc>", response.text)


def test_the_index_names_every_part(client):
    factories.artefact()

    response = client.get("/sitemap.xml")

    assert addresses(response) == [
        f"{SITE}/sitemap-pages.xml",
        f"{SITE}/sitemap-artefacts-0.xml",
        f"{SITE}/sitemap-people-0.xml",
    ]


def test_ids_past_10000_open_a_second_part(client):
    factories.member("Zoe", id=10_000)

    response = client.get("/sitemap.xml")

    assert addresses(response)[1:] == [f"{SITE}/sitemap-people-{part}.xml" for part in (0, 1)]


def test_pages_and_practices_are_listed(client):
    factories.practice("incident-management")

    listed = addresses(client.get("/sitemap-pages.xml"))

    assert listed[:2] == [f"{SITE}/", f"{SITE}/artefacts/"]
    assert f"{SITE}/practices/incident-management/" in listed


def test_only_listed_artefacts_are_named(client, alice):
    shown = factories.artefact(alice, title="Shown")
    hidden = factories.artefact(alice, title="Hidden")
    Artefact.objects.filter(pk=hidden.pk).update(status=Status.HIDDEN)
    factories.artefact(alice, title="Draft", published=False)

    response = client.get("/sitemap-artefacts-0.xml")

    assert addresses(response) == [f"{SITE}/artefacts/shown/"]
    assert f"<lastmod>{shown.changed_at.isoformat(timespec='seconds')}</lastmod>" in response.text


def test_only_public_collections_with_something_on_show_are_named(client, alice):
    shown = factories.artefact(alice)
    made = [
        gathering.make(by=alice, title=title, is_public=title != "Mine") for title in ("All", "Mine", "None")
    ]
    for collection in made[:2]:
        gathering.add(collection, shown, by=alice)

    listed = addresses(client.get("/sitemap-collections-0.xml"))

    assert listed == [f"{SITE}/collections/{made[0].pk}-all/"]


def test_only_members_with_work_are_named(client, alice, bob):
    factories.artefact(alice)
    factories.artefact(bob, published=False)

    assert addresses(client.get("/sitemap-people-0.xml")) == [f"{SITE}/people/alice/"]


def test_a_part_past_the_last_is_404(client):
    factories.artefact()

    assert client.get("/sitemap-artefacts-1.xml").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/sitemap.xml", 3),
        ("/sitemap-pages.xml", 1),
        ("/sitemap-artefacts-0.xml", 2),
        ("/sitemap-people-0.xml", 2),
        ("/sitemap-collections-0.xml", 2),
        ("/robots.txt", 0),
    ],
)
def test_parts_cost_the_same(client, django_assert_num_queries, rows, address, queries):
    for number in range(rows):
        made = factories.artefact(title=f"Artefact {number}")
        collection = gathering.make(by=made.creator, title=f"Collection {number}", is_public=True)
        gathering.add(collection, made, by=made.creator)

    with django_assert_num_queries(queries):
        client.get(address)


@pytest.mark.parametrize("address", ["/sitemap.xml", "/sitemap-pages.xml", "/sitemap-artefacts-0.xml"])
def test_parts_are_well_formed(client, address):
    factories.artefact()

    root = ElementTree.fromstring(client.get(address).content)

    assert root.tag.startswith("{http://www.sitemaps.org/schemas/sitemap/0.9}")


def test_robots_are_shown_the_map_and_kept_from_downloads(client):
    lines = client.get("/robots.txt").text.splitlines()

    assert lines[0] == "User-agent: *"
    assert "Disallow: /artefacts/*/v/*/files/" in lines
    assert lines[-1] == f"Sitemap: {SITE}/sitemap.xml"
