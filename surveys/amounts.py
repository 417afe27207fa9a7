"""Answers to numbers and rankings: what may be published of them. Plain arithmetic below, one query above.

Extremes are never shown, nor is an interval that could end at one: of a few answers a quartile's interval would. A
median is a respondent's own number, so three figures of it are given, and none of fewer than ten.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations
from random import Random
from statistics import median, quantiles

from surveys import cells, choices, intervals
from surveys.enums import QuestionType
from surveys.models import Question

LEAST_MEDIAN, LEAST_QUARTILES = 10, 20
FIGURES = 3
AMOUNTS = (QuestionType.NUMBER, QuestionType.RANKING)
QUARTILES = ("lower", "median", "upper")


@dataclass(frozen=True)
class Before:
    """How many put one choice before another; nothing but their labels where it is hidden."""

    one: str
    other: str
    n: int | None
    share: float | None
    interval: intervals.Interval | None


@dataclass(frozen=True)
class Ordered:
    """A ranking for a page: [(label, mean rank)], best first, hidden ones (None) last, and the pairs; both may be
    empty."""

    text: str
    n: int | None
    ranks: list
    pairs: list[Before]


@dataclass(frozen=True)
class Measured:
    """A number for a page: [(name, value, interval)] of the figures that are shown."""

    text: str
    n: int | None
    figures: list


def published(wave):
    """{question: its text, type, n and figures}; without figures where too few answered. Two queries."""
    given = {}
    rows = choices.values_of(wave, AMOUNTS).values_list("item__question_id", "response_id", "value")
    for question, response, value in rows:
        given.setdefault(question, {})[str(response)] = value
    found = {}
    for question in Question.objects.filter(wave=wave, type__in=AMOUNTS):
        answers = list(given.get(question.pk, {}).values())
        shown = len(answers) == 0 or len(answers) >= cells.LEAST_SHOWN
        said = {"text": question.text, "type": question.type, "n": len(answers) if shown else None}
        key = intervals.seed(wave.survey_id, wave.number, given.get(question.pk, ()))
        if question.type == QuestionType.NUMBER:
            found[question.key] = said | quartiles(answers, key)
        else:
            keys = [str(choice[0]) for choice in question.choices]
            orders = [[str(key) for key in value] for value in answers]
            found[question.key] = said | {"labels": question.choices} | ranking(orders, keys)
    return found


def measured(said):
    """What ``published`` answered on a number, for a page."""
    shown = [(name, said[name], said[f"{name}_interval"]) for name in QUARTILES if said[name] is not None]
    return Measured(said["text"], said["n"], shown)


def ordered(said):
    """What ``published`` answered on a ranking, for a page."""
    labels, n = dict(said["labels"]), said["n"]
    ranks = sorted((said["mean_ranks"] or {}).items(), key=lambda pair: (pair[1] is None, pair[1]))
    pairs = [_before(labels[one], labels[other], k, n) for one, other, k in said["pairs"] or []]
    return Ordered(said["text"], n, [(labels[key], rank) for key, rank in ranks], pairs)


def quartiles(values: Sequence[float], key: str, draws: int = intervals.DRAWS) -> Mapping:
    """Median from ten values on, quartiles from twenty, each with its bootstrap interval; None for the others.

    Quartiles between two values lie on the line between them (Hyndman and Fan 1996, type 7).
    """
    drawn = [] if len(values) < LEAST_MEDIAN else list(_drawn(sorted(values), key, draws))
    whole = _three(values) if drawn else (None, None, None)
    found = {}
    for place, name in enumerate(QUARTILES):
        is_shown = bool(drawn) and (name == "median" or len(values) >= LEAST_QUARTILES)
        span = intervals.percentile([three[place] for three in drawn]) if is_shown else None
        found[name] = _short(whole[place]) if is_shown else None
        found[f"{name}_interval"] = [_short(bound) for bound in span] if span else None
    return found


def ranking(orders: Sequence[Sequence[str]], keys: Sequence[str]) -> Mapping:
    """Mean rank of each choice, and for each two how many put the first before the second.

    A pair is hidden (None) where fewer than five stand on one side of it, and with it the mean ranks of both: a mean
    rank is made of the shares of its pairs. Nothing is told where a hidden pair follows from those shown.
    """
    nothing, n = {"mean_ranks": None, "pairs": None}, len(orders)
    if n < cells.LEAST_SHOWN:
        return nothing
    before = {
        (one, other): sum(order.index(one) < order.index(other) for order in orders)
        for one, other in combinations(keys, 2)
    }
    told = {pair: k if cells.are_safe([k, n - k]) else None for pair, k in before.items()}
    away = {key for pair, k in told.items() if k is None for key in pair}
    if all(k is None for k in told.values()) or not _vague(told, keys, n):
        return nothing
    ranks = {key: None if key in away else sum(order.index(key) + 1 for order in orders) / n for key in keys}
    return {"mean_ranks": ranks, "pairs": [[*pair, k] for pair, k in told.items()]}


def _vague(told, keys, n):
    """Whether each hidden count can be two numbers at least, for all that those shown say of it.

    Whoever puts a before c puts a before b or b before c: so no count exceeds the sum of two that lead there.
    """
    most = {}
    for (one, other), k in told.items():
        most[one, other], most[other, one] = (n - 1, n - 1) if k is None else (k, n - k)
    for by, one, other in permutations(keys, 3):
        most[one, other] = min(most[one, other], most[one, by] + most[by, other])
    return all(
        sum(not cells.are_safe([k, n - k]) for k in range(n - most[other, one], most[one, other] + 1)) > 1
        for (one, other), count in told.items()
        if count is None
    )


def _before(one, other, k, n):
    if k is None:
        return Before(one, other, None, None, None)
    return Before(one, other, k, k / n, intervals.wilson(k / n, n))


def _drawn(values, key, draws):
    source = Random(key)  # nosec B311  repeatable intervals, not a secret
    for _ in range(draws):
        yield _three(source.choices(values, k=len(values)))


def _three(values):
    lower, _middle, upper = quantiles(values, n=4, method="inclusive")
    return lower, median(values), upper


def _short(value):
    return float(f"{value:.{FIGURES}g}")
