"""The few SVG elements our drawings are made of.

Geometry and class names only: colours come from the style sheet (`bpmn.css`), so that a drawing
follows light, dark, print and forced colours, and stays within the content security policy.
There are no ids, links or references: several drawings may stand on one page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

from content.files.bpmn_model import Bounds, Point

STEP = re.compile(r"[MLCQZ]|-?\d*\.?\d+")


def number(value: float) -> str:
    """Two decimals at most, no exponent, no "-0"."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def element(name: str, css: str = "", *children: str, **attributes: float | str) -> str:
    """One SVG element. `css` holds class names without their "bpmn-", children are SVG already,
    an attribute `stroke_width` is written `stroke-width`."""
    named = {"class": " ".join(f"bpmn-{word}" for word in css.split())} if css else {}
    parts = [name]
    for key, value in (named | attributes).items():
        written = value if isinstance(value, str) else number(value)
        parts.append(f"{key.replace('_', '-')}={quoteattr(written)}")
    opening = " ".join(parts)
    return f"<{opening}>{''.join(children)}</{name}>" if children else f"<{opening}/>"


def words(text: str) -> str:
    """Text for the inside of an element."""
    return escape(text)


def rect(css: str, box: Bounds, radius: float = 0.0) -> str:
    rounded: dict[str, float] = {"rx": min(radius, box.width / 2, box.height / 2)} if radius else {}
    return element("rect", css, x=box.x, y=box.y, width=box.width, height=box.height, **rounded)


def circle(css: str, middle: Point, radius: float) -> str:
    return element("circle", css, cx=middle.x, cy=middle.y, r=radius)


def polygon(css: str, points: Iterable[Point]) -> str:
    return element("polygon", css, points=_pairs(points))


def polyline(css: str, points: Iterable[Point]) -> str:
    return element("polyline", css, points=_pairs(points))


def _pairs(points: Iterable[Point]) -> str:
    return " ".join(f"{number(point.x)},{number(point.y)}" for point in points)


def path(css: str, steps: str, middle: Point, size: float = 1.0) -> str:
    """A path written in its own small units (absolute M, L, C, Q, Z only), `size` times as large and
    moved so that its 0,0 lies at `middle`."""
    moved, across = [], True
    for step in _steps(steps):
        if isinstance(step, str):
            moved.append(step)
            continue
        moved.append(number((middle.x if across else middle.y) + step * size))
        across = not across
    return element("path", css, d=" ".join(moved))


@lru_cache(maxsize=256)
def _steps(steps: str) -> tuple[float | str, ...]:
    return tuple(step if step.isalpha() else float(step) for step in STEP.findall(steps))
