"""Comparisons as the worker stores them; models in the real child process."""

import time

import pytest

from content.files.answer import Untrusted
from content.files.comparing import Contents, checked, compare_bodies, compare_models, compare_text
from content.files.comparing_text import MAX_ROWS
from tests.content.files.bpmn_samples import one_shape
from tests.content.files.comparing_samples import two_models

NOTHING = {"added": 0, "removed": 0, "changed": 0, "moved": 0, "same": 0, "entries": [], "drawings": []}
ANSWER = NOTHING | {"outcome": "ok", "reason": "", "network": "hooked"}


def sheets(**named):
    made = [
        {"name": name, "columns": ["A"], "rows": [[row] for row in rows], "total_rows": len(rows)}
        | {"total_columns": 1, "hidden": False}
        for name, rows in named.items()
    ]
    parts = [[f"sheet {name}", "\n".join(rows)] for name, rows in named.items()]
    return Contents({"form": "sheets", "sheets": made}, parts)


def test_sheets_are_compared_by_name_and_new_ones_are_said_to_be():
    found = compare_text(sheets(Plan=["a", "b"], Old=["x"]), sheets(Plan=["a", "c"], New=["y"]))

    assert [(section.name, section.state) for section in found.sections] == [
        ("Plan", ""),
        ("New", "added"),
        ("Old", "removed"),
    ]
    assert (found.unit, found.added, found.removed, found.changed, found.same) == ("row", 2, 2, 0, 1)


def test_the_same_text_differs_in_nothing():
    found = compare_bodies("One\nTwo", "One\nTwo").as_dict()

    assert (found["differs"], found["sections"], found["same"]) == (False, [], 2)


def test_a_picture_has_no_words_to_compare():
    with pytest.raises(ValueError, match="no words"):
        compare_text(Contents({"form": "picture"}, []), Contents({"form": "picture"}, []))


def test_what_is_stored_stays_small_and_says_that_it_was_cut():
    old, new = ("\n".join(f"{word} {number}" for number in range(1900)) for word in ("old", "new"))

    found = compare_bodies(old, new)

    assert (found.cut, sum(len(section.rows) for section in found.sections)) == (True, MAX_ROWS)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a\nb\n" * 50_000, "a\nc\n" * 50_000),
        ("a b " * 50_000, "a c " * 50_000),
        (
            "\n".join("a b " * 60 + str(n) for n in range(2000)),
            "\n".join("a c " * 60 + f"x{n}" for n in range(2000)),
        ),
    ],
)
def test_hostile_texts_are_compared_within_seconds(old, new):
    before = time.process_time()

    assert compare_bodies(old, new).differs
    assert time.process_time() - before < 15


def test_models_are_compared_in_a_process_of_their_own(tmp_path):
    found = compare_models(*two_models(tmp_path))

    counts = found.added, found.removed, found.changed, found.moved, found.same
    assert (found.outcome, *counts) == ("ok", 2, 2, 1, 1, 2)
    assert found.network in {"unshared", "hooked"}
    assert [(entry.state, entry.name) for entry in found.entries if entry.label != "Sequence flow"] == [
        ("changed", "Record"),
        ("added", "Do"),
        ("removed", "Ask"),
        ("moved", "End"),
    ]


def test_what_changed_in_an_element_is_marked_word_by_word(tmp_path):
    (entry,) = [entry for entry in compare_models(*two_models(tmp_path)).entries if entry.details]

    assert entry.details == [("Name", [["del", "Log"], ["ins", "Record"]])]


def test_a_damaged_model_is_an_outcome_with_a_reason(tmp_path):
    good, bad = one_shape(tmp_path, "task"), tmp_path / "bad.bpmn"
    bad.write_bytes(good.read_bytes()[:-40])

    found = compare_models(good, bad)

    assert (found.outcome, found.differs, found.reason.endswith(".")) == ("damaged", False, True)


def test_a_comparison_out_of_time_is_ended(tmp_path):
    assert compare_models(*two_models(tmp_path), wall_seconds=0.001).outcome == "timed_out"


@pytest.mark.parametrize(
    "answer",
    [
        {},
        ANSWER | {"added": -1},
        ANSWER | {"outcome": "fine"},
        ANSWER
        | {"drawings": [{"name": "", "svg": "<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"}]},
        ANSWER | {"drawings": [{"name": "", "svg": "<p>"}]},
        ANSWER | {"entries": [{"state": "added"}]},
        ANSWER
        | {
            "entries": [
                {"state": "added", "label": "", "name": "", "where": "", "details": [["What", "only"]]}
            ]
        },
    ],
)
def test_an_answer_that_is_not_of_the_agreed_shape_is_not_believed(answer):
    with pytest.raises(Untrusted):
        checked(answer)
