"""A file goes in, a process reads it, a checked answer comes out."""

import os
import signal
import tempfile

import pytest

from content.files.answer import Untrusted
from content.files.run import inspect, isolation, outcome_of_end, read_safely, webp
from tests.content.files.file_samples import pdf, png, word


@pytest.fixture
def look(tmp_path, monkeypatch):
    """Write data under a name, inspect it; whatever the process leaves behind lies in `tmp_path/scratch`."""
    (tmp_path / "scratch").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "scratch"))

    def looked(name, data, **options):
        (tmp_path / "stored").write_bytes(data)
        return inspect(tmp_path / "stored", name, tmp_path / "out", **options)

    return looked


def test_a_word_file_is_read_in_a_process_of_its_own(look, tmp_path):
    found = look("plan.docx", word(tmp_path / "a.docx", "Hello").read_bytes())

    assert (found.outcome, found.kind, found.parts, found.facts) == (
        "ok",
        "docx",
        [["", "Hello"]],
        ["1 word"],
    )
    assert found.network == isolation()


def test_pictures_arrive_and_nothing_else_does(look, tmp_path):
    found = look("plan.pdf", pdf("Page", pages=2))

    assert found.pictures == ["page-1.webp", "page-2.webp"]
    assert sorted(os.listdir(tmp_path / "out")) == found.pictures
    assert os.listdir(tmp_path / "scratch") == []


def test_a_file_only_its_owner_may_read_is_read(tmp_path):
    (tmp_path / "stored").write_bytes(png(7, 5))
    (tmp_path / "stored").chmod(0o400)

    assert inspect(tmp_path / "stored", "a.png", tmp_path / "out").facts == ["7 × 5 pixels"]


@pytest.mark.parametrize(
    ("name", "data", "outcome"),
    [
        ("a.docx", b"PK\x03\x04", "damaged"),
        ("a.docx", pdf(), "refused"),
        ("a.pdf", b"%PDF-1.7", "damaged"),
        ("a.png", png()[:40], "damaged"),
        ("a.exe", b"MZ", "refused"),
        ("a\x00b\ud800.md", b"# Name", "ok"),
        ("a.md", b"\n \n", "empty"),
        ("a.pdf", pdf(""), "empty"),
    ],
)
def test_bad_files_are_outcomes(look, name, data, outcome):
    assert look(name, data).outcome == outcome


def test_an_empty_page_still_has_its_picture(look, tmp_path):
    found = look("a.pdf", pdf(""))

    assert (found.reason, os.listdir(tmp_path / "out")) == ("No text was found in the file.", ["page-1.webp"])


def test_a_reader_out_of_time_is_ended(look, tmp_path):
    found = look("a.md", b"# Late", wall_seconds=0.001)

    assert (found.outcome, found.reason) == ("timed_out", "Reading the file took too long.")
    assert os.listdir(tmp_path / "scratch") == []


def test_a_missing_file_is_no_bad_file(tmp_path):
    with pytest.raises(FileNotFoundError):
        inspect(tmp_path / "gone", "a.md", tmp_path)


@pytest.mark.parametrize(
    ("ended", "outcome"),
    [
        (None, "timed_out"),
        (-signal.SIGXCPU, "timed_out"),
        (-signal.SIGKILL, "timed_out"),
        (-signal.SIGXFSZ, "too_big"),
        (-signal.SIGSEGV, "damaged"),
        (1, "damaged"),
    ],
)
def test_the_end_of_a_process_tells_the_outcome(ended, outcome):
    assert outcome_of_end(ended) == outcome


def test_only_plain_files_of_the_child_are_read(tmp_path):
    (tmp_path / "plain").write_bytes(b"12345")
    (tmp_path / "link").symlink_to("/etc/passwd")
    os.mkfifo(tmp_path / "pipe")

    assert read_safely(tmp_path / "plain", 5) == b"12345"
    for name, limit in (("link", 10**6), ("pipe", 9), ("plain", 4)):
        with pytest.raises((Untrusted, OSError)):
            read_safely(tmp_path / name, limit)


@pytest.mark.parametrize("data", [b"", png(), b"RIFF\x04\x00\x00\x00WEBP", b"RIFF\x09\x00\x00\x00WEBPVP8 "])
def test_a_picture_must_be_webp_to_the_last_byte(data):
    with pytest.raises(Untrusted):
        webp(data)
