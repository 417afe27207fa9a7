"""Words lead to the same artefacts in the same order on both engines."""

import pytest

from content import search
from content.enums import Status
from content.models import Artefact, SearchDocument
from tests import factories

pytestmark = pytest.mark.django_db


def shelved(title, **fields):
    made = factories.artefact(title=title, **fields)
    search.index(made)
    return made


@pytest.fixture(params=[False, True], ids=["each hit looked up", "at the end"])
def found(request):
    """What words find, looked up in both ways."""

    def find(words, queryset=None, **more):
        queryset = Artefact.objects.all() if queryset is None else queryset
        return list(search.search(queryset, words, is_whole=request.param, **more).ids)

    return find


def test_a_hit_in_the_title_comes_before_terms_summary_and_text(found):
    text = shelved("Four", body="What a charter is.")
    summary = shelved("Three", summary="A charter.")
    title = shelved("Charter of the board")

    assert found("charter") == [title.pk, summary.pk, text.pk]


@pytest.mark.parametrize(
    "words",
    [
        "incidents",
        "INCIDENT",
        "incid*",
        "aero",
        "aero*",
        '"major incident"',
        "aeronautical majors",
        "réview",
        "Review's",
    ],
)
def test_a_word_is_found_by_stem_beginning_case_accent_and_phrase(words, found):
    made = shelved("Major incident review", body="For aeronautical engineers.")
    shelved("Change calendar", body="An incident, then a major one, for nobody.")

    assert found(words)[0] == made.pk


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("authenticat", "Authentication"),
        ("managem", "Management"),
        ("availabil", "Availability"),
        ("responsib", "Responsible"),
        ("deployme plan", "Deployment plan"),
        ("plan of configurat*", "Plan of configurations"),
    ],
)
def test_a_word_that_ends_behind_its_stem_is_found_as_the_beginning_of_a_word(words, title, found):
    made = shelved(title)
    shelved("Other", body="Something else, and somebody else's plan.")

    assert found(words) == [made.pk]


def test_a_known_word_is_not_taken_for_one_that_was_cut_short(found):
    whole = shelved("General terms")
    shelved("Generalisation", body="Of generalities.")

    assert found("general terms") == [whole.pk]


def test_a_phrase_needs_its_words_side_by_side(found):
    made = shelved("Blameless review")
    shelved("Review, blameless in tone")

    assert found('"blameless review"') == [made.pk]


def test_all_words_must_be_found(found):
    shelved("Incident form")
    made = shelved("Incident checklist")

    assert found("incident checklist") == [made.pk]


@pytest.mark.parametrize("words", ["post-mortem", "postmortem", '"post mortem"'])
def test_a_hyphenated_word_is_found_in_each_spelling(words, found):
    made = shelved("Post-mortem agenda")

    assert found(words) == [made.pk]


def test_both_spellings_of_english_are_one_word(found):
    made = shelved("Prioritization of requests", body="A service catalog.")

    assert found("prioritisation catalogue") == [made.pk]


def test_exact_words_come_before_beginnings(found):
    beginning = shelved("Planetary scale")
    exact = shelved("Other", body="The plan, and then some more words that are long enough to weigh it down.")

    assert found("plan") == [exact.pk, beginning.pk]


@pytest.mark.parametrize("form", ["ART-{:04d}", "art {}", "Art#{}"])
def test_a_record_number_answers_its_artefact_first(form, found):
    made = shelved("Charter")
    other = shelved("Notes", body=f"See {made.record_number} and art {made.pk}.")

    assert found(form.format(made.pk))[0] == made.pk
    assert found(made.record_number) == [made.pk, other.pk]


def test_a_practice_is_found_by_its_earlier_names(found):
    practice = factories.practice("change-enablement", synonyms=["change management"])
    made = shelved("Calendar", practices=[practice])

    assert found('"change management"') == [made.pk]


def test_stop_words_ask_for_nothing(found):
    made = shelved("Major incident review")

    assert found("how do we review the major incident") == [made.pk]
    assert found("the") == []


def test_only_what_the_queryset_holds_is_found(found):
    hidden, shown = shelved("Charter one"), shelved("Charter two")

    assert found("charter", Artefact.objects.exclude(pk=hidden.pk)) == [shown.pk]
    assert found("charter", Artefact.objects.none()) == []


def test_what_leaves_the_lists_is_not_found_in_the_same_moment(found):
    made, other = shelved("Charter one"), shelved("Charter two")

    Artefact.objects.filter(pk=made.pk).update(status=Status.HIDDEN)

    assert found("charter", Artefact.objects.listed()) == [other.pk]
    search.index(made)
    assert found("charter") == [other.pk]


def test_what_is_not_among_the_best_is_still_found(found):
    best, rest = shelved("Charter one"), shelved("Charter two")
    SearchDocument.objects.filter(pk=rest.pk).update(best=False)
    search.index(rest)

    assert sorted(found("charter")) == [best.pk, rest.pk]


def test_where_the_best_fill_the_list_others_come_only_by_their_titles(monkeypatch, found):
    in_text, in_title = shelved("One", body="A charter."), shelved("Charter")
    SearchDocument.objects.update(best=False)
    search.bulk_index([in_text.pk, in_title.pk])
    first, second = (shelved("Best", body="A charter.").pk for _ in range(2))

    assert found("charter") == [in_title.pk, second, first, in_text.pk]
    assert found("charter", limit=1) == [in_title.pk]
    monkeypatch.setattr("content.search.ranking.ENOUGH", 0)
    assert found("charter", limit=1) == [second]


def test_a_filter_finds_what_is_not_among_the_best_though_they_fill_the_list():
    rest = shelved("One", body="A charter.")
    SearchDocument.objects.update(best=False)
    search.index(rest)
    for _ in range(3):
        shelved("Charter", body="A charter.")
    chosen = Artefact.objects.filter(pk=rest.pk)

    for narrowed in (
        {"queryset": chosen},
        {"queryset": Artefact.objects.all(), "among": chosen.values("pk")},
    ):
        assert search.search(words="charter", limit=1, **narrowed).ids == (rest.pk,)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "  ",
        "***",
        '"',
        "\x00",
        "\ud800",
        "OR",
        "NEAR(a b)",
        "-a",
        "a:b",
        "'; --",
        "{title}: x",
        "(((",
        "事故",
    ],
)
def test_no_words_do_harm(words, found):
    shelved("Charter")

    assert found(words) == []


def test_a_title_without_spaces_between_words_is_found(found):
    made = shelved("重大な事故の手順")

    assert found("事故") == [made.pk]


def test_one_typo_is_forgiven():
    shelved("Incident review")

    assert search.search(Artefact.objects.all(), "incidnt reveiw").suggestion == "incident review"
    assert search.search(Artefact.objects.all(), "incident").suggestion == ""


def test_no_suggestion_comes_from_what_nobody_may_see():
    made = shelved("Incident review")

    search.drop(made)

    assert search.search(Artefact.objects.all(), "incidnt").suggestion == ""


@pytest.mark.parametrize(
    ("words", "queries"), [("plan", 1), ('"charter"', 1), ("charter", 2), ("charter review", 2)]
)
def test_a_search_costs_a_query_and_one_for_words_that_may_be_cut_short(
    words, queries, django_assert_num_queries, found
):
    for number in range(3):
        shelved(f"Charter {number}: plan of a review")

    with django_assert_num_queries(queries):
        assert len(found(words)) == 3
