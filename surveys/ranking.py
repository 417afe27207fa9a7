"""How a pairwise round stands: counted by the worker, stored, and published as a whole.

The only writer of PairRanking. A standing is published when five people more have voted than in the one before,
and once more when the wave has closed: two publications never differ by fewer than five people before that.
"Both the same" and "neither" are half a win for each; who doesn't know enough says nothing about the pair.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from surveys import cells, charts, pairwise
from surveys.enums import Doubt, PairOutcome, Stage
from surveys.intervals import Z
from surveys.models import Item, PairRanking, PairVote, Wave
from surveys.pairwise import STEADY_VOTES

OLDEST = timedelta(seconds=30)
FIGURES = ("wins", "losses", "ties", "unsure", "live_score", "interval", "log_ability", "se")


@dataclass
class Counted:
    """Votes of a wave, or of some of its respondents."""

    contest: pairwise.Contest = field(default_factory=pairwise.Contest)
    appearances: Counter = field(default_factory=Counter)
    unsure: Counter = field(default_factory=Counter)
    voters: int = 0
    voters_of: dict[str, int] = field(default_factory=dict)


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
    """Count the votes, store what pairs are drawn by, and publish where five people more have voted."""
    wave = Wave.objects.get(pk=wave.pk)
    counted, final = count(wave), wave.stage == Stage.CLOSED
    said = {
        "appearances": dict(counted.appearances),
        "votes_at": wave.last_vote_at,
        "counted_at": now,
        "final": final,
    }
    held = PairRanking.objects.filter(wave=wave).first()
    before = held.voters if held else 0
    if counted.voters - before >= cells.LEAST_SHOWN or (final and counted.voters >= cells.LEAST_SHOWN):
        steady = count(wave, least=STEADY_VOTES)
        said |= {"payload": payload(counted, steady), "voters": counted.voters, "published_at": now}
    row, _new = PairRanking.objects.update_or_create(wave=wave, defaults=said)
    return row


def count(wave, *, least=1):
    """The votes of a wave, of respondents with at least ``least`` of them."""
    rows = PairVote.objects.filter(response__wave=wave)
    if least > 1:
        many = rows.values("response").annotate(n=Count("pk")).filter(n__gte=least)
        rows = PairVote.objects.filter(response__in=many.values("response"))
    found = Counted(voters=rows.aggregate(n=Count("response", distinct=True))["n"])
    pairs = rows.order_by().values_list("first", "second", "outcome", "doubt").annotate(n=Count("pk"))
    for first, second, outcome, doubt, n in pairs:
        _add(found, str(first), str(second), outcome, doubt, n)
    found.voters_of = _voters_of(rows, found.appearances)
    return found


def payload(counted, steady):
    """What is published: nothing of an item that fewer than five judged, and not so that it could be worked out."""
    away = cells.hidden(counted.voters_of)
    outcome = pairwise.judge(counted.contest)
    shown = [standing for standing in outcome.standings if standing.item not in away]
    ranks = _ranks(shown)
    entries = [
        {name: getattr(standing, name, None) for name in FIGURES}
        | {
            "item": standing.item,
            "unsure": counted.unsure[standing.item],
            "interval": list(standing.interval),
        }
        | ranks[standing.item]
        for standing in shown
    ]
    return {
        "voters": counted.voters,
        "items": sorted(entries, key=lambda entry: (entry["rank"], int(entry["item"]))),
        "steadied": [item for item in outcome.steadied if item not in away],
        "unlinked": [item for item in outcome.unlinked if item not in away],
        "steady": _steady(counted, steady, away),
    }


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


def _add(found, first, second, outcome, doubt, n):
    for item in (first, second):
        found.appearances[item] += n
    if outcome == PairOutcome.FIRST:
        found.contest.add_wins(first, second, n)
    elif outcome == PairOutcome.SECOND:
        found.contest.add_wins(second, first, n)
    elif doubt == Doubt.UNKNOWN:
        found.contest.items |= {first, second}
        for item in (first, second):
            found.unsure[item] += n
    else:
        found.contest.add_tie(first, second, n)


def _voters_of(rows, appearances):
    """{item: how many people judged it}; of those with many at least five, without counting each of them."""
    found = dict.fromkeys(appearances, 0)
    for side in ("first", "second"):
        for pk, n in rows.order_by().values_list(side).annotate(n=Count("response", distinct=True)):
            found[str(pk)] = max(found[str(pk)], n)
    few = [int(pk) for pk, n in found.items() if n < cells.LEAST_SHOWN]
    people = {pk: set() for pk in few}
    both = rows.filter(Q(first__in=few) | Q(second__in=few)).values_list("response", "first", "second")
    for response, first, second in both if few else ():
        for pk in people.keys() & {first, second}:
            people[pk].add(response)
    return found | {str(pk): len(who) for pk, who in people.items()}


def _steady(counted, steady, away):
    """Rank and score of each item among those with five votes; None where they, or the others, are fewer than five."""
    if steady.voters < cells.LEAST_SHOWN or not cells.is_safe_step(counted.voters, steady.voters):
        return None
    unsafe = {
        item
        for item, n in counted.voters_of.items()
        if not cells.is_safe_step(n, steady.voters_of.get(item, 0))
    }
    hide = cells.hidden(steady.voters_of, away | unsafe)
    shown = [row for row in pairwise.judge(steady.contest).standings if row.item not in hide]
    ranks = _ranks(shown)
    items = {
        row.item: {"live_score": row.live_score, "interval": list(row.interval)} | ranks[row.item]
        for row in shown
    }
    return {"voters": steady.voters, "items": items}


def _ranks(standings):
    """{item: its rank by live score, and by strength where it has one}; equal values share the smaller rank."""
    scores = [row.live_score for row in standings]
    strengths = [row.log_ability for row in standings if row.log_ability is not None]
    return {
        row.item: {
            "rank": 1 + sum(score > row.live_score for score in scores),
            "strength_rank": None
            if row.log_ability is None
            else 1 + sum(strength > row.log_ability for strength in strengths),
        }
        for row in standings
    }
