"""What people see of a BPMN file without opening it: its drawings and its words."""

from __future__ import annotations

from os import PathLike
from typing import TypedDict

from content.files.bpmn_draw import draw
from content.files.bpmn_layout import Scene, lay_out
from content.files.bpmn_model import Diagram, Model
from content.files.bpmn_read import read

__all__ = ["DrawnDiagram", "Preview", "preview", "read"]


class DrawnDiagram(TypedDict):
    """One drawing: its SVG, how many shapes and edges are drawn, and the texts that stand in it."""

    name: str
    svg: str
    shapes: int
    edges: int
    texts: list[str]


class Preview(TypedDict):
    """The drawings of a file, and its words as [where, text]: where is "Pool / Lane", the name of
    the drawing, or ""."""

    diagrams: list[DrawnDiagram]
    text: list[list[str]]


def preview(path: str | PathLike[str]) -> Preview:
    """The drawings and words of the file; raises ValueError as `bpmn_read.read` does."""
    model = read(path)
    drawn = [diagram for diagram in model.diagrams if diagram.shapes or diagram.edges]
    return {"diagrams": [_drawing(model, diagram) for diagram in drawn], "text": _words(model)}


def _drawing(model: Model, diagram: Diagram) -> DrawnDiagram:
    scene = lay_out(model, diagram)
    return {
        "name": diagram.name,
        "svg": draw(scene),
        "shapes": len(scene.shapes),
        "edges": len(scene.edges),
        "texts": _texts(scene),
    }


def _texts(scene: Scene) -> list[str]:
    found = [shape.text for shape in scene.shapes] + [edge.text for edge in scene.edges]
    return [text.replace("\n", " ") for text in found if text]


def _words(model: Model) -> list[list[str]]:
    """Each name and documentation once for each place, in the order of the file."""
    shown = _shown_in(model)
    rows: dict[tuple[str, str], None] = {}
    for element in model.elements.values():
        where = model.place(element) or shown.get(element.id, "")
        for text in (element.name, element.documentation):
            if text:
                rows[where, text.replace("\n", " ")] = None
    return [[where, text] for where, text in rows]


def _shown_in(model: Model) -> dict[str, str]:
    """The name of the first drawing that shows an element."""
    shown: dict[str, str] = {}
    for diagram in model.diagrams:
        references = [shape.element for shape in diagram.shapes] + [edge.element for edge in diagram.edges]
        for reference in references:
            found = model.find(reference)
            if found is not None:
                shown.setdefault(found.id, diagram.name)
    return shown
