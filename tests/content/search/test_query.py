"""Whatever is typed becomes a query that both engines take."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content import search
from content.models import Artefact
from content.search.lexemes import tidy
from content.search.query import LONGEST_QUERY, Term, parse
from tests import factories


def words_of(raw):
    return [term.word for term in parse(raw).terms]


def test_quotes_hold_a_phrase_together_and_the_rest_apart():
    assert parse('form "Blameless reviews" P1').terms == (
        Term((("form",),), prefix="form", word="form"),
        Term((("blameless", "review"),)),
        Term((("p1",),), word="p1"),
    )


@pytest.mark.parametrize(
    ("raw", "prefixes"),
    [
        ("ab", [""]),
        ("abc", ["abc"]),
        ("ab*", ["ab"]),
        ("a*", [""]),
        ('"abc"', [""]),
        ("0412", [""]),
        ("04*", ["04"]),
    ],
)
def test_a_word_of_three_letters_or_a_star_asks_for_beginnings(raw, prefixes):
    assert [term.prefix for term in parse(raw).terms] == prefixes


@pytest.mark.parametrize(
    ("raw", "record"),
    [
        ("ART-0412", 412),
        ("art 412", 412),
        (" Art#7 ", 7),
        ("ART-0", None),
        ("smart 4", None),
        ("art " + "9" * 30, None),
    ],
)
def test_a_record_number_is_known_when_it_stands_alone(raw, record):
    assert parse(raw).record == record


def test_stop_words_and_repetitions_are_dropped_unless_nothing_is_left():
    assert words_of("how to review the review") == ["review"]
    assert words_of("the") == ["the"]


def test_a_long_query_is_cut_and_says_so():
    query = parse("ab " * 100)

    assert (len(query.text) <= LONGEST_QUERY, query.was_cut) == (True, True)
    assert parse("ab").was_cut is False


@pytest.mark.django_db
@given(raw=st.text(st.characters(), max_size=60) | st.text("\"*() -:^{}+&|!<>'\\abcANDORT事", max_size=30))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_is_too_odd_to_be_stored_and_searched_for(raw):
    made = factories.artefact(title="Charter", body=tidy(raw))  # what no database stores is refused before

    search.index(made)
    found = search.search(Artefact.objects.listed(), raw)

    assert found.is_capped is False
    search.snippets(found.ids, raw)
