"""Measurements inside one process: the handler is called, no network lies between.

Run as ``manage.py bench --inside``, with the database of one library; prints JSON.
"""

import gc
import time
from contextlib import contextmanager
from statistics import median

from django.conf import settings
from django.core.cache import caches
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import Client, override_settings

from back2itsm.bench import addresses, floor, processes, rounds
from back2itsm.door import Door
from content import search
from content.models import Artefact
from content.search.engine import engine
from people.models import Member

EVERYTHING = 10_000_000
RECORDED = 50  # addresses of each kind of page whose statements are run again by themselves
# Requests in a row: a virtual machine's speed may double or halve within a second.
PIECE = 10


def measure(turns, requests):
    """Everything that is measured on one library: {"rounds": [...], "database": {...}, "queries": {...}, ...}"""
    pages = addresses.pages()
    targets = _targets(pages)
    taken = [_round(targets, turn, requests) for turn in range(turns)]
    own = [one for one, _, _ in taken]
    unit = median(one["rows"] for one in rounds.kept(own, "rows"))
    return {
        "artefacts": Artefact.objects.listed().count(),
        "rounds": own,
        "database_rounds": [one for _, one, _ in taken],
        "bytes": taken[-1][2],
        "database": _database(pages, turns, targets["rows"], unit),
        "queries": _queries(pages),
        "overlap": _overlaps(),
    }


class _Target:
    """Requests to one kind of page, made anew each time.

    ``is_kept`` asks for one address from the page cache. Cards and the parts of
    artefact pages are drawn before, unless they are to be ``is_cold``.
    """

    def __init__(self, urls, handler, *, is_floor=False, is_kept=False, is_cold=False):
        self.environs = addresses.environs(urls[:1] if is_kept else urls, settings.SITE_HOST)
        self.handler, self.is_floor, self.is_kept, self.is_cold = handler, is_floor, is_kept, is_cold
        self.at = 0

    def __call__(self, n):
        """(CPU seconds here, CPU seconds of the database's process, bytes) of ``n`` requests."""
        with override_settings(**floor.SETTINGS) if self.is_floor else _nothing():
            at = self.at
            self._run(n)
            self.at = at
            return self._run(n)

    def _run(self, n):
        cpu = size = 0
        database = database_cpu()
        for _ in range(n):
            environ = dict(self.environs[self.at % len(self.environs)])
            self.at += 1
            if not self.is_kept:
                caches["pages"].clear()
            if self.is_cold:
                caches["cards"].clear()
                caches["parts"].clear()
            started = time.process_time()
            size += self._ask(environ)
            cpu += time.process_time() - started
        return cpu, database_cpu() - database, size

    def _ask(self, environ):
        status = []
        body = self.handler(environ, lambda line, headers: status.append(line))
        size = sum(map(len, body))
        if hasattr(body, "close"):
            body.close()
        if not status[0].startswith("2"):
            raise NotAnswered(f"{environ['PATH_INFO']}?{environ['QUERY_STRING']} answered {status[0]}")
        return size


class NotAnswered(Exception):
    """A page that is measured must be a page."""


@contextmanager
def _nothing():
    yield


def _targets(pages):
    site = WSGIHandler()
    with override_settings(**floor.SETTINGS):
        plain = WSGIHandler()
    found = {
        "rows": _Target(addresses.floor("rows"), plain, is_floor=True),
        "hello": _Target(addresses.floor("hello"), plain, is_floor=True),
    }
    for name, urls in pages.items():
        found[name] = _Target(urls, site)
    for name in ("list", "home", "artefact"):
        found[f"{name}, kept"] = _Target(pages[name], Door(site), is_kept=True)
    found["list, its cards drawn anew"] = _Target(pages["list"], site, is_cold=True)
    found["artefact, its parts drawn anew"] = _Target(pages["artefact"], site, is_cold=True)
    return found


def _round(targets, turn, requests):
    """({name: CPU ms here}, {name: CPU ms of the database's process}, {name: bytes}), each of one request.

    Each piece of a target has a piece of the floor beside it. The milliseconds are what the target took while the
    floor took what it did in the middle of the round: where the machine was slow, both were.
    """
    beside, taken, pieces = {}, {}, max(1, requests // PIECE)
    for name in rounds.rotated(targets, turn):
        gc.collect()
        pairs = [(targets["rows"](PIECE)[0], targets[name](PIECE)) for _ in range(pieces)]
        beside[name] = sum(floor for floor, _ in pairs)
        taken[name] = [sum(part) for part in zip(*(one for _, one in pairs), strict=True)]
    asked = pieces * PIECE
    unit = median(beside.values()) / asked * 1000
    here = {name: cpu / beside[name] * unit for name, (cpu, _, _) in taken.items()} | {"rows": unit}
    there = {name: database / beside[name] * unit for name, (_, database, _) in taken.items()}
    return here, there, {name: size // asked for name, (_, _, size) in taken.items()}


def database_cpu():
    """CPU seconds of the database's own process; on SQLite it has none and works in ours."""
    if connection.vendor != "postgresql":
        return 0.0
    connection.ensure_connection()
    return processes.cpu(connection.connection.get_backend_pid())


class Recorder:
    """Keeps every statement with its parameters."""

    def __init__(self):
        self.statements = []

    def __call__(self, execute, sql, params, many, context):
        self.statements.append((sql, params))
        return execute(sql, params, many, context)


def _database(pages, turns, floor, unit):
    """{name: [CPU ms of the database for one page, a figure a round]}: a page's statements, run again by themselves.

    As of a time when a request of the floor takes ``unit`` ms, which is asked for before and after.
    """
    handler = WSGIHandler()
    recorded = {}
    for name, urls in pages.items():
        environs = addresses.environs(urls[:RECORDED], settings.SITE_HOST)
        for environ in environs:  # cards and parts are drawn before, of deep pages as of the first
            _recorded(handler, environ)
        statements = [_recorded(handler, environ) for environ in environs]
        recorded[name] = [statement for page in statements for statement in page], len(statements)
    found = {name: [] for name in recorded}
    for turn in range(turns):
        for name in rounds.rotated(recorded, turn):
            statements, n = recorded[name]
            before, taken, after = floor(PIECE)[0], _replayed(statements), floor(PIECE)[0]
            found[name].append(taken / n / ((before + after) / (2 * PIECE)) * unit)
    return found


def _recorded(handler, environ):
    recorder = Recorder()
    caches["pages"].clear()
    with connection.execute_wrapper(recorder):
        handler(dict(environ), lambda line, headers: None).close()
    return recorder.statements


def _replayed(statements):
    """CPU seconds of the statements: of the server's process, or of ours where the database is in it."""
    clock = database_cpu if connection.vendor == "postgresql" else time.process_time
    with connection.cursor() as cursor:
        started = clock()
        for sql, params in statements:
            cursor.execute(sql, params)
            cursor.fetchall()
        return clock() - started


def _queries(pages):
    """{name: [queries of a visitor, queries of a member]}"""
    handler = WSGIHandler()
    cookie = _session_cookie()
    found = {}
    for name, urls in pages.items():
        environ = addresses.environs(urls[:1], settings.SITE_HOST)[0]
        signed_in = environ | {"HTTP_COOKIE": cookie}
        found[name] = [len(_recorded(handler, environ)), len(_recorded(handler, signed_in))]
    return found


def _session_cookie():
    """A member's session, kept for the bench's own requests."""
    client = Client()
    client.force_login(Member.objects.order_by("pk").first(), backend=settings.AUTHENTICATION_BACKENDS[-1])
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={client.cookies[name].value}"


def _overlaps():
    """{class of words: median overlap@20 with ranking the whole index}"""
    listed = Artefact.objects.listed()
    found = {}
    for name, some in addresses.words().items():
        shares = [_overlap(listed, word) for word in some]
        found[name] = sum(shares) / len(shares) if shares else 1.0
    return found


def _overlap(listed, word):
    query = search.parse(word)
    everything = engine().rank(
        query, listed, None, limit=EVERYTHING, candidates=EVERYTHING, enough=EVERYTHING
    )
    return rounds.overlap(search.search(listed, word, is_whole=True).ids, everything)
