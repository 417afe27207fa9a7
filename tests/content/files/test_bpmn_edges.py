"""Each kind of edge: its line, its ends, its text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.files.bpmn_edges import draw_edge
from content.files.bpmn_layout import lay_out
from content.files.bpmn_model import Bounds, Diagram, Edge, Element, Model, Point, Shape
from content.files.bpmn_read import read
from tests.content.files.bpmn_samples import diagram, edge, element, write

WAY = [(0, 0), (100, 0)]


def drawn(folder, flow, more="", others=""):
    model = read(write(folder, others + flow, diagram(edge("f", WAY, more))))
    return draw_edge(lay_out(model, model.diagrams[0]).edges[0])


def test_a_sequence_flow_ends_in_a_filled_head(tmp_path):
    svg, _ = drawn(tmp_path, element("sequenceFlow", "f"))

    assert svg == (
        '<g class="bpmn-edge bpmn-sequence"><polyline class="bpmn-line" points="0,0 100,0"/>'
        '<polygon class="bpmn-solid" points="100,0 91,-3.78 91,3.78"/></g>'
    )


@pytest.mark.parametrize(("starter", "diamonds"), [("task", 1), ("exclusiveGateway", 0)])
def test_a_condition_is_a_diamond_except_behind_a_gateway(tmp_path, starter, diamonds):
    flow = element("sequenceFlow", "f", "<conditionExpression/>", sourceRef="a")

    svg, _ = drawn(tmp_path, flow, others=element(starter, "a"))

    assert svg.count("bpmn-sign") == diamonds


def test_a_default_flow_is_crossed_by_a_slash(tmp_path):
    flow = element("sequenceFlow", "f", sourceRef="a")

    svg, _ = drawn(tmp_path, flow, others=element("exclusiveGateway", "a", default="f"))

    assert svg.count("bpmn-sign-line") == 1


def test_a_message_flow_begins_with_a_ring_and_ends_in_an_open_head(tmp_path):
    svg, _ = drawn(tmp_path, element("messageFlow", "f"))

    assert (svg.count("<circle"), svg.count('<polygon class="bpmn-sign"')) == (1, 1)


@pytest.mark.parametrize(("kind", "filled"), [("initiating", 0), ("non_initiating", 1)])
def test_a_message_on_its_way_is_an_envelope(tmp_path, kind, filled):
    svg, _ = drawn(tmp_path, element("messageFlow", "f"), f"messageVisibleKind='{kind}'")

    assert (svg.count("<path"), svg.count("bpmn-solid")) == (2, filled)


@pytest.mark.parametrize(("direction", "heads"), [("None", 0), ("One", 1), ("Both", 2)])
def test_an_association_points_where_it_says(tmp_path, direction, heads):
    svg, _ = drawn(tmp_path, element("association", "f", associationDirection=direction))

    assert svg.count("bpmn-sign-line") == heads


@pytest.mark.parametrize("tag", ["dataInputAssociation", "dataOutputAssociation"])
def test_data_flows_towards_an_open_head(tmp_path, tag):
    svg, _ = drawn(tmp_path, element("task", "a", element(tag, "f")))

    assert (svg.count("bpmn-association"), svg.count("bpmn-sign-line")) == (1, 1)


def test_a_text_without_a_place_stands_above_the_middle(tmp_path):
    _, label = drawn(tmp_path, element("sequenceFlow", "f", name="yes"))

    assert (label.box.centre.x, label.box.bottom) == (50, -3)


def between(start, end, points, tag="task"):
    elements = {key: Element(key, tag) for key in "ab"} | {
        "f": Element("f", "sequenceFlow", source="a", target="b")
    }
    shapes = (Shape("", "a", start), Shape("", "b", end))
    model = Model("", elements, (Diagram("", "", "", shapes, (Edge("", "f", points),)),))
    return lay_out(model, model.diagrams[0]).edges[0].points


@pytest.mark.parametrize(("tag", "at"), [("task", 99), ("endEvent", 89), ("inclusiveGateway", 99)])
def test_an_edge_from_middle_to_middle_ends_at_the_borders(tag, at):
    points = between(Bounds(0, 0, 100, 80), Bounds(300, 0, 100, 80), (Point(50, 40), Point(350, 40)), tag)

    assert [(round(point.x), round(point.y)) for point in points] == [(at, 40), (400 - at, 40)]


def test_an_edge_without_a_way_runs_between_its_ends():
    points = between(Bounds(0, 0, 100, 80), Bounds(300, 0, 100, 80), ())

    assert [(round(point.x), round(point.y)) for point in points] == [(99, 40), (301, 40)]


def test_an_edge_without_anything_is_still_an_edge():
    model = Model("", {}, (Diagram("", "", "", (), (Edge("", "gone"),)),))

    assert lay_out(model, model.diagrams[0]).edges[0].points == [Point(0, 0), Point(0, 0)]


FAR = st.floats(-10_000, 10_000)
POINTS = st.lists(st.builds(Point, FAR, FAR), max_size=5).map(tuple)
BOXES = st.builds(Bounds, FAR, FAR, st.floats(30, 500), st.floats(30, 290))


@given(BOXES, BOXES, POINTS, st.sampled_from(["task", "endEvent", "inclusiveGateway"]))
def test_an_edge_always_has_two_ends(start, end, points, tag):
    assert len(between(start, end, points, tag)) >= 2
