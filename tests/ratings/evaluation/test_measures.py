import pytest

from ratings.evaluation.measures import auc, ndcg, percentile, tau
from ratings.evaluation.report import Bar, Report


def test_auc_counts_ties_half_and_the_unknown_as_nothing():
    fraud = {"a": True, "b": True, "c": False, "d": False}

    assert auc({"a": 3, "b": 2, "c": 1, "d": 0}, fraud) == 1
    assert auc({"a": 1, "b": -1, "c": 1}, fraud) == (0.5 + 1 + 0 + 0) / 4
    assert auc({}, fraud) == 0.5


def test_a_place_in_a_list_is_the_share_below_it():
    values = {"a": 1.0, "b": 2.0, "c": 2.0, "d": 3.0, "e": 0.0}

    assert [percentile(values, one) for one in "dabe"] == [100, 25, 62.5, 0]


def test_tau_is_one_for_the_same_order_and_minus_one_for_the_opposite():
    truth = {"a": 1.0, "b": 2.0, "c": 3.0}

    assert tau(truth, truth) == 1
    assert tau({"a": 3, "b": 2, "c": 1}, truth) == -1
    assert tau({"a": 1, "b": 1, "c": 2}, truth) == pytest.approx(2 / (2 * 3) ** 0.5)


def test_ndcg_is_the_gain_over_the_best_possible():
    gain = {"a": 1.0, "b": 1.0}

    assert ndcg(["a", "b"], gain, places=10, ideal=gain.values()) == 1
    assert ndcg(["x", "a"], gain, places=10, ideal=gain.values()) == pytest.approx(
        0.63093 / 1.63093, abs=1e-5
    )
    assert ndcg(["x"], gain, places=10, ideal=[]) == 0


def test_a_report_says_what_was_missed():
    report = Report("small", "made up", peers={"Bayesian": {"push": 0.96}})
    report.take({"push": 0.06, "nuke": 0.1204}, at_most={"push": 0.12, "nuke": 0.12})
    report.reach("AUC", 0.8, 0.86)

    assert [bar.met for bar in report.bars] == [True, True, False]
    assert not report.passed
    assert list(report.table())[1:] == [
        "figure  Back2ITSM     bar          Bayesian",
        "push        0.060  ≤ 0.12  met        0.960",
        "nuke        0.120  ≤ 0.12  met",
        "AUC         0.800  ≥ 0.86  MISSED",
    ]
    assert report.as_json()["bars"][2] == {"name": "AUC", "value": 0.8, "bar": 0.86, "met": False}
    assert report.as_json()["figures"]["Bayesian: push"] == 0.96
    assert Bar("x", 0.1206, 0.12).met is False
