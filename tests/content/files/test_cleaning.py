"""Properties go, every other byte stays, and what comes out opens again."""

import io
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from PIL import Image
from pptx import Presentation

from content.files import run
from content.files.cleaning import can_clean, clean
from content.files.cleaning_pictures import picture_data
from content.files.guard import check
from content.files.kinds import KINDS
from content.files.metadata import give_aways
from content.files.outcome import Unfit
from tests.content.files import giving_samples
from tests.content.files.file_samples import pdf, png, png_chunk

CORPUS = Path(os.environ.get("BACK2ITSM_CORPUS", "no-corpus"))
OFFICE = {
    path
    for path in CORPUS.rglob("*")
    if path.suffix[1:] in ("docx", "xlsx", "pptx", "vsdx")
    and path.name not in ("bug53475-password-is-pass.docx", "truncated62886.docx", "xlsx-corrupted.xlsx")
}
SAMPLES = {"docx": giving_samples.word, "xlsx": giving_samples.sheets, "pptx": giving_samples.slides}
# What may differ: the two property parts, and the two parts that name the custom ones.
EDITED = {"docProps/core.xml", "docProps/app.xml", "_rels/.rels", "[Content_Types].xml"}
real = pytest.mark.skipif(not CORPUS.is_dir(), reason="BACK2ITSM_CORPUS is not set")


def cleaned(path):
    """(the cleaned copy of a file, what was removed)."""
    out = path.with_name(f"cleaned{path.suffix}")
    return out, clean(path, KINDS[path.suffix[1:]], out)


def parts(path, but=()):
    """[(name, data)] of a container in its order."""
    with zipfile.ZipFile(path) as archive:
        return [(name, archive.read(name)) for name in archive.namelist() if name not in but]


def still_cleanable(path):
    return [one for one in give_aways(path, KINDS[path.suffix[1:]]) if one.can_clean]


@pytest.mark.parametrize("extension", SAMPLES)
def test_the_properties_go_and_nothing_else(tmp_path, extension):
    path = SAMPLES[extension](tmp_path / f"a.{extension}")
    before = still_cleanable(path)

    out, removed = cleaned(path)

    assert {one.what for one in before} >= {"author", "company", "manager", "template", "property", "dates"}
    assert {"author", "company", "manager", "template", "custom property Customer"} <= set(removed)
    assert still_cleanable(out) == []
    assert parts(out, EDITED) == parts(path, {*EDITED, "docProps/custom.xml"})


@pytest.mark.parametrize("extension", SAMPLES)
def test_the_order_of_the_parts_stays(tmp_path, extension):
    path = SAMPLES[extension](tmp_path / f"a.{extension}")

    out, _ = cleaned(path)

    names = [name for name, _ in parts(path, {"docProps/custom.xml"})]
    assert [name for name, _ in parts(out)] == names


@pytest.mark.parametrize("extension", SAMPLES)
def test_a_cleaned_file_passes_the_door_and_opens(tmp_path, extension):
    out, _ = cleaned(SAMPLES[extension](tmp_path / f"a.{extension}"))

    check(out, KINDS[extension])

    opened = {"docx": Document, "xlsx": openpyxl.load_workbook, "pptx": Presentation}[extension](out)
    # openpyxl puts its own name where a file names nobody.
    author = opened.properties.creator if extension == "xlsx" else opened.core_properties.author
    assert author == ("openpyxl" if extension == "xlsx" else "")


@real
@pytest.mark.parametrize("path", sorted(OFFICE), ids=lambda path: path.name)
def test_every_other_part_of_a_real_document_is_the_same_byte_by_byte(tmp_path, path):
    copy = Path(shutil.copy(path, tmp_path))

    out, removed = cleaned(copy)

    assert removed != []
    assert parts(out, EDITED) == parts(copy, {*EDITED, "docProps/custom.xml"})
    assert still_cleanable(out) == []


@real
@pytest.mark.parametrize(
    "name",
    [
        "microsoft-caf/cloud-adoption-framework-strategy-and-plan-template.docx",
        "microsoft-caf/raci-template.xlsx",
        "microsoft-caf/sovereign-landing-zone-management-groups.vsdx",
        "microsoft-ise/e2e-testing-diagrams.pptx",
    ],
)
def test_a_cleaned_real_document_reads_as_before(tmp_path, name):
    path = CORPUS / "artefacts" / name
    result = run.clean(path, path.name, tmp_path / "cleaned")

    before, after = (run.inspect(one, path.name, tmp_path) for one in (path, tmp_path / "cleaned"))
    assert result.outcome == "ok"
    assert (after.outcome, after.parts, after.preview) == (before.outcome, before.parts, before.preview)


def opened_by_libreoffice(folder, files):
    """Names of the files that it can turn into a PDF; which kinds it reads depends on what is installed."""
    profile = f"-env:UserInstallation=file://{folder.parent}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=600)
    return sorted(path.stem for path in folder.glob("*.pdf"))


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_another_office_opens_what_was_cleaned(tmp_path):
    before, after = tmp_path / "before", tmp_path / "after"
    before.mkdir(), after.mkdir()
    for extension, make in SAMPLES.items():
        path = make(before / f"{extension}.{extension}")
        clean(path, KINDS[extension], after / path.name)

    opened = [opened_by_libreoffice(folder, sorted(folder.iterdir())) for folder in (before, after)]

    assert opened[0] == opened[1] != []


def test_a_file_without_properties_stays_the_same_byte_by_byte(tmp_path):
    (tmp_path / "a.png").write_bytes(png())

    out, removed = cleaned(tmp_path / "a.png")

    assert (removed, out.read_bytes()) == ([], png())


def test_cleaning_twice_removes_nothing_more(tmp_path):
    out, _ = cleaned(giving_samples.word(tmp_path / "a.docx"))

    again = clean(out, KINDS["docx"], tmp_path / "again.docx")

    assert (again, (tmp_path / "again.docx").read_bytes()) == ([], out.read_bytes())


def test_a_signed_file_is_left_alone(tmp_path):
    path = giving_samples.signed(giving_samples.word(tmp_path / "a.docx"))

    with pytest.raises(Unfit, match="signed"):
        cleaned(path)

    assert still_cleanable(path) == []


@pytest.mark.parametrize(("form", "extension"), [("PNG", "png"), ("JPEG", "jpg")])
@pytest.mark.parametrize("orientation", [1, 6])
def test_a_photograph_keeps_its_pixels_and_its_turn(tmp_path, form, extension, orientation):
    path = tmp_path / f"a.{extension}"
    path.write_bytes(giving_samples.photograph(form, orientation))

    out, removed = cleaned(path)

    assert removed == ["EXIF"]
    assert list(picture_data(out.read_bytes())) == list(picture_data(path.read_bytes()))
    with Image.open(out) as picture:
        assert dict(picture.getexif()) == ({} if orientation == 1 else {0x0112: orientation})
    assert clean(out, KINDS[extension], tmp_path / "again") == []


def test_a_picture_loses_texts_and_what_hangs_behind_it(tmp_path):
    texts = png_chunk(b"tEXt", b"Author\0First writer") + png_chunk(b"tIME", b"\x07\xea\1\2\3\4\5")
    (tmp_path / "a.png").write_bytes(png()[:33] + texts + png()[33:] + b"behind")

    out, removed = cleaned(tmp_path / "a.png")

    assert (out.read_bytes(), removed) == (png(), ["text Author", "date of change"])


def test_a_jpeg_loses_comments_programs_and_what_hangs_behind_it(tmp_path):
    buffer = io.BytesIO()
    Image.new("RGB", (9, 9), "teal").save(buffer, "JPEG")
    plain = buffer.getvalue()
    extra = b"\xff\xfe\0\x08Hello!" + b"\xff\xed\0\x06IPTC"
    (tmp_path / "a.jpg").write_bytes(plain[:20] + extra + b"\xff" + plain[20:] + b"\xff\xd8 another \xff\xd9")

    out, removed = cleaned(tmp_path / "a.jpg")

    assert (out.read_bytes(), removed) == (plain[:20] + b"\xff" + plain[20:], ["comment", "IPTC"])


@pytest.mark.parametrize("extension", ["pdf", "bpmn", "drawio", "md", "csv"])
def test_other_kinds_say_why_not(tmp_path, extension):
    result = run.clean(tmp_path / "missing", f"a.{extension}", tmp_path / "out")

    assert (result.outcome, result.reason) == ("refused", can_clean(KINDS[extension]))
    assert result.reason.endswith(".")


@pytest.mark.parametrize(
    ("name", "data", "outcome"),
    [
        ("a.docx", b"PK\x03\x04", "damaged"),
        ("a.docx", pdf(), "refused"),
        ("a.png", png()[:40], "damaged"),
        ("a.jpg", b"\xff\xd8\xff\xe1\xff\xff", "damaged"),
        ("a.exe", b"MZ", "refused"),
    ],
)
def test_bad_files_are_outcomes_and_leave_nothing(tmp_path, name, data, outcome):
    (tmp_path / "stored").write_bytes(data)

    result = run.clean(tmp_path / "stored", name, tmp_path / "out")

    assert (result.outcome, (tmp_path / "out").exists()) == (outcome, False)


def test_it_runs_in_a_process_of_its_own(tmp_path):
    path = giving_samples.word(tmp_path / "a.docx")

    result = run.clean(path, "Offer.docx", tmp_path / "out")

    assert (result.outcome, result.reason, result.removed[0]) == ("ok", "", "author")
    assert not zipfile.Path(tmp_path / "out", "docProps/custom.xml").exists()


def test_a_cleaner_out_of_time_is_ended(tmp_path):
    path = giving_samples.word(tmp_path / "a.docx")

    result = run.clean(path, "a.docx", tmp_path / "out", wall_seconds=0.001)

    assert (result.outcome, (tmp_path / "out").exists()) == ("timed_out", False)
