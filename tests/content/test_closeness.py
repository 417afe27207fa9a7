"""Closest to me: the order, the reason on each card, and that each artefact comes once under any filter."""

import pytest

from content import browsing, closeness, facets, search
from people import profile
from tests import factories
from tests.content.test_browsing import ids, page, short_pages

__all__ = ["short_pages"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def nurse(bob):
    """Works at a hospital of 50 to 249 people, with two tools."""
    profile.join_organisation(bob, by=bob, size_band="50-249", sector="health")
    return profile.describe(bob, by=bob, maturity="2", tools="Acme Desk, Jot")


def shelve(*fields):
    by = factories.member("Ines")
    made = [factories.artefact(by, title=f"Charter {n}", **one) for n, one in enumerate(fields)]
    facets.bulk_list([artefact.pk for artefact in made])
    for artefact in made:
        search.index(artefact)
    return [artefact.pk for artefact in made]


SHELF = [
    {"made_for_sector": "retail", "low": 4.5},
    {"made_for_size": "50-249", "used_in": {"sector": ["health", "retail"], "tool": ["ACME desk"]}},
    {"made_for_size": "250-999", "made_for_sector": "health"},
    {"maturity": "2", "low": 3.0},
    {"used_in": {"sector": ["health"]}, "low": 2.0},
    {"used_in": {"size": ["1-9", "10-49"]}},
]
IN_ORDER = [1, 2, 3, 4, 5, 0]


@pytest.mark.parametrize("query", ["", "&kind=template", "&kind=template&lang=en&lang=de"])
def test_the_closest_comes_first_and_each_comes_once(short_pages, nurse, query):
    made = shelve(*SHELF)

    seen, url = [], f"/?sort=closest{query}"
    while url:
        result = page(url.partition("?")[2], nurse)
        seen += ids(result)
        url = result.next_url

    expected = [made[at] for at in IN_ORDER]
    # Four rows have page numbers here, and only they are in this order.
    assert seen == expected[: len(seen)]
    assert len(seen) == 4
    assert [key for key, _ in result.sorts][-1] == "closest"


def test_what_a_search_found_is_sorted_too(nurse):
    made = shelve(*SHELF[:4])

    assert ids(page("q=charter&sort=closest", nurse)) == [made[at] for at in (1, 2, 3, 0)]


def test_all_others_follow_on_the_pages_behind(nurse, monkeypatch):
    monkeypatch.setattr("content.state.PAGE_SIZE", 2)
    monkeypatch.setattr("content.browsing.PAGE_SIZE", 2)
    made = shelve(*SHELF, {"low": 4.9}, {})

    seen = [ids(page(f"sort=closest&page={number}", nurse)) for number in (1, 2, 3, 4)]

    order = [made[at] for at in (1, 2, 3, 4, 5, 6, 0, 7)]
    assert seen == [order[:2], order[2:4], order[4:6], order[6:]]


def test_each_card_says_why(nurse):
    made = shelve(*SHELF)

    said = page("sort=closest", nurse).reasons

    words = {pk: html.partition(">")[2].removesuffix("</p>") for pk, html in said.items()}
    assert [words[pk] for pk in made] == [
        "Nothing in it is known to match your profile",
        "Used in places like yours: Health and social care, ACME desk; Made for: 50 to 249 people",
        "Made for: 250 to 999 people (next to your size), Health and social care",
        "Made for: maturity 2",
        "Used in places like yours: Health and social care",
        "Used in places like yours: 10 to 49 people (next to your size)",
    ]


@pytest.mark.parametrize(("query", "queries"), [("", 5), ("kind=template", 5), ("q=charter", 7)])
@pytest.mark.parametrize("rows", [1, 3])
def test_it_costs_the_same_for_any_number(nurse, rows, query, queries, django_assert_num_queries):
    shelve(*[SHELF[1]] * rows * 7)

    with django_assert_num_queries(queries):
        page(f"sort=closest&{query}", nurse)


def test_who_has_no_profile_is_told_how_to_get_one(client_of, bob):
    made = shelve({}, {})

    visitor = client_of(None).get("/artefacts/?sort=closest").content.decode()
    result = page("sort=closest", bob)

    assert ("Sign in</a> to see first" in visitor, '<option value="closest"' in visitor) == (True, False)
    assert (ids(result), result.reasons, "/settings/organisation/" in result.notes[0]) == (
        made[::-1],
        {},
        True,
    )


def test_the_page_prints_the_reason(client_of, nurse):
    shelve({"made_for_sector": "health"})

    shown = client_of(nurse).get("/artefacts/?sort=closest").content.decode()

    assert '<p class="small muted fit">Made for: Health and social care</p>' in shown
    assert '<option value="closest" selected>Closest to me</option>' in shown


def test_a_place_gives_points_for_what_is_the_same_and_what_is_next():
    place = closeness.Place("1-9", "", "5", ("jot",))

    assert place.points == {"size:1-9": 2, "size:10-49": 1, "maturity:5": 2, "maturity:4": 1, "tool:jot": 2}
    assert (bool(place), bool(closeness.Place())) == (True, False)
    assert isinstance(browsing.find(browsing.State(), factories.member()), browsing.Result)
