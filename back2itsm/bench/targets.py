"""The targets (P1 to P11, the desk's) with their limits, and how each is read out of one or two libraries' results.

A result is what back2itsm.bench.running answers. Plain Python.
"""

from collections.abc import Callable
from dataclasses import dataclass

from back2itsm.bench.rounds import Figure, figure, kept, ratios

DEEP = ("list at 50 %", "list at 90 %", "list, last page")
DATABASE_PAGES = (
    "search, common words",
    "search, middling words",
    "search, rare words",
    "list",
    "one filter",
    "two filters",
    "tag",
    "practice",
    "list at 90 %",
)
SLOTS = {"list": 5, "search, middling words": 5, "home": 8, "artefact": 10}
MORE_SIGNED_IN = 4
GROWTH_LIMIT = 3.0
MADE_AT_ONCE = 100_000
# 150 addresses in turn, and one alone: while nothing is committed, all come from memory.
KEPT = {
    "list": "List, 150 addresses in turn",
    "artefact": "Artefact page, 150 addresses in turn",
    "list, one address": "List, one address",
    "home": "Home page",
    "artefact, one address": "Artefact page, one address",
}
# Seconds other houses' pages took in units of the row floor, measured once (specs of performance, P3 and P4).
PEERS = {"list": 1.3, "artefact": 1.1, "search": 11}


@dataclass(frozen=True)
class Target:
    """``limit`` is the most allowed, or the least where ``is_least``; ``read`` answers a Figure or None."""

    key: str
    words: str
    limit: float
    read: Callable
    is_least: bool = False

    def is_met(self, value: Figure):
        return value.middle >= self.limit if self.is_least else value.middle <= self.limit


def inside_rounds(result):
    return kept(result["inside"]["rounds"], "rows")


def _inside(name, denominator="rows"):
    def read(result):
        return ratios(inside_rounds(result), name, denominator)

    return read


def _pages_cpu(name):
    """Server and database together, against the floor's both: on SQLite the database works in our process."""

    def read(result):
        both = [
            {key: here[key] + there[key] for key in here}
            for here, there in zip(
                result["inside"]["rounds"], result["inside"]["database_rounds"], strict=True
            )
        ]
        return ratios(kept(both, "rows"), name, "rows")

    return read


def outside_rounds(result, floor="hello"):
    taken = result["outside"]["rounds"]
    return kept(taken, floor) if taken else []


def _outside(name, denominator):
    def read(result):
        taken = outside_rounds(result, denominator) if _has(result, denominator) else []
        return ratios(taken, name, denominator) if taken else None

    return read


def _has(result, name):
    return bool(result["outside"]["rounds"]) and name in result["outside"]["rounds"][0]


def _deepest(result):
    """The dearest of the deep pages against page 1, in database time."""
    database = result["inside"]["database"]
    shares = [
        figure(a / b for a, b in zip(database[name], database["list, page 1"], strict=True)) for name in DEEP
    ]
    return max(shares, key=lambda share: share.middle)


def _queries(name, member):
    def read(result):
        visitor, signed_in = result["inside"]["queries"][name]
        return figure([signed_in if member else visitor])

    return read


def _overlap(name):
    def read(result):
        return figure([result["inside"]["overlap"][name]])

    return read


def _start(result):
    return figure([result["outside"]["start"]])


def _memory(result):
    memory = result["outside"]["memory"]
    return None if memory is None else figure([memory])


def _made(result):
    return figure([result["made"]["seconds"]]) if result["size"] == MADE_AT_ONCE else None


def _upload(name):
    def read(result):
        return figure(result["uploads"][name]) if "uploads" in result else None

    return read


def growth(small, large, name):
    """Database time of a page in the large library over that in the small one, each in its own run's row floor."""
    floors = [figure(one["rows"] for one in inside_rounds(result)).middle for result in (small, large)]
    before, after = (
        [ms / floor for ms in r["inside"]["database"][name]]
        for r, floor in zip((small, large), floors, strict=True)
    )
    return figure(b / figure(before).middle for b in after)


def _desk(name):
    def read(result):
        return figure([result["desk"][name]]) if "desk" in result else None

    return read


def _ratings(name):
    def read(result):
        return figure([result["ratings"][name]]) if result.get("ratings") else None

    return read


def _surveys(name):
    def read(result):
        return figure([result["surveys"][name]]) if "surveys" in result else None

    return read


TARGETS = [
    Target(
        "P1",
        "List page made anew, its cards drawn before: CPU over the row floor's (aim 1.3)",
        1.8,
        _inside("list"),
    ),
    Target("P1", "The same with the database's CPU on both sides", 1.8, _pages_cpu("list")),
    *(
        Target("P2", f"{words}: requests a second over hello's", 0.7, _outside(name, "hello"), is_least=True)
        for name, words in KEPT.items()
    ),
    Target(
        "P3",
        f"List over the row floor; the fastest peer takes {PEERS['list']}",
        PEERS["list"],
        _inside("list"),
    ),
    Target(
        "P4",
        f"Artefact page, its parts drawn before, over the row floor; half the fastest peer's {PEERS['artefact']}",
        PEERS["artefact"] / 2,
        _inside("artefact"),
    ),
    Target(
        "P4",
        "The same as visitors get it, 150 addresses in turn through the network: its time over the row floor's",
        PEERS["artefact"] / 2,
        _outside("rows", "artefact"),
    ),
    Target(
        "P4",
        f"Search page over the row floor; three times as fast as the fastest peer's {PEERS['search']}",
        PEERS["search"] / 3,
        _inside("search, middling words"),
    ),
    *(
        Target("P5", f"Overlap@20 with ranking everything, {name} words", 0.9, _overlap(name), is_least=True)
        for name in ("common", "middling", "rare")
    ),
    Target("P6", "Dearest deep page over page 1: database time", 2.0, _deepest),
    *(
        Target("P7", f"Queries, visitor: {name}", limit, _queries(name, False))
        for name, limit in SLOTS.items()
    ),
    # Signed in, four more than a visitor is allowed: not than a visitor takes, whose pages come out of kept parts.
    *(
        Target("P7", f"Queries, member: {name}", limit + MORE_SIGNED_IN, _queries(name, True))
        for name, limit in SLOTS.items()
    ),
    Target(
        "P8",
        "Download of 1 MB: requests a second over nginx sendfile's",
        0.5,
        _outside("download", "nginx"),
        is_least=True,
    ),
    Target("P9", "Survey results at 100,000 responses over 1,000: time of the page", 2.0, _surveys("growth")),
    Target("P9", "Survey results at 100,000 responses: queries", 10, _surveys("queries")),
    Target("P9", "Survey results at 100,000 responses, stored: ms of the page", 500, _surveys("stored")),
    Target("P9", "The same, counted and published by the worker: s", 180, _surveys("cold")),
    Target("P9", "One answer to a survey stored: ms, 95 of 100", 100, _surveys("answer_p95")),
    Target("P9", "Ranking of 100,000 comparisons of 60 needs: queries", 10, _surveys("pairs_queries")),
    Target("P9", "The same, stored: ms of the page", 500, _surveys("pairs_stored")),
    Target("P9", "The same, counted by the worker while it is open: s", 30, _surveys("pairs_open")),
    Target("P9", "The same, counted and published when it has closed: s", 60, _surveys("pairs_closed")),
    Target("P10", "Cold start, seconds to the first answer", 1.5, _start),
    Target("P10", "Memory of a web process, MB (PSS)", 90, _memory),
    Target("Corpus", "A library of 100,000 made in bulk: s", 180, _made),
    Target("Desk", "Queue with 5,000 entries: queries", 20, _desk("queries")),
    Target("Desk", "Queue with 5,000 entries: ms of a page", 1000, _desk("ms")),
    Target("Ratings", "A rating among 1,000,000: ms, p95 (aim 3)", 10, _ratings("submit_p95")),
    Target("Ratings", "The night's batch over 1,000,000 ratings, all weights new: s", 40, _ratings("batch")),
    Target("Ratings", "The same when nothing is new: s", 40, _ratings("batch_again")),
    Target("Ratings", "The search for rings and bursts among them: s", 120, _ratings("rings")),
    Target("Ratings", "Artefact page with 500 ratings: queries of a visitor", 10, _ratings("page_queries")),
    Target("Ratings", "The same page made anew: CPU ms", 50, _ratings("page_cpu")),
    Target(
        "Ratings",
        "What is recommended to a member or beside a work, read: queries",
        1,
        _ratings("read_queries"),
    ),
    Target("P11", "Upload of 5 MB: ms from its last byte to the answer", 100, _upload("answered")),
    Target("P11", "Upload of 5 MB: s until it is previewed and a search finds it", 5, _upload("found")),
]
