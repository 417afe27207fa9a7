"""A site as ``make run`` runs it, in a folder of its own, for tests that look at it from outside."""

import contextlib
import email
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from email import policy
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent.parent
SECONDS_TO_START = 600


class Site:
    """A running site: ``url``, its folder ``var``, and its commands."""

    def __init__(self, var: Path, **environment: str):
        with contextlib.closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url, self.var = f"http://localhost:{self.port}", var
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        self.environment = kept | {"VAR_DIR": str(var), "PORT": str(self.port)} | environment
        self.output = var.parent / f"{var.name}.log"

    def start(self) -> float:
        """Starts web server and worker; the seconds until the address was printed."""
        before = time.monotonic()
        with self.output.open("w") as log:
            command = [sys.executable, "manage.py", "serve"]
            self.process = subprocess.Popen(command, cwd=HOUSE, env=self.environment, stdout=log, stderr=log)
        while "is up" not in self.said():
            if self.process.poll() is not None or time.monotonic() - before > SECONDS_TO_START:
                self.stop()
                raise RuntimeError(f"The site did not start:\n{self.said()}")
            time.sleep(0.05)
        return time.monotonic() - before

    def stop(self, number=signal.SIGINT) -> int:
        """Asks it to stop; how it ended."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(300)

    def said(self) -> str:
        return self.output.read_text()

    def manage(self, *arguments: str) -> str:
        """What a management command of this site prints."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(
            command, cwd=HOUSE, env=self.environment, capture_output=True, text=True, check=True
        )
        return done.stdout

    def settle(self, seconds: float = 900) -> None:
        """Waits until no file is waiting for its check."""
        deadline = time.monotonic() + seconds
        query = "SELECT count(*) FROM content_file WHERE inspection IN ('waiting', 'running')"
        with contextlib.closing(sqlite3.connect(self.var / "back2itsm.sqlite3")) as database:
            while waiting := database.execute(query).fetchone()[0]:
                if time.monotonic() > deadline:
                    raise RuntimeError(f"{waiting} files are still waiting for their check.")
                time.sleep(0.2)

    def mail(self) -> list[str]:
        """The texts of all mail kept so far, oldest first."""
        kept = sorted((self.var / "mail").glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
        parsed = [email.message_from_bytes(path.read_bytes(), policy=policy.default) for path in kept]
        return [message.get_body().get_content() for message in parsed]


@contextlib.contextmanager
def running_site(**environment):
    """A site that has loaded the starter library, running for as long as the block."""
    with tempfile.TemporaryDirectory(prefix="back2itsm-site-") as folder:
        site = Site(Path(folder) / "var", **environment)
        site.start()
        try:
            yield site
        finally:
            site.stop()
