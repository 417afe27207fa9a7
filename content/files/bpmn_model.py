"""What a BPMN 2.0 file says, as plain records: elements, flows, diagrams.

Nothing here knows about XML or SVG. `bpmn_read` fills these records, `bpmn_layout` and its
companions draw them, and a comparison of two versions can go through `Model.elements`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

FLOWS = frozenset(
    [
        "sequenceFlow",
        "messageFlow",
        "association",
        "conversationLink",
        "conversationAssociation",
        "dataInputAssociation",
        "dataOutputAssociation",
        "dataAssociation",
    ]
)
EVENTS = frozenset(
    [
        "startEvent",
        "endEvent",
        "boundaryEvent",
        "intermediateCatchEvent",
        "intermediateThrowEvent",
        "implicitThrowEvent",
        "event",
    ]
)
THROWING = frozenset({"endEvent", "intermediateThrowEvent", "implicitThrowEvent"})
GATEWAYS = frozenset(
    [
        "exclusiveGateway",
        "inclusiveGateway",
        "parallelGateway",
        "eventBasedGateway",
        "complexGateway",
        "gateway",
    ]
)
TASKS = frozenset(
    [
        "task",
        "userTask",
        "serviceTask",
        "scriptTask",
        "sendTask",
        "receiveTask",
        "manualTask",
        "businessRuleTask",
    ]
)
SUB_PROCESSES = frozenset({"subProcess", "adHocSubProcess", "transaction"})
CHOREOGRAPHIES = frozenset({"choreographyTask", "subChoreography", "callChoreography"})
CONVERSATIONS = frozenset({"conversation", "subConversation", "callConversation"})
ACTIVITIES = TASKS | SUB_PROCESSES | {"callActivity"}
DATA_OBJECTS = frozenset({"dataObject", "dataObjectReference", "dataInput", "dataOutput"})
DATA_STORES = frozenset({"dataStore", "dataStoreReference"})

LONGEST_PLACE = 100  # letters: a place is repeated for all that lives there


@dataclass(frozen=True, slots=True)
class Point:
    """A place in the drawing, in the units of the file (y grows downwards)."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Bounds:
    """A box in the drawing, in the units of the file; width and height are above zero."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def centre(self) -> Point:
        return Point(self.x + self.width / 2, self.y + self.height / 2)

    def holds(self, point: Point, margin: float = 0.0) -> bool:
        """Whether the point lies inside, at least `margin` away from each side."""
        return (
            self.x + margin <= point.x <= self.right - margin
            and self.y + margin <= point.y <= self.bottom - margin
        )

    def inset(self, by: float) -> Bounds:
        """The box with each side moved inwards (outwards below zero), never turned inside out."""
        dx, dy = min(by, self.width / 2), min(by, self.height / 2)
        return Bounds(self.x + dx, self.y + dy, self.width - 2 * dx, self.height - 2 * dy)


@dataclass(frozen=True, slots=True)
class Element:
    """One element of the model (a task, a flow, a pool, ...) without its drawing.

    `tag` is the local name of BPMN 2.0, `parent` the id of the element around it ("" at the top),
    `attributes` its plain attributes besides id and name. `triggers` are the events it waits for or
    raises ("message", "timer", ...), `loop` is "", "standard", "parallel" or "sequential",
    `condition` the expression of a conditional flow (None without one). A flow has `source` and
    `target`; a data association ends at the activity that owns it.
    """

    id: str
    tag: str
    name: str = ""
    documentation: str = ""
    parent: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    triggers: tuple[str, ...] = ()
    loop: str = ""
    condition: str | None = None
    source: str = ""
    target: str = ""

    def says(self, attribute: str, default: bool = False) -> bool:
        """The value of a yes/no attribute."""
        value = self.attributes.get(attribute, "").strip().lower()
        return value in ("true", "1") if value else default


@dataclass(frozen=True, slots=True)
class Shape:
    """One BPMNShape. `bounds` is None where the file gives no usable box."""

    id: str
    element: str
    bounds: Bounds | None = None
    label: Bounds | None = None
    horizontal: bool | None = None
    expanded: bool | None = None
    marker_visible: bool = False
    message_visible: bool = False
    band: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """One BPMNEdge. `message` is "", "initiating" or "non_initiating"; `source` and `target` are
    the ids of shapes where the file names them."""

    id: str
    element: str
    waypoints: tuple[Point, ...] = ()
    label: Bounds | None = None
    message: str = ""
    source: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True)
class Diagram:
    """One BPMNDiagram; `element` is the process, collaboration or sub-process it shows."""

    id: str
    name: str
    element: str = ""
    shapes: tuple[Shape, ...] = ()
    edges: tuple[Edge, ...] = ()


@dataclass(frozen=True, slots=True)
class Model:
    """A whole file. `lanes` tells for an element's id the id of its innermost lane, `pools` for a
    process's id the id of the participant that runs it."""

    name: str
    elements: Mapping[str, Element]
    diagrams: tuple[Diagram, ...] = ()
    lanes: Mapping[str, str] = field(default_factory=dict)
    pools: Mapping[str, str] = field(default_factory=dict)

    def find(self, reference: str) -> Element | None:
        """The element with this id; a prefix ("tns:task1") is overlooked where it leads nowhere."""
        return self.elements.get(reference) or self.elements.get(reference.rpartition(":")[2])

    def flows(self) -> list[Element]:
        """All elements that connect two others, in the order of the file."""
        return [element for element in self.elements.values() if element.tag in FLOWS]

    def place(self, element: Element) -> str:
        """Where an element lives: "Pool / Lane", one of them, or "" outside of both."""
        around = self._around(element)
        if element.tag == "lane":
            lane = next((holder for holder in around[1:] if holder.tag == "lane"), None)
        else:
            lane = next((self.find(self.lanes[item.id]) for item in around if item.id in self.lanes), None)
        holders = [holder for holder in (self.pool_of(element), lane) if holder is not None and holder.name]
        return " / ".join(holder.name[:LONGEST_PLACE] for holder in holders)

    def pool_of(self, element: Element) -> Element | None:
        """The participant whose process the element belongs to, None outside of pools."""
        around = self._around(element)
        return next((self.find(self.pools[item.id]) for item in around if item.id in self.pools), None)

    def _around(self, element: Element) -> list[Element]:
        chain: list[Element] = []
        current: Element | None = element
        while current is not None and len(chain) < 50:  # deeper nesting tells no reader anything
            chain.append(current)
            current = self.elements.get(current.parent) if current.parent else None
        return chain
