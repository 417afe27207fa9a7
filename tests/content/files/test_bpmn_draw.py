"""The SVG itself: what may be in it, and that any geometry gives a drawing."""

import re
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from content.files.bpmn_draw import draw
from content.files.bpmn_layout import lay_out
from content.files.bpmn_model import (
    ACTIVITIES,
    CHOREOGRAPHIES,
    CONVERSATIONS,
    DATA_OBJECTS,
    DATA_STORES,
    EVENTS,
    FLOWS,
    GATEWAYS,
    Bounds,
    Diagram,
    Edge,
    Element,
    Model,
    Point,
    Shape,
)

SVG = "{http://www.w3.org/2000/svg}"
ELEMENTS = {
    SVG + name
    for name in ["svg", "g", "path", "rect", "circle", "polygon", "polyline", "text", "tspan", "title"]
}
GEOMETRY = {"x", "y", "width", "height", "rx", "cx", "cy", "r", "points", "d", "transform", "viewBox"}
ATTRIBUTES = GEOMETRY | {"class", "text-anchor", "role"}
TAGS = sorted(
    ACTIVITIES | EVENTS | GATEWAYS | DATA_OBJECTS | DATA_STORES | CHOREOGRAPHIES | CONVERSATIONS
    | {"participant", "lane", "group", "textAnnotation", "message", "somethingNew"}
)  # fmt: skip
TRIGGERS = [
    "message",
    "timer",
    "error",
    "escalation",
    "signal",
    "cancel",
    "compensation",
    "conditional",
    "link",
    "terminate",
    "odd",
]
FAR = st.floats(-1_000_000, 1_000_000)
SIDE = st.floats(0, 1_000_000, exclude_min=True)
BOX = st.builds(Bounds, FAR, FAR, SIDE, SIDE)
POINT = st.builds(Point, FAR, FAR)
MAYBE = st.none() | st.booleans()
NAME = st.text(st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff"), max_size=60)


@st.composite
def models(draw_value):
    """A model with a diagram of any shapes and edges, also such that refer to nothing."""
    numbers = range(draw_value(st.integers(0, 5)))
    elements = {
        f"n{number}": Element(
            id=f"n{number}",
            tag=draw_value(st.sampled_from(TAGS)),
            name=draw_value(NAME),
            parent=draw_value(st.sampled_from(["", "n0", "n1"])),
            triggers=tuple(draw_value(st.lists(st.sampled_from(TRIGGERS), max_size=2))),
            loop=draw_value(st.sampled_from(["", "standard", "parallel", "sequential"])),
        )
        for number in numbers
    }
    ends = st.sampled_from(["", "lost", *elements])
    for number in range(draw_value(st.integers(0, 4))):
        tag = draw_value(st.sampled_from(sorted(FLOWS)))
        flow = Element(f"f{number}", tag, draw_value(NAME), source=draw_value(ends), target=draw_value(ends))
        elements[flow.id] = flow
    shapes = [
        Shape(
            "",
            f"n{number}",
            draw_value(st.none() | BOX),
            draw_value(st.none() | BOX),
            *draw_value(st.tuples(MAYBE, MAYBE)),
        )
        for number in range(len(numbers) + 1)
    ]
    ways = st.lists(POINT, max_size=4).map(tuple)
    edges = [Edge("", f"f{number}", draw_value(ways), draw_value(st.none() | BOX)) for number in range(3)]
    diagram = Diagram("d", draw_value(NAME), "", tuple(shapes), tuple(edges))
    return Model("", elements, (diagram,))


def drawn(model):
    return draw(lay_out(model, model.diagrams[0]))


def counted(root, kind):
    return sum(kind in (node.get("class") or "").split() for node in root.iter())


@given(models())
def test_any_geometry_is_drawn_whole(model):
    root = ElementTree.fromstring(drawn(model))

    assert counted(root, "bpmn-shape") == len(model.diagrams[0].shapes)
    assert counted(root, "bpmn-edge") == len(model.diagrams[0].edges)


@given(models())
def test_only_harmless_elements_and_attributes_are_written(model):
    root = ElementTree.fromstring(drawn(model))

    assert {node.tag for node in root.iter()} - ELEMENTS == set()
    assert {name for node in root.iter() for name in node.attrib} - ATTRIBUTES == set()


@given(models())
def test_all_numbers_are_plain(model):
    root = ElementTree.fromstring(drawn(model))

    written = " ".join(
        value
        for node in root.iter()
        for name, value in node.attrib.items()
        if name not in ("class", "role", "text-anchor", "transform")
    )
    plain = r"-?\d+(\.\d{1,2})?|[MLCQZ]"
    assert [word for word in re.split("[ ,]+", written) if word and not re.fullmatch(plain, word)] == []


def box_of(root):
    return [float(number) for number in root.get("viewBox").split()]


def single(tag="task", name="Assess", **more):
    shape = Shape("s", "a", more.pop("bounds", Bounds(10, 20, 100, 80)), more.pop("label", None))
    element = Element("a", tag, name, **more)
    return Model("", {"a": element}, (Diagram("d", "Main <1>", "", (shape,)),))


def test_the_view_holds_the_drawing_and_a_margin():
    root = ElementTree.fromstring(drawn(single()))

    assert box_of(root) == [-4, 6, 128, 108]
    assert (root.get("role"), root.find(SVG + "title").text) == ("img", "Main <1>")


def test_text_is_escaped():
    root = ElementTree.fromstring(drawn(single(name="</text><script>a&b</script>")))

    assert "".join(root.find(f".//{SVG}text").itertext()) == "</text><script>a&b</script>"


def test_a_cut_text_keeps_the_whole_as_its_title():
    name = "Assess the risk and the impact of the change on every service " * 3

    root = ElementTree.fromstring(drawn(single(name=name.strip())))

    assert root.find(f"{SVG}g/{SVG}title").text == name.strip()


def test_a_tiny_model_is_brought_to_usual_size():
    root = ElementTree.fromstring(drawn(single(bounds=Bounds(1, 1, 1.25, 1))))

    assert box_of(root) == [66, 66, 128, 108]


def test_a_huge_drawing_is_shown_smaller():
    root = ElementTree.fromstring(drawn(single(tag="lane", bounds=Bounds(0, 0, 900_000, 90))))

    assert root.get("width") == "12000"


def test_what_contains_others_lies_below_edges_and_those_below_tasks():
    shapes = tuple(Shape(key, key, Bounds(0, 0, 300, 200)) for key in ("event", "task", "lane", "group"))
    elements = {
        "task": Element("task", "task"),
        "lane": Element("lane", "lane"),
        "group": Element("group", "group"),
        "event": Element("event", "boundaryEvent"),
    }
    model = Model("", elements, (Diagram("d", "", "", shapes, (Edge("e", "", (Point(0, 0), Point(9, 9))),)),))

    order = [node.get("class").split()[1] for node in ElementTree.fromstring(drawn(model)).findall(SVG + "g")]

    assert order == ["bpmn-lane", "bpmn-group", "bpmn-plain", "bpmn-activity", "bpmn-event"]
