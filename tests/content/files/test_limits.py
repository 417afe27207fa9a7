"""What a limited process cannot do. Each test starts a small script under the real limits."""

import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
START = "from content.files.limits import *\n"
CONNECT = """
import socket, sys
try:
    socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=5)
except OSError as error:
    print(type(error).__name__)
else:
    print("connected")
"""


def run(script, *arguments):
    command = [sys.executable, "-c", START + script, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600)


@pytest.fixture
def listener():
    """A port of this machine that answers, and says whether anyone came."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        yield server


def came(server):
    try:
        server.accept()[0].close()
    except TimeoutError:
        return False
    return True


def test_the_listener_can_be_reached_without_limits(listener):
    said = run(CONNECT, str(listener.getsockname()[1])).stdout.strip()

    assert (said, came(listener)) == ("connected", True)


@pytest.mark.parametrize("cut", ["cut_network()", "forbid_sockets()"])
def test_a_cut_off_process_reaches_nobody(listener, cut):
    said = run(f"{cut}\n{CONNECT}", str(listener.getsockname()[1])).stdout.strip()

    assert (said, came(listener)) == ("PermissionError", False)


def test_the_kernel_alone_cuts_the_network_where_it_can(listener):
    script = f"from content.files import limits\nprint(limits._unshare())\n{CONNECT}"

    unshared, said = run(script, str(listener.getsockname()[1])).stdout.split()

    assert (said == "connected") == (unshared == "False") == came(listener)


def test_a_cut_off_process_starts_no_other():
    ended = run("cut_network()\nimport os, subprocess\nsubprocess.run(['true'])")

    assert (ended.returncode, ended.stderr.splitlines()[-1]) == (
        1,
        "PermissionError: subprocess.Popen is not allowed here",
    )


def test_a_loop_is_ended_by_its_processor_time():
    ended = run("set_limits(cpu_seconds=1)\nwhile True: pass")

    assert ended.returncode == -signal.SIGXCPU


def test_memory_is_bounded():
    ended = run("set_limits()\nb'x' * MEMORY_BYTES")

    assert ended.stderr.splitlines()[-1] == "MemoryError"


def test_written_files_are_bounded(tmp_path):
    path = tmp_path / "big"

    ended = run(
        "set_limits(file_bytes=1000)\nwith open(sys.argv[1], 'wb') as f: f.write(bytes(5000))", str(path)
    )

    assert (ended.returncode, path.stat().st_size) == (1, 1000)


def test_the_limits_are_those_of_the_specification():
    said = run("import resource as r\nset_limits()\nprint(*[r.getrlimit(x)[0] for x in (0, 9, 1, 4)])")

    assert said.stdout.split() == ["10", str(1024**3), "50000000", "0"]
