"""Pairs are equal, rise, and are found in time whatever the file."""

import time

from hypothesis import given
from hypothesis import strategies as st

from content.files.comparing_align import BUDGET, Budget, aligned, gaps

LISTS = st.lists(st.sampled_from("abcdefghij"), max_size=60)


@given(LISTS, LISTS)
def test_pairs_are_equal_and_rise_on_both_sides(old, new):
    pairs = aligned(old, new, Budget())

    assert [old[i] for i, _ in pairs] == [new[j] for _, j in pairs]
    assert pairs == sorted(set(pairs))
    assert [j for _, j in pairs] == sorted({j for _, j in pairs})


@given(LISTS, LISTS)
def test_pairs_and_gaps_are_everything_once(old, new):
    pairs = aligned(old, new, Budget())
    stretches = list(gaps(pairs, len(old), len(new)))

    assert sum(b - a for a, b, _, _ in stretches) + len(pairs) == len(old)
    assert sum(d - c for _, _, c, d in stretches) + len(pairs) == len(new)


@given(LISTS)
def test_the_same_is_paired_whole(items):
    assert aligned(items, items, Budget(0)) == [(at, at) for at in range(len(items))]


def test_one_more_item_moves_nothing_else():
    old = [str(number) for number in range(1000)]

    assert aligned(old, [*old[:400], "new", *old[400:]], Budget(0)) == [
        (number, number + (number >= 400)) for number in range(1000)
    ]


def test_without_a_budget_a_stretch_counts_as_replaced():
    budget = Budget(3)

    assert aligned(list("abab"), list("bbaa"), budget) == []
    assert (budget.spent, budget.left) == (True, 3)


def test_hostile_repetition_stays_within_seconds():
    """The naive way takes hours here: every item of one side equals half of the other."""
    budget, before = Budget(), time.process_time()

    aligned(list("ab") * 50_000, list("ac") * 50_000, budget)

    assert budget.spent
    assert budget.left <= BUDGET
    assert time.process_time() - before < 5
