"""A site as ``manage.py serve`` runs it, on a free port with a folder of its own: for what only a real server shows.

``python -m tests.faults.fault_site`` prepares it and prints the session key of a member, signed in.
"""

import http.client
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import uuid
from contextlib import closing, suppress
from pathlib import Path

from tests import pristine

ROOT = Path(__file__).resolve().parents[2]
BOUNDARY = "fault"
# What the night does, an hour and more later.
SWEEP = """import django; django.setup()
from datetime import timedelta
from django.utils import timezone
from content import keeping
print(keeping.sweep(timezone.now() + keeping.GRACE + timedelta(seconds=1)))"""
SECONDS_TO_START = 600


def main():
    import django

    django.setup()
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    from tests import factories

    alice, session = factories.member("Alice"), SessionStore()
    session[SESSION_KEY] = str(alice.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = alice.get_session_auth_hash()
    session.create()
    print(session.session_key)


class FaultSite:
    """Its server may be started behind another command (``wrapper``), be hurt, and is gone at the end."""

    def __init__(self, folder, session=""):
        self.folder, self.session, self.process = folder, session, None
        self.log = folder / "server.log"
        with closing(socket.create_server(("127.0.0.1", 0))) as free:
            self.port = free.getsockname()[1]
        ours = ("VAR_DIR", "PORT", "SITE_URL", "DATABASE_URL", "REDIS_URL", "SECRET_KEY", "HOST", "DEBUG")
        rest = {name: value for name, value in os.environ.items() if name not in ours}
        said = {"VAR_DIR": str(folder), "PORT": str(self.port), "PYTHONPATH": str(ROOT)}
        self.environment = rest | said | {"DJANGO_SETTINGS_MODULE": "tests.faults.site_settings"}

    def prepare(self):
        """Make database and member, once: what is made may be copied. Answers the session."""
        pristine.copy_to(self.folder / "back2itsm.sqlite3")
        return self._python("-m", "tests.faults.fault_site")

    def sweep(self):
        """Remove what was left half on disk, as the night does; answers how many there were."""
        return int(self._python("-c", SWEEP))

    def _python(self, *arguments):
        """The last word that Python says in the site's environment."""
        command = [sys.executable, *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout.split()[-1]

    def start(self, *wrapper):
        """Run the web server and wait for its first answer; whether it came up."""
        from back2itsm.serving import web_command

        command = [*wrapper, *web_command("127.0.0.1", self.port)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stderr=log, start_new_session=True
            )
        return self.wait()

    def wait(self):
        """Until a page answers; False when the server ends or is not there in time."""
        deadline = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < deadline and self.process.poll() is None:
            with suppress(OSError, http.client.HTTPException):
                return self.get("/robots.txt")[0] == 200
            time.sleep(0.05)
        return False

    def stop(self):
        """End the server with all its workers."""
        if self.process:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def workers(self):
        """The process ids of the web workers."""
        pid = self.process.pid
        return [int(number) for number in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def get(self, path, method="GET"):
        """(status, text)"""
        return self._answer(method, path, None, {"Cookie": f"session={self.session}"})

    def form(self):
        """Cookie and hidden fields of the first form, as a browser has them."""
        web = http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)
        with closing(web):
            web.request("GET", "/share/", headers={"Cookie": f"session={self.session}"})
            answer = web.getresponse()
            text, kept = answer.read().decode(), answer.headers.get_all("Set-Cookie") or []
        csrf = next(re.search(r"csrf=(\w+)", cookie).group(1) for cookie in kept if "csrf=" in cookie)
        proof = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', text).group(1)
        cookie = f"session={self.session}; csrf={csrf}"
        return cookie, {"csrfmiddlewaretoken": proof, "token": str(uuid.uuid4())}

    def post(self, form, content, name="plan.md"):
        """Send the first form with a file: (status, text)."""
        cookie, fields = form
        body = multipart(fields, name, content)
        headers = {"Cookie": cookie, "Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
        return self._answer("POST", "/share/", body, headers)

    def begin_post(self, form, content):
        """A connection on which half of the form has been sent."""
        cookie, fields = form
        body = multipart(fields, "plan.md", content)
        web = socket.create_connection(("127.0.0.1", self.port), timeout=300)
        head = f"POST /share/ HTTP/1.1\r\nHost: localhost:{self.port}\r\nCookie: {cookie}\r\n"
        head += (
            f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        web.settimeout(1)
        with suppress(TimeoutError):  # those that no worker has taken yet fill the buffer of the socket
            web.sendall(head.encode() + body[: len(body) // 2])
        return web

    def count(self, table):
        """How many rows a table has."""
        with closing(sqlite3.connect(self.folder / "back2itsm.sqlite3")) as database:
            return database.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]

    def rows(self):
        """(artefacts, files)"""
        return self.count("content_artefact"), self.count("content_file")

    def coming_in(self):
        """How many files lie half on disk, once there is one."""
        deadline = time.monotonic() + SECONDS_TO_START
        while not (half := list((self.folder / "files").glob(".incoming/*"))) and time.monotonic() < deadline:
            time.sleep(0.05)
        return len(half)

    def stored(self, where=None):
        """(files in the store, files that are still coming in), once requests that are answered are closed too."""
        store = (where or self.folder) / "files"
        deadline = time.monotonic() + 1
        while list(store.glob(".incoming/*")) and time.monotonic() < deadline:
            time.sleep(0.02)
        kept = [path for path in store.glob("artefacts/*/*") if path.is_file()]
        return len(kept), len(list(store.glob(".incoming/*")))

    def _answer(self, method, path, body, headers):
        web = http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)
        with closing(web):
            web.request(method, path, body, headers | {"Host": f"localhost:{self.port}"})
            answer = web.getresponse()
            return answer.status, answer.read().decode("utf-8", "replace")


def multipart(fields, name, content):
    """A form with one file, as a browser sends it."""
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in fields.items()
    ]
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'
    return b"".join([*parts, head.encode(), content, f"\r\n--{BOUNDARY}--\r\n".encode()])


if __name__ == "__main__":
    main()
