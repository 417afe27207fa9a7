"""Elements added, removed and changed: by id, and by what they are where a tool made new ids."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.files.bpmn_model import Element, Model
from content.files.comparing_bpmn import compare, label, match

STEPS = [Element("a", "task", "Assess"), Element("b", "task", "Decide"), Element("g", "exclusiveGateway")]
FLOWS = [
    Element("f", "sequenceFlow", source="a", target="b"),
    Element("h", "sequenceFlow", source="b", target="g"),
]


def model(*elements, **fields):
    return Model("", {element.id: element for element in elements}, **fields)


def renamed(element, prefix="new-"):
    """The same element as a tool writes it that makes new ids each time."""
    ends = {end: prefix + getattr(element, end) for end in ("source", "target") if getattr(element, end)}
    return Element(prefix + element.id, element.tag, element.name, element.documentation, **ends)


def states(old, new):
    return [(entry.state, entry.name) for entry in compare(old, new).entries]


def test_the_same_model_has_no_change():
    diff = compare(model(*STEPS, *FLOWS), model(*STEPS, *FLOWS))

    assert (diff.entries, diff.same) == ([], {key: key for key in "abgfh"})


def test_a_model_whose_ids_are_all_new_is_the_same():
    old = model(*STEPS, *FLOWS)

    assert compare(old, model(*map(renamed, STEPS + FLOWS))).entries == []


def test_ids_that_were_dealt_anew_are_not_believed():
    """Numbered by a tool in the order of the file: an element in front shifts every id."""
    names = ["Log", "Sort", "Assign", "Solve"]
    old = model(*(Element(f"_{at}", "task", name) for at, name in enumerate(names)))
    new = model(*(Element(f"_{at}", "task", name) for at, name in enumerate(["Greet", *names])))

    assert states(old, new) == [("added", "Greet")]


def test_added_and_removed_elements_are_named_in_the_order_of_the_file():
    new = model(STEPS[0], Element("c", "userTask", "Tell"))

    assert states(model(*STEPS[:2]), new) == [("added", "Tell"), ("removed", "Decide")]


@pytest.mark.parametrize(
    ("fields", "detail"),
    [
        ({"name": "Weigh"}, ["Name", "Assess", "Weigh"]),
        ({"tag": "userTask"}, ["Type", "Task", "User task"]),
        ({"documentation": "How"}, ["Documentation", "", "How"]),
        ({"loop": "parallel"}, ["Repeats", "", "parallel"]),
    ],
)
def test_what_changed_is_told_with_before_and_after(fields, detail):
    changed = Element(**({"id": "a", "tag": "task", "name": "Assess"} | fields))

    (entry,) = compare(model(STEPS[0]), model(changed)).entries

    assert (entry.state, entry.details) == ("changed", [detail])


def test_another_lane_is_a_change_of_place():
    lanes = [Element("one", "lane", "Desk"), Element("two", "lane", "Board")]
    old = model(STEPS[0], *lanes, lanes={"a": "one"})
    new = model(STEPS[0], *lanes, lanes={"a": "two"})

    assert compare(old, new).entries[0].details == [["Place", "Desk", "Board"]]


def test_a_flow_that_leads_elsewhere_is_changed():
    moved = Element("f", "sequenceFlow", source="a", target="g", condition="risk > 3")

    (entry,) = compare(model(*STEPS, FLOWS[0]), model(*STEPS, moved)).entries

    assert entry.details == [["Condition", "", "risk > 3"], ["To", "Decide", "Exclusive gateway"]]


def test_unnamed_gateways_are_told_apart_by_what_they_connect():
    fork = Element("z", "exclusiveGateway")
    old = model(*STEPS, *FLOWS)
    new = model(*map(renamed, [*STEPS, fork, *FLOWS]))

    assert match(old, new)["g"] == "new-g"
    assert [entry.id for entry in compare(old, new).entries] == ["new-z"]


def test_a_new_name_is_found_by_its_place_even_when_all_ids_are_new():
    new = [renamed(Element("a", "task", "Weigh")), *map(renamed, [*STEPS[1:], *FLOWS])]

    assert states(model(*STEPS, *FLOWS), model(*new)) == [("changed", "Weigh")]


def test_declared_data_that_nobody_drew_is_no_element():
    assert states(model(), model(Element("d", "dataInput", "Ticket"), Element("p", "process", "P"))) == []


def test_types_are_said_in_words():
    tags = ["userTask", "participant", "subProcess", "intermediateCatchEvent"]

    assert list(map(label, tags)) == ["User task", "Pool", "Sub-process", "Intermediate catch event"]


NODES = st.builds(
    Element,
    st.sampled_from("abcdefgh"),
    st.sampled_from(["task", "userTask", "startEvent", "exclusiveGateway"]),
    st.sampled_from(["", "Log", "Sort", "Solve"]),
)
EDGES = st.builds(
    Element,
    st.sampled_from("stuv"),
    st.just("sequenceFlow"),
    source=st.sampled_from("abcdefgh"),
    target=st.sampled_from("abcdefgh"),
)
MODELS = st.lists(NODES | EDGES, max_size=12).map(lambda elements: model(*elements))


@settings(deadline=None)
@given(MODELS, MODELS)
def test_every_element_is_counted_once(old, new):
    diff = compare(old, new)
    count = [entry.state for entry in diff.entries].count

    assert len(new.elements) == count("added") + count("changed") + len(diff.same)
    assert len(old.elements) == count("removed") + count("changed") + len(diff.same)


@settings(deadline=None)
@given(MODELS, MODELS)
def test_no_element_is_matched_twice(old, new):
    pairs = match(old, new)

    assert len(set(pairs.values())) == len(pairs)
