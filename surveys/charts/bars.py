"""Ranked bars with intervals, the funnel of those who came, and needs with what is supplied of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from surveys.charts import svg
from surveys.intervals import Interval

WIDTH = 860
ROW = 30
NAMES = 310  # room for the words on the left
VALUES = 130  # and for the figures on the right
HEAD = 28


@dataclass(frozen=True)
class Bar:
    label: str
    value: float
    interval: Interval
    note: str = ""  # such as the range of ranks


@dataclass(frozen=True)
class Step:
    """One step of the funnel; without a number where fewer than five would be named."""

    label: str
    n: int | None


@dataclass(frozen=True)
class Supplied:
    """A need: its opportunity (0 to 20), and what of it is not supplied yet."""

    label: str
    opportunity: float
    missing: float
    note: str = ""  # such as the whole


def ranked_bars(
    bars: Sequence[Bar], title: str, description: str, uid: str = "bars", *, most: float = 20
) -> SafeString:
    """One row a bar from 0 to ``most``, in the order given, with its interval as a line across the end."""
    x = partial(_at, most=most)
    parts = _scale(x, most, HEAD + len(bars) * ROW)
    for place, bar in enumerate(bars, 1):
        middle = HEAD + (place - 0.5) * ROW
        low, high = map(x, bar.interval)
        parts += [
            _name(place, bar.label, middle),
            _from_zero("bar", x(bar.value), middle, 16),
            svg.line(
                f"M{low:.1f} {middle:.1f}H{high:.1f}M{low:.1f} {middle - 5:.1f}v10M{high:.1f} {middle - 5:.1f}v10",
                "ci",
            ),
            svg.text(f"{bar.value:.1f}", WIDTH - VALUES + 14, middle + 4, font_weight="700"),
            svg.text(bar.note, WIDTH - VALUES + 54, middle + 4, class_="t2"),
        ]
    return svg.picture(uid, title, description, (WIDTH, HEAD + len(bars) * ROW + 8), parts, "rows wide")


def supply_bars(
    needs: Sequence[Supplied], title: str, description: str, uid: str = "supply", *, most: float = 20
) -> SafeString:
    """One row a need from 0 to ``most``: a thin bar for its opportunity, in it a thick one for what is missing."""
    x = partial(_at, most=most)
    parts = _scale(x, most, HEAD + len(needs) * ROW)
    for place, need in enumerate(needs, 1):
        middle = HEAD + (place - 0.5) * ROW
        parts += [
            _name(place, need.label, middle),
            _from_zero("whole", x(need.opportunity), middle, 6),
            _from_zero("bar", x(need.missing), middle, 16),
            svg.text(svg.number(need.missing), WIDTH - VALUES + 14, middle + 4, font_weight="700"),
            svg.text(need.note, WIDTH - VALUES + 54, middle + 4, class_="t2"),
        ]
    return svg.picture(uid, title, description, (WIDTH, HEAD + len(needs) * ROW + 8), parts, "rows wide")


def _name(place, label, middle):
    words = svg.shortened(f"{place}. {label}", NAMES - 14)
    return svg.text(words, NAMES - 8, middle + 4, text_anchor="end")


def _from_zero(css, end, middle, thick):
    wide = max(end - NAMES, 1.0)
    return svg.element(
        "rect", class_=css, x=float(NAMES), y=middle - thick / 2, width=wide, height=float(thick)
    )


def funnel(steps: Sequence[Step], title: str, uid: str = "funnel") -> SafeString:
    """Bars from the first step down, each with its number and its share of the first."""
    first = max((step.n or 0 for step in steps), default=0)
    inside = WIDTH - NAMES - VALUES
    parts = []
    for place, step in enumerate(steps):
        top = place * (ROW + 8)
        wide = (step.n or 0) / first * inside if first else 0
        parts += [
            svg.text(svg.shortened(step.label, NAMES - 14), NAMES - 8, top + 20, text_anchor="end"),
            svg.element("rect", class_="track", x=NAMES, y=top + 2, width=inside, height=ROW - 4),
            svg.element("rect", class_="bar", x=NAMES, y=top + 2, width=wide, height=ROW - 4),
            svg.text(_amount(step.n, first), NAMES + inside + 12, top + 20, font_weight="700"),
        ]
    described = ", ".join(f"{step.label}: {_amount(step.n, first)}" for step in steps)
    return svg.picture(uid, title, described, (WIDTH, len(steps) * (ROW + 8)), parts, "rows wide")


def _amount(n, first):
    if n is None:
        return _("fewer than 5")
    return f"{n} ({n / first:.0%})" if first else str(n)


def _at(value, most):
    """Where a value stands on the scale from 0 to ``most``."""
    return NAMES + min(max(value, 0), most) / most * (WIDTH - NAMES - VALUES)


def _scale(x, most, bottom):
    """Grid lines at quarters of the scale with their numbers above."""
    parts = []
    for quarter in range(5):
        value = most * quarter / 4
        parts.append(svg.line(f"M{x(value):.1f} {HEAD - 6}V{bottom}", "gridl"))
        parts.append(svg.text(svg.number(value), x(value), HEAD - 12, class_="t2", text_anchor="middle"))
    return parts
