"""From words to ranked ids.

The order is the same on both engines in what people notice: first where the words stand as they were typed
(all in the title; all in title, tags and summary; anywhere; only as beginnings of words), then whether the
artefact is among the best of the library (``choose_best``), then the engine's own rank, then the newest record.

Only the best are always ranked in full. Where they do not fill the list, at most CANDIDATES others follow; where
they do, but few of them have the words in title, tags or summary, others that have them there. So a common word
costs the same in any library, and the first page is the one that ranking everything would give.
"""

from dataclasses import dataclass

from django.db.models.expressions import RawSQL

from content.search import completing, spelling
from content.search.engine import engine
from content.search.query import Query, parse

MOST_HITS = 1000
CANDIDATES = 2000
ENOUGH = 100  # hits of the first two kinds among the best: then no others are looked for


@dataclass(frozen=True)
class Found:
    """Ranked ids, at most MOST_HITS of them; ``is_capped`` where there are more.

    ``suggestion`` is a whole query that does find something, offered where this one finds nothing.
    """

    query: Query
    ids: tuple[int, ...] = ()
    is_capped: bool = False
    suggestion: str = ""

    @property
    def total(self):
        return len(self.ids)


def search(queryset, words, *, among=None, limit=MOST_HITS, is_whole=False):
    """Found: those artefacts of ``queryset`` that have all the words, best first.

    ``among`` may name a smaller set they must be in, as a queryset of ids. ``is_whole`` says that ``queryset`` is
    nearly all that is in the index: then it costs less, and what it leaves out takes up places. Two queries, one
    where no word is long enough to be cut short; one more where nothing is found, and one for a record number.
    """
    query = completing.complete(parse(words))
    ids = _ranked(query, queryset, among, limit + 1, is_whole)
    suggestion = "" if ids else spelling.suggest(query)
    return Found(query, tuple(ids[:limit]), len(ids) > limit, suggestion)


def _ranked(query, queryset, among, limit, is_whole):
    if not query:
        return []
    named = []
    if query.record is not None:
        asked = queryset.filter(pk=query.record)
        named = list((asked if among is None else asked.filter(pk__in=among)).values_list("pk", flat=True))
        queryset = queryset.exclude(pk=query.record)
    bounds = {"limit": limit - len(named), "candidates": CANDIDATES, "enough": ENOUGH}
    return named + engine().rank(query, queryset, among, **bounds, is_whole=is_whole)


def among(ids):
    """What ``pk__in`` takes for many ids: one parameter, where each would be prepared and bound by itself."""
    return RawSQL(*engine().among(ids))  # nosec B611  the ids are a parameter


def matching(query):
    """What ``pk__in`` takes to keep only the artefacts a query finds, in no order: for counting them."""
    return RawSQL(*engine().matching(query))  # nosec B611  the words of the query are parameters
