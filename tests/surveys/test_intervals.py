"""Wilson, Newcombe, Kish and the bootstrap."""

from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys import intervals


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"), [(8, 10, 0.4902, 0.9433), (0, 10, 0, 0.2775), (76, 149, 0.4306, 0.5891)]
)
def test_wilson_equals_the_worked_examples(hits, n, low, high):
    assert intervals.wilson(hits / n, n) == pytest.approx((low, high), abs=5e-5)


def test_of_no_answers_nothing_is_known():
    assert intervals.wilson(0.5, 0) == (0.0, 1.0)


def test_a_share_outside_0_and_1_is_refused():
    with pytest.raises(ValueError, match="between 0 and 1"):
        intervals.wilson(1.2, 5)


@given(st.integers(0, 2000), st.integers(1, 2000))
def test_wilson_holds_the_share_and_stays_in_range(hits, n):
    share = min(hits, n) / n

    low, high = intervals.wilson(share, n)

    assert 0 <= low <= share <= high <= 1


def test_kish_equals_the_worked_example():
    weights = [1] * 6 + [3] * 2 + [0.5] * 2

    assert intervals.effective_size(weights) == pytest.approx(6.898, abs=5e-4)
    assert intervals.design_effect(weights) == pytest.approx(1.450, abs=5e-4)


def test_newcombe_equals_the_example_of_his_paper():
    # Newcombe (1998), table II, (a): 56/70 - 48/80, method 10.
    assert intervals.difference(48 / 80, 80, 56 / 70, 70) == pytest.approx((0.0524, 0.3339), abs=5e-5)


@given(st.integers(0, 60), st.integers(1, 60), st.integers(0, 60), st.integers(1, 60))
def test_a_difference_lies_in_its_interval(x, n, y, m):
    before, after = min(x, n) / n, min(y, m) / m

    low, high = intervals.difference(before, n, after, m)

    assert -1 <= low <= after - before + 1e-12
    assert after - before - 1e-12 <= high <= 1


def test_the_seed_does_not_know_the_order_of_responses():
    assert intervals.seed(7, 1, ["b", "a"]) == intervals.seed(7, 1, ["a", "b"])
    assert intervals.seed(7, 1, ["a", "b"]) != intervals.seed(7, 2, ["a", "b"])


def test_percentiles_are_drawn_values_from_both_ends():
    assert intervals.percentile(list(range(1000))) == (24, 975)
    assert intervals.percentile([]) is None


def test_respondents_are_drawn_whole():
    rows = [[1, 10, 100], [2, 20, 200], [3, 30, 300]]

    drawn = list(intervals.respondent_draws(rows, "seed", draws=50))

    assert all(b == 10 * a and c == 100 * a for a, b, c in drawn)
    assert {a for a, _, _ in drawn} <= set(range(3, 10))
    assert drawn == list(intervals.respondent_draws(rows, "seed", draws=50))


def test_large_columns_do_not_run_into_each_other():
    rows = [[2**33, 1], [2**33, 1]]

    assert list(intervals.respondent_draws(rows, "seed", draws=1)) == [(2**34, 2)]


def test_multinomial_draws_keep_the_total_and_the_shares():
    counts = {(1, 1): 100, (2, 5): 300, (5, 1): 600, (3, 3): 0}

    drawn = list(intervals.multinomial_draws(counts, "seed", draws=400))

    assert {sum(table.values()) for table in drawn} == {1000}
    mean = Counter()
    for table in drawn:
        mean.update(table)
    # The standard error of a mean of 400 draws is below 0.8.
    assert {cell: mean[cell] / 400 for cell in counts if counts[cell]} == {
        (1, 1): pytest.approx(100, abs=4),
        (2, 5): pytest.approx(300, abs=4),
        (5, 1): pytest.approx(600, abs=4),
    }


@pytest.mark.parametrize(("n", "p"), [(20, 0.1), (500, 0.3), (100_000, 0.02), (400, 0.9), (7, 1), (7, 0)])
def test_binomial_has_the_right_mean_and_spread(n, p):
    source = Random(5)
    drawn = [intervals.binomial(source, n, p) for _ in range(4000)]

    mean = sum(drawn) / 4000
    spread = n * p * (1 - p)
    variance = sum((x - mean) ** 2 for x in drawn) / 3999
    assert mean == pytest.approx(n * p, abs=5 * (spread / 4000) ** 0.5)
    assert variance == pytest.approx(spread, rel=0.12)
