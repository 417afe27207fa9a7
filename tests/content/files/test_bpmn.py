"""What is shown of a BPMN file: drawings with equal counts, words with their place."""

import os
from pathlib import Path
from xml.etree import ElementTree

import pytest

from content.files.bpmn import preview
from tests.content.files.bpmn_samples import diagram, edge, element, shape, write

CORPUS = Path(os.environ.get("BACK2ITSM_CORPUS", "no-corpus")) / "artefacts" / "bpmn-miwg"
REAL = sorted(CORPUS.glob("*.bpmn")) if CORPUS.is_dir() else []
needs_corpus = pytest.mark.skipif(not REAL, reason="BACK2ITSM_CORPUS is not set")


def counted(svg, kind):
    return sum(kind in (node.get("class") or "").split() for node in ElementTree.fromstring(svg).iter())


def in_file(path, kind):
    return sum(node.tag.endswith("}" + kind) for node in ElementTree.parse(path).getroot().iter())


@needs_corpus
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_real_models_are_drawn_whole(path):
    diagrams = preview(path)["diagrams"]

    assert sum(counted(item["svg"], "bpmn-shape") for item in diagrams) == in_file(path, "BPMNShape")
    assert sum(counted(item["svg"], "bpmn-edge") for item in diagrams) == in_file(path, "BPMNEdge")
    assert sum(item["shapes"] for item in diagrams) == in_file(path, "BPMNShape")
    assert sum(item["edges"] for item in diagrams) == in_file(path, "BPMNEdge")


@needs_corpus
def test_a_real_model_tells_pools_and_lanes():
    rows = preview(CORPUS / "c-1-0.bpmn")["text"]

    assert ["Process Engine - Invoice Receipt / Accountant", "Prepare Bank Transfer"] in rows
    assert ["Team-Assistant", "Scan Invoice"] in rows


@needs_corpus
def test_a_real_file_with_four_drawings_shows_four():
    names = [item["name"] for item in preview(CORPUS / "c-4-0.bpmn")["diagrams"]]

    assert names == ["Onboarding employee", "IT", "Payroll", "Facilities"]


def test_words_carry_the_name_of_the_drawing_where_there_is_no_pool(tmp_path):
    note = "<documentation>Within four hours</documentation>"
    path = write(tmp_path, element("task", "a", note, name="Assess risk"), diagram(shape("a", 0, 0, 100, 80)))

    found = preview(path)

    assert found["text"] == [["", "Handle a change"], ["Main", "Assess risk"], ["Main", "Within four hours"]]
    assert found["diagrams"][0]["texts"] == ["Assess risk"]


def test_words_repeat_only_for_another_place(tmp_path):
    lanes = "".join(
        element("lane", name, f"<flowNodeRef>{task}</flowNodeRef>", name=name)
        for name, task in [("Desk", "a"), ("Board", "b")]
    )
    tasks = "".join(element("task", identity, name="Check") for identity in "abc")
    path = write(tmp_path, f"<laneSet>{lanes}</laneSet>{tasks}", diagram(shape("a", 0, 0, 100, 80)))

    rows = preview(path)["text"]

    assert [row for row in rows if row[1] == "Check"] == [
        ["Desk", "Check"],
        ["Board", "Check"],
        ["", "Check"],
    ]


def test_a_shape_and_an_edge_of_nothing_known_are_drawn_and_named(tmp_path):
    drawing = diagram(shape("lost", 0, 0, 100, 80), edge("gone", [(0, 0), (50, 50)]))

    (drawn,) = preview(write(tmp_path, "", drawing))["diagrams"]

    assert (drawn["shapes"], drawn["edges"], drawn["texts"]) == (1, 1, ["lost"])
    assert counted(drawn["svg"], "bpmn-unknown") == 1
    assert counted(drawn["svg"], "bpmn-plain") == 1


def test_an_empty_drawing_beside_a_full_one_is_left_out(tmp_path):
    full = diagram(shape("a", 0, 0, 100, 80), name="Full")

    drawn = preview(write(tmp_path, "", diagram(name="Empty"), full))["diagrams"]

    assert [item["name"] for item in drawn] == ["Full"]


def test_five_thousand_shapes_are_drawn(tmp_path):
    drawing = diagram(*(shape(f"t{at}", at % 70 * 120, at // 70 * 100, 100, 80) for at in range(5000)))

    (drawn,) = preview(write(tmp_path, "", drawing))["diagrams"]

    assert counted(drawn["svg"], "bpmn-shape") == 5000
