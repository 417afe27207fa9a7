from math import sqrt

import pytest

from ratings.ties import discounts

TWO, THREE = pytest.approx(1 / sqrt(2)), pytest.approx(1 / sqrt(3))
TRUST = {"a": 1.0, "b": 1.0, "c": 1.0, "new": 0.0}


def tied(endorsed=None, groups=None):
    return discounts(TRUST, endorsed=endorsed or {}, groups=groups or {})


def test_voters_who_endorsed_each_other_count_less():
    assert tied({"a": ["b"], "b": ["a"]}) == {
        "a": TWO,
        "b": TWO,
        "c": 1,
        "new": 1,
    }


def test_an_endorsement_that_is_not_returned_never_ties():
    assert tied({"new": ["a", "b", "c"], "a": ["b"], "b": ["c", "elsewhere"]}) == dict.fromkeys(TRUST, 1)


def test_voters_of_one_organisation_or_ring_are_tied_once():
    groups = {"a": ["acme", "ring 1"], "b": ["acme", "ring 1"], "c": ["ring 1"], "new": ["acme"]}

    found = tied({"a": ["b"], "b": ["a"]}, groups)

    assert found == {
        "a": THREE,
        "b": THREE,
        "c": THREE,
        "new": TWO,
    }


def test_somebody_outside_the_voters_ties_nobody():
    assert tied({"a": ["d"], "d": ["a"]}, {"d": ["acme"], "a": ["acme"]}) == dict.fromkeys(TRUST, 1)
