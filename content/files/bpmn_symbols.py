"""The signs inside events, gateways and activities, after BPMN 2.0.2 (OMG formal/2013-12-09),
chapter 13 and tables 10.93 and 12.

Each sign is written in units where its place reaches from -1 to 1; classes say whether it is an
outline ("sign"), filled ("solid") or a line upon a filled one ("reverse").
"""

from __future__ import annotations

from math import cos, pi, sin

from content.files.bpmn_model import Bounds, Point
from content.files.bpmn_svg import circle, path, polygon, rect

SHAPES = {
    "error": "M -.52 .5 L -.2 -.42 L .14 .12 L .52 -.5 L .22 .44 L -.12 -.06 Z",
    "escalation": "M 0 -.62 L .42 .5 L 0 .1 L -.42 .5 Z",
    "signal": "M 0 -.6 L .56 .38 L -.56 .38 Z",
    "cancel": "M -.52 -.36 L -.36 -.52 L 0 -.16 L .36 -.52 L .52 -.36 L .16 0 L .52 .36 L .36 .52 "
    "L 0 .16 L -.36 .52 L -.52 .36 L -.16 0 Z",
    "compensation": "M -.64 0 L -.08 -.42 L -.08 .42 Z M -.08 0 L .48 -.42 L .48 .42 Z",
    "link": "M -.56 -.2 L .06 -.2 L .06 -.48 L .62 0 L .06 .48 L .06 .2 L -.56 .2 Z",
    "parallelMultiple": "M -.16 -.58 L .16 -.58 L .16 -.16 L .58 -.16 L .58 .16 L .16 .16 L .16 .58 "
    "L -.16 .58 L -.16 .16 L -.58 .16 L -.58 -.16 L -.16 -.16 Z",
    "multiple": "M 0 -.6 L .57 -.19 L .35 .49 L -.35 .49 L -.57 -.19 Z",
}
ENVELOPE = "M -.56 -.38 L .56 -.38 L .56 .38 L -.56 .38 Z"
FLAP = "M -.56 -.38 L 0 .1 L .56 -.38"
SHEET = "M -.42 -.55 L .42 -.55 L .42 .55 L -.42 .55 Z"
SHEET_LINES = "M -.28 -.33 L .28 -.33 M -.28 -.11 L .28 -.11 M -.28 .11 L .28 .11 M -.28 .33 L .28 .33"
PLUS = "M -.5 0 L .5 0 M 0 -.5 L 0 .5"
CROSS = "M -.36 -.36 L .36 .36 M .36 -.36 L -.36 .36"
PERSON = "M -.75 .95 L -.75 .5 C -.75 .05 -.4 -.05 0 -.05 C .4 -.05 .75 .05 .75 .5 L .75 .95 Z"
SCROLL = "M -.45 -.9 L .85 -.9 C .2 -.45 1 .35 .45 .9 L -.85 .9 C -.2 .35 -1 -.45 -.45 -.9 Z"
SCROLL_LINES = "M -.4 -.5 L .3 -.5 M -.45 -.17 L .25 -.17 M -.25 .17 L .45 .17 M -.3 .5 L .4 .5"
HAND = (
    "M -.9 -.05 L -.35 -.65 C -.15 -.85 .15 -.6 -.05 -.4 L -.2 -.25 L .8 -.25 C 1 -.25 1 .02 .8 .02 "
    "L .3 .02 L .85 .02 C 1.05 .02 1.05 .28 .85 .28 L .3 .28 L .75 .28 C .95 .28 .95 .53 .75 .53 "
    "L .3 .53 L .6 .53 C .8 .53 .8 .78 .6 .78 L -.4 .78 C -.7 .78 -.9 .55 -.9 .3 Z"
)
TABLE = "M -.9 -.65 L .9 -.65 L .9 .7 L -.9 .7 Z"
TABLE_HEAD = "M -.9 -.65 L .9 -.65 L .9 -.25 L -.9 -.25 Z"
TABLE_LINES = "M -.9 .22 L .9 .22 M -.35 -.25 L -.35 .7"
LOOP = (
    "M -.45 .72 C -1.1 .25 -.95 -.85 0 -.85 C 1.1 -.85 1.15 .7 .15 .78 "
    "M -.45 .72 L -.85 .75 M -.45 .72 L -.5 .3"
)
BARS = {
    "parallel": "M -.55 -.75 L -.55 .75 M 0 -.75 L 0 .75 M .55 -.75 L .55 .75",
    "sequential": "M -.75 -.55 L .75 -.55 M -.75 0 L .75 0 M -.75 .55 L .75 .55",
}
REWIND = "M -.9 0 L -.05 -.6 L -.05 .6 Z M -.05 0 L .8 -.6 L .8 .6 Z"
TILDE = (
    "M -.85 .35 C -.75 -.5 -.3 -.55 .1 -.15 C .4 .15 .6 .1 .85 -.35 "
    "C .8 .45 .4 .6 0 .2 C -.4 -.15 -.6 -.1 -.85 .35 Z"
)
ASTERISK = "M -.55 0 L .55 0 M 0 -.55 L 0 .55 M -.39 -.39 L .39 .39 M .39 -.39 L -.39 .39"


def trigger(kind: str, middle: Point, radius: float, filled: bool) -> str:
    """What an event waits for (outline) or raises (filled); "" for an event without a trigger. A
    kind that BPMN does not know is drawn as several."""
    if kind == "message":
        return envelope(middle, radius, filled)
    if kind == "timer":
        return _clock(middle, radius * 0.62)
    if kind == "conditional":
        return path("sign", SHEET, middle, radius) + path("sign", SHEET_LINES, middle, radius)
    if kind == "terminate":
        return circle("solid", middle, radius * 0.6)
    if not kind:
        return ""
    return path("solid" if filled else "sign", SHAPES.get(kind, SHAPES["multiple"]), middle, radius)


def envelope(middle: Point, size: float, filled: bool) -> str:
    flap = path("reverse" if filled else "sign-line", FLAP, middle, size)
    return path("solid" if filled else "sign", ENVELOPE, middle, size) + flap


def _clock(middle: Point, radius: float) -> str:
    ticks = " ".join(
        f"M {sin(turn) * 0.78:.3f} {-cos(turn) * 0.78:.3f} L {sin(turn) * 0.96:.3f} {-cos(turn) * 0.96:.3f}"
        for turn in (hour * pi / 6 for hour in range(12))
    )
    hands = path("sign-line", f"{ticks} M .22 -.62 L 0 0 L .45 .05", middle, radius)
    return circle("sign", middle, radius) + hands


def gateway_sign(tag: str, middle: Point, half: float, marked: bool, starts: bool, all_of: bool) -> str:
    """The sign in a gateway with `half` its width. An exclusive one shows its cross only when
    `marked`; an event-based one that `starts` a process has one ring, and a plus for `all_of`."""
    if tag == "exclusiveGateway":
        return path("sign-bold", CROSS, middle, half * 1.05) if marked else ""
    if tag == "inclusiveGateway":
        return circle("sign-bold", middle, half * 0.48)
    if tag == "parallelGateway":
        return path("sign-bold", PLUS, middle, half * 1.1)
    if tag == "complexGateway":
        return path("sign-bold", ASTERISK, middle, half)
    if tag != "eventBasedGateway":
        return ""
    rings = circle("sign", middle, half * 0.56)
    rings += "" if starts else circle("sign", middle, half * 0.46)
    return rings + path("sign", SHAPES["parallelMultiple" if all_of else "multiple"], middle, half * 0.52)


def task_sign(tag: str, middle: Point, size: float) -> str:
    """The type of a task, in a square of twice `size`; "" for a task without a type."""
    kind = tag.removeprefix("global").lower()
    if kind in ("sendtask", "receivetask"):
        return envelope(middle, size * 1.6, kind == "sendtask")
    if kind == "usertask":
        head = circle("sign", Point(middle.x, middle.y - size * 0.45), size * 0.45)
        return path("sign", PERSON, middle, size) + head
    if kind == "servicetask":
        return _gear(Point(middle.x, middle.y), size)
    if kind == "scripttask":
        return path("sign", SCROLL, middle, size) + path("sign-line", SCROLL_LINES, middle, size)
    if kind == "manualtask":
        return path("sign", HAND, middle, size * 1.15)
    if kind == "businessruletask":
        table = path("sign", TABLE, middle, size) + path("solid", TABLE_HEAD, middle, size)
        return table + path("sign-line", TABLE_LINES, middle, size)
    return ""


def _gear(middle: Point, size: float) -> str:
    corners = []
    for tooth in range(8):
        for part, reach in ((-0.3, 0.72), (-0.18, 1.0), (0.18, 1.0), (0.3, 0.72)):
            turn = (tooth + part) * pi / 4
            corners.append(Point(middle.x + sin(turn) * reach * size, middle.y - cos(turn) * reach * size))
    return polygon("sign", corners) + circle("sign", middle, size * 0.34)


def activity_sign(kind: str, middle: Point, size: float) -> str:
    """One of the signs at the bottom of an activity: standard, parallel or sequential (loops),
    compensation, ad-hoc, collapsed."""
    if kind == "standard":
        return path("sign-line", LOOP, middle, size)
    if kind in BARS:
        return path("sign-bars", BARS[kind], middle, size)
    if kind == "compensation":
        return path("sign", REWIND, middle, size)
    if kind == "ad-hoc":
        return path("solid", TILDE, middle, size)
    box = Bounds(middle.x - size, middle.y - size, 2 * size, 2 * size)
    return rect("sign", box) + path("sign-line", PLUS, middle, size * 1.3)
