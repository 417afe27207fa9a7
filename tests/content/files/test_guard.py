"""Hostile and honest files at the door."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.files import guard
from content.files.kinds import KINDS, kind_for
from content.files.outcome import OUTCOMES, Unfit
from tests.content.files.file_samples import BPMN, package, pdf, png, word

CORPUS = Path(os.environ.get("BACK2ITSM_CORPUS", "no-corpus"))
LOL = "<!DOCTYPE d [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]>"
XXE = "<!DOCTYPE d [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"


def verdict(path):
    """Return outcome and reason of a refusal, or "fit"."""
    try:
        guard.check(path, kind_for(path.name))
    except Unfit as stop:
        return stop.outcome, stop.reason
    return "fit"


def outcome(path):
    answer = verdict(path)
    return answer if answer == "fit" else answer[0]


def written(path, data):
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", pdf()),
        ("a.png", png()),
        ("a.jpg", b"\xff\xd8\xff\xe0 rest"),
        ("a.md", "# Titel\n"),
        ("a.md", "#!/bin/sh is only text here"),
        ("a.csv", "a;b\n1;2\n"),
        ("a.bpmn", f'<definitions xmlns="{BPMN}"/>'),
        ("a.bpmn", f'<b:definitions xmlns:b="{BPMN}"><b:process/></b:definitions>'),
        ("a.drawio", "<mxfile><diagram/></mxfile>"),
    ],
)
def test_honest_files_pass(tmp_path, name, data):
    assert verdict(written(tmp_path / name, data)) == "fit"


def test_a_word_file_passes(tmp_path):
    assert verdict(word(tmp_path / "a.docx", "Hello")) == "fit"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("renamed.docx", pdf()),
        ("page.png", "<html><script>alert(1)</script></html>"),
        ("drawing.png", "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("picture.jpg", png()),
        ("program.md", b"MZ" + b"\x90" * 58 + (64).to_bytes(4, "little") + b"PE  "),
        ("prose.pdf", "Just words"),
        ("other.bpmn", "<mxfile/>"),
        ("other.drawio", f'<definitions xmlns="{BPMN}"/>'),
        ("foreign.bpmn", '<definitions xmlns="http://example.org/other"/>'),
        ("prose.bpmn", "not xml"),
    ],
)
def test_a_name_that_does_not_fit_is_refused(tmp_path, name, data):
    kind = kind_for(name)

    answer = verdict(written(tmp_path / name, data))

    assert answer == (
        "refused",
        f"The name ends in .{kind.extension}, but what is inside is not {kind.label}.",
    )


@pytest.mark.parametrize("declaration", [LOL, XXE, "<!DOCTYPE d>"])
@pytest.mark.parametrize("name", ["a.bpmn", "a.drawio"])
def test_a_document_type_is_refused(tmp_path, name, declaration):
    path = written(tmp_path / name, f"<?xml version='1.0'?>{declaration}<definitions/>")

    assert verdict(path) == (
        "refused",
        "The file declares a document type or entities of its own, which is not accepted.",
    )


@pytest.mark.parametrize("declaration", [LOL, XXE])
@pytest.mark.parametrize("part", ["word/styles.xml", "word/media/odd.bin"])
def test_a_document_type_in_a_part_is_refused(tmp_path, part, declaration):
    path = package(tmp_path / "a.docx", (part, f"{declaration}<styles/>"))

    assert verdict(path)[0] == "refused"


def test_a_document_type_in_utf16_is_refused(tmp_path):
    hidden = f"<?xml version='1.0' encoding='utf-16'?>{XXE}<styles/>".encode("utf-16")

    assert verdict(package(tmp_path / "a.docx", ("word/styles.xml", hidden)))[0] == "refused"


def test_an_encoding_we_cannot_check_is_not_believed(tmp_path):
    hidden = "<?xml version='1.0' encoding='utf-7'?>+ADw-!DOCTYPE d+AD4-<styles/>"

    assert verdict(package(tmp_path / "a.docx", ("word/styles.xml", hidden)))[0] == "damaged"


@pytest.mark.parametrize("name", ["both.pdf", "both.png"])
def test_two_kinds_at_once_are_refused(tmp_path, name):
    archive = word(tmp_path / "inner.docx", "Hello").read_bytes()
    front = pdf() if name.endswith("pdf") else png()

    answer = verdict(written(tmp_path / name, front + archive))

    assert answer == (
        "refused",
        "The file is two kinds of file at once: a zip archive is attached to its end.",
    )


def test_a_zip_behind_other_data_is_refused(tmp_path):
    archive = word(tmp_path / "inner.docx", "Hello").read_bytes()

    assert verdict(written(tmp_path / "a.docx", b"PK\x03\x04 and more" + archive))[0] == "refused"


def test_a_cut_word_file_is_damaged(tmp_path):
    whole = word(tmp_path / "whole.docx", "Hello").read_bytes()

    answer = verdict(written(tmp_path / "cut.docx", whole[: len(whole) // 2]))

    assert answer == ("damaged", "The file is damaged and could not be read.")


def test_an_encrypted_package_is_told_apart(tmp_path):
    locked = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + "EncryptedPackage".encode("utf-16-le")

    answer = verdict(written(tmp_path / "a.docx", locked))

    assert answer == ("encrypted", "The file is protected by a password.")


def test_an_old_word_file_is_named_as_such(tmp_path):
    old = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + "WordDocument".encode("utf-16-le")

    answer = verdict(written(tmp_path / "a.docx", old))

    assert answer == ("refused", "This Office file has an older format. Save it as DOCX.")


def test_a_file_over_the_limit_is_too_big(tmp_path):
    path = tmp_path / "a.md"
    with path.open("wb") as file:
        file.truncate(KINDS["md"].max_bytes + 1)

    assert verdict(path) == ("too_big", "The file must be smaller than 20 MB.")


def test_an_empty_file_is_damaged(tmp_path):
    assert verdict(written(tmp_path / "a.csv", b"")) == ("damaged", "The file is empty.")


@pytest.mark.skipif(not CORPUS.is_dir(), reason="BACK2ITSM_CORPUS is not set")
def test_a_real_locked_file_is_told_apart():
    assert verdict(CORPUS / "formats" / "bug53475-password-is-pass.docx")[0] == "encrypted"


@given(
    st.sampled_from(sorted(KINDS)),
    st.sampled_from([b"", b"PK\x03\x04", b"PK\x05\x06", b"%PDF-", b"<?xml ", b"\x89PNG\r\n", b"\xff\xfe"]),
    st.binary(max_size=300),
)
def test_no_bytes_bring_the_guard_down(tmp_path_factory, extension, signature, rest):
    path = written(tmp_path_factory.mktemp("fuzz") / f"a.{extension}", signature + rest)

    assert outcome(path) in ("fit", *OUTCOMES)


@given(st.integers(0, 2000), st.integers(0, 255))
def test_no_flipped_byte_brings_the_guard_down(tmp_path_factory, at, value):
    folder = tmp_path_factory.mktemp("flip")
    data = bytearray(package(folder / "whole.docx", ("word/styles.xml", "<styles/>")).read_bytes())
    data[at % len(data)] = value

    assert outcome(written(folder / "a.docx", bytes(data))) in ("fit", *OUTCOMES)
