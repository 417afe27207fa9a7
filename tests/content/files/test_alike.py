"""Passages of text: what is shared is counted exactly, and texts that share much meet in a band."""

from hypothesis import given, settings
from hypothesis import strategies as st

from content.files.alike import BANDS, FEWEST, MOST_WORDS, RUN, bands, passages, share

numbers = st.frozensets(st.integers(0, 2**64 - 1), max_size=200)


def text(first, last):
    return " ".join(f"word{number}" for number in range(first, last))


def met(one, two):
    return bool(set(bands(one)) & set(bands(two)))


def test_a_text_has_a_passage_for_each_run_of_words():
    assert len(passages([text(0, 100)])) == 100 - RUN + 1


def test_case_punctuation_and_breaks_between_parts_do_not_matter():
    plain, dressed = text(0, 60), text(0, 60).upper().replace(" ", ",\n")

    assert passages([plain]) == passages([dressed])
    assert passages([text(0, 30), text(30, 60)]) == passages([plain])


def test_a_few_words_are_no_text():
    assert len(passages([text(0, FEWEST + RUN - 1)])) == FEWEST
    assert passages([text(0, FEWEST + RUN - 2)]) == frozenset()
    assert bands(frozenset()) == []


def test_a_very_long_text_counts_up_to_its_limit():
    assert len(passages([text(0, MOST_WORDS), text(0, 10)])) == MOST_WORDS - RUN + 1


def test_the_share_is_of_the_first_text():
    whole, part = passages([text(0, 200)]), passages([text(0, 102)])

    assert share(part, whole) == 1.0
    assert share(whole, part) == 98 / 196


@given(numbers, numbers)
def test_a_share_lies_between_nothing_and_all(one, two):
    assert 0 <= share(one, two) <= 1
    assert share(one, one) == (1 if one else 0)
    assert (share(one, two) == 0) == (share(two, one) == 0)


@given(numbers.filter(bool))
def test_bands_depend_on_the_passages_alone_and_fit_their_column(found):
    shuffled = frozenset(sorted(found, reverse=True))

    assert bands(found) == bands(shuffled)
    assert len(bands(found)) == BANDS
    assert all(0 <= band < 2**63 for band in bands(found))


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10**9), st.integers(100, 400))
def test_texts_that_share_nine_tenths_meet_in_a_band(seed, length):
    first, second = seed, seed + length // 20

    assert met(passages([text(first, first + length)]), passages([text(second, second + length)]))


def test_of_texts_with_little_in_common_few_meet():
    others = [passages([text(n * 1000, n * 1000 + 180) + " " + text(0, 20)]) for n in range(1, 301)]

    together = sum(met(others[0], other) for other in others[1:])

    assert together <= 30


def test_of_texts_that_share_four_fifths_nearly_all_meet():
    pairs = [
        (passages([text(n * 1000, n * 1000 + 250)]), passages([text(n * 1000 + 50, n * 1000 + 300)]))
        for n in range(200)
    ]

    assert sum(met(*pair) for pair in pairs) >= 195
