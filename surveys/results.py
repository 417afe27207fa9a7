"""Figures of a wave, computed from one reading of its rows.

Up to 1,000 respondents the bootstrap draws respondents; above, the histogram is drawn, item by item. Means and
shares are the same either way.
"""

from collections import Counter
from dataclasses import asdict, dataclass
from statistics import median

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from content.publishing import Refused
from people.enums import DOERS, HELPERS, RoleKind, SizeBand
from surveys import gaps, intervals
from surveys.cells import LEAST_SHOWN
from surveys.models import Response
from surveys.models.responses import COMPLETE, PARTIAL

LEAST_DOERS = 30  # below, or below half, the page warns
# Figures of an item in the order in which tables, files and commands show them.
COLUMNS = (
    "n",
    "mean_importance",
    "mean_coverage",
    "mean_gap",
    "sd_importance",
    "sd_coverage",
    "sd_gap",
    "imp",
    "cov",
    "opp",
    "mwds",
    "rank_opp",
    "rank_gap",
)

BY_RESPONDENT, BY_ITEM = "respondents", "multinomial"
EVERY_ANSWER, COMPLETES, UNFLAGGED = "", "completes", "unflagged"
KEPT = {
    EVERY_ANSWER: lambda about: True,
    COMPLETES: lambda about: about.complete,
    UNFLAGGED: lambda about: not about.flagged,
}


class UnknownSegment(Refused):
    """A segment that responses are not told apart by."""


class TooFew(Refused):
    """Fewer than five: nothing of them is shown."""


@dataclass(frozen=True)
class Results:
    n_respondents: int
    items: list[gaps.Figures]
    method: str


@dataclass(frozen=True)
class Dispositions:
    """How far those who came went; ``complete`` of ``started`` with its Wilson interval."""

    seen: int
    started: int
    broken_off: int
    partial: int
    complete: int

    @property
    def completion(self):
        share = self.complete / self.started if self.started else 0.0
        return share, intervals.wilson(share, self.started)

    @property
    def told(self):
        """The numbers as they are published: None of those who came or answered where they are fewer than five."""
        few = {name for name, n in vars(self).items() if 0 < self.started < LEAST_SHOWN and name != "seen"}
        few |= {"seen"} if 0 < self.seen < LEAST_SHOWN else set()
        return {name: None if name in few else n for name, n in vars(self).items()}


def compute(reading, *, segment="", only=EVERY_ANSWER, items=None, draws=intervals.DRAWS):
    """Figures of the needs of a wave; ``items`` are the keys of those that take part, all of them if not said.

    ``only`` is one of KEPT. Raises UnknownSegment, and TooFew below five respondents.
    """
    belongs, kept = condition(segment), KEPT[only]
    n = sum(m for about, m in reading.people.items() if belongs(about) and kept(about))
    if n < LEAST_SHOWN:
        raise TooFew(_("Fewer than 5 people answered: nothing of them is shown."))
    items = reading.items if items is None else items

    def counts(about):
        return belongs(about) and kept(about)

    if reading.by_respondent is None:
        return Results(n, _from_histograms(reading, counts, items, draws), BY_ITEM)
    return Results(n, _from_respondents(reading, counts, items, draws), BY_RESPONDENT)


def dispositions(wave):
    """Seen, started, broken off, partial, complete, of those who came here themselves; in one query."""
    counted = (
        Response.objects.filter(wave=wave, imported=False)
        .with_share()
        .aggregate(
            seen=Count("pk", filter=Q(came_for_pairs=False) | Q(answered__gt=0)),
            started=Count("pk", filter=Q(answered__gt=0)),
            complete=Count("pk", filter=Q(answered__gt=0, reached__gte=COMPLETE)),
            partial=Count("pk", filter=Q(answered__gt=0, reached__gte=PARTIAL, reached__lt=COMPLETE)),
        )
    )
    return Dispositions(broken_off=counted["started"] - counted["partial"] - counted["complete"], **counted)


def median_minutes(wave):
    """Of those who completed it here; None of fewer than five."""
    done = Response.objects.filter(wave=wave, imported=False).complete()
    seconds = list(done.filter(seconds__gt=0).values_list("seconds", flat=True))
    return round(median(seconds) / 60, 1) if len(seconds) >= LEAST_SHOWN else None


def condition(segment):
    """What a segment demands of a respondent (readings.Person), as a function. Raises UnknownSegment."""
    name, _equals, value = segment.partition("=")
    groups = {"doers": DOERS, "helpers": HELPERS}
    if not segment:
        return lambda about: True
    if name == "group" and value in groups:
        return lambda about: about.role in groups[value]
    if name == "role" and value in RoleKind.values:
        return lambda about: about.role == value
    if name == "size" and value in SizeBand.values:
        return lambda about: about.size_band == value
    raise UnknownSegment(
        _("There is no segment “%(segment)s”. There are role=…, size=…, group=doers and group=helpers.")
        % {"segment": segment[:60]}
    )


def _from_respondents(reading, counts, items, draws):
    answers, wanted = {}, set(items)
    for who, given in reading.by_respondent.items():
        if held := {
            pair.item: (pair.importance, pair.coverage)
            for pair in given
            if pair.item in wanted and counts(pair.about)
        }:
            answers[who] = held
    key = intervals.seed(reading.wave.survey_id, reading.wave.number, answers)
    return gaps.from_answers(answers, key=key, items=items, draws=draws)


def _from_histograms(reading, counts, items, draws):
    histograms = {item: Counter() for item in items}
    for about, held in reading.histograms.items():
        if counts(about):
            for item in histograms.keys() & held.keys():
                histograms[item].update(held[item])
    said = [f"{item}:{pair}:{n}" for item, pairs in histograms.items() for pair, n in pairs.items()]
    key = intervals.seed(reading.wave.survey_id, reading.wave.number, said)
    return gaps.from_histograms(histograms, key=key, draws=draws)


def as_entry(figures):
    """Figures as JSON; of an item that fewer than five answered only its name."""
    if figures.n < LEAST_SHOWN:
        return {"item": figures.item, "n": None}
    corners = {name: getattr(figures, name).value for name in ("quadrant", "quadrant_middle")}
    return asdict(figures) | corners
