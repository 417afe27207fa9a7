"""A whole diagram as one SVG picture."""

from __future__ import annotations

from content.files.bpmn_badges import draw_badges
from content.files.bpmn_edges import draw_edge
from content.files.bpmn_labels import Label
from content.files.bpmn_layout import Placed, Scene
from content.files.bpmn_model import Bounds, Point
from content.files.bpmn_shapes import draw_shape
from content.files.bpmn_svg import element, number, words

PADDING = 14.0
NATURAL = 1.2  # pixels for a unit, so that text of 11 units is 13 pixels high
REMOVED = "removed"
LARGEST = 12_000.0  # pixels; beyond, a drawing is shown smaller


def draw(scene: Scene) -> str:
    """The picture of a scene: one <g class="bpmn-shape …"> a shape, one <g class="bpmn-edge …"> an
    edge. What contains others lies below, edges run under what they connect, text lies on top, and
    above it the signs of a comparison. What was removed lies under what took its place."""
    shapes = [(shape, *_struck(shape.mark, *draw_shape(shape))) for shape in sorted(scene.shapes, key=_depth)]
    ghosts_first = sorted(scene.edges, key=lambda edge: edge.mark != REMOVED)
    edges = [_struck(edge.mark, *draw_edge(edge)) for edge in ghosts_first]
    beside = [label for _, _, label in shapes] + [label for _, label in edges]
    labels = [label for label in beside if label is not None]
    below = "".join(svg for shape, svg, _ in shapes if shape.is_container)
    above = "".join(svg for shape, svg, _ in shapes if not shape.is_container)
    body = below + "".join(svg for svg, _ in edges) + above
    texts = element("g", "labels", *(label.svg for label in labels)) if labels else ""
    return _frame(scene, _extent(scene, labels), body + texts + draw_badges(scene))


def _struck(mark: str, svg: str, label: Label | None) -> tuple[str, Label | None]:
    """The same, with the text beside what was removed in a group that says so."""
    if label is None or mark != REMOVED:
        return svg, label
    return svg, Label(element("g", REMOVED, label.svg), label.box)


def _depth(shape: Placed) -> tuple[int, float]:
    """Larger containers first, boundary events after the tasks they sit on."""
    if not shape.is_container and shape.mark == REMOVED:
        return 1, 0.0
    if not shape.is_container:
        return 3 if shape.element.tag == "boundaryEvent" else 2, 0.0
    return 0, -shape.box.width * shape.box.height


def _extent(scene: Scene, labels: list[Label]) -> Bounds:
    boxes = [shape.box for shape in scene.shapes] + [label.box for label in labels]
    points = [point for edge in scene.edges for point in edge.points]
    points += [corner for box in boxes for corner in (Point(box.x, box.y), Point(box.right, box.bottom))]
    left, top = min(point.x for point in points), min(point.y for point in points)
    width, height = max(point.x for point in points) - left, max(point.y for point in points) - top
    return Bounds(left, top, width, height).inset(-PADDING)


def _frame(scene: Scene, view: Bounds, body: str) -> str:
    scale = min(NATURAL, LARGEST / max(view.width, view.height))
    return element(
        "svg",
        "drawing",
        element("title", "", words(scene.name)),
        body,
        xmlns="http://www.w3.org/2000/svg",
        role="img",
        viewBox=" ".join(number(value) for value in (view.x, view.y, view.width, view.height)),
        width=view.width * scale,
        height=view.height * scale,
    )
