"""Names and signatures of what a document may carry."""

import pytest

from content.files.embedded import is_object, unwanted_content, unwanted_name, unwanted_object

PACKAGED = "\x01Ole10Native".encode("utf-16-le") + b"\x02\x00"
OLE = bytes.fromhex("d0cf11e0a1b11ae1")


@pytest.mark.parametrize(
    "name", ["word/document.xml", "word/embeddings/book.xlsx", "media/film.mp4", "noend"]
)
def test_ordinary_names_pass(name):
    assert unwanted_name(name) is None


@pytest.mark.parametrize("name", ["a/Setup.EXE", "x.js", "x.lnk", "deep\\x.vbs", "x.exe. ", "book.xlsm"])
def test_names_of_programs_do_not(name):
    assert unwanted_name(name) == "a program or a script"


def test_macro_parts_are_known_by_name():
    assert unwanted_name("xl/VbaProject.bin") == "macros"


@pytest.mark.parametrize("head", [b"<?xml", b"MZ are two letters", b"", b"\x89PNG", b"PK\x03\x04"])
def test_ordinary_content_passes(head):
    assert unwanted_content(head) is None


def test_an_old_dos_program_is_known_by_its_message():
    assert unwanted_content(b"MZ" + bytes(80) + b"This program cannot be run in DOS mode") == "a program"


def test_containers_get_a_second_look():
    assert [is_object(OLE), is_object(b"PK\x03\x04"), is_object(b"GIF89a")] == [True, True, False]


@pytest.mark.parametrize(
    ("inside", "what"),
    [
        ("_VBA_PROJECT".encode("utf-16-le"), "macros"),
        (b"...This program cannot be run in DOS mode...", "a program"),
        (
            "\x01Ole10Native".encode("utf-16-le") + b"\x02\x00setup.exe\x00C:\\setup.exe\x00",
            "a program or a script",
        ),
        (PACKAGED + b"notes.txt\x00", None),
        ("Workbook".encode("utf-16-le"), None),
    ],
)
def test_old_office_objects_are_looked_through(inside, what):
    assert unwanted_object(OLE + bytes(504) + inside) == what


def test_an_unreadable_package_is_left_to_its_signature():
    assert unwanted_object(b"PK\x03\x04 broken") is None
