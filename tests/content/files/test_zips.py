"""Containers that lie, multiply, or carry what we do not pass on."""

import struct
import zipfile

import pytest

from content.files import zips
from content.files.kinds import KINDS
from content.files.outcome import Unfit
from tests.content.files.file_samples import content_types, package

DOCX = KINDS["docx"]
PROGRAM = b"MZ" + bytes(58) + (64).to_bytes(4, "little") + b"PE\x00\x00"


def verdict(path, kind=DOCX):
    try:
        zips.check(path, kind)
    except Unfit as stop:
        return stop.outcome, stop.reason
    return "fit"


def directory_entries(data):
    """Return the places of the entries of the central directory."""
    found, at = [], data.find(b"PK\x01\x02")
    while at >= 0:
        found.append(at)
        at = data.find(b"PK\x01\x02", at + 4)
    return found


def test_an_honest_container_passes(tmp_path):
    assert verdict(package(tmp_path / "a.docx", ("word/media/p.png", b"\x89PNG"))) == "fit"


def test_a_zip_bomb_is_too_big(tmp_path):
    path = package(tmp_path / "a.docx")
    bomb = zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=1)
    with bomb as archive, archive.open("word/big.bin", "w") as big:
        for _ in range(600):
            big.write(bytes(1_000_000))

    assert verdict(path) == ("too_big", "The file unpacks to far more than its own size.")


def test_a_bomb_below_the_total_is_caught_by_its_ratio(tmp_path):
    path = package(tmp_path / "a.docx", ("word/big.bin", bytes(5_000_000)))

    assert verdict(path) == ("too_big", "The file unpacks to far more than its own size.")


def test_a_small_blank_part_is_no_bomb(tmp_path):
    assert verdict(package(tmp_path / "a.docx", ("word/blank.bin", bytes(900_000)))) == "fit"


def test_a_directory_that_lies_about_sizes_is_found_out(tmp_path):
    path = package(tmp_path / "a.docx", ("word/big.bin", bytes(5_000_000)))
    data = bytearray(path.read_bytes())
    last = directory_entries(data)[-1]
    data[last + 24 : last + 28] = struct.pack("<I", 1000)
    path.write_bytes(data)

    assert verdict(path) == ("damaged", "The file is damaged and could not be read.")


def test_overlapping_parts_are_refused(tmp_path):
    path = package(tmp_path / "a.docx", ("word/a.bin", b"a" * 500), ("word/b.bin", b"b" * 500))
    data = bytearray(path.read_bytes())
    entries = directory_entries(data)
    data[entries[-1] + 42 : entries[-1] + 46] = data[entries[-2] + 42 : entries[-2] + 46]
    path.write_bytes(data)

    assert verdict(path) == (
        "refused",
        "The file is built so that its parts overlap or hide behind other data.",
    )


def test_two_thousand_parts_are_enough(tmp_path):
    some = [(f"word/{number}.bin", b"") for number in range(1998)]

    full = verdict(package(tmp_path / "full.docx", *some))
    over = verdict(package(tmp_path / "over.docx", *some, ("word/last.bin", b"")))

    assert (full, over) == ("fit", ("too_big", "The file has more than 2,000 parts inside."))


@pytest.mark.parametrize("name", ["../evil.xml", "word/../../evil", "/etc/passwd", "C:/evil", "..\\evil"])
def test_names_that_lead_outside_are_refused(tmp_path, name):
    path = package(tmp_path / "a.docx", (name, "x"))

    assert verdict(path) == ("refused", "The file has a part whose name leads outside of the file.")


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", ["word/document.xml", "WORD/Document.xml"])
def test_duplicate_names_are_refused(tmp_path, name):
    path = package(tmp_path / "a.docx", (name, "<other/>"))

    assert verdict(path) == ("refused", "The file has two parts of the same name.")


@pytest.mark.parametrize(
    ("name", "data", "what"),
    [
        ("word/vbaProject.bin", b"", "macros"),
        ("word/embeddings/setup.exe", b"", "a program or a script"),
        ("word/embeddings/run.PS1", b"", "a program or a script"),
        ("word/embeddings/page.html", b"<b/>", "a program or a script"),
        ("word/media/image1.png", PROGRAM, "a program"),
        ("word/media/image1.png", b"\x7fELF\x02", "a program"),
        ("word/media/notes.txt", b"#!/bin/sh\n", "a script"),
    ],
)
def test_programs_and_scripts_are_refused(tmp_path, name, data, what):
    path = package(tmp_path / "a.docx", (name, data))

    assert verdict(path) == ("refused", f"The file carries {what}, which is not accepted.")


def test_a_declared_macro_part_is_refused(tmp_path):
    macro = '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
    path = package(tmp_path / "a.docx", types=content_types(extra=macro))

    assert verdict(path) == ("refused", "The file carries macros, which is not accepted.")


def test_another_office_kind_is_refused(tmp_path):
    path = package(tmp_path / "a.docx", types=content_types("pptx"))

    assert verdict(path) == ("refused", "The name ends in .docx, but what is inside is not Word (DOCX).")


def test_a_plain_zip_is_no_office_file(tmp_path):
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")

    assert verdict(path) == ("refused", "This is a zip archive, but not an Office file.")


def test_a_zip_with_a_password_is_told_apart(tmp_path):
    path = package(tmp_path / "a.docx")
    data = bytearray(path.read_bytes())
    for entry in directory_entries(data):
        data[entry + 8] |= 1
    path.write_bytes(data)

    assert verdict(path) == ("encrypted", "The file is protected by a password.")


def test_an_embedded_workbook_is_allowed(tmp_path):
    inner = package(tmp_path / "inner.docx").read_bytes()

    assert verdict(package(tmp_path / "a.docx", ("word/embeddings/book.xlsx", inner))) == "fit"


def test_macros_in_an_embedded_workbook_are_refused(tmp_path):
    inner = package(tmp_path / "inner.docx", ("xl/vbaProject.bin", b"x")).read_bytes()
    path = package(tmp_path / "a.docx", ("word/embeddings/book.xlsx", inner))

    assert verdict(path) == ("refused", "The file carries macros, which is not accepted.")
