"""Where everything of one diagram stands: shapes and edges joined with what they mean.

Coordinates become those of our drawing here: unusually small or large models are brought to the
size of ordinary ones, shapes without a usable box get a place below the rest, edges end at the
border of what they connect.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import hypot
from statistics import median

from content.files.bpmn_model import (
    ACTIVITIES,
    DATA_OBJECTS,
    DATA_STORES,
    EVENTS,
    GATEWAYS,
    SUB_PROCESSES,
    Bounds,
    Diagram,
    Edge,
    Element,
    Model,
    Point,
    Shape,
)
from content.files.bpmn_read import FARTHEST, LONGEST_NAME

USUAL_HEIGHT = 80.0  # of a task, in most tools
BAND = 30.0  # the strip with a pool's or lane's name
UNKNOWN = Element("", "")


@dataclass(slots=True)
class Placed:
    """A shape with its element (`UNKNOWN` where the file has none) and its box in our drawing."""

    shape: Shape
    element: Element
    box: Bounds
    label: Bounds | None
    text: str
    expanded: bool = False
    horizontal: bool = True
    empty: bool = False  # a pool nothing is drawn in
    band: float = BAND
    called: str = ""  # tag of what a call activity calls
    mark: str = ""  # "added", "removed", "changed" or "moved" in a comparison of two versions

    @property
    def is_container(self) -> bool:
        """Whether others are drawn inside, so that edges may start and end within it."""
        holds = self.element.tag in ("participant", "lane", "group") and not self.shape.band
        return holds or self.expanded


@dataclass(slots=True)
class Drawn:
    """An edge with its element and its way in our drawing: at least two points."""

    edge: Edge
    element: Element
    points: list[Point]
    label: Bounds | None
    text: str
    is_default: bool = False
    is_conditional: bool = False
    mark: str = ""  # as that of a shape


@dataclass(slots=True)
class Scene:
    """One diagram, ready to draw, in the order of the file."""

    name: str
    shapes: list[Placed]
    edges: list[Drawn]


def lay_out(model: Model, diagram: Diagram) -> Scene:
    """The scene of a diagram: as many shapes and edges as the diagram has, each with a place."""
    scale = _scale(model, diagram)
    placed = [_placed(model, shape, scale) for shape in diagram.shapes]
    _give_room([item for item in placed if item.shape.bounds is None], placed)
    _open(placed)
    _arrange_pools(model, placed)
    targets = {item.shape.id: item for item in reversed(placed) if item.shape.id}
    targets |= {item.element.id: item for item in reversed(placed) if item.element.id}
    drawn = [_drawn(model, edge, scale, targets) for edge in diagram.edges]
    return Scene(diagram.name, placed, drawn)


def _scale(model: Model, diagram: Diagram) -> float:
    """What to multiply with so that a usual task is about `USUAL_HEIGHT` high (1 in most files)."""
    heights = [
        shape.bounds.height
        for shape in diagram.shapes
        if shape.bounds and (found := model.find(shape.element)) and found.tag in ACTIVITIES
    ]
    if not heights or 25 <= median(heights) <= 300:
        return 1.0
    return min(USUAL_HEIGHT / median(heights), FARTHEST)


def _scaled(box: Bounds | None, scale: float) -> Bounds | None:
    if box is None:
        return None
    x, y, width, height = (_within(value * scale) for value in (box.x, box.y, box.width, box.height))
    return Bounds(x, y, max(width, 1.0), max(height, 1.0))


def _within(value: float) -> float:
    return max(-FARTHEST, min(FARTHEST, value))


def _placed(model: Model, shape: Shape, scale: float) -> Placed:
    element = model.find(shape.element) or UNKNOWN
    box = _scaled(shape.bounds, scale) or _usual_box(element.tag)
    called = model.find(element.attributes.get("calledElement", ""))
    return Placed(
        shape=shape,
        element=element,
        box=box,
        label=_scaled(shape.label, scale),
        text=(_text(element) if element is not UNKNOWN else shape.element)[:LONGEST_NAME],
        horizontal=box.width >= box.height if shape.horizontal is None else shape.horizontal,
        called=called.tag if called else "",
    )


def _text(element: Element) -> str:
    state = element.attributes.get("dataState", "")
    return f"{element.name}\n[{state}]".strip() if state else element.name


def _usual_box(tag: str) -> Bounds:
    if tag in EVENTS:
        return Bounds(0, 0, 36, 36)
    if tag in GATEWAYS | DATA_OBJECTS | DATA_STORES:
        return Bounds(0, 0, 50, 50)
    return Bounds(0, 0, 100, USUAL_HEIGHT)


def _give_room(homeless: list[Placed], placed: list[Placed]) -> None:
    """Put shapes without a box in a row below the others, instead of on top of one another."""
    housed = [item.box for item in placed if item.shape.bounds is not None]
    left = min((box.x for box in housed), default=0.0)
    top = _within(max((box.bottom for box in housed), default=0.0) + 40)
    for number, item in enumerate(homeless):
        item.box = Bounds(_within(left + 140 * number), top, item.box.width, item.box.height)


def _open(placed: list[Placed]) -> None:
    """Find the sub-processes that are drawn open: where the file is silent, those with content."""
    beside = ("boundaryEvent", "dataInput", "dataOutput")
    parents = {item.element.parent for item in placed if item.element.tag not in beside}
    for item in placed:
        if item.element.tag in SUB_PROCESSES | {"subChoreography", "callActivity", "callChoreography"}:
            said = item.shape.expanded
            item.expanded = item.element.id in parents if said is None else said


def _arrange_pools(model: Model, placed: list[Placed]) -> None:
    """Find which way pools and their lanes run, and how wide the strips with their names are."""
    pools = [item for item in placed if item.element.tag == "participant" and not item.shape.band]
    lanes = [item for item in placed if item.element.tag == "lane"]
    inner: dict[str, list[Placed]] = {}
    for lane in lanes:
        pool_of = model.pool_of(lane.element)
        inner.setdefault(pool_of.id if pool_of else "", []).append(lane)
    for pool in pools:
        own = inner.get(pool.element.id, [])
        pool.band = _band(pool, own)
        pool.empty = not pool.element.attributes.get("processRef", "")
        for lane in own:
            if lane.shape.horizontal is None:
                lane.horizontal = pool.horizontal
        inner[pool.element.id] = []  # one shape a pool; a second one finds nothing left to arrange
    for item in pools + lanes:
        item.band = min(item.band, (item.box.width if item.horizontal else item.box.height) / 2)


def _band(pool: Placed, lanes: list[Placed]) -> float:
    gaps = [lane.box.x - pool.box.x if pool.horizontal else lane.box.y - pool.box.y for lane in lanes]
    gap = min(gaps, default=BAND)
    return gap if 12 <= gap <= 2 * BAND else BAND


def _drawn(model: Model, edge: Edge, scale: float, targets: dict[str, Placed]) -> Drawn:
    element = model.find(edge.element) or UNKNOWN
    source = targets.get(edge.source) or targets.get(_id(model, element.source))
    target = targets.get(edge.target) or targets.get(_id(model, element.target))
    points = [Point(_within(point.x * scale), _within(point.y * scale)) for point in edge.waypoints]
    points = _two_ends(points, source, target)
    starter = model.find(element.source) or UNKNOWN
    return Drawn(
        edge=edge,
        element=element,
        points=_between(points, source, target),
        label=_scaled(edge.label, scale),
        text=element.name,
        is_default=starter.attributes.get("default") == element.id,
        is_conditional=element.condition is not None and starter.tag in ACTIVITIES,
    )


def _id(model: Model, reference: str) -> str:
    found = model.find(reference)
    return found.id if found else ""


def _two_ends(points: list[Point], source: Placed | None, target: Placed | None) -> list[Point]:
    """A way of at least two points, from the middle of what it connects where it has none."""
    if len(points) >= 2:
        return points
    ends = [end.box.centre for end in (source, target) if end is not None]
    ways = points or ends or [Point(0.0, 0.0)]
    return ends if len(ends) == 2 and not points else [ways[0], ways[-1]]


def _between(points: list[Point], source: Placed | None, target: Placed | None) -> list[Point]:
    """The way without the parts hidden under the shapes at its ends (some tools run to the middle)."""
    cut = _cut(_cut(points, source)[::-1], target)[::-1]
    return cut if len(cut) >= 2 else points


def _cut(points: list[Point], shape: Placed | None) -> list[Point]:
    if shape is None or shape.is_container or not _covers(shape, points[0]):
        return points
    for number, (here, there) in enumerate(pairwise(points)):
        if not _covers(shape, there):
            return [_border(shape, here, there), *points[number + 1 :]]
    return points


def _covers(shape: Placed, point: Point) -> bool:
    """Whether the point lies under the shape itself (circle, diamond or box), not just at its rim."""
    box, middle = shape.box, shape.box.centre
    dx, dy = abs(point.x - middle.x), abs(point.y - middle.y)
    if shape.element.tag in EVENTS:
        return hypot(dx, dy) < min(box.width, box.height) / 2 - 1
    if shape.element.tag in GATEWAYS:
        return dx / box.width + dy / box.height < 0.5 - 1 / max(box.width, box.height)
    return box.holds(point, margin=1.0)


def _border(shape: Placed, inside: Point, outside: Point) -> Point:
    """Where the line between the two points leaves the shape, found by halving (30 times: exact)."""
    for _ in range(30):
        middle = Point((inside.x + outside.x) / 2, (inside.y + outside.y) / 2)
        if _covers(shape, middle):
            inside = middle
        else:
            outside = middle
    return outside
