"""``make run`` from the outside: it is really started."""

import http.client
import signal
import socket
import subprocess
import sys
import time

import pytest
from django.test import override_settings

from back2itsm import serving
from back2itsm.working import Stop
from tests.browser.site import running_site


@pytest.fixture
def site():
    with running_site() as running:
        yield running


def ask(site, path, method="GET"):
    web = http.client.HTTPConnection("127.0.0.1", site.port, timeout=120)
    try:
        web.request(method, path, headers={"Host": f"localhost:{site.port}"})
        return web.getresponse().status
    finally:
        web.close()


def test_the_life_of_a_site(site, capsys):
    """In one go: no other process may have to start a site of its own for a part of it."""
    it_serves_the_library_and_says_where(site)
    everything_it_writes_is_in_its_folder(site)
    a_second_run_is_quick_changes_nothing_and_stops_cleanly(site, capsys)
    when_the_worker_dies_the_web_server_goes_too_and_says_why(site)


def it_serves_the_library_and_says_where(site):
    assert f"Back2ITSM is up: {site.url}/" in site.said()
    assert [ask(site, path) for path in ("/", "/artefacts/", "/healthz", "/static/css/nothing.css")] == [
        200,
        200,
        200,
        404,
    ]


def everything_it_writes_is_in_its_folder(site):
    names = {path.name for path in site.var.iterdir()}

    assert {"back2itsm.sqlite3", "secret_key", "static"} <= names
    assert (site.var / "secret_key").stat().st_mode & 0o077 == 0


def a_second_run_is_quick_changes_nothing_and_stops_cleanly(site, capsys):
    site.settle()
    site.stop()
    counts = site.manage("shell", "-v", "0", "-c", COUNT)

    seconds = site.start()

    with capsys.disabled():
        print(f" second run up after {seconds:.1f} s ", end="")
    assert site.manage("shell", "-v", "0", "-c", COUNT) == counts
    assert "Collecting" not in site.said()
    assert site.stop(signal.SIGTERM) == 0
    assert is_free(site.port)
    site.start()


COUNT = "from content.models import *; print([m.objects.count() for m in (Artefact, File, StatusChange)])"


def when_the_worker_dies_the_web_server_goes_too_and_says_why(site):
    site.settle()
    worker = child_of(site, "worker")

    worker.kill()

    assert site.process.wait(300) == 1
    assert "The worker ended by signal 9" in site.said()
    assert is_free(site.port)


def test_a_web_server_that_was_asked_to_end_is_no_fault():
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait(30)
    stop = Stop()

    with pytest.raises(serving.CannotServe, match=r"^Somebody stopped the web server, so"):
        serving._check_alive({"web server": ended}, stop)
    stop.set()

    assert serving._check_alive({"web server": ended}, stop) is None


def test_a_fault_says_where_to_look_for_it():
    assert [serving._why_ended("worker", code) for code in (-9, -11, 1)] == [
        "The worker ended by signal 9: somebody sent it, or the machine had no memory left.",
        "The worker ended by signal 11; the lines above say why.",
        "The worker ended with code 1; the lines above say why.",
    ]


def test_a_taken_port_is_one_clear_line():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(serving.CannotServe) as refused:
            serving.check_port("127.0.0.1", port)

    assert str(refused.value) == (
        f"Cannot listen on 127.0.0.1, port {port}: address already in use. "
        f"Choose another port: PORT={port + 1} make run"
    )


@pytest.mark.parametrize(
    ("host", "bind"), [("127.0.0.1", "127.0.0.1:80"), ("::1", "[::1]:80"), ("0.0.0.0", "0.0.0.0:80")]
)
def test_addresses_are_written_as_gunicorn_reads_them(host, bind):
    command = serving.web_command(host, 80)

    assert command[command.index("--bind") + 1] == bind
    assert command[command.index("--limit-request-line") + 1] == "8190"


def test_static_files_are_collected_again_when_one_changes(tmp_path):
    source = tmp_path / "source"
    source.mkdir()
    (source / "a.css").write_text("a {}")
    said = []
    with override_settings(VAR_DIR=tmp_path, STATIC_ROOT=tmp_path / "static", STATICFILES_DIRS=[source]):
        first, second = serving.collect_static(said.append), serving.collect_static(said.append)
        time.sleep(0.01)
        (source / "a.css").write_text("b {}")
        third = serving.collect_static(said.append)

    assert (first, second, third) == (True, False, True)
    assert said == ["Collecting static files"] * 2


def is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))
    return True


def child_of(site, name):
    import psutil

    children = psutil.Process(site.process.pid).children()
    return next(child for child in children if name in child.cmdline())
