"""Web servers on loopback and the clients that press them: gunicorn, nginx, wrk."""

import getpass
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from django.conf import settings

from back2itsm.bench import processes
from back2itsm.serving import web_processes

SECONDS_TO_START = 30
THREADS, CONNECTIONS = 1, 8  # of wrk
NGINX = """
daemon off; worker_processes 1; user {user}; pid {folder}/pid; error_log {folder}/error.log;
events {{ }}
http {{
  access_log off; sendfile on; default_type application/octet-stream;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{ listen 127.0.0.1:{port}; root {root}; }}
}}
"""
# One table of addresses, asked for in turn by something that says it is a browser: what names itself no browser
# is a robot to us, and its downloads would not be counted. The summary comes as JSON on a line of its own.
WRK = """
local urls = {{ {urls} }}
local agent = {{ ["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64)" }}
local at = 0
function request()
  at = at % #urls + 1
  return wrk.format("GET", urls[at], agent)
end
function done(summary, latency, requests)
  local failed = summary.errors
  io.write(string.format(
    '\\n{{"requests": %d, "microseconds": %d, "bytes": %d, "failed": %d, "p50": %d, "p99": %d}}\\n',
    summary.requests, summary.duration, summary.bytes,
    failed.status + failed.connect + failed.read + failed.write + failed.timeout,
    latency:percentile(50), latency:percentile(99)))
end
"""


class NotFound(Exception):
    """A program that the protocol needs is not on this machine."""


def program(name, package):
    """The path of a program; raises NotFound with what to install."""
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if found is None:
        raise NotFound(f"{name} is not installed (Debian: apt-get install {package})")
    return found


def free_port():
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A running web server: where it listens, the seconds until its first answer, and its workers."""

    def __init__(self, process, port, seconds):
        self.process, self.port, self.seconds = process, port, seconds

    def workers(self):
        return processes.children(self.process.pid)

    def cpu(self):
        """Seconds of CPU of all its processes."""
        return sum(map(processes.cpu, [self.process.pid, *self.workers()]))

    def memory(self):
        """Megabytes of the largest worker."""
        return max(map(processes.memory, self.workers()))

    def get(self, url):
        """(status, bytes)"""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as web:
            web.request("GET", url)
            answer = web.getresponse()
            return answer.status, len(answer.read())


@contextmanager
def gunicorn(library, application, first, workers=1):
    """Processes with the threads of ``make run``, until ``first`` has been answered with 200."""
    port = free_port()
    environment = library.environment | {"DJANGO_SETTINGS_MODULE": "back2itsm.settings", "PORT": str(port)}
    command = [
        *(sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}"),
        *("--log-level", "error"),
        *web_processes(workers),
    ]
    with _running(command, port, first, env=environment, cwd=settings.BASE_DIR) as server:
        yield server


@contextmanager
def nginx(root, folder, first):
    """nginx with sendfile on the files of ``root``, its own files in ``folder``."""
    port = free_port()
    path = Path(folder) / "nginx.conf"
    path.write_text(NGINX.format(user=getpass.getuser(), folder=folder, port=port, root=root))
    command = [
        program("nginx", "nginx-light"),
        "-c",
        str(path),
        "-p",
        str(folder),
        "-e",
        f"{folder}/error.log",
    ]
    with _running(command, port, first) as server:
        yield server


@contextmanager
def _running(command, port, first, **options):
    started = time.monotonic()
    process = subprocess.Popen(command, start_new_session=True, stdin=subprocess.DEVNULL, **options)
    try:
        server = Server(process, port, 0.0)
        _wait(server, first)
        server.seconds = time.monotonic() - started
        yield server
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(15)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait(server, first):
    deadline, status = time.monotonic() + SECONDS_TO_START, 0
    while status != 200:
        if time.monotonic() > deadline or server.process.poll() is not None:
            raise RuntimeError(f"{server.process.args[0]} does not answer {first} (status {status})")
        try:
            status, _ = server.get(first)
        except (OSError, http.client.HTTPException):
            time.sleep(0.01)


def pressed(server, urls, seconds, folder):
    """What wrk says of ``seconds`` of requests to ``urls`` in turn, with the server's CPU ms a request."""
    script = Path(folder) / "urls.lua"
    script.write_text(WRK.format(urls=", ".join(json.dumps(url) for url in urls)))
    before = server.cpu()
    answer = subprocess.run(
        [
            *(program("wrk", "wrk"), f"-t{THREADS}", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency"),
            *("-H", "User-Agent: Mozilla/5.0 (bench)"),
            *("-s", str(script), f"http://127.0.0.1:{server.port}"),
        ],
        check=True,
        capture_output=True,
        text=True,
    )
    told = json.loads(re.search(r"^\{.*\}$", answer.stdout, re.MULTILINE)[0])
    return {
        "rate": told["requests"] / told["microseconds"] * 1e6,
        "cpu": (server.cpu() - before) / told["requests"] * 1000,
        "bytes": told["bytes"] // told["requests"],
        "failed": told["failed"],
        "p50": told["p50"] / 1000,
        "p99": told["p99"] / 1000,
    }
