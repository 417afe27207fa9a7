"""Wilson, Newcombe, Kish and the bootstrap."""

from math import exp, lgamma, log
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


@pytest.mark.parametrize(
    "counts", [[100, 300, 600, 0], [3, 0, 9, 1], [40_000, 50_000, 1_000, 9_000], [2] * 25]
)
def test_multinomial_draws_have_the_means_and_spreads_of_their_kind(counts):
    n, draws = sum(counts), 4000

    cells = intervals.multinomial_draws(counts, "seed", draws)

    assert {sum(table) for table in zip(*cells, strict=True)} == {n}
    assert cells == intervals.multinomial_draws(counts, "seed", draws)
    means = [sum(column) / draws for column in cells]
    for k, count in enumerate(counts):
        spread = count * (1 - count / n)
        assert means[k] == pytest.approx(count, abs=5 * (spread / draws) ** 0.5)
        assert sum((x - means[k]) ** 2 for x in cells[k]) / draws == pytest.approx(spread, rel=0.15)
    # Two cells move against each other: by minus the product of their shares.
    together = sum((x - means[0]) * (y - means[2]) for x, y in zip(cells[0], cells[2], strict=True)) / draws
    spreads = [counts[k] * (1 - counts[k] / n) for k in (0, 2)]
    noise = (spreads[0] * spreads[1] / draws) ** 0.5
    assert together == pytest.approx(-counts[0] * counts[2] / n, abs=5 * noise)


@pytest.mark.parametrize(("counts", "every"), [([0, 0], (0, 0)), ([7, 0], (7, 0)), ([1], (1,))])
def test_a_table_that_can_come_in_one_way_only_does(counts, every):
    cells = intervals.multinomial_draws(counts, "seed", 30)

    assert list(zip(*cells, strict=True)) == [every] * 30


@pytest.mark.parametrize("mean", [1, 4, 30, 2500])
def test_poisson_numbers_come_as_often_as_they_should(mean):
    drawn = intervals.Poisson(mean).draw(Random(5), 20_000)

    middle = sum(drawn) / 20_000
    assert middle == pytest.approx(mean, abs=5 * (mean / 20_000) ** 0.5)
    assert sum((x - middle) ** 2 for x in drawn) / 20_000 == pytest.approx(mean, rel=0.06)
    share = exp(mean * log(mean) - mean - lgamma(mean + 1))
    assert drawn.count(mean) / 20_000 == pytest.approx(share, abs=5 * (share / 20_000) ** 0.5)
