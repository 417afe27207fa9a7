"""Measurements through the network: gunicorn with the site, gunicorn with the floor, and nginx with the files."""

import json
import tempfile
from contextlib import ExitStack
from statistics import median

from back2itsm import serving
from back2itsm.bench import processes, rounds, servers
from back2itsm.bench.targets import KEPT

STARTS = 5


def measure(library, turns, seconds):
    """{"rounds": [{name: requests/s}], "details": {name: ...}, "start": ..., "memory": ..., "left_out": [...]}"""
    urls = json.loads(library.manage("bench", "--addresses", capture_output=True, text=True).stdout)
    starts = [_start(library) for _ in range(STARTS)]
    found = {"start": median(starts), "left_out": []}
    try:
        servers.program("wrk", "wrk")
    except servers.NotFound as reason:
        return found | {"rounds": [], "details": {}, "memory": None, "left_out": [f"P2 and P8: {reason}."]}
    return found | _press(library, urls, turns, seconds)


def _start(library):
    """Seconds from starting the web server to its first answer."""
    with servers.gunicorn(library, "back2itsm.wsgi", "/healthz") as server:
        return server.seconds


def _press(library, urls, turns, seconds):
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="back2itsm-bench-"))
        site = stack.enter_context(servers.gunicorn(library, "back2itsm.wsgi", "/healthz"))
        floor = stack.enter_context(servers.gunicorn(library, "back2itsm.bench.floor_wsgi", urls["hello"][0]))
        targets = {"hello": (floor, urls["hello"]), "rows": (floor, urls["rows"])}
        targets["home"] = site, urls["home"]
        for name in ("list", "artefact"):
            targets |= {name: (site, urls[name]), f"{name}, one address": (site, urls[name][:1])}
        whole = servers.gunicorn(library, "back2itsm.wsgi", "/healthz", serving.WEB_PROCESSES)
        targets["download"] = stack.enter_context(whole), urls["download"]
        left_out = []
        try:
            store = library.folder / "files"
            plain = stack.enter_context(servers.nginx(store, folder, urls["nginx"][0]))
            targets["nginx"] = plain, urls["nginx"]
        except servers.NotFound as reason:
            left_out.append(f"P8: {reason}.")
        _check(targets)
        taken = [_round(library, targets, turn, seconds, folder) for turn in range(turns)]
        memory = site.memory()
    rates = [{name: told["rate"] for name, told in one.items()} for one in taken]
    details = {
        name: {key: median(one[name][key] for one in taken) for key in taken[0][name]} for name in targets
    }
    failed = {name: sum(one[name]["failed"] for one in taken) for name in targets}
    details = {name: told | {"failed": failed[name]} for name, told in details.items()}
    return {"rounds": rates, "details": details, "memory": memory, "left_out": left_out}


def _check(targets):
    """Every address answers with 200; wrk itself tells only errors from answers."""
    for server, urls in targets.values():
        for url in urls:
            status, _ = server.get(url)
            if status != 200:
                raise RuntimeError(f"{url} answered {status}")


def _round(library, targets, turn, seconds, folder):
    found = {}
    for name in rounds.rotated(targets, turn):
        server, urls = targets[name]
        # What is measured of pages is that they are kept: each is there when the seconds begin.
        for url in urls if name in KEPT else ():
            server.get(url)
        before = _database_cpu(library)
        found[name] = servers.pressed(server, urls, seconds, folder)
        total = found[name]["rate"] * seconds
        found[name]["database_cpu"] = (_database_cpu(library) - before) / total * 1000
    return found


def _database_cpu(library):
    """Seconds of CPU of the database server's processes that run now."""
    return sum(map(processes.cpu, processes.children(library.postmaster))) if library.postmaster else 0.0
