"""Raking, and when it is refused."""

from collections import Counter

import pytest

from surveys import intervals, weighting
from surveys.weighting import CannotWeight, weights_for

WORKED = {
    ("practitioner", "small"): 4,
    ("practitioner", "large"): 6,
    ("consultant", "small"): 20,
    ("consultant", "large"): 10,
}
TARGETS = {"role": {"practitioner": 0.7, "consultant": 0.3}, "size": {"small": 0.5, "large": 0.5}}


def people(counts):
    return [{"role": role, "size": size} for (role, size), n in counts.items() for _ in range(n)]


def test_the_test_vector_of_the_specification():
    weights = weighting.rake(Counter(WORKED), TARGETS)

    assert list(weights.values()) == pytest.approx([2.9441, 2.7039, 0.4112, 0.3776], abs=5e-5)
    each = [weights[cell] for cell, n in WORKED.items() for _ in range(n)]
    assert intervals.effective_size(each) == pytest.approx(19.20, abs=5e-3)
    assert intervals.design_effect(each) == pytest.approx(2.084, abs=5e-4)


def test_the_test_vector_is_refused_for_its_design_effect():
    with pytest.raises(CannotWeight, match=r"design effect 2\.08, at most 2\.0"):
        weights_for(people(WORKED), TARGETS)


def test_one_practitioner_of_fifteen_cannot_be_put_right():
    counts = {("practitioner", "small"): 1, ("consultant", "small"): 7, ("consultant", "large"): 7}

    with pytest.raises(CannotWeight) as refused:
        weights_for(people(counts), TARGETS)

    assert refused.value.reason == (
        "Not weighted: 1 of 15 respondents are “practitioner”, and each category with a target needs 10. "
        "No weights can put right what so few have said."
    )


def test_weights_meet_the_targets_and_have_mean_one():
    counts = {
        ("practitioner", "small"): 20,
        ("practitioner", "large"): 15,
        ("consultant", "small"): 25,
        ("consultant", "large"): 10,
    }
    respondents = people(counts)

    weights = weights_for(respondents, TARGETS)

    assert sum(weights) / len(weights) == pytest.approx(1)
    held = Counter()
    for who, weight in zip(respondents, weights, strict=True):
        held[who["role"]] += weight / 70
        held[who["size"]] += weight / 70
    assert held == pytest.approx(
        {"practitioner": 0.7, "consultant": 0.3, "small": 0.5, "large": 0.5}, abs=1e-6
    )


@pytest.mark.parametrize(
    ("targets", "why"),
    [
        ({}, "no targets"),
        ({"role": {"practitioner": 0.7, "consultant": 0.4}}, "add up to 1"),
        ({"role": {"practitioner": 1.0}}, "30 respondents are in no category of role"),
    ],
)
def test_targets_that_do_not_fit_are_refused(targets, why):
    with pytest.raises(CannotWeight, match=why):
        weights_for(people(WORKED), targets)
