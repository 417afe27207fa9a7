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


def found(words, queryset=None):
    return list(search.search(Artefact.objects.all() if queryset is None else queryset, words).ids)


def test_a_hit_in_the_title_comes_before_terms_summary_and_text():
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
def test_a_word_is_found_by_stem_beginning_case_accent_and_phrase(words):
    made = shelved("Major incident review", body="For aeronautical engineers.")
    shelved("Change calendar", body="An incident, then a major one, for nobody.")

    assert found(words)[0] == made.pk


def test_a_phrase_needs_its_words_side_by_side():
    made = shelved("Blameless review")
    shelved("Review, blameless in tone")

    assert found('"blameless review"') == [made.pk]


def test_all_words_must_be_found():
    shelved("Incident form")
    made = shelved("Incident checklist")

    assert found("incident checklist") == [made.pk]


@pytest.mark.parametrize("words", ["post-mortem", "postmortem", '"post mortem"'])
def test_a_hyphenated_word_is_found_in_each_spelling(words):
    made = shelved("Post-mortem agenda")

    assert found(words) == [made.pk]


def test_both_spellings_of_english_are_one_word():
    made = shelved("Prioritization of requests", body="A service catalog.")

    assert found("prioritisation catalogue") == [made.pk]


def test_exact_words_come_before_beginnings():
    beginning = shelved("Planetary scale")
    exact = shelved("Other", body="The plan, and then some more words that are long enough to weigh it down.")

    assert found("plan") == [exact.pk, beginning.pk]


@pytest.mark.parametrize("form", ["ART-{:04d}", "art {}", "Art#{}"])
def test_a_record_number_answers_its_artefact_first(form):
    made = shelved("Charter")
    other = shelved("Notes", body=f"See {made.record_number} and art {made.pk}.")

    assert found(form.format(made.pk))[0] == made.pk
    assert found(made.record_number) == [made.pk, other.pk]


def test_a_practice_is_found_by_its_earlier_names():
    practice = factories.practice("change-enablement", synonyms=["change management"])
    made = shelved("Calendar", practices=[practice])

    assert found('"change management"') == [made.pk]


def test_stop_words_ask_for_nothing():
    made = shelved("Major incident review")

    assert found("how do we review the major incident") == [made.pk]
    assert found("the") == []


def test_only_what_the_queryset_holds_is_found():
    hidden, shown = shelved("Charter one"), shelved("Charter two")

    assert found("charter", Artefact.objects.exclude(pk=hidden.pk)) == [shown.pk]
    assert found("charter", Artefact.objects.none()) == []


def test_what_leaves_the_lists_is_not_found_in_the_same_moment():
    made, other = shelved("Charter one"), shelved("Charter two")

    Artefact.objects.filter(pk=made.pk).update(status=Status.HIDDEN)

    assert found("charter", Artefact.objects.listed()) == [other.pk]
    search.index(made)
    assert found("charter") == [other.pk]


def test_what_is_not_among_the_best_is_still_found():
    best, rest = shelved("Charter one"), shelved("Charter two")
    SearchDocument.objects.filter(pk=rest.pk).update(best=False)
    search.index(rest)

    assert sorted(found("charter")) == [best.pk, rest.pk]


def test_where_the_best_fill_the_list_others_come_only_by_their_titles(monkeypatch):
    in_text, in_title = shelved("One", body="A charter."), shelved("Charter")
    SearchDocument.objects.update(best=False)
    search.bulk_index([in_text.pk, in_title.pk])
    first, second = (shelved("Best", body="A charter.").pk for _ in range(2))

    assert found("charter") == [in_title.pk, second, first, in_text.pk]
    assert search.search(Artefact.objects.all(), "charter", limit=1).ids == (in_title.pk,)
    monkeypatch.setattr("content.search.ranking.ENOUGH", 0)
    assert search.search(Artefact.objects.all(), "charter", limit=1).ids == (second,)


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
def test_no_words_do_harm(words):
    shelved("Charter")

    assert found(words) == []


def test_a_title_without_spaces_between_words_is_found():
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


def test_a_search_costs_one_query(django_assert_num_queries):
    for number in range(3):
        shelved(f"Charter {number}")

    with django_assert_num_queries(1):
        found("charter")
