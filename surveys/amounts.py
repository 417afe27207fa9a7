"""Answers to numbers and rankings: what may be published of them. Plain arithmetic below, one query above.

Extremes are never shown, nor is an interval that could end at one: of a few answers a quartile's interval would. A
median is a respondent's own number, so three figures of it are given, and none of fewer than ten.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
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
    """How many put one choice before another."""

    one: str
    other: str
    n: int
    share: float
    interval: intervals.Interval


@dataclass(frozen=True)
class Ordered:
    """A ranking for a page: [(label, mean rank)], best first, and the pairs; both may be empty."""

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
    ranks = sorted((said["mean_ranks"] or {}).items(), key=lambda pair: pair[1])
    pairs = [
        Before(labels[one], labels[other], k, k / n, intervals.wilson(k / n, n))
        for one, other, k in said["pairs"] or []
    ]
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

    Neither is told where fewer than five would stand on one side of any pair: a mean rank is made of the shares
    of its pairs, and where all agree on the others it gives the hidden one away.
    """
    before = {
        (one, other): sum(order.index(one) < order.index(other) for order in orders)
        for one, other in combinations(keys, 2)
    }
    n = len(orders)
    if n < cells.LEAST_SHOWN or not all(cells.are_safe([first, n - first]) for first in before.values()):
        return {"mean_ranks": None, "pairs": None}
    ranks = {key: sum(order.index(key) + 1 for order in orders) / n for key in keys}
    return {"mean_ranks": ranks, "pairs": [[one, other, first] for (one, other), first in before.items()]}


def _drawn(values, key, draws):
    source = Random(key)  # nosec B311  repeatable intervals, not a secret
    for _ in range(draws):
        yield _three(source.choices(values, k=len(values)))


def _three(values):
    lower, _middle, upper = quantiles(values, n=4, method="inclusive")
    return lower, median(values), upper


def _short(value):
    return float(f"{value:.{FIGURES}g}")
