"""Reading: what the records say, what is refused and in which words."""

import pytest

from content.files.bpmn_model import Bounds, Point
from content.files.bpmn_read import MOST_DRAWN, MOST_ELEMENTS, clean, read
from tests.content.files.bpmn_samples import diagram, edge, element, shape, write

SOMETHING = diagram(shape("a", 0, 0, 100, 80))


def refusal(path):
    try:
        read(path)
    except ValueError as error:
        return str(error)
    return "read"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "This file is damaged: its XML cannot be read from line 1 on."),
        (
            b"<definitions>\n<task></definitions>",
            "This file is damaged: its XML cannot be read from line 2 on.",
        ),
        (
            b"<?xml version='1.0' encoding='no-such'?><a/>",
            "This file is damaged: the characters in it cannot be read.",
        ),
        (b"<svg/>", "This is not a BPMN model: its XML begins with “svg”."),
        (b"<definitions><process id='p'/></definitions>", "This BPMN model has no drawing in it."),
        (
            b"<!DOCTYPE a [<!ENTITY b 'c'>]><definitions>&b;</definitions>",
            "This file declares a document type or entities, which we do not read.",
        ),
    ],
)
def test_refusals_say_why_in_plain_words(tmp_path, content, reason):
    path = tmp_path / "bad.bpmn"
    path.write_bytes(content)

    assert refusal(path) == reason


def test_a_drawing_beyond_the_limit_is_refused(tmp_path):
    path = write(tmp_path, "", diagram(*["<di:BPMNShape/>"] * (MOST_DRAWN + 1)))

    assert refusal(path) == "This drawing has 20,001 shapes and lines. We draw up to 20,000."


def test_a_model_beyond_the_limit_is_refused(tmp_path):
    path = write(tmp_path, "".join(f"<task id='t{number}'/>" for number in range(MOST_ELEMENTS)), SOMETHING)

    assert refusal(path) == "This model has more than 100,000 elements, too many to show."


def test_deep_nesting_is_read(tmp_path):
    path = write(tmp_path, "<subProcess id='s'>" * 5000 + "</subProcess>" * 5000, SOMETHING)

    assert list(read(path).elements) == ["process", "s"]


def test_another_prefix_and_another_namespace_are_understood(tmp_path):
    path = tmp_path / "old.bpmn"
    path.write_text(
        "<b:definitions xmlns:b='urn:old' xmlns:t='urn:tool'><b:task id='a' name='Assess'/>"
        "<b:BPMNDiagram><b:BPMNShape bpmnElement='t:a'/></b:BPMNDiagram></b:definitions>",
        encoding="utf-8",
    )

    model = read(path)

    assert model.find(model.diagrams[0].shapes[0].element).name == "Assess"


def test_flows_know_their_ends_and_data_ends_at_its_activity(tmp_path):
    taken = "<sourceRef>form</sourceRef><targetRef>input</targetRef>"
    given = "<sourceRef>output</sourceRef><targetRef>log</targetRef>"
    inside = element("dataInputAssociation", "in", taken) + element("dataOutputAssociation", "out", given)
    flow = element("sequenceFlow", "flow", sourceRef="a", targetRef="b")

    flows = read(write(tmp_path, element("task", "a", inside) + flow, SOMETHING)).flows()

    ends = [(item.id, item.source, item.target) for item in flows]
    assert ends == [("in", "form", "a"), ("out", "a", "log"), ("flow", "a", "b")]


def test_elements_carry_triggers_loops_conditions_and_attributes(tmp_path):
    event = element("startEvent", "e", "<messageEventDefinition/><compensateEventDefinition/>")
    task = element(
        "task", "t", "<multiInstanceLoopCharacteristics isSequential='true'/>", isForCompensation="true"
    )
    flow = element("sequenceFlow", "f", "<conditionExpression>cost &gt; 5</conditionExpression>")

    elements = read(write(tmp_path, event + task + flow, SOMETHING)).elements

    assert elements["e"].triggers == ("message", "compensation")
    assert (elements["t"].loop, elements["t"].says("isForCompensation")) == ("sequential", True)
    assert elements["f"].condition == "cost > 5"


def test_a_trigger_defined_elsewhere_is_followed(tmp_path):
    path = write(
        tmp_path,
        element("signalEventDefinition", "s")
        + element("startEvent", "e", "<eventDefinitionRef>s</eventDefinitionRef>"),
        SOMETHING,
    )

    assert read(path).elements["e"].triggers == ("signal",)


def test_names_are_borrowed_where_they_stand_elsewhere(tmp_path):
    elements = (
        element("dataStore", "s", name="CMDB")
        + element("dataStoreReference", "r", dataStoreRef="s")
        + element("categoryValue", "v", value="Night shift")
        + element("group", "g", categoryValueRef="v")
        + element("textAnnotation", "n", "<text>Only in\n office hours</text>")
        + element("participant", "p", processRef="process")
    )

    model = read(write(tmp_path, elements, SOMETHING))

    names = {key: model.elements[key].name for key in "rgnp"}
    assert names == {"r": "CMDB", "g": "Night shift", "n": "Only in\noffice hours", "p": "Handle a change"}


def test_what_tools_add_is_not_read(tmp_path):
    extra = "<extensionElements><task id='x' name='Secret'/></extensionElements>"

    model = read(write(tmp_path, element("task", "a", extra), SOMETHING))

    assert list(model.elements) == ["process", "a"]


def test_nested_lanes_and_pools_tell_the_place(tmp_path):
    inner = element("lane", "night", "<flowNodeRef>a</flowNodeRef>", name="Night")
    outer = element(
        "lane", "desk", f"<flowNodeRef>a</flowNodeRef><childLaneSet>{inner}</childLaneSet>", name="Desk"
    )
    pool = element("participant", "pool", name="Supplier", processRef="process")

    model = read(write(tmp_path, f"{pool}<laneSet>{outer}</laneSet>{element('task', 'a')}", SOMETHING))

    places = {key: model.place(model.elements[key]) for key in ("a", "night", "desk")}
    assert places == {"a": "Supplier / Night", "night": "Supplier / Desk", "desk": "Supplier"}


def test_endless_names_are_cut_where_they_would_be_repeated(tmp_path):
    pool = element("participant", "p", name="x" * 5000, processRef="process")

    model = read(write(tmp_path, pool + element("task", "a"), SOMETHING))

    assert len(model.elements["p"].name) == 1000
    assert len(model.place(model.elements["a"])) == 100


@pytest.mark.parametrize("broken", ["NaN", "inf", "", "wide", "0", "-5"])
def test_a_box_without_a_usable_width_is_none(tmp_path, broken):
    model = read(write(tmp_path, "", diagram(shape("a", 1, 2, broken, 80))))

    assert model.diagrams[0].shapes[0].bounds is None


def test_coordinates_beyond_reach_are_brought_to_its_edge(tmp_path):
    drawing = diagram(shape("a", "-1e300", "7.5", 100, 80), edge("f", [("1e300", 1), ("NaN", 2), (3, 4)]))

    (found,) = read(write(tmp_path, "", drawing)).diagrams

    assert found.shapes[0].bounds == Bounds(-1_000_000, 7.5, 100, 80)
    assert found.edges[0].waypoints == (Point(1_000_000, 1), Point(3, 4))


def test_a_drawing_without_a_name_takes_what_it_shows(tmp_path):
    plane = (
        "<di:BPMNDiagram><di:BPMNPlane bpmnElement='process'><di:BPMNShape/></di:BPMNPlane></di:BPMNDiagram>"
    )
    bare = "<di:BPMNDiagram><di:BPMNShape/></di:BPMNDiagram>"

    model = read(write(tmp_path, "", plane, bare))

    assert [item.name for item in model.diagrams] == ["Handle a change", "Diagram 2"]


def test_text_loses_control_characters_and_reversals():
    assert clean(" Approve \u202eegnahc\u202c \x9f\n\t now  then ") == "Approve egnahc\nnow then"
