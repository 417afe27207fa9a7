"""Text that can be stored and shown, whatever the file held."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.files.outcome import Unfit
from content.files.text import capped, clean, count, decode, letters, line, tidy, words_in


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("a\x00b", "ab"),
        ("a\r\nb\rc\x0bd", "a\nb\nc\nd"),
        ("tab\there", "tab here"),
        ("half \ud83d one", "half  one"),
        ("\u202eevil\u202c", "evil"),
        ("\x1b[31mred\x07", "[31mred"),
        ("\U0001f600 stays", "\U0001f600 stays"),
    ],
)
def test_what_cannot_be_shown_goes(raw, cleaned):
    assert clean(raw) == cleaned


@given(st.text(st.characters(exclude_categories=[])))
def test_cleaning_twice_changes_nothing_more(raw):
    once = clean(raw)

    assert (clean(once), "\x00" in once, once.encode().decode()) == (once, False, once)


def test_tidy_keeps_paragraphs_and_drops_padding():
    assert tidy("  a \t b \n\n\n\n c\u00a0d  ") == "a b\n\nc d"


def test_a_line_is_cut_with_an_ellipsis():
    assert (line("one\ntwo"), line("abcdef", 4)) == ("one two", "abc…")


def test_numbers_agree_with_their_noun():
    words = [count(1, "sheet"), count(2, "sheet"), count(1204, "row"), count(0, "entry", "entries")]

    assert words == ["1 sheet", "2 sheets", "1,204 rows", "0 entries"]


def test_columns_are_named_as_in_a_sheet():
    assert letters(3) == ["A", "B", "C"]


def test_words_are_counted_over_all_parts():
    assert words_in([["page 1", "one two"], ["page 2", "three"]]) == 3


def test_text_is_cut_at_whole_characters():
    parts, cut = capped([["", "ab"], ["page 2", "äöü"], ["page 3", "never"]], limit=5)

    assert (parts, cut) == ([["", "ab"], ["page 2", "ä"]], True)


def test_parts_without_text_are_left_out():
    assert capped([["page 1", " \n "], ["page 2", "x"]]) == ([["page 2", "x"]], False)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_usual_encodings_are_understood(encoding):
    assert decode("Prüfung – 5 €".encode(encoding)) == "Prüfung – 5 €"


@pytest.mark.parametrize("data", [b"a\x00b", bytes(range(1, 32)) * 3, b"\x7fELF\x02\x01\x01\x00"])
def test_bytes_that_are_no_text_are_refused(data):
    with pytest.raises(Unfit, match="This is not a text file") as refusal:
        decode(data)

    assert refusal.value.outcome == "refused"
