"""Text in a drawing: how wide it is, where it breaks, where it stands.

SVG does not wrap, and nothing here can ask a font: the widths are those of Atkinson Hyperlegible
Next, the font of the site.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from content.files.bpmn_model import Bounds, Point
from content.files.bpmn_svg import element, number, words

SIZE = 11.0  # font size in units of the drawing, as most tools write; bpmn.css says the same
LINE = 13.0
ASCENT = 10.0
LONGEST = 400  # letters of one label; the whole text stands beside the drawing
# Hundredths of the font size from " " to "~", as a browser measures the regular weight.
WIDTHS = (
    "28 29 30 65 59 92 73 16 30 30 48 61 21 36 21 39 65 41 55 58 61 59 60 51 61 59 21 21 55 63 55 48 "
    "78 63 61 64 67 57 55 69 69 39 51 63 54 82 69 71 59 72 61 59 56 69 59 86 62 57 61 32 39 34 55 37 "
    "24 52 57 48 56 54 31 56 55 25 24 49 26 84 55 55 57 57 35 47 33 54 46 68 48 45 46 34 24 34 55"
)
ADVANCE = {chr(code): int(width) / 100 for code, width in enumerate(WIDTHS.split(), 32)}


@dataclass(frozen=True, slots=True)
class Label:
    """Drawn text and the room it takes."""

    svg: str
    box: Bounds


class Part(str):
    """A line that ends within a word, which goes on in the next line."""

    __slots__ = ()


@lru_cache(maxsize=4096)
def text_width(text: str) -> float:
    """The estimated width of one line, in units of the drawing."""
    return sum(_letter(char) for char in text) * SIZE


def _letter(char: str) -> float:
    if char in ADVANCE:
        return ADVANCE[char]
    if unicodedata.combining(char):
        return 0.0
    return 1.0 if unicodedata.east_asian_width(char) in "WF" else 0.6


def wrap(text: str, width: float, most: int = 8) -> list[str]:
    """Lines no wider than `width` where words allow it; a word that is wider is broken. Past
    `most` lines the last one ends in "…"."""
    shown = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    lines: list[str] = []
    for paragraph in shown.splitlines():
        lines += _wrapped(paragraph.split(), max(width, SIZE))
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], lines[most - 1].rstrip("…") + "…"]


def _wrapped(parts: list[str], width: float) -> list[str]:
    lines: list[str] = []
    line = ""
    for word in parts:
        longer = f"{line} {word}" if line else word
        if text_width(longer) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        *full, line = _broken(word, width)
        lines += map(Part, full)
    return [*lines, line] if line else lines


def _broken(word: str, width: float) -> list[str]:
    pieces, piece, used = [], "", 0.0
    for char in word:
        room = _letter(char) * SIZE
        if piece and used + room > width:
            pieces.append(piece)
            piece, used = "", 0.0
        piece, used = piece + char, used + room
    return [*pieces, piece]


def centred(lines: list[str], middle: Point, *, turned: bool = False, css: str = "") -> Label:
    """Lines around a point; `turned` ones are read from bottom to top."""
    height = LINE * len(lines)
    width = max((text_width(line) for line in lines), default=0.0)
    spin = {"transform": f"rotate(-90 {number(middle.x)} {number(middle.y)})"} if turned else {}
    svg = _text(lines, middle.x, middle.y - height / 2, "middle", css, spin)
    if turned:
        width, height = height, width
    return Label(svg, Bounds(middle.x - width / 2, middle.y - height / 2, width, height))


def hanging(lines: list[str], x: float, top: float) -> Label:
    """Lines that begin at `x`, below `top`."""
    width = max((text_width(line) for line in lines), default=0.0)
    return Label(_text(lines, x, top, "start", "", {}), Bounds(x, top, width, LINE * len(lines)))


def _text(lines: list[str], x: float, top: float, anchor: str, css: str, spin: dict[str, str]) -> str:
    spans: list[str] = []
    before: str = Part()
    for row, line in enumerate(lines):
        if line:
            spans.append(_span(line, x, top + ASCENT + LINE * row, parted=not isinstance(before, Part)))
            before = line
    return element("text", f"text {css}", *spans, text_anchor=anchor, **spin) if spans else ""


def _span(line: str, x: float, y: float, *, parted: bool) -> str:
    """One line. A space before it parts it from the words above for whoever reads or copies the text; as it and the
    first letter have places of their own, it moves neither line."""
    if not parted:
        return element("tspan", "", words(line), x=x, y=y)
    return element("tspan", "", words(f" {line}"), x=f"{number(x)} {number(x)}", y=y)
