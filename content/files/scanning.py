"""Ask a clamd, if there is one, whether a file holds a known virus.

Its INSTREAM command takes the bytes over the connection (clamd(8)): pieces with their length in four bytes,
big-endian, then a length of nothing; it answers "stream: OK" or "stream: <name> FOUND". So the scanner needs
no way to our store, and may run on another machine.
"""

import contextlib
import socket
from pathlib import Path

from content.files.text import line

PIECE_BYTES = 64 * 1024
MAX_ANSWER_BYTES = 4096
MAX_NAME = 100
CONNECT_SECONDS = 3.0
SECONDS = 60.0  # for each piece, and for the answer

Address = str | tuple[str, int]


class ScannerSilent(Exception):
    """The scanner cannot be reached, breaks off, or says that it could not scan: nothing is known of the file."""


def scan(path: Path, address: Address, *, seconds: float = SECONDS) -> str:
    """Return the name of the virus in the file at `path`, "" for none.

    `address` is the path of a Unix socket, or (host, port). Raises `ScannerSilent`, and OSError if the
    file cannot be read.
    """
    with path.open("rb") as source, contextlib.closing(_connected(address, seconds)) as clamd:
        # clamd hangs up where a stream is longer than it likes: its answer says so, and is worth reading.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            _say(clamd, b"zINSTREAM\0")
            while piece := source.read(PIECE_BYTES):
                _say(clamd, len(piece).to_bytes(4, "big") + piece)
            _say(clamd, bytes(4))
        return _verdict(_heard(clamd))


def _connected(address: Address, seconds: float) -> socket.socket:
    try:
        if isinstance(address, str):
            clamd = _at_path(address)
        else:
            clamd = socket.create_connection(address, CONNECT_SECONDS)
    except OSError as error:
        raise ScannerSilent(f"no connection: {error}") from error
    clamd.settimeout(seconds)
    return clamd


def _at_path(path: str) -> socket.socket:
    clamd = socket.socket(socket.AF_UNIX)
    clamd.settimeout(CONNECT_SECONDS)
    try:
        clamd.connect(path)
    except OSError:
        clamd.close()
        raise
    return clamd


def _say(clamd: socket.socket, data: bytes) -> None:
    try:
        clamd.sendall(data)
    except TimeoutError as error:
        raise ScannerSilent("it takes no more bytes") from error


def _heard(clamd: socket.socket) -> str:
    """Return its answer without the NUL that ends it."""
    answer = b""
    try:
        while not answer.endswith(b"\0") and len(answer) < MAX_ANSWER_BYTES:
            piece = clamd.recv(MAX_ANSWER_BYTES)
            if not piece:
                break
            answer += piece
    except OSError as error:
        raise ScannerSilent(f"no answer: {error}") from error
    return answer.rstrip(b"\0").decode("utf-8", "replace")


def _verdict(answer: str) -> str:
    if answer == "stream: OK":
        return ""
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return line(answer.removeprefix("stream: ").removesuffix(" FOUND"), MAX_NAME) or "without a name"
    raise ScannerSilent(f"it says {answer[:MAX_NAME]!r}")
