"""Two figures of one thing on a line: doers against helpers, coverage against importance."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from surveys.charts import svg
from surveys.charts.bars import HEAD, NAMES, ROW, WIDTH
from surveys.intervals import Interval

RIGHT = 60


@dataclass(frozen=True)
class PairRow:
    """``one`` is drawn as a dot, ``other`` as a ring; None where the group is too small."""

    label: str
    one: float | None
    other: float | None
    one_interval: Interval | None = None
    other_interval: Interval | None = None


def dumbbell(
    rows: Sequence[PairRow],
    names: tuple[str, str],
    title: str,
    description: str,
    uid: str = "dumbbell",
    *,
    scale: Interval = (-4, 4),
) -> SafeString:
    """One row a need; ``names`` say what the dot and the ring are, and stand above in that form."""
    low, high = scale

    def x(value):
        return NAMES + (min(max(value, low), high) - low) / (high - low) * (WIDTH - NAMES - RIGHT)

    bottom = HEAD * 2 + len(rows) * ROW
    parts = _key(names)
    for step in range(5):
        value = low + (high - low) * step / 4
        parts.append(svg.line(f"M{x(value):.1f} {HEAD * 2 - 6}V{bottom}", "gridl"))
        parts.append(svg.text(_tick(value, low), x(value), HEAD * 2 - 12, class_="t2", text_anchor="middle"))
    for place, row in enumerate(rows, 1):
        middle = HEAD * 2 + (place - 0.5) * ROW
        label = svg.shortened(f"{place}. {row.label}", NAMES - 14)
        parts.append(svg.text(label, NAMES - 8, middle + 4, text_anchor="end"))
        parts += _marks(row, x, middle)
    return svg.picture(uid, title, description, (WIDTH, bottom + 8), parts, "rows wide")


def span(coverage: float, importance: float, intervals: tuple[Interval, Interval]) -> SafeString:
    """The small one inside a table's row, from coverage (ring) to importance (dot), on 1 to 5; says nothing new."""

    def x(value):
        return 10 + (value - 1) / 4 * 200

    row = PairRow("", importance, coverage, intervals[1], intervals[0])
    drawn = svg.element(
        "svg",
        svg.line("M10 12H210", "gridl"),
        *_marks(row, x, 12),
        viewBox="0 0 220 24",
        class_="dumb",
        aria_hidden="true",
    )
    return mark_safe(drawn)  # nosec B308 B703  every word and attribute went through escape


def _marks(row, x, middle):
    if row.one is not None and row.other is not None:
        yield svg.line(f"M{x(row.other):.1f} {middle:.1f}H{x(row.one):.1f}", "span")
    for interval, shift in ((row.one_interval, -4), (row.other_interval, 4)):
        if interval:
            low, high = map(x, interval)
            yield svg.line(f"M{low:.1f} {middle + shift:.1f}H{high:.1f}", "ci")
    if row.other is not None:
        yield svg.element("circle", class_="ring", cx=x(row.other), cy=float(middle), r=6)
    if row.one is not None:
        yield svg.element("circle", class_="dot", cx=x(row.one), cy=float(middle), r=6.5)


def _key(names):
    start = NAMES + 10
    second = start + 30 + svg.width(names[0])
    return [
        svg.element("circle", class_="dot", cx=start, cy=14, r=6.5),
        svg.text(names[0], start + 12, 18),
        svg.element("circle", class_="ring", cx=second, cy=14.0, r=6),
        svg.text(names[1], second + 12, 18),
    ]


def _tick(value, low):
    return svg.signed(value) if low < 0 else svg.number(value)
