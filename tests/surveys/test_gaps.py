"""Means, gaps, opportunity, ranks and quadrants."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys import gaps
from surveys.gaps import Quadrant

IMPORTANCE = (5, 5, 4, 4, 5, 3, 5, 4, 5, 2)
COVERAGE = (1, 2, 2, 3, 1, 4, 2, 5, 2, 3)
WORKED = {f"r{k}": {"item": pair} for k, pair in enumerate(zip(IMPORTANCE, COVERAGE, strict=True))}
PAIR = st.tuples(st.integers(1, 5), st.integers(1, 5))
ANSWERS = st.dictionaries(
    st.sampled_from([f"r{k}" for k in range(12)]), st.dictionaries(st.sampled_from("abc"), PAIR, min_size=1)
)


def by_item(found):
    return {figures.item: figures for figures in found}


def test_the_worked_example_to_four_decimals():
    [found] = gaps.from_answers(WORKED, key="worked")

    exact = {
        "n": 10,
        "n_eff": 10,
        "deff": 1,
        "imp": 8.0,
        "cov": 2.0,
        "opp": 14.0,
        "rank_opp": 1,
        "rank_gap": 1,
    }
    assert {name: getattr(found, name) for name in exact} == exact
    assert found.mean_importance == pytest.approx(4.2, abs=5e-5)
    assert found.mean_coverage == pytest.approx(2.5, abs=5e-5)
    assert found.mean_gap == pytest.approx(1.7, abs=5e-5)
    assert found.sd_gap == pytest.approx(2.0575, abs=5e-5)
    assert found.mwds == pytest.approx(7.14, abs=5e-5)
    assert found.imp_interval == pytest.approx((4.902, 9.433), abs=5e-4)


def test_the_bootstrap_of_the_worked_example_lies_where_it_should():
    [found] = gaps.from_answers(WORKED, key="worked")

    low, high = found.opp_interval
    assert 6 <= low <= 9
    assert 18 <= high <= 20
    assert found.rank_interval == (1, 1)


def test_equal_values_share_the_smaller_rank():
    # 131 + 131 - 51 and 179 + 179 - 147 of 197: the same opportunity from other shares.
    first = gaps.Table({(5, 5): 51, (5, 1): 80, (1, 1): 66}, 197, 197)
    second = gaps.Table({(5, 5): 147, (5, 1): 32, (1, 1): 18}, 197, 197)

    assert gaps.ranks({"a": first.sums.opp, "b": second.sums.opp, "c": 1.0}) == {"a": 1, "b": 1, "c": 3}


def test_an_item_nobody_answered_is_listed_without_figures():
    found = by_item(gaps.from_answers(WORKED, key="x", items=["silent"]))

    assert (found["silent"].n, found["silent"].opp, found["silent"].quadrant) == (0, None, Quadrant.TOO_FEW)
    assert found["item"].rank_opp == 1


def test_quadrants_are_named_only_where_the_draws_agree():
    source = Random(1)
    answers = {}
    for k in range(60):
        answers[f"r{k}"] = {
            "gap": (5, source.choice([1, 2])),
            "fine": (source.choice([4, 5]), 5),
            "idle": (1, source.choice([1, 2])),
            "enough": (2, 5),
            "unsure": (3 + (k % 8 == 0), 3 + (k % 4 == 0)),
        } | ({"rare": (5, 1)} if k < 9 else {})
    found = by_item(gaps.from_answers(answers, key="quadrants"))

    assert {item: figures.quadrant.value for item, figures in found.items()} == {
        "gap": "work on this",
        "fine": "keep it up",
        "idle": "watch",
        "enough": "good enough",
        "unsure": "undecided",
        "rare": "not enough answers",
    }


def test_cross_hairs_can_stand_in_the_middle_of_the_scales():
    answers = {k: {"one": (5, 2), "other": (4, 1)} for k in range(12)}

    found = by_item(gaps.from_answers(answers, key="x"))

    assert found["other"].quadrant == Quadrant.WATCH
    assert found["other"].quadrant_middle == Quadrant.WORK_ON_THIS


def test_weights_move_the_figures_and_shrink_the_effective_size():
    answers = {"a": {"x": (5, 1)}, "b": {"x": (1, 1)}}

    [found] = gaps.from_answers(answers, key="x", weights={"a": 1.5, "b": 0.5})

    assert (found.mean_importance, found.imp, found.mean_gap) == (4.0, 7.5, 3.0)
    assert found.n_eff == pytest.approx(1.6)
    assert found.deff == pytest.approx(1.25)


@settings(max_examples=40, deadline=None)
@given(ANSWERS, st.randoms())
def test_the_order_of_answers_does_not_matter(answers, source):
    mixed = list(answers.items())
    source.shuffle(mixed)
    weights = {who: 0.5 + len(given) for who, given in answers.items()}

    for held in (None, weights):
        assert gaps.from_answers(dict(mixed), key="k", weights=held, draws=20) == gaps.from_answers(
            answers, key="k", weights=held, draws=20
        )


@settings(max_examples=40, deadline=None)
@given(ANSWERS)
def test_bounds_stay_in_range_and_histograms_agree_with_rows(answers):
    histograms = {}
    for given_answers in answers.values():
        for item, pair in given_answers.items():
            pairs = histograms.setdefault(item, {})
            pairs[pair] = pairs.get(pair, 0) + 1

    rows = gaps.from_answers(answers, key="k", draws=40)
    stored = gaps.from_histograms(histograms, key="k", draws=40)

    names = (
        "item",
        "n",
        "mean_importance",
        "mean_coverage",
        "mean_gap",
        "sd_gap",
        "imp",
        "cov",
        "opp",
        "mwds",
    )
    assert [[getattr(f, name) for name in names] for f in rows] == [
        [getattr(f, name) for name in names] for f in stored
    ]
    for figures in rows + stored:
        for interval, least, most in (
            (figures.importance_interval, 1, 5),
            (figures.coverage_interval, 1, 5),
            (figures.gap_interval, -4, 4),
            (figures.opp_interval, 0, 20),
            (figures.imp_interval, 0, 10),
            (figures.rank_interval, 1, len(rows)),
        ):
            if interval is not None:
                assert least <= interval[0] <= interval[1] <= most
