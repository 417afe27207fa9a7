"""What changed between two BPMN models: elements added, removed and changed, whatever tool saved them.

Elements are matched by id. Where a tool numbered everything anew, and for what is left after that, by type,
name and place; flows by what they connect.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field

from content.files.bpmn_model import (
    ACTIVITIES,
    CHOREOGRAPHIES,
    CONVERSATIONS,
    DATA_OBJECTS,
    DATA_STORES,
    EVENTS,
    FLOWS,
    GATEWAYS,
    Element,
    Model,
)

FAMILIES = (ACTIVITIES, EVENTS, GATEWAYS, DATA_OBJECTS, DATA_STORES, CHOREOGRAPHIES, CONVERSATIONS)
COMPARED = frozenset().union(*FAMILIES, FLOWS, ["participant", "lane", "group", "textAnnotation"])
# What activities read and write is declared in many places, of which people know only those that are drawn.
DATA = DATA_OBJECTS | DATA_STORES | {tag for tag in FLOWS if tag.startswith("data")}
LONGEST = 1000  # characters of one value in the answer
# Words people use where they differ from those of the standard.
NAMES = {
    "participant": "Pool",
    "textAnnotation": "Note",
    "dataObjectReference": "Data object",
    "dataStoreReference": "Data store",
    "subProcess": "Sub-process",
    "adHocSubProcess": "Ad-hoc sub-process",
}
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")

Pairs = dict[str, str]  # id in the old model -> id in the new one
Detail = list[str]  # [what, before, after]


@dataclass(slots=True)
class Entry:
    """One element that differs; `id` is that of the model it is (or was last) part of."""

    id: str
    state: str  # "added", "removed", "changed"; "moved" where only a drawing differs
    label: str
    name: str
    where: str
    details: list[Detail] = field(default_factory=list)


@dataclass(slots=True)
class ElementDiff:
    """All compared elements once: in `entries`, or unchanged in `same` (old id -> new id)."""

    entries: list[Entry]
    pairs: Pairs
    same: Pairs


def compare(old: Model, new: Model) -> ElementDiff:
    """Return the differences in the order of the new file, then what was removed."""
    before, after = _compared(old), _compared(new)
    pairs = match(old, new)
    origins = {now: then for then, now in pairs.items()}
    entries: list[Entry] = []
    same: Pairs = {}
    for element in after:
        origin = old.elements[origins[element.id]] if element.id in origins else None
        details = _details(old, origin, new, element, pairs) if origin else []
        if origin is None or details:
            state = "changed" if origin else "added"
            entries.append(entry_of(new, element, state, details))
        else:
            same[origin.id] = element.id
    entries += [entry_of(old, element, "removed", []) for element in before if element.id not in pairs]
    return ElementDiff(entries, pairs, same)


def _compared(model: Model) -> list[Element]:
    drawn = {shape.element for diagram in model.diagrams for shape in diagram.shapes}
    drawn |= {edge.element for diagram in model.diagrams for edge in diagram.edges}
    return [
        element
        for element in model.elements.values()
        if element.tag in COMPARED and (element.tag not in DATA or element.id in drawn)
    ]


def match(old: Model, new: Model) -> Pairs:
    """Return which element of the old model is which of the new one, each at most once."""
    then, now = _Side(old, _compared(old)), _Side(new, _compared(new))
    pairs: Pairs = {}
    by_id = _ids_hold(then.nodes, now)
    if by_id:
        _pair_by_id(pairs, then.nodes, now)
    _pair(pairs, then.nodes, now.nodes, then.standing, now.standing)
    _pair(pairs, then.nodes, now.nodes, _named, _named)
    known = dict(pairs)
    ours = {other: other for other in pairs.values()}
    # Where ids are believed, a step with another id and another name is another step.
    named = not by_id
    _pair(
        pairs,
        [element for element in then.nodes if named or not element.name],
        [element for element in now.nodes if named or not element.name],
        lambda element: then.between(element, known),
        lambda element: now.between(element, ours),
    )
    if not by_id:
        _pair_by_id(pairs, then.nodes, now)
    _match_flows(pairs, then, now, by_id)
    return pairs


class _Side:
    """One of the two models, as matching looks at it."""

    def __init__(self, model: Model, compared: list[Element]) -> None:
        self.model = model
        self.nodes = [element for element in compared if element.tag not in FLOWS]
        self.flows = [element for element in compared if element.tag in FLOWS]
        self.by_id = {element.id: element for element in compared}
        self._sources: dict[str, list[str]] = {}
        self._targets: dict[str, list[str]] = {}
        for flow in self.flows:
            source, target = self.ends(flow)
            self._sources.setdefault(target, []).append(source)
            self._targets.setdefault(source, []).append(target)

    def ends(self, flow: Element) -> tuple[str, str]:
        return _id(self.model, flow.source), _id(self.model, flow.target)

    def standing(self, element: Element) -> Hashable:
        return element.tag, element.name, self.model.place(element)

    def between(self, element: Element, known: Pairs) -> Hashable:
        """Type, and what leads to it and from it: how unnamed gateways are told apart, and new names found."""
        around = [
            tuple(sorted(known[end] for end in ends.get(element.id, ()) if end in known))
            for ends in (self._sources, self._targets)
        ]
        return (element.tag, *around) if any(around) else (element.tag, id(element))


def _ids_hold(before: Iterable[Element], new: _Side) -> bool:
    """Whether most named elements with the same id still have the same name: else a tool has numbered
    its elements anew and the same id is chance."""
    common = [(element.name, new.by_id[element.id].name) for element in before if element.id in new.by_id]
    named = [(then, now) for then, now in common if then and now]
    return bool(common) and 2 * sum(then == now for then, now in named) >= len(named)


def _pair_by_id(pairs: Pairs, before: Iterable[Element], new: _Side) -> None:
    taken = set(pairs.values())
    for element in before:
        other = new.by_id.get(element.id)
        if other and element.id not in pairs and other.id not in taken and _related(element.tag, other.tag):
            pairs[element.id] = other.id


def _related(then: str, now: str) -> bool:
    """Whether one type can become the other without being something else: a task a user task."""
    return then == now or any(then in family and now in family for family in FAMILIES)


def _named(element: Element) -> Hashable:
    """Type and name alone; without a name, what is nobody else's."""
    return (element.tag, element.name) if element.name else (element.tag, "", id(element))


def _pair(
    pairs: Pairs,
    before: Iterable[Element],
    after: Iterable[Element],
    old_key: Callable[[Element], Hashable],
    new_key: Callable[[Element], Hashable],
) -> None:
    """Pair what has the same key, in the order of the files, if both sides have as many of it."""
    taken = set(pairs.values())
    then = _grouped((element for element in before if element.id not in pairs), old_key)
    now = _grouped((element for element in after if element.id not in taken), new_key)
    for key, elements in then.items():
        if len(elements) == len(now.get(key, ())):
            pairs.update(zip(elements, now[key], strict=True))


def _grouped(elements: Iterable[Element], key: Callable[[Element], Hashable]) -> dict[Hashable, list[str]]:
    groups: dict[Hashable, list[str]] = {}
    for element in elements:
        groups.setdefault(key(element), []).append(element.id)
    return groups


def _match_flows(pairs: Pairs, old: _Side, new: _Side, by_id: bool) -> None:
    if by_id:
        _pair_by_id(pairs, old.flows, new)
    nodes = dict(pairs)

    def way(flow: Element) -> Hashable:
        return tuple(nodes.get(end, f"old {end}") for end in old.ends(flow))

    _pair(
        pairs, old.flows, new.flows, lambda e: (e.tag, e.name, way(e)), lambda e: (e.tag, e.name, new.ends(e))
    )
    _pair(pairs, old.flows, new.flows, lambda e: (e.tag, way(e)), lambda e: (e.tag, new.ends(e)))


def _id(model: Model, reference: str) -> str:
    found = model.find(reference)
    return found.id if found else reference


def _details(old: Model, then: Element, new: Model, now: Element, pairs: Pairs) -> list[Detail]:
    values = [
        ("Type", label(then.tag), label(now.tag)),
        ("Name", then.name, now.name),
        ("Place", old.place(then), new.place(now)),
        ("Documentation", then.documentation, now.documentation),
        ("Condition", then.condition or "", now.condition or ""),
        ("Event", ", ".join(then.triggers), ", ".join(now.triggers)),
        ("Repeats", then.loop, now.loop),
    ]
    details = [[what, _cut(was), _cut(is_now)] for what, was, is_now in values if was != is_now]
    if then.tag in FLOWS:
        details += _moved_ends(old, then, new, now, pairs)
    return details


def _moved_ends(old: Model, then: Element, new: Model, now: Element, pairs: Pairs) -> list[Detail]:
    ends = [("From", then.source, now.source), ("To", then.target, now.target)]
    return [
        [what, _called(old, was), _called(new, is_now)]
        for what, was, is_now in ends
        if not _same_end(old, was, new, is_now, pairs)
    ]


def _same_end(old: Model, was: str, new: Model, is_now: str, pairs: Pairs) -> bool:
    """Whether a flow still ends where it did; an end that is not compared itself is known by its name."""
    matched = pairs.get(_id(old, was))
    found = new.find(is_now)
    if matched is not None or (found is not None and found.tag in COMPARED - DATA):
        return found is not None and found.id == matched
    return _called(old, was) == _called(new, is_now)


def _called(model: Model, reference: str) -> str:
    """What people call the end of a flow: its name, else its type."""
    found = model.find(reference)
    if found is None:
        return _cut(reference)
    return _cut(found.name or label(found.tag))


def _cut(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST else flat[: LONGEST - 1] + "…"


def entry_of(model: Model, element: Element, state: str, details: list[Detail]) -> Entry:
    """Return what the list of changes says of an element."""
    name = _cut(element.name)
    if element.tag in FLOWS:
        way = f"{_called(model, element.source)} → {_called(model, element.target)}"
        name = f"{name} ({_cut(way)})" if name else _cut(way)
    return Entry(element.id, state, label(element.tag), name, _cut(model.place(element)), details)


def label(tag: str) -> str:
    """Return the type of an element in words: "User task"."""
    return NAMES.get(tag) or _HUMP.sub(" ", tag).capitalize()
