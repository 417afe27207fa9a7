"""Which files are taken, what is refused at the door of the site, which names are shown."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.files.kinds import KINDS, MAX_BYTES, clean_name, early_refusal, kind_for
from tests.content.files.file_samples import pdf, png

OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def test_eleven_kinds_are_taken():
    assert list(KINDS) == ["docx", "xlsx", "pptx", "pdf", "bpmn", "md", "csv", "png", "jpg", "drawio", "vsdx"]


@pytest.mark.parametrize(
    ("name", "extension"),
    [("a.docx", "docx"), ("A.B.PDF", "pdf"), ("photo.JPEG", "jpg"), (".md", "md"), ("x.DrawIO", "drawio")],
)
def test_the_end_of_the_name_decides(name, extension):
    assert kind_for(name).extension == extension


@pytest.mark.parametrize("name", ["", "docx", "a.docm", "a.svg", "a.docx.exe", "a.", "a.doc\x00x"])
def test_other_names_have_no_kind(name):
    assert kind_for(name) is None


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.extension)
def test_every_reader_exists(kind):
    from content.files.child import reader_of

    assert callable(reader_of(kind))


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("a.docx", b"PK\x03\x04rest"),
        ("a.pdf", pdf()),
        ("a.png", png()),
        ("a.jpg", b"\xff\xd8\xff\xe0"),
        ("a.bpmn", b"\xef\xbb\xbf <?xml version='1.0'?>"),
        ("a.drawio", "<mxfile>".encode("utf-16")),
        ("a.md", "# Größe €".encode()),
        ("a.csv", "a;€".encode("cp1252")),
        ("a.csv", "a;b".encode("utf-16")),
    ],
)
def test_honest_files_pass(name, head):
    assert early_refusal(name, len(head), head) is None


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("a.docx", b"%PDF-1.7"),
        ("a.png", b"<html>"),
        ("a.png", b"<svg xmlns='http://www.w3.org/2000/svg'>"),
        ("a.pdf", b"PK\x03\x04"),
        ("a.bpmn", b"PK\x03\x04"),
    ],
)
def test_disguises_are_refused_by_what_is_inside(name, head):
    label = kind_for(name).label

    refusal = early_refusal(name, len(head), head)

    assert refusal == f"The name ends in {name[1:]}, but what is inside is not {label}."


def test_a_text_with_nul_is_refused():
    assert early_refusal("a.csv", 4, b"a\x00b\n") == (
        "This is not a text file: it holds characters that no text has."
    )


def test_an_empty_file_is_refused():
    assert early_refusal("a.md", 0, b"") == "The file is empty."


def test_the_limit_is_twenty_megabytes():
    sizes = (MAX_BYTES, MAX_BYTES + 1)

    refusals = [early_refusal("a.md", size, b"text") for size in sizes]

    assert refusals == [None, "The file must be smaller than 20 MB."]


def test_a_locked_office_file_is_told_apart():
    assert early_refusal("a.xlsx", 512, OLE + b"\x00" * 504) == (
        "The file is protected by a password or has an older format. Save it as XLSX without a password."
    )


def test_a_refused_kind_learns_what_is_taken():
    refusal = early_refusal("setup.exe", 2, b"MZ")

    assert refusal.startswith("Files of this kind are not accepted. You can share Word (DOCX), Excel (XLSX)")


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("plan.docx", "plan.docx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\plan.docx", "plan.docx"),
        ("a\r\nSet-Cookie: x=1.md", "a Set-Cookie_ x=1.md"),
        ("con.md", "_con.md"),
        ("LPT1", "_LPT1"),
        ("plan\u202excod.exe.docx", "planxcod.exe.docx"),
        ("zero\u200bwidth\ufeff.pdf", "zerowidth.pdf"),
        ("half\ud800.pdf", "half.pdf"),
        ("nul\x00byte.csv", "nulbyte.csv"),
        ('what? "now" <a>|*.md', "what_ _now_ _a___.md"),
        ("Cafe\u0301.md", "Caf\u00e9.md"),
        ("  . plan .md. ", "plan .md"),
        (".docx", "file.docx"),
        ("", "file"),
        ("...", "file"),
        ("\U0001f4c8 report.pdf", "\U0001f4c8 report.pdf"),
    ],
)
def test_names_are_shown_clean(raw, shown):
    assert clean_name(raw) == shown


def test_a_long_name_keeps_its_extension():
    name = clean_name("x" * 400 + ".docx")

    assert (len(name), name[-6:]) == (120, "x.docx")


def test_the_fallback_stands_for_a_name_of_nothing():
    assert clean_name("\u200b\u202e", fallback="ART-0412") == "ART-0412"


@given(st.text(st.characters(exclude_categories=[]), max_size=200))
def test_a_clean_name_is_fit_for_everything(raw):
    name = clean_name(raw)

    assert (1 <= len(name) <= 120, clean_name(name), unicodedata.normalize("NFC", name)) == (True, name, name)
    assert name == name.strip(" .")
    assert not set(name) & set('/\\<>:"|?*')
    assert not [mark for mark in name if unicodedata.category(mark).startswith("C")]
