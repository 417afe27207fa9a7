"""The picture of a comparison: the new drawing with marks, and ghosts of what is gone."""

import re

from content.files import drawing
from content.files.bpmn_read import read
from content.files.comparing_bpmn import compare
from content.files.comparing_drawing import draw_comparison
from tests.content.files.bpmn_samples import diagram, element, shape, write
from tests.content.files.comparing_samples import two_models


def drawn(old, new):
    models = read(old), read(new)
    return draw_comparison(*models, compare(*models))


def groups(svg, mark):
    """How many shapes and edges carry a mark, and how many badges say so."""
    classes = re.findall(r'<g class="([^"]*)"', svg)
    marked = [name for name in classes if f"bpmn-{mark}" in name.split()]
    badges = sum("bpmn-badge" in name.split() for name in marked)
    items = sum(bool({"bpmn-shape", "bpmn-edge"} & set(name.split())) for name in marked)
    return items, badges


def test_each_difference_has_its_colour_and_its_sign(tmp_path):
    ((_, svg),) = drawn(*two_models(tmp_path)).drawn

    found = {mark: groups(svg, mark) for mark in ("added", "removed", "changed", "moved")}

    assert found == {"added": (2, 2), "removed": (2, 2), "changed": (1, 1), "moved": (1, 1)}


def test_the_drawing_passes_the_allow_list(tmp_path):
    ((_, svg),) = drawn(*two_models(tmp_path)).drawn

    assert drawing.rebuilt(svg).count("<g ") == svg.count("<g ")


def test_only_what_is_the_same_can_have_moved(tmp_path):
    assert drawn(*two_models(tmp_path)).moved == {"z"}


def test_a_drawing_that_was_pushed_as_a_whole_has_not_moved(tmp_path):
    steps = "".join(element("task", key, name=key) for key in "abc")
    paths = [
        write(
            tmp_path,
            steps,
            diagram(*(shape(key, at * 150 + push, push, 100, 80) for at, key in enumerate("abc"))),
            name=f"{push}.bpmn",
        )
        for push in (0, 70)
    ]

    assert drawn(*paths).moved == set()


def test_a_drawing_that_is_gone_is_shown_with_what_it_held(tmp_path):
    task, other = element("task", "a", name="A"), element("task", "b", name="B")
    first, second = diagram(shape("a", 0, 0, 100, 80)), diagram(shape("b", 0, 0, 100, 80), name="Second")
    old = write(tmp_path, task + other, first, second, name="old.bpmn")
    new = write(tmp_path, task, first, name="new.bpmn")

    found = drawn(old, new).drawn

    assert [(name, groups(svg, "removed")) for name, svg in found] == [("Main", (0, 0)), ("Second", (1, 1))]
