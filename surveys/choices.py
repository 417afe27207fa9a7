"""Answers to single and multiple choices and to scales: counts as they may be published, and shares with intervals."""

from collections import Counter
from dataclasses import dataclass

from surveys import cells, intervals
from surveys.enums import QuestionType
from surveys.models import Answer, Item, Question

COUNTED = (QuestionType.SINGLE, QuestionType.MULTIPLE, QuestionType.SCALE)


@dataclass(frozen=True)
class Share:
    """One choice; nothing but its label where it is hidden."""

    label: str
    n: int | None
    share: float | None
    interval: intervals.Interval | None


@dataclass(frozen=True)
class Asked:
    """One question with its choices; without rows where nothing of it may be shown."""

    text: str
    n: int | None
    several: bool
    rows: list[Share]


def published(wave):
    """{question: its text, type, labels, n and counts}, None where a count under five could be found. Two queries."""
    given = {}
    for question, value in values_of(wave, COUNTED).values_list("item__question_id", "value"):
        given.setdefault(question, []).append(value)
    found = {}
    for question in Question.objects.filter(wave=wave, type__in=COUNTED):
        answers = given.get(question.pk, [])
        counts = _count(question, answers)
        several = question.type == QuestionType.MULTIPLE
        shown = _each(counts, len(answers)) if several else cells.shown(counts)
        if 0 < len(answers) < cells.LEAST_SHOWN:
            shown = None
        found[question.key] = {
            "text": question.text,
            "type": question.type,
            "labels": question.choices,
            "n": len(answers) if shown is not None else None,
            "counts": shown,
        }
    return found


def values_of(wave, types):
    """The answers with a value to questions of these types."""
    # By item: through the responses every answer of a large wave would be looked at.
    items = Item.objects.filter(question__wave=wave, question__type__in=types)
    return Answer.objects.filter(item__in=items, value__isnull=False)


def rows(said):
    """What ``published`` answered, for a page: shares with Wilson intervals."""
    return [
        Asked(
            entry["text"],
            entry["n"],
            entry["type"] == QuestionType.MULTIPLE,
            [_share(label, entry["counts"][str(key)], entry["n"]) for key, label in entry["labels"]]
            if entry["counts"] and entry["n"]
            else [],
        )
        for entry in said.values()
    ]


def _count(question, answers):
    counts = Counter(str(key) for value in answers for key in (value if isinstance(value, list) else [value]))
    return {str(key): counts[str(key)] for key, _label in question.choices}


def _each(counts, n):
    """Of several choices: a count is hidden where fewer than five chose it, or fewer than five did not."""
    return {
        key: None if 0 < k < cells.LEAST_SHOWN or 0 < n - k < cells.LEAST_SHOWN else k
        for key, k in counts.items()
    }


def _share(label, n, of):
    if n is None:
        return Share(label, None, None, None)
    return Share(label, n, n / of, intervals.wilson(n / of, of))
