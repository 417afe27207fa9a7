"""A snippet shows the hit in its own words, says where it stands, and is safe to print."""

import pytest
from django.utils.html import conditional_escape

from content.search.snippets import LONGEST, snippets_of


def snippet(words, *parts):
    return snippets_of({1: parts}, words).get(1)


def test_the_hit_is_marked_in_its_original_spelling():
    made = snippet("prioritise incidents", ["text", "How to Prioritize an Incident, fast."])

    assert conditional_escape(made) == "How to <mark>Prioritize</mark> an <mark>Incident</mark>, fast."
    assert made.where == "text"


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("resume", "Résumé"),
        ("policy", "policies"),
        ("aero", "aeronautical"),
        ("P1", "P1"),
        ("catalogue", "Catalog"),
        ("事故", "事"),
    ],
)
def test_a_word_is_marked_as_the_search_found_it(words, text):
    assert snippet(words, ["text", f"x {text} x"]).segments == (("x ", False), (text, True), (" x", False))


def test_markup_in_a_text_is_escaped():
    made = snippet("charter", ["text", "<script>charter</script>"])

    assert conditional_escape(made) == "&lt;script&gt;<mark>charter</mark>&lt;/script&gt;"


def test_it_is_at_most_200_characters_long_and_holds_the_hit():
    text = "other words " * 100 + "charter " + "more words " * 100

    made = snippet("charter", ["text", text])

    assert len(str(made)) <= LONGEST
    assert ("charter", True) in made.segments
    assert (str(made)[0], str(made)[-1]) == ("…", "…")


def test_the_part_with_the_most_words_is_shown():
    made = snippet(
        "blameless review",
        ["title", "Review"],
        ["file notes.docx, page 1", "A review."],
        ["file notes.docx, page 2", "The review is blameless."],
    )

    assert made.where == "file notes.docx, page 2"
    assert made.where_in_words == "found in the file notes.docx, page 2"


def test_nothing_found_has_no_snippet():
    assert snippet("charter", ["text", "Nothing here."]) is None
    assert snippet("", ["text", "Nothing here."]) is None


def test_a_very_long_word_does_not_burst_the_snippet():
    assert len(str(snippet("aaaa", ["text", "a" * 1000]))) <= LONGEST


def test_the_words_of_a_phrase_are_marked_side_by_side_only():
    made = snippet('"on call"', ["text", "Call on 5 May: who is on-call is called."])

    assert [text for text, hit in made.segments if hit] == ["on", "call"]
    assert str(made).index("on-call") == sum(len(text) for text, _ in made.segments[:1])


def test_of_its_terms_only_those_with_a_hit_are_shown():
    made = snippet("cause", ["tags", "incident\nRoot cause\nRCA\nroot-cause analysis"])

    assert str(made) == "Root cause, root-cause analysis"
    assert made.where_in_words == "found in its terms"


def test_a_text_with_one_spelling_is_preferred_to_terms_with_two():
    made = snippet("post-mortem", ["tags", "post-mortem\npostmortem"], ["text", "A postmortem."])

    assert made.where == "text"
