"""One command runs a whole site: prepares what is missing, then keeps web server and worker alive together."""

import errno
import hashlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from back2itsm.checks import cache_problem
from back2itsm.working import Stop

WEB_PROCESSES, THREADS = 2, 4
# Where a web process says that it is alive, before each request: on a disk that is busy writing it would wait.
SIGNS_OF_LIFE = "/dev/shm"  # nosec B108  gunicorn makes a file of its own there and unlinks it
SECONDS_TO_START = 60
SECONDS_TO_STOP = 15

Say = Callable[[str], object]


class CannotServe(Exception):
    """Why, in one line."""


def check_port(host: str, port: int) -> None:
    """Raises CannotServe if nobody can listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with closing(socket.socket(family, socket.SOCK_STREAM)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            why = f"Cannot listen on {host}, port {port}: {(error.strerror or str(error)).lower()}."
            remedy = f"Choose another port: PORT={port + 1} make run"
            if error.errno != errno.EADDRINUSE:
                remedy = "Check HOST and PORT."
            raise CannotServe(f"{why} {remedy}") from error


def prepare(say: Say) -> None:
    """Database, shared cache, static files, the library and the first surveys; what is up to date is left alone."""
    if problem := cache_problem():
        raise CannotServe(problem)
    if not has_all_tables():
        say("Preparing the database")
        call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    if not settings.DEBUG:
        collect_static(say)
    call_command("load_starter", verbosity=0)
    call_command("ship_surveys", verbosity=0)
    if settings.BACK2ITSM_CORPUS:
        call_command("load_corpus", settings.BACK2ITSM_CORPUS)


def has_all_tables() -> bool:
    """Whether the database is as this version wants it. Raises CannotServe if it does not answer."""
    try:
        executor = MigrationExecutor(connection)
    except OperationalError as error:
        line = str(error).strip().splitlines()[0]
        raise CannotServe(f"The database of DATABASE_URL does not answer: {line}") from None
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def collect_static(say: Say) -> bool:
    """Collects only when a source has changed since the last time; whether it did."""
    stamp = Path(settings.STATIC_ROOT) / "collected.sha256"
    fingerprint = hashlib.sha256("\n".join(_static_sources()).encode()).hexdigest()
    if stamp.exists() and stamp.read_text() == fingerprint:
        return False
    say("Collecting static files")
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(fingerprint)
    return True


def _static_sources() -> Iterator[str]:
    for finder in get_finders():
        for path, storage in finder.list([]):
            stat = os.stat(storage.path(path))
            yield f"{path} {stat.st_size} {stat.st_mtime_ns}"


def web_command(host: str, port: int) -> list[str]:
    """Our gunicorn. Whom it believes about the visitor's scheme is Django's business (TRUSTED_PROXIES)."""
    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    return [
        *(sys.executable, "-m", "gunicorn", "back2itsm.wsgi", "--bind", bind, "--log-level", "warning"),
        *web_processes(WEB_PROCESSES),
        *("--graceful-timeout", "10", "--forwarded-allow-ips", ""),
        # The longest line it reads: a long search gets our answer, and not the server's bare 414.
        *("--limit-request-line", "8190"),
    ]


def web_processes(count: int) -> list[str]:
    """How gunicorn runs so many of them."""
    return [
        *("--worker-class", "gthread", "--workers", str(count), "--threads", str(THREADS)),
        # Imported once, then forked: half the time to start, and shared memory.
        *("--preload", "--no-control-socket"),
        *(("--worker-tmp-dir", SIGNS_OF_LIFE) if os.path.isdir(SIGNS_OF_LIFE) else ()),
        # Linux parts connections evenly between them. With one socket for all, the first that is awake may take
        # every one that is opened at once, and keeps them.
        *(("--reuse-port",) if sys.platform == "linux" else ()),
    ]


def development_command(host: str, port: int) -> list[str]:
    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    return [sys.executable, "manage.py", "runserver", bind]


def worker_command() -> list[str]:
    return [sys.executable, "manage.py", "worker"]


def serve(host: str, port: int, say: Say) -> None:
    """Prepares the site and runs it until SIGINT, SIGTERM or SIGHUP.

    Raises CannotServe with the reason when the port is taken or when one of the two processes ends by itself;
    the other one is stopped with it.
    """
    check_port(host, port)
    # Accounts and mail are nobody else's business on this machine; the group may read, for nginx.
    os.umask(0o027)
    # Listening starts after the preparations: until then Ctrl-C ends them at once.
    prepare(say)
    connection.close()
    stop = Stop().listen(signal.SIGHUP)
    web = development_command(host, port) if settings.DEBUG else web_command(host, port)
    children = {"web server": _start(web), "worker": _start(worker_command())}
    try:
        if _wait_until_up(host, port, children, stop):
            _announce(host, port, say)
        while not stop.wait(0.5):
            _check_alive(children, stop)
    finally:
        _stop(list(children.values()))


def _start(command: list[str]) -> subprocess.Popen:
    # A session of its own: Ctrl-C in the terminal reaches us alone, and we stop both in order.
    return subprocess.Popen(command, cwd=settings.BASE_DIR, stdin=subprocess.DEVNULL, start_new_session=True)


def _check_alive(children: dict[str, subprocess.Popen], stop: Stop) -> None:
    for name, child in children.items():
        # A service manager may ask all of us at once, and the children be quicker than we are.
        if (code := child.poll()) is not None and not stop.wait(1):
            raise CannotServe(_why_ended(name, code))


def _why_ended(name: str, code: int) -> str:
    """``code`` as subprocess has it: 0 when it was asked to end, negative for a signal."""
    if code == 0:
        return f"Somebody stopped the {name}, so the site stops."
    if code == -signal.SIGKILL:
        return f"The {name} ended by signal 9: somebody sent it, or the machine had no memory left."
    how = f"by signal {-code}" if code < 0 else f"with code {code}"
    return f"The {name} ended {how}; the lines above say why."


def _wait_until_up(host: str, port: int, children: dict[str, subprocess.Popen], stop: Stop) -> bool:
    """True once /healthz answers well, False when asked to stop first."""
    deadline, answer = time.monotonic() + SECONDS_TO_START, "nothing"
    while time.monotonic() < deadline:
        _check_alive(children, stop)
        if stop.is_set():
            return False
        answer = _health(host, port)
        # With an https SITE_URL the answer is the redirect to it.
        if answer in {"200", "301"}:
            return True
        if stop.wait(0.1):
            return False
    raise CannotServe(
        f"The site did not get healthy in {SECONDS_TO_START} seconds: /healthz answers {answer}."
    )


def _health(host: str, port: int) -> str:
    near = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # nosec B104  every address has this one
    web = http.client.HTTPConnection(near, port, timeout=5)
    try:
        web.request("GET", "/healthz", headers={"Host": settings.SITE_HOST})
        return str(web.getresponse().status)
    except (OSError, http.client.HTTPException):
        return "nothing"
    finally:
        web.close()


def _announce(host: str, port: int, say: Say) -> None:
    say(f"Back2ITSM is up: {settings.SITE_URL}/  (Ctrl-C stops it)")
    if settings.EMAIL_BACKEND == "back2itsm.mail.FolderBackend":
        folder = Path(settings.EMAIL_FILE_PATH)
        near = folder.relative_to(settings.BASE_DIR) if folder.is_relative_to(settings.BASE_DIR) else folder
        say(f"Mail is kept in {near}; sign-in codes are printed here.")


def _stop(children: list[subprocess.Popen]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + SECONDS_TO_STOP
    for child in children:
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        with suppress(ProcessLookupError):  # what a child left behind, such as a reloader's second process
            os.killpg(child.pid, signal.SIGKILL)
