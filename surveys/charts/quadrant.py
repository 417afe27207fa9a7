"""Importance (up) against coverage (right), with interval crosses and the names of the four quadrants."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from surveys.charts import placing, svg
from surveys.gaps import Quadrant
from surveys.intervals import Interval

HALF = 0.5  # between two grid lines
RADIUS = 9.5
LEADER_FROM = 22  # a label further from its dot gets a line


@dataclass(frozen=True)
class Point:
    """One item; ``place`` is its number in the table."""

    place: int
    label: str
    importance: float
    importance_interval: Interval
    coverage: float
    coverage_interval: Interval
    quadrant: Quadrant


@dataclass(frozen=True)
class _Frame:
    """From figures to pixels."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    across: tuple[float, float]
    up: tuple[float, float]

    def x(self, coverage):
        low, high = self.across
        return self.left + (coverage - low) / (high - low) * (self.width - self.left - self.right)

    def y(self, importance):
        low, high = self.up
        return (
            self.height
            - self.bottom
            - (importance - low) / (high - low) * (self.height - self.top - self.bottom)
        )


def quadrant(
    points: Sequence[Point], cross: tuple[float, float], uid: str = "quadrant", *, slim: bool = False
) -> SafeString:
    """The plot of at least one point; ``cross`` is (coverage, importance). The slim one has numbers, no labels."""
    across = _domain([v for point in points for v in point.coverage_interval] + [cross[0]])
    up = _domain([v for point in points for v in point.importance_interval] + [cross[1]])
    frame = (
        _Frame(360, 380, 48, 12, 16, 50, across, up) if slim else _Frame(860, 600, 58, 20, 22, 56, across, up)
    )
    corners, taken = _corners(frame, cross)
    parts = [*_ground(frame, cross), *corners, *(_cross_of(frame, point) for point in points)]
    if not slim:
        parts += _labels(frame, points, cross, taken)
    parts += [part for point in points for part in _dot(frame, point)]
    parts += _axis_names(frame, slim)
    return svg.picture(
        uid,
        _title(len(points)),
        _description(points),
        (frame.width, frame.height),
        parts,
        "slim" if slim else "wide",
    )


def _title(n):
    return ngettext(
        "Importance against coverage of %(n)d need", "Importance against coverage of %(n)d needs", n
    ) % {"n": n}


def _description(points):
    top = min(points, key=lambda point: point.place)
    undecided = sum(point.quadrant == Quadrant.UNDECIDED for point in points)
    said = _(
        "Needs in the upper left are important and badly covered. First in the table: %(label)s, importance "
        "%(importance)s, coverage %(coverage)s."
    ) % {"label": top.label, "importance": f"{top.importance:.1f}", "coverage": f"{top.coverage:.1f}"}
    if undecided:
        said += " " + ngettext(
            "%(n)d ring is undecided: its interval crosses a dashed line.",
            "%(n)d rings are undecided: their intervals cross a dashed line.",
            undecided,
        ) % {"n": undecided}
    return said + " " + _("All values are in the table below.")


def _domain(values):
    """Half steps around the values, inside 1 to 5, at least one step wide."""
    low = max(1.0, math.floor((min(values) - 0.1) / HALF) * HALF)
    high = min(5.0, math.ceil((max(values) + 0.1) / HALF) * HALF)
    return (low, high) if high > low else (max(1.0, low - HALF), min(5.0, high + HALF))


def _ticks(low, high):
    return [low + HALF * k for k in range(round((high - low) / HALF) + 1)]


def _ground(frame, cross):
    """The tinted corner, the grid with its numbers, the dashed cross-hairs."""
    left, right = frame.left, frame.width - frame.right
    top, bottom = frame.top, frame.height - frame.bottom
    x, y = frame.x(cross[0]), frame.y(cross[1])
    yield svg.element("rect", class_="zone", x=left, y=top, width=x - left, height=y - top)
    for value in _ticks(*frame.across):
        at = frame.x(value)
        yield svg.line(f"M{at:.1f} {top}V{bottom}", "gridl")
        yield svg.text(svg.number(value), at, bottom + 18, class_="t2", text_anchor="middle")
    for value in _ticks(*frame.up):
        at = frame.y(value)
        yield svg.line(f"M{left} {at:.1f}H{right}", "gridl")
        yield svg.text(svg.number(value), left - 8, at + 4, class_="t2", text_anchor="end")
    yield svg.line(f"M{x:.1f} {top}V{bottom}M{left} {y:.1f}H{right}", "cross")


def _corners(frame, cross):
    """The four names, and the boxes they take."""
    left, right = frame.left + 8, frame.width - frame.right - 8
    top, bottom = frame.top + 18, frame.height - frame.bottom - 9
    names = [
        ("start", left, top, _("Work on this")),
        ("end", right, top, _("Keep it up")),
        ("start", left, bottom, _("Watch")),
        ("end", right, bottom, _("Good enough")),
    ]
    drawn, taken = [], []
    for anchor, x, y, name in names:
        wide = svg.width(name.upper(), 12) + 14
        start = x if anchor == "start" else x - wide
        taken.append((start, y - 14, start + wide, y + 5))
        drawn.append(svg.text(name, x, y, class_="t3", text_anchor=anchor))
    return drawn, taken


def _cross_of(frame, point):
    x, y = frame.x(point.coverage), frame.y(point.importance)
    low, high = (frame.x(value) for value in point.coverage_interval)
    below, above = (frame.y(value) for value in point.importance_interval)
    return svg.line(f"M{low:.1f} {y:.1f}H{high:.1f}M{x:.1f} {below:.1f}V{above:.1f}", "ci")


def _dot(frame, point):
    """Filled and red where work is wanted, a ring where undecided: the form says what the colour says."""
    kind = {Quadrant.WORK_ON_THIS: "pt hot", Quadrant.UNDECIDED: "pt open"}.get(point.quadrant, "pt")
    x, y = frame.x(point.coverage), frame.y(point.importance)
    yield svg.element("circle", class_=kind, cx=x, cy=y, r=RADIUS)
    inside = "num-out" if point.quadrant == Quadrant.UNDECIDED else "num-in"
    yield svg.text(point.place, x, y + 4, class_=inside, text_anchor="middle")


def _labels(frame, points, cross, taken):
    """Words beside the dots, where there is room; lines to those that stand away from theirs."""
    ordered = sorted(points, key=lambda point: point.place)
    anchors = [(frame.x(point.coverage), frame.y(point.importance)) for point in ordered]
    lines = [svg.wrapped(f"{point.place}. {point.label}") for point in ordered]
    sizes = [
        (max(svg.width(words) for words in said) * 1.06, 4 + len(said) * svg.FONT * 1.2) for said in lines
    ]
    bounds = (frame.left + 3, frame.top + 3, frame.width - frame.right - 3, frame.height - frame.bottom - 3)
    boxes = placing.place(anchors, sizes, bounds, _bars(frame, ordered, cross), taken)
    leads, words = [], []
    for point, anchor, said, box in zip(ordered, anchors, lines, boxes, strict=True):
        if box is None:
            continue
        end = placing.nearest(anchor, box)
        if abs(end[0] - anchor[0]) + abs(end[1] - anchor[1]) > LEADER_FROM:
            leads.append(svg.line(f"M{anchor[0]:.1f} {anchor[1]:.1f}L{end[0]:.1f} {end[1]:.1f}", "lead"))
        words.append(_words(point, anchor, said, box))
    return leads + words


def _words(point, dot, lines, box):
    ends_here = box[2] <= dot[0] + 1
    x = box[2] if ends_here else box[0]
    hot = " hotlab" if point.quadrant == Quadrant.WORK_ON_THIS else ""
    anchor = "end" if ends_here else "start"
    return svg.lines(lines, x, box[1] + svg.FONT, class_=f"halo{hot}", text_anchor=anchor)


def _bars(frame, points, cross):
    """What labels had better not stand on: interval lines and the cross-hairs."""
    for point in points:
        x, y = frame.x(point.coverage), frame.y(point.importance)
        yield frame.x(point.coverage_interval[0]), y - 1, frame.x(point.coverage_interval[1]), y + 1
        yield x - 1, frame.y(point.importance_interval[1]), x + 1, frame.y(point.importance_interval[0])
    x, y = frame.x(cross[0]), frame.y(cross[1])
    yield frame.left, y - 1, frame.width - frame.right, y + 1
    yield x - 1, frame.top, x + 1, frame.height - frame.bottom


def _axis_names(frame, slim):
    middle_x = (frame.left + frame.width - frame.right) / 2
    middle_y = (frame.top + frame.height - frame.bottom) / 2
    across = _("Coverage today (1 to 5)") if slim else _("How well it is covered today (1 to 5)")
    up = _("Importance (1 to 5)") if slim else _("How important it is (1 to 5)")
    yield svg.text(across, middle_x, frame.height - 8, text_anchor="middle", font_weight="700")
    yield svg.text(
        up,
        0,
        0,
        text_anchor="middle",
        font_weight="700",
        transform=f"translate(13 {middle_y:.0f}) rotate(-90)",
    )
