"""A page of the library: what is on it, what it counts, and that nothing else leaks into it."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.utils import timezone

from content import browsing, facets, search
from content.enums import Facet, Status
from content.models import Artefact
from tests import factories

pytestmark = pytest.mark.django_db
CHARLIE = AnonymousUser()


def shelved(title="Charter", **fields):
    made = factories.artefact(title=title, **fields)
    facets.list_artefact(made)
    search.index(made)
    return made


def page(query="", user=CHARLIE):
    return browsing.find(browsing.State.from_query(QueryDict(query)), user)


def ids(result):
    return [artefact.pk for artefact in result.artefacts]


def options(result):
    return {group.param: {option.slug: option.n for option in group.options} for group in result.facets}


def test_without_a_question_everything_is_listed_newest_first():
    first, second = shelved(), shelved()

    result = page()

    assert ids(result) == [second.pk, first.pk]
    assert (result.total, result.total_capped, result.library_total) == (2, False, 2)
    assert options(result) == {"kind": {"template": 2}, "licence": {"CC-BY-4.0": 2}, "lang": {"en": 2}}


def test_counts_beside_options_match_the_list_after_choosing():
    incident, change = factories.practice(), factories.practice("change-enablement")
    form = factories.kind("form")
    shelved(practices=[incident, change], kind=form)
    shelved(practices=[incident])
    shelved(practices=[change])
    shelved(practices=[change], kind=form, made_for_sector="health")

    for query in [
        "",
        "kind=form",
        "practice=incident-management",
        "kind=form&practice=change-enablement",
        "q=charter",
    ]:
        for param, values in options(page(query)).items():
            for slug, n in values.items():
                if f"{param}=" not in query:
                    assert (slug, page(f"{query}&{param}={slug}").total) == (slug, n)


def test_values_of_a_facet_are_alternatives_and_facets_restrict_each_other():
    incident, change = factories.practice(), factories.practice("change-enablement")
    both = shelved(practices=[incident, change])
    one = shelved(practices=[change], kind=factories.kind("form"))
    shelved()

    either = page("practice=incident-management&practice=change-enablement")

    assert (ids(either), either.total) == ([one.pk, both.pk], 2)
    assert ids(page("practice=change-enablement&practice=incident-management&kind=form")) == [one.pk]
    assert options(either)["kind"] == {"form": 1, "template": 1}
    assert options(either)["practice"] == {"change-enablement": 2, "incident-management": 1}


def test_a_tag_narrows_the_list_and_every_count():
    tagged = shelved(tags=["blameless"])
    shelved()

    result = page("tag=blameless")

    assert (ids(result), result.total) == ([tagged.pk], 1)
    assert options(result)["kind"] == {"template": 1}
    assert [chip.label for chip in result.chips] == ["blameless"]


def test_an_unknown_value_gives_an_empty_list_with_a_way_out():
    shelved()

    result = page("kind=nonsense&colour=red")

    assert (ids(result), result.total) == ([], 0)
    assert [(chip.label, chip.remove_url) for chip in result.chips] == [("nonsense", "/artefacts/")]


@pytest.mark.parametrize(
    "status", [Status.HIDDEN, Status.RETIRED, Status.SUPERSEDED, Status.REMOVED, Status.DRAFT]
)
@pytest.mark.parametrize(
    "query", ["", "kind=template", "q=secret", "q=secret&kind=template", "tag=secret", "q=secrte"]
)
def test_what_is_not_published_is_nowhere(status, query):
    made = shelved("Secret plan", tags=["secret"], made_for_sector="health", body="secret")
    assert made.pk in ids(page(query))

    Artefact.objects.filter(pk=made.pk).update(status=status, superseded_by=shelved("Successor"))
    facets.list_artefact(made)
    search.index(made)
    result = page(query)

    assert made.pk not in ids(result)
    assert made.pk not in result.snippets
    assert "sector" not in options(result)
    assert result.library_total == 1


@pytest.mark.parametrize("query", ["", "kind=template", "q=secret", "q=secret&kind=template"])
def test_what_is_hidden_does_not_show_even_where_the_index_still_has_it(query):
    made = shelved("Secret plan")

    Artefact.objects.filter(pk=made.pk).update(status=Status.HIDDEN)

    assert ids(page(query)) == []


def test_a_search_marks_the_hit_and_says_where():
    made = shelved("Charter", body="Ask what, <not> who: blameless.")

    result = page("q=blameless")

    assert result.snippets == {
        made.pk: '<p class="snippet">Ask what, &lt;not&gt; who: <mark>blameless</mark>. '
        '<span class="muted">(found in the text)</span></p>'
    }
    assert result.heading == "1 artefact for “blameless”"


@pytest.mark.parametrize(
    ("query", "line"),
    [
        ("charter", '<mark>Charter</mark> of &lt;them&gt; <span class="muted">(found in the title)</span>'),
        ("rota", '<mark>rota</mark> <span class="muted">(found in its terms)</span>'),
    ],
)
def test_a_hit_that_does_not_say_what_it_is_follows_the_summary(query, line):
    made = shelved("Charter of <them>", tags=["rota"], summary="Who calls <whom> at night.")

    result = page(f"q={query}")

    summary = '<p class="snippet">Who calls &lt;whom&gt; at night.</p>'
    assert result.snippets == {made.pk: f'{summary}<p class="snippet small">{line}</p>'}


def test_one_typo_is_forgiven():
    made = shelved("Incident review")

    result = page("q=incidnt")

    assert ids(result) == [made.pk]
    assert result.suggestion == browsing.Suggestion("incident", "/artefacts/?q=incident", shown=True)
    assert result.heading == "1 artefact for “incident”"


@pytest.mark.parametrize(
    ("query", "queries"),
    [
        ("", 2),
        ("sort=rated", 2),
        ("kind=template", 3),
        ("kind=template&sector=health", 3),
        ("q=plan", 3),
        ("q=charter", 4),
        ("q=charter&kind=template", 5),
    ],
)
def test_a_page_costs_as_many_queries_with_one_row_as_with_many(query, queries, django_assert_num_queries):
    practice = factories.practice()
    shelved(practices=[practice], made_for_sector="health")
    for _ in range(2):
        with django_assert_num_queries(queries):
            page(query)
        for _ in range(3):
            shelved(practices=[practice], made_for_sector="health")


def test_a_corrected_typo_costs_three_queries_more(django_assert_num_queries):
    shelved()

    with django_assert_num_queries(7):
        page("q=chartre")


@pytest.fixture
def short_pages(monkeypatch):
    """Pages of two rows, of which the first four have page numbers."""
    for module in ("content.state", "content.browsing"):
        monkeypatch.setattr(f"{module}.PAGE_SIZE", 2)
        monkeypatch.setattr(f"{module}.DEEPEST", 4)


def listed(number, **fields):
    by = factories.member()
    made = [factories.artefact(by, **fields, downloads=n % 3, low=n % 3 / 7).pk for n in range(number)]
    facets.bulk_list(made)
    return made[::-1]


def test_pages_have_numbers_and_neighbours(monkeypatch):
    monkeypatch.setattr("content.state.PAGE_SIZE", 2)
    monkeypatch.setattr("content.browsing.PAGE_SIZE", 2)
    made = listed(5)

    assert [ids(page(f"page={n}")) for n in (1, 2, 3)] == [made[:2], made[2:4], made[4:]]
    assert [p.url for p in page("page=2").pages] == [
        "/artefacts/",
        "/artefacts/?page=2",
        "/artefacts/?page=3",
    ]
    assert (page("page=2").previous_url, page("page=2").next_url) == ("/artefacts/", "/artefacts/?page=3")
    assert (page("page=3").next_url, ids(page("page=9999"))) == ("", made[4:])


@pytest.mark.parametrize("many", [0, 1000])
@pytest.mark.parametrize("sort", ["newest", "downloads", "confirmed", "rated"])
@pytest.mark.parametrize("query", ["", "&practice=a&practice=b", "&kind=template&kind=form&practice=a"])
def test_past_the_numbered_pages_each_artefact_comes_once(short_pages, monkeypatch, sort, query, many):
    monkeypatch.setattr("content.narrowing.MOST_AMONG", many)
    practices = [factories.practice("a"), factories.practice("b")]
    made = listed(9, practices=practices, published_at=timezone.now())

    seen, url = [], f"/artefacts/?sort={sort}{query}"
    while url:
        result = page(url.partition("?")[2])
        seen += ids(result)
        url = result.next_url

    assert (len(seen), set(seen)) == (9, set(made))


@pytest.mark.parametrize(
    "query",
    [
        "page=0", "page=-1", "page=x", "page=1e9", "page=99999999999999999999999", "page=²", "sort=price",
        "after=1-", "after=x-1", "after=9999999999999999-1",
        "after=9999999999999999-9999999999999999&sort=downloads",
        "sort=rated&after=x-1", "sort=rated&after=3.5-x", "sort=rated&after=99-1", "sort=rated&after=3.5-1",
        "sort=rated&after=9999999999999999-1", "sort=closest&after=1-1", "sort=closest&page=50",
        "kind=%00", "kind=%ed%a0%80", "tag=" + "x" * 5000, "size=20000%2B", "kind=a" * 300,
        "lang=' OR 1=1 --",
        "q=%00", "q=" + "a" * 10_000, "q=%ed%a0%80", "q=%22", "q=%F0%9F%92%A9", "q=***&kind=template",
    ],
)  # fmt: skip
def test_odd_addresses_give_a_page(query):
    shelved()

    result = page(query)

    assert result.total in (0, 1)


def test_a_long_search_says_that_it_was_cut():
    assert page("q=" + "a" * 300).notes == ["The search was long: only its first 200 characters were used."]


def test_addresses_have_one_order():
    state = browsing.State.from_query(QueryDict("page=3&tag=b&tag=a&kind=form&q=x&sort=newest"))

    assert state.url(page=3) == "/artefacts/?q=x&kind=form&tag=a&tag=b&sort=newest&page=3"
    assert state.url(chosen={}) == "/artefacts/?q=x&sort=newest"
    assert state.without(Facet.TAG, "a") == "/artefacts/?q=x&kind=form&tag=b&sort=newest"
    assert state.hidden_for_filters == [("q", "x"), ("tag", "b"), ("tag", "a"), ("sort", "newest")]
