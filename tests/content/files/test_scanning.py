"""What is said to a clamd, and what is made of its answer."""

import socket

import pytest

from content.files.scanning import PIECE_BYTES, ScannerSilent, scan
from tests.content.files.fake_clamd import WORM, clamd


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"# Plan")
    return path


def test_the_whole_file_goes_over_in_pieces_and_a_clean_one_has_no_virus(tmp_path):
    content = bytes(range(256)) * 1024 + b"end"
    (tmp_path / "file").write_bytes(content)

    with clamd(("127.0.0.1", 0)) as server:
        found = scan(tmp_path / "file", server.server_address)

    assert (found, server.asked, server.streams) == ("", [b"zINSTREAM\0"], [content])
    assert len(content) > 3 * PIECE_BYTES


def test_a_virus_is_named(file, tmp_path):
    file.write_bytes(WORM)

    with clamd(str(tmp_path / "clamd.sock")) as server:
        assert scan(file, server.server_address) == "Test.Worm-1"


@pytest.mark.parametrize(
    "says", [b"INSTREAM size limit exceeded. ERROR", b"", b"stream: ok", b"x" * 9000, b"\xff\0OK"]
)
def test_any_other_answer_says_nothing_of_the_file(file, says):
    with clamd(("127.0.0.1", 0), says or b"\0") as server, pytest.raises(ScannerSilent):
        scan(file, server.server_address)


def test_a_scanner_that_is_not_there_is_silent(file, tmp_path):
    with pytest.raises(ScannerSilent, match="no connection"):
        scan(file, str(tmp_path / "clamd.sock"))


def test_a_scanner_that_never_answers_is_silent(file):
    with socket.create_server(("127.0.0.1", 0)) as mute, pytest.raises(ScannerSilent, match="no answer"):
        scan(file, mute.getsockname(), seconds=0.05)
