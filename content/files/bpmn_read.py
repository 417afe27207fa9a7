"""Read a BPMN 2.0 file into the records of `bpmn_model`.

Names are compared without their prefix and namespace, because tools spell both differently.
What tools add of their own (`extensionElements`) is not read.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import replace
from os import PathLike
from xml.etree.ElementTree import Element as Node
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import parse

from content.files.bpmn_model import EVENTS, FLOWS, Bounds, Diagram, Edge, Element, Model, Point, Shape

MOST_DRAWN = 20_000  # shapes and edges; the largest real model seen has a few hundred
MOST_ELEMENTS = 100_000  # five for each thing drawn: events, data and expressions count as well
LONGEST_NAME = 1_000  # letters; a name can be lent and drawn many times over
FARTHEST = 1_000_000.0  # units from the origin; anything beyond is drawn at this edge
UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def read(path: str | PathLike[str]) -> Model:
    """The model in the file.

    Raises ValueError with a reason in plain words: damaged XML, a document type declaration,
    another kind of XML, no drawing, more than `MOST_DRAWN` shapes and edges or `MOST_ELEMENTS`.
    """
    root = _parse(path)
    if local(root) != "definitions":
        raise ValueError(f"This is not a BPMN model: its XML begins with “{clean(local(root))[:40]}”.")
    drawings = list(_children(root, "BPMNDiagram"))
    drawn = sum(local(node) in ("BPMNShape", "BPMNEdge") for drawing in drawings for node in drawing.iter())
    if not drawn:
        raise ValueError("This BPMN model has no drawing in it.")
    if drawn > MOST_DRAWN:
        raise ValueError(f"This drawing has {drawn:,} shapes and lines. We draw up to {MOST_DRAWN:,}.")
    elements, lanes = _elements(root)
    elements = _named(elements)
    name = clean(root.get("name", ""))
    diagrams = tuple(_diagram(node, number, elements, name) for number, node in enumerate(drawings, 1))
    return Model(name, elements, diagrams, lanes, _pools(elements))


def _parse(path: str | PathLike[str]) -> Node:
    try:
        root: Node | None = parse(path, forbid_dtd=True).getroot()
    except DefusedXmlException as error:
        raise ValueError("This file declares a document type or entities, which we do not read.") from error
    except ParseError as error:
        line = error.position[0]
        raise ValueError(f"This file is damaged: its XML cannot be read from line {line} on.") from error
    except (UnicodeError, LookupError, ValueError) as error:
        raise ValueError("This file is damaged: the characters in it cannot be read.") from error
    if root is None:
        raise ValueError("This file is damaged: there is nothing in it.")
    return root


def local(node: Node) -> str:
    """The name of an XML element without its namespace ("" for comments)."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def clean(text: str | None) -> str:
    """Text as people read it: single spaces, line breaks kept, no control characters and none
    that turn the direction of reading."""
    kept = UNREADABLE.sub("", text or "")
    lines = (" ".join(line.split()) for line in kept.splitlines())
    return "\n".join(lines).strip()


def _children(node: Node, name: str) -> Iterator[Node]:
    return (child for child in node if local(child) == name)


def _text(node: Node, name: str) -> str:
    """The text of all children with this name."""
    return clean("\n".join("".join(child.itertext()) for child in _children(node, name)))


def _reference(text: str | None) -> str:
    return (text or "").strip()


def _elements(root: Node) -> tuple[dict[str, Element], dict[str, str]]:
    """All elements with an id or a name, in the order of the file, and the lane of each."""
    elements: dict[str, Element] = {}
    lanes: dict[str, str] = {}
    # Own stack: a file may nest deeper than Python recurses.
    waiting: list[tuple[Node, str]] = [(child, "") for child in reversed(root)]
    while waiting:
        node, parent = waiting.pop()
        tag = local(node)
        if tag in ("extensionElements", "BPMNDiagram", ""):
            continue
        inside = parent
        if node.get("id") or node.get("name"):
            inside = _reference(node.get("id")) or f"#{tag}-{len(elements) + 1}"
            elements.setdefault(inside, _element(node, tag, inside, parent))
            if len(elements) > MOST_ELEMENTS:
                raise ValueError(f"This model has more than {MOST_ELEMENTS:,} elements, too many to show.")
        if tag == "lane":
            lanes.update((_reference(child.text), inside) for child in _children(node, "flowNodeRef"))
        waiting.extend((child, inside) for child in reversed(node))
    return elements, lanes


def _element(node: Node, tag: str, identity: str, parent: str) -> Element:
    source, target = _ends(node, tag, parent)
    condition = next(_children(node, "conditionExpression"), None)
    return Element(
        id=identity,
        tag=tag,
        name=clean(node.get("name"))[:LONGEST_NAME] or _written(node, tag),
        documentation=_text(node, "documentation"),
        parent=parent,
        attributes=_attributes(node),
        triggers=_triggers(node) if tag in EVENTS else (),
        loop=_loop(node),
        condition=None if condition is None else clean("".join(condition.itertext())),
        source=source,
        target=target,
    )


def _attributes(node: Node) -> dict[str, str]:
    """The plain attributes; the state of a data object, a child of its own, stands among them."""
    found = {key: value for key, value in node.attrib.items() if key not in ("id", "name") and "}" not in key}
    state = next(_children(node, "dataState"), None)
    return found if state is None else found | {"dataState": clean(state.get("name"))}


def _written(node: Node, tag: str) -> str:
    """The words of elements that carry them elsewhere than in a name."""
    if tag == "textAnnotation":
        return _text(node, "text")
    return clean(node.get("value")) if tag == "categoryValue" else ""


def _ends(node: Node, tag: str, parent: str) -> tuple[str, str]:
    if tag not in FLOWS:
        return "", ""
    source, target = (
        _reference(node.get(end)) or next((_reference(child.text) for child in _children(node, end)), "")
        for end in ("sourceRef", "targetRef")
    )
    if tag == "dataInputAssociation":
        return source, parent
    return (parent, target) if tag == "dataOutputAssociation" else (source, target)


def _triggers(node: Node) -> tuple[str, ...]:
    found = []
    for child in node:
        name = local(child)
        if name == "eventDefinitionRef":
            found.append("=" + _reference(child.text))  # resolved by _named
        elif name.endswith("EventDefinition"):
            found.append(_trigger(name))
    return tuple(found)


def _trigger(name: str) -> str:
    kind = name.removesuffix("EventDefinition")
    return "compensation" if kind == "compensate" else kind


def _loop(node: Node) -> str:
    for child in node:
        if local(child) == "standardLoopCharacteristics":
            return "standard"
        if local(child) == "multiInstanceLoopCharacteristics":
            return "sequential" if _yes_no(child.get("isSequential")) else "parallel"
        if local(child) == "participantMultiplicity":
            return "parallel"
    return ""


BORROWED_NAMES = {
    "group": "categoryValueRef",
    "dataStoreReference": "dataStoreRef",
    "dataObjectReference": "dataObjectRef",
    "participant": "processRef",
}


def _named(elements: dict[str, Element]) -> dict[str, Element]:
    """The elements with names and triggers filled in that stand on another element."""
    model = Model("", elements)

    def trigger(word: str) -> str:
        definition = model.find(word[1:]) if word.startswith("=") else None
        return _trigger(definition.tag) if definition else word.removeprefix("=")

    def filled(element: Element) -> Element:
        if element.tag not in BORROWED_NAMES and not element.triggers:
            return element
        lender = model.find(element.attributes.get(BORROWED_NAMES.get(element.tag, ""), ""))
        return replace(
            element,
            name=element.name or (lender.name[:LONGEST_NAME] if lender else ""),
            triggers=tuple(trigger(word) for word in element.triggers),
        )

    return {key: filled(element) for key, element in elements.items()}


def _pools(elements: dict[str, Element]) -> dict[str, str]:
    """The participant of each process: the first that names it."""
    pools: dict[str, str] = {}
    for element in elements.values():
        process = element.attributes.get("processRef", "")
        if element.tag == "participant" and process:
            pools.setdefault(process if process in elements else process.rpartition(":")[2], element.id)
    return pools


def _diagram(node: Node, number: int, elements: dict[str, Element], name: str) -> Diagram:
    plane = next((child for child in node.iter() if local(child) == "BPMNPlane"), None)
    element = _reference(plane.get("bpmnElement")) if plane is not None else ""
    shown = Model("", elements).find(element)
    return Diagram(
        id=_reference(node.get("id")),
        name=(clean(node.get("name")) or (shown.name if shown else "") or name)[:200] or f"Diagram {number}",
        element=element,
        shapes=tuple(_shape(child) for child in node.iter() if local(child) == "BPMNShape"),
        edges=tuple(_edge(child) for child in node.iter() if local(child) == "BPMNEdge"),
    )


def _shape(node: Node) -> Shape:
    return Shape(
        id=_reference(node.get("id")),
        element=_reference(node.get("bpmnElement")),
        bounds=_bounds(node),
        label=_label(node),
        horizontal=_yes_no(node.get("isHorizontal")),
        expanded=_yes_no(node.get("isExpanded")),
        marker_visible=bool(_yes_no(node.get("isMarkerVisible"))),
        message_visible=bool(_yes_no(node.get("isMessageVisible"))),
        band=_reference(node.get("participantBandKind")),
    )


def _edge(node: Node) -> Edge:
    return Edge(
        id=_reference(node.get("id")),
        element=_reference(node.get("bpmnElement")),
        waypoints=tuple(point for child in _children(node, "waypoint") if (point := _point(child))),
        label=_label(node),
        message=_reference(node.get("messageVisibleKind")),
        source=_reference(node.get("sourceElement")),
        target=_reference(node.get("targetElement")),
    )


def _yes_no(text: str | None) -> bool | None:
    return None if text is None or not text.strip() else text.strip().lower() in ("true", "1")


def _number(text: str | None) -> float | None:
    """A finite number within the drawing's reach, or None."""
    try:
        value = float(text or "")
    except ValueError:
        return None
    return max(-FARTHEST, min(FARTHEST, value)) if math.isfinite(value) else None


def _point(node: Node) -> Point | None:
    x, y = _number(node.get("x")), _number(node.get("y"))
    return None if x is None or y is None else Point(x, y)


def _bounds(node: Node) -> Bounds | None:
    box = next(_children(node, "Bounds"), None)
    if box is None:
        return None
    x, y, width, height = (_number(box.get(name)) for name in ("x", "y", "width", "height"))
    if x is None or y is None or not width or not height or width < 0 or height < 0:
        return None
    return Bounds(x, y, width, height)


def _label(node: Node) -> Bounds | None:
    label = next(_children(node, "BPMNLabel"), None)
    return None if label is None else _bounds(label)
