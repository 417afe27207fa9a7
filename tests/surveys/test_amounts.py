"""Numbers and rankings: what is published of them, and what would tell on somebody."""

from collections import defaultdict
from functools import lru_cache
from itertools import combinations_with_replacement, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys import amounts, cells, snapshots
from surveys.enums import QuestionType
from tests.surveys.test_choices import asked


def test_quartiles_come_from_twenty_and_the_median_from_ten():
    many, some, few = (amounts.quartiles([float(k) for k in range(1, n + 1)], "key") for n in (21, 11, 9))

    assert [many[name] for name in amounts.QUARTILES] == [6, 11, 16]
    assert [some[name] for name in amounts.QUARTILES] == [None, 6, None]
    assert set(few.values()) == {None}
    assert many == amounts.quartiles([float(k) for k in range(21, 0, -1)], "key")
    low, high = many["median_interval"]
    assert 4 < low < 11 < high < 18


@settings(max_examples=20, deadline=None)
@given(st.sets(st.integers(0, 999), min_size=20, max_size=40))
def test_extremes_are_never_told(values):
    said = amounts.quartiles([float(value) for value in values], str(sorted(values)), draws=200)

    told = [said[name] for name in amounts.QUARTILES]
    told += [bound for name in amounts.QUARTILES for bound in said[f"{name}_interval"]]
    assert all(min(values) < value < max(values) for value in told)


@lru_cache
def worlds(n):
    """{what is published: every way in which so many people may have put each first of "ab", "ac" and "bc"}."""
    found = defaultdict(set)
    for chosen in combinations_with_replacement(list(permutations("abc")), n):
        before = tuple(
            sum(order.index(one) < order.index(two) for order in chosen) for one, two in ("ab", "ac", "bc")
        )
        found[str(amounts.ranking(chosen, "abc"))].add(before)
    return found


@settings(max_examples=50, deadline=None)
@given(st.lists(st.permutations("abc"), min_size=1, max_size=8))
def test_no_share_of_a_pair_that_is_hidden_can_be_computed(orders):
    said = amounts.ranking(orders, "abc")

    possible = [set(counts) for counts in zip(*worlds(len(orders))[str(said)], strict=True)]

    told = [n for _one, _other, n in said["pairs"] or []]
    assert [len(counts) == 1 for counts in possible] == [bool(told)] * 3
    assert all(cells.are_safe([n, len(orders) - n]) for n in told)


def test_mean_ranks_are_told_only_with_the_pairs():
    # All put a first, so the mean ranks would say that two put c before b.
    hidden = amounts.ranking(["abc"] * 10 + ["acb"] * 2, "abc")
    told = amounts.ranking(["abc"] * 7 + ["bac"] * 5, "abc")

    assert hidden == {"mean_ranks": None, "pairs": None}
    assert told["mean_ranks"] == {"a": 17 / 12, "b": 19 / 12, "c": 3}
    assert told["pairs"] == [["a", "b", 7], ["a", "c", 12], ["b", "c", 12]]


@pytest.mark.django_db
def test_numbers_and_rankings_are_on_the_page_and_in_the_file(alice, client):
    number = asked(alice, QuestionType.NUMBER, [float(k) for k in range(1, 22)], choices=[])
    order = asked(alice, QuestionType.RANKING, [["a", "b", "c"]] * 6 + [["b", "a", "c"]] * 6)
    for wave in (number, order):
        snapshots.take(wave, wave.last_answer_at)

    pages = [client.get(f"/surveys/{wave.survey.slug}/results/").content.decode() for wave in (number, order)]
    files = [
        client.get(f"/surveys/{wave.survey.slug}/results.csv?of=questions").content.decode().splitlines()
        for wave in (number, order)
    ]

    assert ("Half is at or below (median)" in pages[0], "21 people answered." in pages[0]) == (True, True)
    assert [line.split(",")[4:6] for line in files[0][1:]] == [
        ["lower", "6.0"],
        ["median", "11.0"],
        ["upper", "16.0"],
    ]
    assert ("Mean rank" in pages[1], "Each two against each other" in pages[1]) == (True, True)
    assert [line.split(",")[4:7] for line in files[1][1:]] == [
        ["Aye", "1.5", ""],
        ["Bee", "1.5", ""],
        ["Sea", "3.0", ""],
        ["Aye before Bee", "6", "0.5"],
        ["Aye before Sea", "12", "1.0"],
        ["Bee before Sea", "12", "1.0"],
    ]
