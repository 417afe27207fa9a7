"""Charts are well-formed SVG that the content policy lets through, and say what they show."""

from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys import charts, findings
from surveys.charts import Bar, HeatRow, PairRow, Point, Step, Supplied, grids, placing, svg
from surveys.gaps import Quadrant
from tests.surveys.chart_samples import NEEDS, points

HOSTILE = "<script>\"'&amp;</text> ]]> \u2028 "
PLOTTED, CROSS = points()
ALL = {
    "quadrant": lambda said: charts.quadrant(
        [Point(1, said, 4.0, (3.8, 4.2), 2.0, (1.8, 2.2), Quadrant.WATCH)], CROSS
    ),
    "slim": lambda said: charts.quadrant(PLOTTED, CROSS, slim=True),
    "bars": lambda said: charts.ranked_bars([Bar(said, 14.0, (9.0, 17.5), said)], said, said),
    "dumbbell": lambda said: charts.dumbbell(
        [PairRow(said, 1.5, None, (1.0, 2.0))], (said, said), said, said
    ),
    "heat": lambda said: charts.heat_map([HeatRow(said, [2.1, None])], [said, said], said, said),
    "funnel": lambda said: charts.funnel([Step(said, 200), Step(said, None)], said),
    "supply": lambda said: charts.supply_bars([Supplied(said, 14.0, 12.3, said)], said, said),
    "span": lambda said: charts.span(1.9, 4.4, ((1.8, 2.0), (4.3, 4.5))),
}


def parsed(drawn):
    return ElementTree.fromstring(f'<page xmlns="http://www.w3.org/1999/xhtml">{drawn}</page>')


def words(drawn):
    return ["".join(node.itertext()) for node in parsed(drawn).iter() if node.tag.endswith("}text")]


@pytest.mark.parametrize("name", ALL)
def test_each_chart_is_well_formed_and_escapes_what_people_wrote(name):
    tree = parsed(ALL[name](HOSTILE))

    tags = {node.tag.rpartition("}")[2] for node in tree.iter()}
    assert tags <= {"page", "svg", "title", "desc", "path", "rect", "circle", "text", "tspan"}
    assert [node.attrib for node in tree.iter() if {"style", "onload", "href"} & node.attrib.keys()] == []


@pytest.mark.parametrize("name", [name for name in ALL if name != "span"])
def test_each_chart_has_a_title_and_a_description(name):
    [drawn] = parsed(ALL[name]("A need"))

    ids = [node.attrib["id"] for node in drawn if node.tag.endswith(("}title", "}desc"))]
    assert (drawn.attrib["role"], drawn.attrib["aria-labelledby"].split()) == ("img", ids)
    assert len(ids) == 2


def test_the_quadrant_names_its_corners_and_describes_the_first_need():
    drawn = charts.quadrant(PLOTTED, CROSS)

    assert [
        said for said in words(drawn) if said in ("Work on this", "Keep it up", "Watch", "Good enough")
    ] == [
        "Work on this",
        "Keep it up",
        "Watch",
        "Good enough",
    ]
    [title] = [node.text for node in parsed(drawn).iter() if node.tag.endswith("}title")]
    [said] = [node.text for node in parsed(drawn).iter() if node.tag.endswith("}desc")]
    assert title == "Importance against coverage of 15 needs"
    assert said == (
        "Needs in the upper left are important and badly covered. First in the table: Showing the value of problem "
        "management, importance 4.4, coverage 1.9. 5 rings are undecided: their intervals cross a dashed line. "
        "All values are in the table below."
    )


def test_a_label_in_lines_reads_as_one_text():
    [drawn] = parsed(svg.lines(["12. Service", "level manage-", "ment"], 3, 14.0, text_anchor="end"))

    assert "".join(drawn.itertext()) == "12. Service level manage-ment"
    assert [(line.get("x"), line.get("y")) for line in drawn] == [("3", "14"), ("3 3", "29.6"), ("3", "45.2")]


def test_undecided_needs_are_rings_and_hot_ones_have_bold_labels():
    drawn = parsed(charts.quadrant(PLOTTED, CROSS))

    kinds = [node.attrib["class"] for node in drawn.iter() if node.tag.endswith("}circle")]
    expected = {Quadrant.WORK_ON_THIS: "pt hot", Quadrant.UNDECIDED: "pt open"}
    assert kinds == [expected.get(point.quadrant, "pt") for point in PLOTTED]


def test_every_need_of_the_sample_finds_room_for_its_label():
    said = words(charts.quadrant(PLOTTED, CROSS))

    written = [line for line in said if line[:1].isdigit() and ". " in line]
    assert len(written) == len(NEEDS)


SPOT = st.tuples(st.floats(70, 830), st.floats(40, 520))


@settings(max_examples=25, deadline=None)
@given(st.lists(SPOT, min_size=1, max_size=8))
def test_no_two_labels_overlap(anchors):
    boxes = placing.place(anchors, [(120.0, 32.0)] * len(anchors), (60, 25, 840, 540))

    held = [box for box in boxes if box]
    assert [
        (one, other) for k, one in enumerate(held) for other in held[:k] if placing.overlap(one, other, 0)
    ] == []
    assert all(box[0] >= 60 and box[2] <= 840 and box[1] >= 25 and box[3] <= 540 for box in held)


def test_numbers_are_short_and_signs_are_real():
    assert [svg.number(value) for value in (12.0, 3.54, -0.04)] == ["12", "3.5", "0"]
    assert [svg.signed(value) for value in (2.5, -0.44, 0.04)] == ["+2.5", "−0.4", "0.0"]


def test_long_words_are_cut_to_their_room():
    assert svg.shortened("Measuring experience", 400) == "Measuring experience"
    cut = svg.shortened("Measuring experience", 80)
    assert (cut[-1], svg.width(cut) <= 80) == ("…", True)


def test_the_shade_grows_with_the_gap():
    assert [grids.level(value) for value in (-1, 0.5, 1.2, 1.5, 3)] == [0, 1, 2, 3, 4]


def test_groups_under_five_are_written_not_drawn():
    assert words(charts.heat_map([HeatRow("A", [None])], ["Managers"], "t", "d"))[-1] == "hidden"
    assert words(charts.funnel([Step("Seen", 40), Step("Started", None)], "t"))[-1] == "fewer than 5"


def test_what_is_missing_of_a_need_is_drawn_within_its_opportunity():
    drawn = charts.supply_bars([Supplied("A", 10.0, 2.5, "2 artefacts"), Supplied("B", 0.0, 0.0)], "t", "d")

    bars = [
        (node.get("class"), float(node.get("width"))) for node in parsed(drawn).iter() if node.get("width")
    ]
    assert bars == [("whole", 210.0), ("bar", 52.5), ("whole", 1.0), ("bar", 1.0)]
    assert words(drawn)[-6:-3] == ["1. A", "2.5", "2 artefacts"]


@pytest.mark.parametrize("groups", range(4, 13))
def test_no_head_of_the_heat_map_is_cut(groups):
    columns = [name for name in findings.ORDER if name.partition("=")[0] in ("group", "role")]
    heads = [str(findings.COLUMN_WORDS.get(name, findings.words_for(name))) for name in columns][:groups]

    drawn = words(charts.heat_map([HeatRow("A", [1.0] * groups)], heads, "t", "d"))

    plain = "".join("".join(heads).split()).replace("\u00ad", "")
    assert "".join(drawn[: -groups - 1]).replace("-", "").replace(" ", "") == plain


def test_a_word_is_broken_where_it_says_so_and_only_where_it_must():
    assert svg.wrapped("Practi\u00adtioner staff", 7) == ["Practi-", "tioner", "staff"]
    assert svg.wrapped("Practi\u00adtioner staff", 24) == ["Practitioner staff"]
