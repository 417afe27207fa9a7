"""Text becomes the same lexemes wherever it stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.search.lexemes import LONGEST_WORD, lexemes, spans, tidy, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Incident incidents INCIDENT", ["incid"] * 3),
        ("ART-0412 P1 1e5", ["art", "0412", "p1", "1e5"]),
        ("Naïve façade", ["naiv", "facad"]),
        ("Straße Øresund", ["strass", "oresund"]),
        ("organisation's don't", ["organis", "don", "t"]),
        ("prioritized prioritised", ["prioritis"] * 2),
        ("size seize", ["size", "seiz"]),
        ("Post-mortem", ["post", "mortem", "postmortem"]),
        ("手順 ok", ["手", "順", "ok"]),
        ("…_-'", []),
    ],
)
def test_words_are_folded_split_and_stemmed(text, expected):
    assert lexemes(tidy(text)) == expected


@given(st.text(st.characters(), max_size=80))
def test_any_text_gives_short_alphanumeric_lexemes(text):
    found = lexemes(tidy(text))

    assert [lexeme for lexeme in found if not lexeme.isalnum() or len(lexeme) > LONGEST_WORD] == []


@given(st.text(max_size=80))
def test_spans_point_at_the_words_in_the_text(text):
    text = tidy(text)

    assert [word for start, end, folded in spans(text) for word in words(text[start:end])] == words(text)
