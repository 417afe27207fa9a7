"""How a pairwise round stands: counted by the worker, stored, and published as a whole.

The only writer of PairRanking. What is published depends on nothing that is hidden: an item that fewer than five
people judged is left out together with every vote on it, so that no figure of the others tells of it. A standing
follows an earlier one when every item of it stands as it did or was judged by five people more, and once more when
the wave has closed. Where a pair has fewer than five votes, strengths could give it away: of few items all that can
be computed from is tried in seconds. They are then rounded to one decimal, and left out where no more pairs were
judged than figures are told. "Both the same" and "neither" are half a win for each; who doesn't know enough says
nothing about the pair.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from surveys import cells, charts, pair_cells, pairwise
from surveys.enums import Doubt, PairOutcome, Stage
from surveys.intervals import Z
from surveys.models import Item, PairRanking, PairVote, Wave
from surveys.pairwise import STEADY_VOTES

OLDEST = timedelta(seconds=30)
COUNTS = ("people", "wins", "losses", "ties", "unsure")
FIGURES = (*COUNTS, "live_score", "interval", "log_ability", "se")
TOLD_BY_ROWS = 3  # of so many items the votes on each pair follow from the rows of the table
TOLD_OF_EACH = len((*COUNTS, "log_ability"))  # figures of an item from which pairs could be computed
DECIMALS, FEW_DECIMALS = 2, 1  # of strengths; where a pair has fewer than five votes


@dataclass
class Counted:
    """Votes of a wave, or of some of its respondents, on items that five of them judged; all in ``rows``."""

    contest: pairwise.Contest = field(default_factory=pairwise.Contest)
    rows: dict[str, dict[str, int]] = field(default_factory=dict)
    voters: int = 0
    judged: Counter[tuple[str, str]] = field(default_factory=Counter)  # votes on each pair

    @property
    def has_few(self):
        """Whether fewer than five people judged one of the pairs."""
        return not cells.are_safe(self.judged.values())

    @property
    def hides_strengths(self):
        """Whether strengths would tell of a pair that fewer than five people judged."""
        return self.has_few and len(self.judged) <= TOLD_OF_EACH * len(self.rows)

    @property
    def is_told(self):
        """Whether the rows alone tell of such a pair."""
        unsure = [pair for pair, n in self.judged.items() if n > self.contest.votes_on(*pair)]
        return bool(pair_cells.told(self.judged, self.contest.wins, self.contest.ties, unsure))


@dataclass(frozen=True)
class Row:
    """One item of the page, with its figures; ``steady`` are those of respondents with at least five votes."""

    item: Item
    figures: dict[str, Any]
    steady: dict[str, Any] | None

    @property
    def strength(self):
        """95 % interval of the log ability, or None without a standard error."""
        ability, se = self.figures["log_ability"], self.figures["se"]
        return None if se is None else (ability - Z * se, ability + Z * se)


def refresh_due(now):
    """Count each wave that was voted in since, at most every 30 seconds, and once after closing."""
    old = Q(pair_ranking=None) | (
        ~Q(pair_ranking__votes_at=F("last_vote_at")) & Q(pair_ranking__counted_at__lte=now - OLDEST)
    )
    due = Wave.objects.filter(
        old | Q(stage=Stage.CLOSED, pair_ranking__final=False),
        last_vote_at__isnull=False,
        stage__in=[Stage.OPEN, Stage.CLOSED],
    )
    waves = list(due.order_by("pk"))
    for wave in waves:
        refresh(wave, now)
    return len(waves)


def refresh(wave, now):
    """Count the votes, store what pairs are drawn by, and publish where that tells of no fewer than five people."""
    wave = Wave.objects.get(pk=wave.pk)
    counted, final = count(wave), wave.stage == Stage.CLOSED
    said = {
        "appearances": _appearances(wave),
        "votes_at": wave.last_vote_at,
        "counted_at": now,
        "final": final,
    }
    if counted.rows and (final or _may_follow(_told(wave), counted.rows)):
        steady = _steady(wave, counted) if final else None
        said |= {
            "payload": payload(counted, steady, final=final),
            "voters": counted.voters,
            "published_at": now,
        }
    row, _new = PairRanking.objects.update_or_create(wave=wave, defaults=said)
    return row


def count(wave, items=None, *, least=1, among=None):
    """The votes of a wave on ``items`` that five people judged; of people with ``least`` votes on those ``among``.

    They are votes on each other: leaving an item out may leave too few at another.
    """
    while True:
        found = _read(wave, items, least, among)
        few = {item for item, row in found.rows.items() if row["people"] < cells.LEAST_SHOWN}
        if not few:
            break
        items = found.rows.keys() - few
    return Counted() if found.is_told else found


def payload(counted, steady, *, final=True):
    """What is published of ``counted``, and of the respondents with at least five votes if there is a ``steady``.

    Strengths stand in the ``final`` one alone: those of two times, subtracted, would tell of the votes in between.
    """
    hides = counted.hides_strengths or not final
    outcome = pairwise.judge(counted.contest)
    ranks = _ranks({row.item: row.live_score for row in outcome.standings})
    strengths = {row.item: _strength(counted, row, hides) for row in outcome.standings}
    strength_ranks = _ranks({item: told["log_ability"] for item, told in strengths.items()})
    entries = [
        {name: getattr(standing, name, None) for name in FIGURES}
        | {"item": standing.item, "interval": list(standing.interval)}
        | counted.rows[standing.item]
        | strengths[standing.item]
        | {"rank": ranks[standing.item], "strength_rank": strength_ranks[standing.item]}
        for standing in outcome.standings
    ]
    return {
        "voters": counted.voters,
        "items": sorted(entries, key=lambda entry: (entry["rank"], int(entry["item"]))),
        "steadied": [] if hides else outcome.steadied,
        "unlinked": [] if hides else outcome.unlinked,
        "steady": _beside(steady) if steady else None,
    }


def _strength(counted, standing, hides):
    """Log ability and standard error as they may be told."""
    if hides:
        return {"log_ability": None, "se": None}
    if counted.has_few:
        return {"log_ability": _rounded(standing.log_ability, FEW_DECIMALS), "se": None}
    return {"log_ability": _rounded(standing.log_ability, DECIMALS), "se": _rounded(standing.se, DECIMALS)}


def _rounded(value, decimals):
    """Without a minus before nothing."""
    return None if value is None else round(value, decimals) + 0.0


def published(wave):
    """The stored ranking with something in it, or None. One query."""
    row = PairRanking.objects.filter(wave=wave).first()
    return row if row and row.payload else None


def rows(found, items):
    """(rows, items without figures) of a published ranking; ``items`` by their ids (comparing.candidates)."""
    steady = (found["steady"] or {}).get("items", {})
    shown = [
        Row(items[int(entry["item"])], entry, steady.get(entry["item"]))
        for entry in found["items"]
        if int(entry["item"]) in items
    ]
    known = {row.item.pk for row in shown}
    return shown, [item for pk, item in items.items() if pk not in known]


def sentence(shown):
    """The finding, no more certain than the figures are."""
    if not shown:
        return _("Not enough votes yet for a finding")
    first, words = shown[0], {"item": shown[0].item.label}
    others = [row.figures["interval"][1] for row in shown[1:]]
    if others and max(others) < first.figures["interval"][0]:
        return _("%(item)s costs the most pain") % words
    return _("%(item)s leads the list, but not clearly") % words


def picture(shown):
    """Bars of the live score with their intervals."""
    bars = [
        charts.Bar(
            row.item.label,
            row.figures["live_score"],
            tuple(100 * bound for bound in row.figures["interval"]),
            _("rank %d") % row.figures["rank"],
        )
        for row in shown
    ]
    described = _(
        "Chance to be chosen over another, 0 to 100, with 95 % intervals. All values are in the table."
    )
    return charts.ranked_bars(bars, _("Score in the pairwise round"), described, "pairs", most=100)


def open_data(shown):
    """Each row flat, as CSV has it and equal to the table."""
    flat = []
    for row in shown:
        said = {"item": row.item.key, "label": row.item.label} | {
            name: row.figures[name] for name in ("rank", "strength_rank", *FIGURES) if name != "interval"
        }
        said["interval_low"], said["interval_high"] = row.figures["interval"]
        mine = row.steady or {}
        flat.append(said | {"steady_rank": mine.get("rank"), "steady_score": mine.get("live_score")})
    return flat


def _told(wave):
    """{item: its counts} as they were published last."""
    held = PairRanking.objects.filter(wave=wave).values_list("payload", flat=True).first() or {}
    return {entry["item"]: {name: entry[name] for name in COUNTS} for entry in held.get("items", [])}


def _may_follow(told, rows):
    """Whether anything moved, and subtracting what was published tells of no fewer than five people."""
    return told != rows and _is_vague_beside(told, rows)


def _is_vague_beside(one, other):
    """Whether each item in both of two published tables may stand in both.

    Three items alone must not differ: the votes on each of their pairs would follow.
    """
    differing = sum(one.get(item) != other.get(item) for item in one.keys() | other.keys())
    return differing != TOLD_BY_ROWS and all(_is_step(one[item], other[item]) for item in one.keys() & other)


def _is_step(one, other):
    """Whether two published rows of an item are the same or five people apart."""
    return one == other or abs(one["people"] - other["people"]) >= cells.LEAST_SHOWN


def _appearances(wave):
    """{item id: votes it stood in}."""
    found = Counter()
    for side in ("first", "second"):
        votes = PairVote.objects.filter(response__wave=wave).order_by()
        found.update({str(pk): n for pk, n in votes.values_list(side).annotate(n=Count("pk"))})
    return found


def _read(wave, items, least, among):
    """What was counted, in one reading of the rows, however many there are."""
    votes = PairVote.objects.filter(response__wave=wave).order_by("response")
    rows = votes.values_list("response", "first", "second", "outcome", "doubt").iterator(chunk_size=5000)
    people, said, voters = Counter(), Counter(), 0
    for _response, votes_of_one in groupby(rows, key=itemgetter(0)):
        held = [(str(first), str(second), *rest) for _pk, first, second, *rest in votes_of_one]
        if sum(_is_on(vote, among) for vote in held) < least:
            continue
        kept = [vote for vote in held if _is_on(vote, items)]
        people.update({item for vote in kept for item in vote[:2]})
        said.update(kept)
        voters += bool(kept)
    found = Counted(voters=voters)
    found.rows = {item: dict.fromkeys(COUNTS, 0) | {"people": n} for item, n in people.items()}
    for (first, second, outcome, doubt), n in said.items():
        found.judged[first, second] += n
        _add(found, first, second, outcome, doubt, n)
    return found


def _is_on(vote, items):
    return items is None or (vote[0] in items and vote[1] in items)


def _add(found, first, second, outcome, doubt, n):
    winner, loser = found.rows[first], found.rows[second]
    if outcome == PairOutcome.UNDECIDED:
        name = "unsure" if doubt == Doubt.UNKNOWN else "ties"
        winner[name] += n
        loser[name] += n
        if name == "ties":
            found.contest.add_tie(first, second, n)
        found.contest.items |= {first, second}
        return
    if outcome == PairOutcome.SECOND:
        first, second, winner, loser = second, first, loser, winner
    winner["wins"] += n
    loser["losses"] += n
    found.contest.add_wins(first, second, n)


def _steady(wave, counted):
    """The votes of those with five, on items where the others are nobody or five people; None where nothing is left."""
    items = shown = counted.rows.keys()
    while True:
        some = count(wave, items, least=STEADY_VOTES, among=shown)
        unsafe = {item for item, row in some.rows.items() if not _is_step(row, counted.rows[item])}
        if not unsafe:
            break
        items = some.rows.keys() - unsafe
    is_safe = cells.is_safe_step(some.voters, counted.voters) and _is_vague_beside(some.rows, counted.rows)
    return some if some.rows and is_safe else None


def _beside(steady):
    """Rank and score of each item among those with five votes."""
    standings = pairwise.judge(steady.contest).standings
    ranks = _ranks({row.item: row.live_score for row in standings})
    items = {
        row.item: {"live_score": row.live_score, "interval": list(row.interval), "rank": ranks[row.item]}
        for row in standings
    }
    return {"voters": steady.voters, "items": items}


def _ranks(figures):
    """{item: its rank, None without a figure}; equal figures share the smaller rank."""
    known = [figure for figure in figures.values() if figure is not None]
    return {
        item: None if figure is None else 1 + sum(other > figure for other in known)
        for item, figure in figures.items()
    }
