"""The reading process from the inside: every end is an outcome."""

import errno
import json
import subprocess
import sys
from pathlib import Path

import pytest

from content.files.child import look, scrubbed
from content.files.kinds import KINDS
from content.files.outcome import Found, Unfit

MD = KINDS["md"]
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def note(tmp_path):
    path = tmp_path / "a.md"
    path.write_text("# Note\n")
    return path


def reader(result):
    """A reader that answers or raises `result`."""

    def read(_path, _out):
        if isinstance(result, BaseException):
            raise result
        return result

    return read


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (KeyError("word/document.xml"), "damaged"),
        (RecursionError(), "damaged"),
        (OSError(errno.EIO, "broken"), "damaged"),
        (SystemExit(0), "damaged"),
        (MemoryError(), "too_big"),
        (OSError(errno.EFBIG, "File too large"), "too_big"),
        (Unfit("encrypted"), "encrypted"),
    ],
)
def test_every_exception_becomes_an_outcome(note, error, outcome):
    assert look(note, MD, reader(error), note.parent).outcome == outcome


def test_a_reason_speaks_of_the_file_and_not_of_the_program(note):
    found = look(note, MD, reader(ValueError("/secret/path: 'NoneType' has no len()")), note.parent)

    assert found.reason == "The file is damaged and could not be read."


def test_text_makes_it_ok(note):
    found = look(note, MD, reader(Found(parts=[["page 1", "text"]])), note.parent)

    assert (found.outcome, found.reason, found.kind, found.parts) == ("ok", "", "md", [["page 1", "text"]])


def test_no_text_is_an_ordinary_state(note):
    found = look(note, MD, reader(Found(parts=[["page 1", " \n"]])), note.parent)

    assert (found.outcome, found.reason, found.parts) == ("empty", "No text was found in the file.", [])


def test_a_picture_has_no_text_to_miss(note):
    found = look(note, MD, reader(Found(preview={"form": "picture"})), note.parent)

    assert found.outcome == "ok"


def test_the_guard_stands_before_the_reader(tmp_path):
    path = tmp_path / "a.md"
    path.write_bytes(b"a\x00b")

    assert look(path, MD, reader(Found()), tmp_path).outcome == "refused"


def test_text_beyond_the_limit_is_cut_and_said(note):
    found = look(note, MD, reader(Found(parts=[["", "ä" * 600_000]])), note.parent)

    assert len(found.parts[0][1].encode()) == 1_000_000
    assert found.facts == ["Only the first 1 MB of its text is searched"]


def test_strings_are_cleaned_at_any_depth():
    dirty = {"form": "texts", "groups": [{"name": "a\x00", "lines": ["\ud800b", "c\x1b"]}], "total": 3}

    assert scrubbed(dirty) == {"form": "texts", "groups": [{"name": "a", "lines": ["b", "c"]}], "total": 3}


def test_the_process_starts_without_django():
    kinds = "[reader_of(kind) for kind in KINDS.values()]"
    script = f"from content.files.child import *; from content.files.kinds import KINDS; {kinds}"
    told = "print(sorted({name.partition('.')[0] for name in sys.modules} & {'django', 'people', 'ratings'}))"

    ended = subprocess.run(
        [sys.executable, "-c", f"{script}; {told}"], cwd=ROOT, capture_output=True, text=True, timeout=600
    )

    assert ended.stdout == "[]\n"


def test_an_inspection_can_be_written_as_json(note):
    found = look(note, MD, reader(Found(parts=[["", "\ud800 x"]])), note.parent)

    assert json.loads(json.dumps(found.as_dict()))["parts"] == [["", "x"]]
