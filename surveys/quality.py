"""Answer quality: which responses look careless. They are flagged, never deleted, and figures stand beside each other
with and without them. The only writer of Response.flagged; the worker runs it when a wave has closed.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from statistics import median
from typing import NamedTuple

from django.db.models import CharField, TextField
from django.db.models.functions import Cast

from surveys.models import Answer, Response

LEAST_SECONDS = 2  # median on one screen
LEAST_TIMED = 5  # screens whose time is known; of fewer the median says nothing
LEAST_IN_LINE, IN_LINE = 10, 0.9  # so many needs with the same pair of answers
LEAST_ALIKE, LEAST_SAME_ANSWERS = 3, 5  # so many responses with the same answers, at least five of them
MOST_FROM_LINK = 20  # responses through one invitation link in an hour
BATCH = 500


class Given(NamedTuple):
    """One stored answer."""

    item: int
    importance: int | None
    coverage: int | None
    value: str | None
    seconds: int | None


class Opened(NamedTuple):
    """A response: through which link, and when."""

    source: int | None
    at: datetime


def flag(wave):
    """Flag the careless responses of a wave, and take the flag from the others; answers how many are flagged."""
    responses = Response.objects.filter(wave=wave).annotate(who=Cast("pk", CharField()))
    started = responses.started().values_list("who", "source", "opened_at")
    opened = {who: Opened(source, at) for who, source, at in started}
    careless = flooded(opened) | _careless(wave, opened)
    held = set(responses.filter(flagged=True).values_list("who", flat=True))
    _set(sorted(careless - held), flagged=True)
    _set(sorted(held - careless), flagged=False)
    return len(careless)


def is_hurried(answers: Sequence[Given]) -> bool:
    """Whether the median time on a screen is under two seconds."""
    times = [given.seconds for given in answers if given.seconds is not None]
    return len(times) >= LEAST_TIMED and median(times) < LEAST_SECONDS


def is_in_line(answers: Sequence[Given]) -> bool:
    """Whether nine of ten needs got the same pair of answers, of at least ten."""
    pairs = Counter(
        (given.importance, given.coverage)
        for given in answers
        if None not in (given.importance, given.coverage)
    )
    return pairs.total() >= LEAST_IN_LINE and max(pairs.values()) >= IN_LINE * pairs.total()


def alike(vectors: Mapping[Hashable, Sequence[Hashable]]) -> set[Hashable]:
    """Responses of {(hour, answers): responses} that share both with at least two others."""
    return {pk for held in vectors.values() if len(held) >= LEAST_ALIKE for pk in held}


def flooded(opened: Mapping[Hashable, Opened]) -> set[Hashable]:
    """Responses that came through a link together with more than twenty in the same hour."""
    hours = {pk: (row.source, _hour(row.at)) for pk, row in opened.items() if row.source is not None}
    counted = Counter(hours.values())
    return {pk for pk, hour in hours.items() if counted[hour] > MOST_FROM_LINK}


def _careless(wave, opened):
    # Keys and values as the database's own text: of millions of rows nothing is made that is thrown away again.
    rows = Answer.objects.filter(response__wave=wave).order_by("response_id", "item_id")
    rows = rows.annotate(who=Cast("response_id", CharField()), said=Cast("value", TextField()))
    rows = rows.values_list("who", "item_id", "importance", "coverage", "said", "seconds")
    found, vectors = set(), defaultdict(list)
    for who, held in groupby(rows.iterator(chunk_size=5000), key=itemgetter(0)):
        if who not in opened:
            continue
        answers = [Given._make(row[1:]) for row in held]
        if is_hurried(answers) or is_in_line(answers):
            found.add(who)
        if len(answers) >= LEAST_SAME_ANSWERS:
            said = tuple(given[:4] for given in answers)
            vectors[_hour(opened[who].at), hash(said)].append(who)
    return found | alike(vectors)


def _hour(at):
    return at.replace(minute=0, second=0, microsecond=0)


def _set(ids, *, flagged):
    for start in range(0, len(ids), BATCH):
        Response.objects.filter(pk__in=ids[start : start + BATCH]).update(flagged=flagged)
