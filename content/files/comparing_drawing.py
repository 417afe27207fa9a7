"""Two versions of a BPMN drawing in one: the new one with marks, and what was removed where it stood."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from statistics import median

from content.files.bpmn_draw import draw
from content.files.bpmn_layout import Drawn, Placed, Scene, lay_out
from content.files.bpmn_model import Bounds, Diagram, Model, Point
from content.files.comparing_bpmn import ElementDiff

NEAR = 4.0  # units: a nudge that nobody would call a move


@dataclass(slots=True)
class Drawings:
    """The drawings as (name, SVG), and the ids (new model) of what only stands elsewhere now."""

    drawn: list[tuple[str, str]]
    moved: set[str]


def draw_comparison(old: Model, new: Model, diff: ElementDiff) -> Drawings:
    """Draw each diagram of the new model, and those of the old one that are gone with what they showed."""
    states = {entry.id: entry.state for entry in diff.entries if entry.state != "removed"}
    removed = {entry.id for entry in diff.entries if entry.state == "removed"}
    found = Drawings([], set())
    origins = _origins(old.diagrams, new.diagrams)
    for diagram, origin in zip(new.diagrams, origins, strict=True):
        scene = lay_out(new, diagram)
        before = lay_out(old, origin) if origin else Scene("", [], [])
        shift = _shift(before, scene, diff.pairs)
        moved = _moved(before, scene, diff.same, shift)
        found.moved |= moved
        _mark(scene, states | dict.fromkeys(moved, "moved"))
        _add_ghosts(scene, before, removed, shift)
        _draw(found, scene)
    for diagram in old.diagrams:
        if not any(diagram is origin for origin in origins):
            scene = lay_out(old, diagram)
            _mark(scene, dict.fromkeys(removed, "removed"))
            if removed & {item.element.id for item in _items(scene)}:
                _draw(found, scene)
    return found


def _draw(found: Drawings, scene: Scene) -> None:
    if scene.shapes or scene.edges:
        found.drawn.append((scene.name, draw(scene)))


def _origins(old: Iterable[Diagram], new: Iterable[Diagram]) -> list[Diagram | None]:
    """The old diagram of each new one: by id, by name, else the next one that is left."""
    left = list(old)
    found: list[Diagram | None] = []
    for diagram in new:
        same_id = (other for other in left if diagram.id and other.id == diagram.id)
        same_name = (other for other in left if other.name == diagram.name)
        origin = next(same_id, None) or next(same_name, None) or next(iter(left), None)
        left = [other for other in left if other is not origin]
        found.append(origin)
    return found


def _shift(before: Scene, scene: Scene, pairs: dict[str, str]) -> Point:
    """How far the whole drawing was pushed, which is no change: the median of all that stayed."""
    places = _first_boxes(scene)
    ways = [
        (places[now].x - box.x, places[now].y - box.y)
        for then, box in _first_boxes(before).items()
        if (now := pairs.get(then)) in places
    ]
    return Point(median(x for x, _ in ways), median(y for _, y in ways)) if ways else Point(0.0, 0.0)


def _first_boxes(scene: Scene) -> dict[str, Bounds]:
    """Where each element stands that holds no others: those grow with what is put into them."""
    boxes: dict[str, Bounds] = {}
    for shape in scene.shapes:
        if shape.element.id and not shape.is_container:
            boxes.setdefault(shape.element.id, shape.box)
    return boxes


def _moved(before: Scene, scene: Scene, same: dict[str, str], shift: Point) -> set[str]:
    places = _first_boxes(scene)
    return {
        now
        for then, box in _first_boxes(before).items()
        if (now := same.get(then, "")) in places and not _stands(_shifted(box, shift), places[now])
    }


def _stands(box: Bounds, place: Bounds) -> bool:
    sides = (box.x - place.x, box.y - place.y, box.width - place.width, box.height - place.height)
    return all(abs(side) <= NEAR for side in sides)


def _mark(scene: Scene, states: dict[str, str]) -> None:
    for item in _items(scene):
        item.mark = states.get(item.element.id, "")


def _items(scene: Scene) -> list[Placed | Drawn]:
    return [*scene.shapes, *scene.edges]


def _add_ghosts(scene: Scene, before: Scene, removed: set[str], shift: Point) -> None:
    for shape in before.shapes:
        if shape.element.id in removed:
            label = _shifted(shape.label, shift) if shape.label else None
            ghost = replace(shape, box=_shifted(shape.box, shift), label=label, mark="removed")
            scene.shapes.append(ghost)
    for edge in before.edges:
        if edge.element.id in removed:
            points = [Point(point.x + shift.x, point.y + shift.y) for point in edge.points]
            label = _shifted(edge.label, shift) if edge.label else None
            scene.edges.append(replace(edge, points=points, label=label, mark="removed"))


def _shifted(box: Bounds, shift: Point) -> Bounds:
    return Bounds(box.x + shift.x, box.y + shift.y, box.width, box.height)
