"""The signs of a comparison in a drawing: + for added, − for removed, ~ for changed, → for moved.

They stand beside the colours of the style sheet, because colour alone tells some people nothing.
"""

from __future__ import annotations

from content.files.bpmn_edges import part_way
from content.files.bpmn_layout import Drawn, Placed, Scene
from content.files.bpmn_model import Point
from content.files.bpmn_svg import circle, element, path

RADIUS = 8.0
SIGNS = {
    "added": "M -4 0 L 4 0 M 0 -4 L 0 4",
    "removed": "M -4 0 L 4 0",
    "changed": "M -4.5 1 Q -2.25 -4 0 0 Q 2.25 4 4.5 -1",
    "moved": "M -4 0 L 4 0 M 1 -3 L 4 0 L 1 3",
}


def draw_badges(scene: Scene) -> str:
    """One <g class="bpmn-badge …"> for each shape and edge with a mark; they belong on top of all else."""
    shapes = [_badge(shape.mark, _corner(shape)) for shape in scene.shapes if shape.mark]
    edges = [_badge(edge.mark, _on(edge)) for edge in scene.edges if edge.mark]
    return "".join(edges + shapes)


def _badge(mark: str, middle: Point) -> str:
    return element(
        "g", f"badge {mark}", circle("badge-box", middle, RADIUS), path("badge-sign", SIGNS[mark], middle)
    )


def _corner(shape: Placed) -> Point:
    return Point(shape.box.right - 2, shape.box.y + 2)


def _on(edge: Drawn) -> Point:
    """Past the middle, where the text of most edges stands."""
    return part_way(edge.points, 0.65)
