"""Wrapping: nothing is lost, nothing is wider than asked for."""

from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from content.files.bpmn_labels import LONGEST, SIZE, centred, text_width, wrap
from content.files.bpmn_model import Point

TEXT = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=LONGEST)


@given(text=TEXT, width=st.floats(SIZE * 2, 400))
def test_no_line_is_wider_than_asked(text, width):
    assert [line for line in wrap(text, width, 10_000) if text_width(line) > width + 0.001] == []


@given(text=TEXT, width=st.floats(1, 400))
def test_no_letter_is_lost(text, width):
    wrapped = "".join(wrap(text, width, 10_000))

    assert "".join(wrapped.split()) == "".join(text.split())


@given(text=TEXT, most=st.integers(1, 9))
def test_no_more_lines_than_allowed(text, most):
    lines = wrap(text, 60, most)

    assert len(lines) == min(most, len(wrap(text, 60, 10_000)))


def test_a_cut_text_says_so():
    assert wrap("Assess the change", 40, 2) == ["Assess", "the…"]


def test_line_breaks_of_the_author_stay():
    assert wrap("Close\nincident", 400) == ["Close", "incident"]


def test_a_very_long_text_is_shortened():
    assert len("".join(wrap("x" * 5000, 400, 10_000))) == LONGEST


def test_wide_scripts_take_a_full_square():
    assert text_width("変更") == 2 * SIZE


def test_the_text_reads_as_it_was_written_though_lines_and_words_are_broken():
    text = "Archive the original Betriebsvereinbarungen"

    drawn = ElementTree.fromstring(centred(wrap(text, 60), Point(30, 40)).svg)

    assert "".join(drawn.itertext()) == text
    # A space has a place of its own: it does not move the letters that follow.
    assert {(span.text[0] == " ", span.get("x")) for span in drawn} == {(False, "30"), (True, "30 30")}
