"""What a published snapshot says, ready for a page, a table and open data. Reads only, and only what is published."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from people.enums import RoleKind, SizeBand
from surveys import charts, intervals, results
from surveys.gaps import Quadrant
from surveys.models import Item
from surveys.results import COLUMNS, LEAST_DOERS

EVERYBODY, DOERS, HELPERS = "", "group=doers", "group=helpers"
INTERVALS = (
    "importance_interval",
    "coverage_interval",
    "gap_interval",
    "imp_interval",
    "cov_interval",
    "opp_interval",
    "mwds_interval",
    "rank_interval",
)
QUADRANTS = {
    Quadrant.WORK_ON_THIS: gettext_lazy("work on this"),
    Quadrant.KEEP_IT_UP: gettext_lazy("keep it up"),
    Quadrant.WATCH: gettext_lazy("watch"),
    Quadrant.GOOD_ENOUGH: gettext_lazy("good enough"),
    Quadrant.UNDECIDED: gettext_lazy("undecided"),
}


@dataclass(frozen=True)
class Row:
    """One need of the table: its figures as published, and the small picture from coverage to importance."""

    item: Item
    figures: dict[str, Any]
    quadrant: str
    picture: str


@dataclass(frozen=True)
class Who:
    """Who answered, from published counts: [(label, n or None where hidden)] of each table."""

    n: int | None
    doers: int | None
    roles: list
    sizes: list

    @property
    def is_thin(self):
        """Whether the page warns: fewer than 30 doers, or fewer than half."""
        return self.doers is None or self.doers < LEAST_DOERS or self.doers * 2 < (self.n or 0)

    @property
    def share(self):
        return self.doers / self.n if self.doers is not None and self.n else None


def who(payload):
    """Who answered, as far as it is published."""
    roles, sizes = payload["tables"]["role/"], payload["tables"]["size/"]
    return Who(
        roles["all"],
        roles.get("doers", 0),
        _named(roles, [*RoleKind.choices, ("not-said", _("Not said"))]),
        _named(sizes, [*SizeBand.choices, ("not-said", _("Not said"))]),
    )


def default_segment(payload):
    """The doers where at least 30 of them answered, else everybody."""
    doers = payload["tables"]["role/"].get("doers") or 0
    return DOERS if doers >= LEAST_DOERS and DOERS in payload["figures"] else EVERYBODY


def segments(payload):
    """[(segment, words)] of all that is published."""
    return [(segment, words_for(segment)) for segment in payload["figures"]]


def words_for(segment):
    name, _equals, value = segment.partition("=")
    if name == "role":
        return RoleKind(value).label
    if name == "size":
        return SizeBand(value).label
    return {
        EVERYBODY: _("Everybody"),
        DOERS: _("Those who run services"),
        HELPERS: _("Those who help them"),
    }.get(segment, segment)


def needs(wave):
    """The needs of a wave by their keys, with their practices. One query."""
    rows = results.needs(wave).select_related("practice").order_by("position", "pk")
    return {item.key: item for item in rows}


def split(payload, segment, items):
    """(ranked rows, needs with fewer than ten answers, needs of which nothing is shown) of a segment."""
    ranked, few, away = [], [], []
    for figures in payload["figures"].get(segment, []):
        item = items.get(figures["item"])
        if item is None:
            continue
        if figures["n"] is None or figures.get("mean_gap") is None:
            away.append(item)
        elif figures["quadrant"] == Quadrant.TOO_FEW:
            few.append(Row(item, figures, "", ""))
        else:
            ranked.append(Row(item, figures, str(QUADRANTS[Quadrant(figures["quadrant"])]), _span(figures)))
    ranked.sort(key=lambda row: (row.figures["rank_opp"], row.item.position))
    few.sort(key=lambda row: row.item.position)
    return ranked, few, away


def sentence(ranked):
    """The finding, no more certain than the figures are."""
    if not ranked:
        return _("Not enough answers yet for a finding")
    top, words = ranked[0], {"need": ranked[0].item.label}
    if top.figures["rank_interval"][1] == 1:
        return _("%(need)s is where help is needed most") % words
    if top.figures["quadrant"] == Quadrant.WORK_ON_THIS:
        return _("%(need)s is important and badly covered") % words
    return _("%(need)s leads the list, but not clearly") % words


def funnel(payload):
    """[(label, n, share of those who started or None)] and the completion with its interval."""
    said = payload["dispositions"]
    started = said["started"]
    share = said["complete"] / started if started else 0.0
    steps = [
        charts.Step(_("Opened the survey"), said["seen"]),
        charts.Step(_("Answered at least once"), started),
        charts.Step(_("Answered half or more"), said["partial"] + said["complete"]),
        charts.Step(_("Complete (80 % or more)"), said["complete"]),
    ]
    return steps, share, intervals.wilson(share, started)


def pictures(payload, ranked, items):
    """The charts of the page by name; a chart without anything to show is left out."""
    steps, _share, _interval = funnel(payload)
    drawn = {"funnel": charts.funnel(steps, _("From opening the survey to the last answer"))}
    if ranked:
        points = [_point(row) for row in ranked]
        cross = tuple(
            sum(row.figures[name] for row in ranked) / len(ranked)
            for name in ("mean_coverage", "mean_importance")
        )
        drawn["quadrant"] = charts.quadrant(points, cross)
        drawn["quadrant_slim"] = charts.quadrant(points, cross, "quadrant-slim", slim=True)
        drawn["bars"] = charts.ranked_bars(
            [_bar(row) for row in ranked],
            _("Opportunity of each need"),
            _(
                "Importance plus what is not covered, 0 to 20, with 95 % intervals. All values are in the table."
            ),
        )
    if pairs := compared(payload, items):
        drawn["dumbbell"] = charts.dumbbell(
            [charts.PairRow(item.label, one, other) for item, one, other in pairs],
            (words_for(DOERS), words_for(HELPERS)),
            _("Gap of those who run services and of those who help them"),
            _("Importance minus coverage in both groups. All values are in the table below."),
        )
    return drawn


def compared(payload, items):
    """[(need, gap of the doers, gap of the helpers)], widest difference first; None where a group is too small."""
    gaps = [_gaps(payload, segment) for segment in (DOERS, HELPERS)]
    if not all(gaps):
        return []
    rows = [(items[key], gaps[0].get(key), gaps[1].get(key)) for key in items]
    rows = [row for row in rows if row[1] is not None or row[2] is not None]
    return sorted(rows, key=lambda row: (-_difference(row), row[0].position))


def representativeness(payload):
    """The sentence under every chart."""
    people = who(payload).n
    if people is None:
        return _("Fewer than 5 people answered: nothing of them is shown.")
    return ngettext(
        "%(n)d person took part by choice: this is no random sample, and it speaks for those who answered. "
        "Open link: no response rate can be computed.",
        "%(n)d people took part by choice: this is no random sample, and it speaks for those who answered. "
        "Open link: no response rate can be computed.",
        people,
    ) % {"n": people}


def open_data(payload, segment, items):
    """Each need of a segment as a flat row, equal to the table; of hidden ones only the name."""
    rows = []
    for figures in payload["figures"].get(segment, []):
        row = {
            "item": figures["item"],
            "label": items[figures["item"]].label if figures["item"] in items else "",
        }
        row |= {name: figures.get(name) for name in COLUMNS}
        for name in INTERVALS:
            low, high = figures.get(name) or (None, None)
            row |= {f"{name}_low": low, f"{name}_high": high}
        rows.append(row | {"quadrant": figures.get("quadrant")})
    return rows


def _named(counts, choices):
    return [(label, counts[key]) for key, label in choices if key in counts]


def _span(figures):
    both = (tuple(figures["coverage_interval"]), tuple(figures["importance_interval"]))
    return charts.span(figures["mean_coverage"], figures["mean_importance"], both)


def _point(row):
    return charts.Point(
        row.figures["rank_opp"],
        row.item.label,
        row.figures["mean_importance"],
        tuple(row.figures["importance_interval"]),
        row.figures["mean_coverage"],
        tuple(row.figures["coverage_interval"]),
        Quadrant(row.figures["quadrant"]),
    )


def _bar(row):
    low, high = row.figures["rank_interval"]
    return charts.Bar(
        row.item.label, row.figures["opp"], tuple(row.figures["opp_interval"]), _("rank %d–%d") % (low, high)
    )


def _gaps(payload, segment):
    shown = payload["figures"].get(segment, [])
    return {row["item"]: row["mean_gap"] for row in shown if row["n"] and row.get("mean_gap") is not None}


def _difference(row):
    return abs(row[1] - row[2]) if None not in row[1:] else -1.0
