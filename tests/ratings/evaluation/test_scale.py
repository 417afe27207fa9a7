"""Weighing very many at once is weighing each."""

import sys

import pytest

from ratings.evaluation import scale
from ratings.neighbours import dense
from ratings.scoring import INTERESTS, weigh


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr(scale, "MEMBERS", 30)
    monkeypatch.setattr(scale, "ARTEFACTS", 10)
    monkeypatch.setattr(scale, "PRACTICES", 3)


def test_arrays_weigh_as_one_vote_does():
    np = dense.numpy()
    pairs = [(number / 797, factor) for number in range(798) for factor in INTERESTS.values()]
    pairs += [(0.00005, 1.0), (0.00015, 1.0), (0.5, 0.25), (0.0002, 0.25)]  # halves go to the even number
    trust, interest = map(np.array, zip(*pairs, strict=True))

    proven, unproven = scale.weights(np, trust, interest)

    assert list(zip(proven.tolist(), unproven.tolist(), strict=True)) == [weigh(*pair) for pair in pairs]


def test_both_ways_are_measured_and_score_the_same(few):
    report = scale.run(ratings=300)

    assert [bar.name for bar in report.bars] == ["reweigh and rescore s", "with numpy: both s"]


def test_without_numpy_it_says_so(few, monkeypatch):
    monkeypatch.setitem(sys.modules, "numpy", None)

    report = scale.run(ratings=300)

    assert [bar.name for bar in report.bars] == ["reweigh and rescore s"]
    assert report.notes[0] == "With numpy: not measured, it is not installed (requirements-science.txt)."
