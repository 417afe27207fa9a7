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

from django.db.models import TextField
from django.db.models.functions import Cast

from surveys.models import Answer, Response
from surveys.models.responses import as_text

LEAST_SECONDS = 2  # median on one screen
LEAST_TIMED = 5  # screens whose time is known; of fewer the median says nothing
LEAST_IN_LINE, IN_LINE = 10, 0.9  # so many needs with the same pair of answers
LEAST_ALIKE, LEAST_SAME_ANSWERS = 3, 5  # so many responses with the same answers, at least five of them
MOST_FROM_LINK = 20  # responses through one invitation link in an hour
BATCH = 500


class Given(NamedTuple):
    """The stored answers of a respondent, item by item: a column each."""

    items: Sequence[int]
    importance: Sequence[int | None]
    coverage: Sequence[int | None]
    values: Sequence[str | None]
    seconds: Sequence[int | None]


class Opened(NamedTuple):
    """A response: through which link, and when."""

    source: int | None
    at: datetime


def flag(wave):
    """Flag the careless responses of a wave, and take the flag from the others; answers how many are flagged."""
    responses = Response.objects.filter(wave=wave).annotate(who=as_text("pk"))
    started = responses.started().values_list("who", "source", "opened_at")
    opened = {who: Opened(source, at) for who, source, at in started}
    careless = flooded(opened) | _careless(opened)
    held = set(responses.filter(flagged=True).values_list("who", flat=True))
    _set(sorted(careless - held), flagged=True)
    _set(sorted(held - careless), flagged=False)
    return len(careless)


def is_hurried(given: Given) -> bool:
    """Whether the median time on a screen is under two seconds."""
    times = [seconds for seconds in given.seconds if seconds is not None]
    return len(times) >= LEAST_TIMED and median(times) < LEAST_SECONDS


def is_in_line(given: Given) -> bool:
    """Whether nine of ten needs got the same pair of answers, of at least ten."""
    counted = Counter(zip(given.importance, given.coverage, strict=True))
    pairs = [n for pair, n in counted.items() if None not in pair]
    return sum(pairs) >= LEAST_IN_LINE and max(pairs) >= IN_LINE * sum(pairs)


def alike(vectors: Mapping[Hashable, Sequence[Hashable]]) -> set[Hashable]:
    """Responses of {(hour, answers): responses} that share both with at least two others."""
    return {pk for held in vectors.values() if len(held) >= LEAST_ALIKE for pk in held}


def flooded(opened: Mapping[Hashable, Opened]) -> set[Hashable]:
    """Responses that came through a link together with more than twenty in the same hour."""
    hours = {pk: (row.source, _hour(row.at)) for pk, row in opened.items() if row.source is not None}
    counted = Counter(hours.values())
    return {pk for pk, hour in hours.items() if counted[hour] > MOST_FROM_LINK}


def _careless(opened):
    # Values as the database's own text: nothing is made of them that is thrown away again.
    answers = Answer.objects.annotate(said=Cast("value", TextField()))
    rows = answers.of_each(sorted(opened), "item_id", "importance", "coverage", "said", "seconds")
    found, vectors = set(), defaultdict(list)
    for who, held in groupby(rows, key=itemgetter(0)):
        _who, *columns = zip(*held, strict=True)
        given = Given(*columns)
        if is_hurried(given) or is_in_line(given):
            found.add(who)
        if len(given.items) >= LEAST_SAME_ANSWERS:
            vectors[_hour(opened[who].at), hash(given[:4])].append(who)
    return found | alike(vectors)


def _hour(at):
    return at.replace(minute=0, second=0, microsecond=0)


def _set(ids, *, flagged):
    for start in range(0, len(ids), BATCH):
        Response.objects.filter(pk__in=ids[start : start + BATCH]).update(flagged=flagged)
