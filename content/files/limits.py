"""What a reading process may use, and how it is cut off from the network.

Called by the child before it imports any reader. Nothing here can be undone by the process.
"""

import ctypes
import resource
import sys
from typing import Any

CPU_SECONDS = 10
MEMORY_BYTES = 1024**3
FILE_BYTES = 50_000_000
OPEN_FILES = 128

_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000
_PR_SET_NO_NEW_PRIVS = 38

_FORBIDDEN_EVENTS = ("socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.system", "os.fork")


def cut_network() -> str:
    """Leave the network for good; return "unshared" (by the kernel) or "hooked" (by Python alone).

    Needs a process with one thread. The hook is set in both cases: it also stops sockets in the
    file system and further processes.
    """
    unshared = _unshare()
    forbid_sockets()
    return "unshared" if unshared else "hooked"


def forbid_sockets() -> None:
    """Refuse sockets and new processes to all Python code of this process from now on."""
    sys.addaudithook(_forbid)


def _unshare() -> bool:
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        return bool(libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) == 0)
    except (OSError, AttributeError):  # not Linux
        return False


def _forbid(event: str, _arguments: tuple[Any, ...]) -> None:
    if event.startswith(_FORBIDDEN_EVENTS):
        raise PermissionError(f"{event} is not allowed here")


def set_limits(
    *, cpu_seconds: int = CPU_SECONDS, memory_bytes: int = MEMORY_BYTES, file_bytes: int = FILE_BYTES
) -> None:
    """Bound processor time, memory, written files and open files; no core dumps."""
    # One second of grace between the signal and the kill.
    _limit(resource.RLIMIT_CPU, cpu_seconds, cpu_seconds + 1)
    _limit(resource.RLIMIT_AS, memory_bytes, memory_bytes)
    _limit(resource.RLIMIT_FSIZE, file_bytes, file_bytes)
    _limit(resource.RLIMIT_NOFILE, OPEN_FILES, OPEN_FILES)
    _limit(resource.RLIMIT_CORE, 0, 0)


def _limit(what: int, soft: int, hard: int) -> None:
    """Lower a limit; never above what the process was already given."""
    ceiling = resource.getrlimit(what)[1]
    if ceiling != resource.RLIM_INFINITY:
        soft, hard = min(soft, ceiling), min(hard, ceiling)
    resource.setrlimit(what, (soft, hard))
