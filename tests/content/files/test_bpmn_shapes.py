"""Each kind of shape and its signs."""

import pytest

from content.files.bpmn_layout import lay_out
from content.files.bpmn_read import read
from content.files.bpmn_shapes import draw_shape
from tests.content.files.bpmn_samples import diagram, element, one_shape, shape, write

TRIGGERS = [
    "message",
    "timer",
    "error",
    "escalation",
    "signal",
    "cancel",
    "compensate",
    "conditional",
    "link",
    "terminate",
]


def drawn(path, at=0):
    model = read(path)
    return draw_shape(lay_out(model, model.diagrams[0]).shapes[at])[0]


def definition(trigger):
    return f"<{trigger}EventDefinition/>" if trigger else ""


@pytest.mark.parametrize("tag", ["startEvent", "intermediateThrowEvent", "boundaryEvent", "endEvent"])
def test_every_trigger_has_a_sign_of_its_own(tmp_path, tag):
    several = definition("message") + definition("timer")
    pictures = {drawn(one_shape(tmp_path, tag, definition(trigger))) for trigger in ["", *TRIGGERS]}
    pictures |= {
        drawn(one_shape(tmp_path, tag, several, parallelMultiple=value)) for value in ("true", "false")
    }

    assert len(pictures) == len(TRIGGERS) + 3


@pytest.mark.parametrize(
    ("tag", "sign"), [("intermediateCatchEvent", "bpmn-sign"), ("endEvent", "bpmn-solid")]
)
def test_catching_is_an_outline_and_throwing_is_filled(tmp_path, tag, sign):
    assert drawn(one_shape(tmp_path, tag, definition("signal"))).count(f'"{sign}"') == 1


@pytest.mark.parametrize(
    ("tag", "attributes", "dashed"),
    [
        ("startEvent", {}, 0),
        ("startEvent", {"isInterrupting": "false"}, 1),
        ("boundaryEvent", {"cancelActivity": "true"}, 0),
        ("boundaryEvent", {"cancelActivity": "false"}, 2),
        ("endEvent", {"isInterrupting": "false"}, 0),
    ],
)
def test_events_that_do_not_interrupt_are_dashed(tmp_path, tag, attributes, dashed):
    assert drawn(one_shape(tmp_path, tag, **attributes)).count("bpmn-dashed") == dashed


@pytest.mark.parametrize(
    ("tag", "rings"), [("startEvent", 1), ("intermediateCatchEvent", 2), ("endEvent", 1)]
)
def test_events_between_have_two_rings(tmp_path, tag, rings):
    assert drawn(one_shape(tmp_path, tag)).count("<circle") == rings


def test_every_type_of_task_has_a_sign_of_its_own(tmp_path):
    types = [
        "task",
        "userTask",
        "serviceTask",
        "scriptTask",
        "sendTask",
        "receiveTask",
        "manualTask",
        "businessRuleTask",
    ]

    assert len({drawn(one_shape(tmp_path, tag)) for tag in types}) == len(types)


def test_every_kind_of_repetition_has_a_sign_of_its_own(tmp_path):
    insides = [
        "",
        "<standardLoopCharacteristics/>",
        "<multiInstanceLoopCharacteristics/>",
        "<multiInstanceLoopCharacteristics isSequential='true'/>",
    ]
    pictures = {drawn(one_shape(tmp_path, "task", inside)) for inside in insides}
    pictures.add(drawn(one_shape(tmp_path, "task", isForCompensation="true")))

    assert len(pictures) == 5


def test_every_kind_of_gateway_has_a_sign_of_its_own(tmp_path):
    pictures = {
        drawn(one_shape(tmp_path, tag, more=more, **attributes))
        for tag, more, attributes in [
            ("exclusiveGateway", "", {}),
            ("exclusiveGateway", "isMarkerVisible='true'", {}),
            ("inclusiveGateway", "", {}),
            ("parallelGateway", "", {}),
            ("complexGateway", "", {}),
            ("eventBasedGateway", "", {}),
            ("eventBasedGateway", "", {"instantiate": "true"}),
            ("eventBasedGateway", "", {"instantiate": "true", "eventGatewayType": "Parallel"}),
        ]
    }

    assert len(pictures) == 8


@pytest.mark.parametrize(
    ("tag", "attributes", "found"),
    [
        ("callActivity", {}, "bpmn-thick"),
        ("subProcess", {"triggeredByEvent": "true"}, "bpmn-dotted"),
        ("transaction", {}, "bpmn-line"),
    ],
)
def test_borders_tell_kinds_of_activity_apart(tmp_path, tag, attributes, found):
    plain = drawn(one_shape(tmp_path, "task"))

    assert (found in drawn(one_shape(tmp_path, tag, **attributes)), found in plain) == (True, False)


def test_a_closed_sub_process_has_a_plus_and_an_open_one_a_title(tmp_path):
    closed = drawn(one_shape(tmp_path, "subProcess", more="isExpanded='false'"))
    opened = drawn(one_shape(tmp_path, "subProcess", more="isExpanded='true'"))

    assert (closed.count("<rect"), opened.count("<rect")) == (2, 1)
    assert ("bpmn-expanded" in closed, "bpmn-expanded" in opened) == (False, True)


def test_a_sub_process_with_something_drawn_in_it_is_open(tmp_path):
    path = write(
        tmp_path,
        element("subProcess", "s", element("task", "a")),
        diagram(shape("s", 0, 0, 300, 200), shape("a", 50, 50, 100, 80)),
    )

    assert "bpmn-expanded" in drawn(path)


def test_a_call_of_a_global_task_shows_its_type_and_no_plus(tmp_path):
    path = write(
        tmp_path,
        element("globalUserTask", "g") + element("callActivity", "c", calledElement="g"),
        diagram(shape("c", 0, 0, 100, 80)),
    )

    assert (drawn(path).count("<rect"), drawn(path).count("<circle")) == (1, 1)


def test_inputs_outputs_and_collections_are_told_apart(tmp_path):
    plain = drawn(one_shape(tmp_path, "dataObject"))
    taken = drawn(one_shape(tmp_path, "dataInput"))
    given = drawn(one_shape(tmp_path, "dataOutput"))
    many = drawn(one_shape(tmp_path, "dataObject", isCollection="true"))

    assert len({plain, taken, given, many}) == 4


def test_names_of_horizontal_pools_are_read_upwards(tmp_path):
    lying = one_shape(tmp_path, "participant", box=(600, 200), processRef="process")
    assert "rotate(-90 " in drawn(lying)

    standing = one_shape(tmp_path, "participant", box=(200, 600), processRef="process")
    assert "rotate(-90 " not in drawn(standing)


def test_a_lane_runs_the_way_its_pool_does(tmp_path):
    path = write(
        tmp_path,
        element("participant", "p", processRef="process") + element("lane", "l", name="Desk"),
        diagram(shape("p", 0, 0, 600, 900, "isHorizontal='true'"), shape("l", 30, 0, 570, 900)),
    )

    assert "rotate(-90 " in drawn(path, at=1)


def test_a_pool_that_shows_nothing_has_its_name_in_the_middle(tmp_path):
    picture = drawn(one_shape(tmp_path, "participant", box=(600, 100)))

    assert ("rotate" in picture, 'x="310"' in picture) == (False, True)


def test_a_shape_without_a_box_stands_below_the_others(tmp_path):
    lost = '<di:BPMNShape bpmnElement="b"/>'
    model = read(write(tmp_path, element("task", "b"), diagram(shape("a", 0, 0, 100, 80), lost, lost)))

    boxes = [item.box for item in lay_out(model, model.diagrams[0]).shapes]

    assert [(box.x, box.y) for box in boxes] == [(0, 0), (0, 120), (140, 120)]


def test_a_note_states_its_text_beside_a_bracket(tmp_path):
    model = read(one_shape(tmp_path, "textAnnotation", "<text>Ask first</text>", name=""))

    _, label = draw_shape(lay_out(model, model.diagrams[0]).shapes[0])

    assert ">Ask first<" in label.svg


def test_a_state_of_data_follows_its_name(tmp_path):
    model = read(one_shape(tmp_path, "dataObjectReference", "<dataState name='approved'/>", name="Change"))

    assert lay_out(model, model.diagrams[0]).shapes[0].text == "Change\n[approved]"


def test_a_label_stands_where_the_file_says(tmp_path):
    label = '<di:BPMNLabel><dc:Bounds x="200" y="300" width="60" height="14"/></di:BPMNLabel>'
    path = write(
        tmp_path, element("endEvent", "e", name="Done"), diagram(shape("e", 0, 0, 36, 36, label=label))
    )
    model = read(path)

    _, text = draw_shape(lay_out(model, model.diagrams[0]).shapes[0])

    assert (text.box.centre.x, text.box.centre.y) == (230, 307)
