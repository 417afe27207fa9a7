"""Every real document of the corpus is taken, or refused with a true reason."""

import os
from pathlib import Path

import pytest

from content.files.outcome import TIMED_OUT
from content.files.run import inspect

CORPUS = Path(os.environ.get("BACK2ITSM_CORPUS", "no-corpus"))
ARTEFACTS = sorted((CORPUS / "artefacts").glob("*/*"))
FORMATS = {
    "bar-chart.pptx": "ok",
    "bug53475-password-is-pass.docx": "encrypted",
    "checkboxes.docx": "ok",
    "headerfooterunicode.docx": "ok",
    "truncated62886.docx": "damaged",
    "twosheetsonehidden.xlsx": "ok",
    "unicodesheetname.xlsx": "ok",
    "with-japanese.pptx": "ok",
    "wordwithattachments.docx": "ok",
    "xlsx-corrupted.xlsx": "ok",
}
FORM = {
    "docx": "document",
    "xlsx": "sheets",
    "csv": "sheets",
    "pptx": "slides",
    "pdf": "pages",
    "bpmn": "diagrams",
    "md": "html",
    "drawio": "texts",
    "vsdx": "texts",
    "png": "picture",
}

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="BACK2ITSM_CORPUS is not set")


@pytest.mark.parametrize("path", ARTEFACTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_real_document_is_taken_and_shown(path, tmp_path):
    # A machine that stood still for a while counts that as the time of whoever was reading.
    for _try in range(3):
        found = inspect(path, path.name, tmp_path)
        if found.outcome != TIMED_OUT:
            break

    assert (found.outcome, found.preview.get("form"), found.reason) == ("ok", FORM[path.suffix[1:]], "")


@pytest.mark.parametrize(("name", "outcome"), FORMATS.items())
def test_an_awkward_document_ends_as_expected(name, outcome, tmp_path):
    assert inspect(CORPUS / "formats" / name, name, tmp_path).outcome == outcome
