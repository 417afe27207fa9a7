"""Text in a drawing: how wide it is, where it breaks, where it stands.

SVG does not wrap, and nothing here can ask a font. The widths are those of Atkinson Hyperlegible
Next in a few classes of letters, a little on the wide side, as the fonts that step in for it are.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from content.files.bpmn_model import Bounds, Point
from content.files.bpmn_svg import element, number, words

SIZE = 11.0  # font size in units of the drawing, as most tools write; bpmn.css says the same
LINE = 13.0
ASCENT = 10.0
LONGEST = 400  # letters of one label; the whole text stands beside the drawing
THIN = frozenset("ijl.,:;'|! ")
SLIM = frozenset("ftrI()[]{}/\\-\"*")
BROAD = frozenset("mMW@%&")


@dataclass(frozen=True, slots=True)
class Label:
    """Drawn text and the room it takes."""

    svg: str
    box: Bounds


def text_width(text: str) -> float:
    """The estimated width of one line, in units of the drawing."""
    return sum(_letter(char) for char in text) * SIZE


def _letter(char: str) -> float:
    if char in THIN:
        return 0.28
    if char in SLIM:
        return 0.37
    if char in BROAD:
        return 0.86
    if char < "\u0300":
        return 0.66 if char.isupper() or char == "w" else 0.56
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
        lines += full
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
    spans = [
        element("tspan", "", words(line), x=x, y=top + ASCENT + LINE * row) for row, line in enumerate(lines) if line
    ]
    return element("text", f"text {css}", *spans, text_anchor=anchor, **spin) if spans else ""
