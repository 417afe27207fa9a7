"""Yardsticks of the evaluation; each is a plain function of numbers."""

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from math import log2
from statistics import mean


def auc(suspicion: Mapping[str, float], fraud: Mapping[str, bool]) -> float:
    """Area under the ROC curve: the chance that a fraud is more suspicious than an honest one; ties count half."""
    bad = sorted(suspicion.get(one, 0.0) for one, guilty in fraud.items() if guilty)
    good = [suspicion.get(one, 0.0) for one, guilty in fraud.items() if not guilty]
    ranked: dict[float, float] = {}
    for value in bad:
        ranked[value] = ranked.get(value, 0) + 1
    above = sum(len(bad) - bisect_left(bad, value) - 0.5 * ranked.get(value, 0) for value in good)
    return above / (len(bad) * len(good))


def percentile(values: Mapping[str, float], target: str, *, among: Sequence[float] | None = None) -> float:
    """Where a thing stands in the list ranked by ``values``: 100 is first; ties share the middle of their places.

    ``among`` may hand over the other things' values, sorted.
    """
    others = sorted(value for one, value in values.items() if one != target) if among is None else among
    value = values[target]
    low = bisect_left(others, value)
    high = low
    while high < len(others) and others[high] == value:
        high += 1
    return 100 * (low + high) / 2 / max(1, len(others))


def tau(ranking: Mapping[str, float], truth: Mapping[str, float]) -> float:
    """Kendall's tau-b between two rankings of the keys of ``truth``."""
    keys = list(truth)
    agree = tied_ranking = tied_truth = 0
    for index, one in enumerate(keys):
        for other in keys[:index]:
            a = _sign(ranking[one] - ranking[other])
            b = _sign(truth[one] - truth[other])
            agree += a * b
            tied_ranking += a != 0
            tied_truth += b != 0
    return agree / ((tied_ranking * tied_truth) ** 0.5 or 1)


def ndcg(listed: Sequence[str], gain: Mapping[str, float], *, places: int, ideal: Collection[float]) -> float:
    """Discounted gain of the first ``places`` of a list over that of the best possible list (``ideal`` gains)."""
    found = sum(gain.get(one, 0.0) / log2(place + 2) for place, one in enumerate(listed[:places]))
    best = sorted(ideal, reverse=True)[:places]
    whole = sum(value / log2(place + 2) for place, value in enumerate(best))
    return found / whole if whole else 0.0


def average(values: Collection[float]) -> float:
    """The mean, 0 of nothing."""
    return mean(values) if values else 0.0


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)
