"""What a published snapshot says, ready for a page, a table and open data. Reads only, and only what is published."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from people.enums import RoleKind, Sector, SizeBand
from surveys import charts, intervals, readings
from surveys.gaps import MIDDLE, Quadrant
from surveys.models import Item
from surveys.readings import ALL, ELSEWHERE, NOT_SAID
from surveys.results import COMPLETES, EVERY_ANSWER, LEAST_DOERS, UNFLAGGED

EVERYBODY, DOERS, HELPERS = "", "group=doers", "group=helpers"
ORDER = [
    *(EVERYBODY, DOERS, HELPERS),
    *(f"role={role}" for role in RoleKind.values),
    *(f"size={size}" for size in SizeBand.values),
]
# Above narrow columns; a soft hyphen says where a word may be broken.
COLUMN_WORDS = {
    DOERS: gettext_lazy("Run serv\u00adices"),
    HELPERS: gettext_lazy("Help them"),
    "role=practitioner": gettext_lazy("Practi\u00adtioner"),
    "role=process-owner": gettext_lazy("Prac\u00adtice owner"),
    "role=manager": gettext_lazy("Man\u00adager"),
    "role=consultant": gettext_lazy("Con\u00adsultant"),
    "role=analyst": gettext_lazy("Ana\u00adlyst"),
    "role=academic": gettext_lazy("Aca\u00addemic"),
    "role=association": gettext_lazy("Asso\u00adciation"),
    "role=student": gettext_lazy("Stu\u00addent"),
}
QUADRANTS = {
    Quadrant.WORK_ON_THIS: gettext_lazy("work on this"),
    Quadrant.KEEP_IT_UP: gettext_lazy("keep it up"),
    Quadrant.WATCH: gettext_lazy("watch"),
    Quadrant.GOOD_ENOUGH: gettext_lazy("good enough"),
    Quadrant.UNDECIDED: gettext_lazy("undecided"),
}
TOGGLES = {
    COMPLETES: gettext_lazy("Complete responses only"),
    UNFLAGGED: gettext_lazy("Without answers that look careless"),
}


@dataclass(frozen=True)
class Row:
    """One need of the table: its figures as published, and the small picture from coverage to importance."""

    item: Item
    figures: dict[str, Any]
    quadrant: str
    picture: str
    unflagged: float | None = None  # opportunity without the flagged answers, where that is published


@dataclass(frozen=True)
class Who:
    """Who answered, from published counts: [(label, n or None where hidden)] of each table."""

    n: int | None
    doers: int | None
    roles: list
    sizes: list
    sectors: list
    regions: list

    @property
    def is_thin(self):
        """Whether the page warns: fewer than 30 doers, or fewer than half."""
        return self.doers is None or self.doers < LEAST_DOERS or self.doers * 2 < (self.n or 0)

    @property
    def share(self):
        return self.doers / self.n if self.doers is not None and self.n else None


def who(payload):
    """Who answered, as far as it is published."""
    tables = payload["tables"]
    roles, regions = tables["role/"], tables.get("region/", {})
    silent = (NOT_SAID, _("Not said"))
    places = sorted((key, key.title()) for key in regions if key not in ("all", ELSEWHERE, NOT_SAID))
    return Who(
        roles["all"],
        roles.get("doers", 0),
        _named(roles, [*RoleKind.choices, silent]),
        _named(tables["size/"], [*SizeBand.choices, silent]),
        _told(_named(tables.get("sector/", {}), [*Sector.choices, silent])),
        _told(_named(regions, [*places, (ELSEWHERE, _("Elsewhere, or not said")), silent])),
    )


def toggles(payload, segment):
    """[(toggle, words)] of what is published beside the figures of a segment, those first; one alone is no choice."""
    found = [
        (name, words)
        for name, words in TOGGLES.items()
        if segment in payload.get("toggles", {}).get(name, {})
    ]
    return [(EVERY_ANSWER, _("Every answer")), *found] if found else []


def entries(payload, segment, only=EVERY_ANSWER):
    """The published figures of a segment, or of the part of it that a toggle leaves."""
    figures = payload["toggles"][only] if only else payload["figures"]
    return figures.get(segment, [])


def answers_per_need(payload):
    """Mean number of answers of the needs whose number is published; of the others nothing may be told."""
    counts = [table[ALL] for name, table in payload["tables"].items() if name[:5] == "role/" and name[5:]]
    told = [n for n in counts if n is not None]
    return sum(told) / len(told) if told else None


def default_segment(payload):
    """The doers where at least 30 of them answered, else everybody."""
    doers = payload["tables"]["role/"].get("doers") or 0
    return DOERS if doers >= LEAST_DOERS and DOERS in payload["figures"] else EVERYBODY


def segments(payload):
    """([(segment, words)] of everybody and both groups, the same of roles and sizes), as far as it is published."""
    found = [(segment, words_for(segment)) for segment in ORDER if segment in payload["figures"]]
    whole = [pair for pair in found if pair[0] in (EVERYBODY, DOERS, HELPERS)]
    return whole, found[len(whole) :]


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


def shown_words(segment, only):
    """What the table is of: "Everybody", "Those who run services: complete responses only"."""
    words = words_for(segment)
    return f"{words}: {str(TOGGLES[only]).lower()}" if only else words


def needs(wave):
    """The needs of a wave by their keys, with their practices. One query."""
    rows = readings.needs(wave).select_related("practice").order_by("position", "pk")
    return {item.key: item for item in rows}


def split(payload, segment, items, only=EVERY_ANSWER, *, around_middle=False):
    """(ranked rows, needs with fewer than ten answers, needs of which nothing is shown) of a segment.

    The corners are told by the mean of all needs, or ``around_middle`` by 3 on both scales.
    """
    beside = payload.get("toggles", {}).get(UNFLAGGED, {}).get(segment, []) if only != UNFLAGGED else []
    unflagged = {figures["item"]: figures.get("opp") for figures in beside}
    ranked, few, away = [], [], []
    for figures in entries(payload, segment, only):
        item = items.get(figures["item"])
        if item is None:
            continue
        if figures["n"] is None or figures.get("mean_gap") is None:
            away.append(item)
        elif figures["quadrant"] == Quadrant.TOO_FEW:
            few.append(Row(item, figures, "", ""))
        else:
            figures = figures | {"quadrant": figures["quadrant_middle"]} if around_middle else figures
            words = str(QUADRANTS[Quadrant(figures["quadrant"])])
            ranked.append(Row(item, figures, words, _span(figures), unflagged.get(item.key)))
    ranked.sort(key=lambda row: (row.figures["rank_opp"], row.item.position))
    few.sort(key=lambda row: row.item.position)
    return ranked, few, away


def sentence(ranked):
    """The finding, no more certain than the figures are."""
    if not ranked:
        return _("Not enough answers for a finding")
    top, words = ranked[0], {"need": ranked[0].item.label}
    if top.figures["rank_interval"][1] == 1:
        return _("%(need)s is where help is needed most") % words
    if top.figures["quadrant"] == Quadrant.WORK_ON_THIS:
        return _("%(need)s is important and badly covered") % words
    return _("%(need)s leads the list, but not clearly") % words


def funnel(payload):
    """The steps, and the completion with its interval; None where fewer than five answered."""
    said = payload["dispositions"]
    started, complete = said["started"], said["complete"]
    half = None if started is None else said["partial"] + complete
    steps = [
        charts.Step(_("Opened the survey"), said["seen"]),
        charts.Step(_("Answered at least once"), started),
        charts.Step(_("Answered half or more"), half),
        charts.Step(_("Complete (80 % or more)"), complete),
    ]
    if not started:
        return steps, None, (None, None)
    share = complete / started
    return steps, share, intervals.wilson(share, started)


def knows_middle(payload):
    """Whether the figures say what corner a need is in when the cross-hairs stand at 3; older ones do not."""
    return all("quadrant_middle" in row for rows in payload["figures"].values() for row in rows if row["n"])


def crosses(payload):
    """[(where the cross-hairs stand, words)]; nothing where there is no choice."""
    found = [
        ("", _("Lines at the mean of all needs")),
        ("middle", _("Lines at 3, the middle of both scales")),
    ]
    return found if knows_middle(payload) else []


def pictures(payload, ranked, items, *, around_middle=False):
    """The charts of the page by name; a chart without anything to show is left out."""
    steps, _share, _interval = funnel(payload)
    drawn = {"funnel": charts.funnel(steps, _("From opening the survey to the last answer"))}
    if ranked:
        points = [_point(row) for row in ranked]
        means = tuple(
            sum(row.figures[name] for row in ranked) / len(ranked)
            for name in ("mean_coverage", "mean_importance")
        )
        cross = MIDDLE if around_middle else means
        drawn["quadrant"] = charts.quadrant(points, cross)
        drawn["quadrant_slim"] = charts.quadrant(points, cross, "quadrant-slim", slim=True)
        drawn["bars"] = charts.ranked_bars(
            [_bar(row) for row in ranked],
            _("Opportunity of each need"),
            _(
                "Importance plus what is not covered, 0 to 20, with 95 % intervals. All values are in the table."
            ),
        )
    for uid, (segments_shown, rows) in heat(payload, items).items():
        drawn[uid] = charts.heat_map(
            [charts.HeatRow(item.label, values) for item, values in rows],
            [str(COLUMN_WORDS.get(segment, words_for(segment))) for segment in segments_shown],
            _("Gap of each need in each group"),
            _("Importance minus coverage; darker is wider. All values are in the table below."),
            uid,
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


def heat(payload, items):
    """{"heat_roles": (segments, [(need, gap in each segment)]), "heat_sizes": ...}, widest gap of everybody first."""
    whole = _gaps(payload, EVERYBODY)
    order = sorted(whole.keys() & items.keys(), key=lambda key: (-whole[key], items[key].position))
    found = {}
    for name, kinds in (("heat_roles", ("group", "role")), ("heat_sizes", ("size",))):
        columns = [name for name in ORDER if name in payload["figures"] and name.partition("=")[0] in kinds]
        gaps = [_gaps(payload, segment) for segment in columns]
        if columns and order:
            found[name] = columns, [(items[key], [held.get(key) for held in gaps]) for key in order]
    return found


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


def _told(rows):
    """Nothing where nobody said anything."""
    return rows if len(rows) > 1 else []


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
