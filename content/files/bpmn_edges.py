"""How each kind of edge is drawn: its line, what stands at its ends, and its text."""

from __future__ import annotations

from itertools import pairwise
from math import hypot

from content.files.bpmn_labels import LINE, Label, centred, wrap
from content.files.bpmn_layout import Drawn
from content.files.bpmn_model import Point
from content.files.bpmn_shapes import BESIDE, within
from content.files.bpmn_svg import circle, element, polygon, polyline
from content.files.bpmn_symbols import envelope

HEAD = 9.0  # length of an arrow head
Way = list[Point]


def draw_edge(edge: Drawn) -> tuple[str, Label | None]:
    """One <g class="bpmn-edge …"> and the text beside it, if any."""
    tag, way = edge.element.tag, edge.points
    if tag == "sequenceFlow":
        css, body = "sequence", _sequence(edge)
    elif tag == "messageFlow":
        css, body = "message-flow", _message(edge)
    elif tag == "association":
        css, body = "association", polyline("line", way) + _pointers(edge)
    elif tag.startswith("data"):
        css, body = "association", polyline("line", way) + _open_head(way)
    elif tag == "conversationLink":
        css, body = "link", polyline("outer", way) + polyline("inner", way)
    else:
        css, body = "plain", polyline("line", way)
    return element("g", f"edge {css} {edge.mark}", body), _label(edge)


def _sequence(edge: Drawn) -> str:
    body = polyline("line", edge.points) + polygon("solid", _head(edge.points))
    if edge.is_conditional:
        body += polygon("sign", _diamond(edge.points))
    elif edge.is_default:
        body += polyline("sign-line", _slash(edge.points))
    return body


def _message(edge: Drawn) -> str:
    body = polyline("line", edge.points)
    body += circle("sign", _along(edge.points[0], _heading(edge.points), 3.5), 3.5)
    body += polygon("sign", _head(edge.points))
    if edge.edge.message:
        body += envelope(part_way(edge.points), 20, edge.edge.message == "non_initiating")
    return body


def _pointers(edge: Drawn) -> str:
    direction = edge.element.attributes.get("associationDirection", "None")
    ends = _open_head(edge.points) if direction in ("One", "Both") else ""
    return ends + (_open_head(edge.points[::-1]) if direction == "Both" else "")


def _heading(way: Way) -> Point:
    """The direction in which a way sets out, one unit long; to the right where it goes nowhere."""
    start = way[0]
    for point in way[1:]:
        length = _length(start, point)
        if length > 0.01:
            return Point((point.x - start.x) / length, (point.y - start.y) / length)
    return Point(1.0, 0.0)


def _along(start: Point, heading: Point, far: float, aside: float = 0.0) -> Point:
    return Point(start.x + heading.x * far - heading.y * aside, start.y + heading.y * far + heading.x * aside)


def _head(way: Way) -> Way:
    back = _heading(way[::-1])
    return [way[-1], _along(way[-1], back, HEAD, HEAD * 0.42), _along(way[-1], back, HEAD, -HEAD * 0.42)]


def _open_head(way: Way) -> str:
    tip, left, right = _head(way)
    return polyline("sign-line", [left, tip, right])


def _slash(way: Way) -> Way:
    heading = _heading(way)
    return [_along(way[0], heading, 6, 5), _along(way[0], heading, 11, -5)]


def _diamond(way: Way) -> Way:
    heading, start = _heading(way), way[0]
    return [start, _along(start, heading, 7, 4), _along(start, heading, 14), _along(start, heading, 7, -4)]


def _length(here: Point, there: Point) -> float:
    return hypot(there.x - here.x, there.y - here.y)


def part_way(way: Way, share: float = 0.5) -> Point:
    """The point after this share of the way: half-way along unless told."""
    rest = sum(_length(here, there) for here, there in pairwise(way)) * share
    for here, there in pairwise(way):
        length = _length(here, there)
        if 0 < length >= rest:
            part = rest / length
            return Point(here.x + (there.x - here.x) * part, here.y + (there.y - here.y) * part)
        rest -= length
    return way[0]


def _label(edge: Drawn) -> Label | None:
    """The text of an edge: where the file says, else above the middle of its way."""
    if not edge.text:
        return None
    if edge.label is not None:
        return within(edge.label, edge.text)
    lines, middle = wrap(edge.text, BESIDE), part_way(edge.points)
    clear = 12 if edge.edge.message else 3
    return centred(lines, Point(middle.x, middle.y - clear - LINE * len(lines) / 2), css="halo")
