"""System checks of our own: foot-guns with an id and a hint."""

import sqlite3
import subprocess
import sys

from django.conf import settings
from django.core.cache import caches
from django.core.checks import Error, Tags, Warning, register
from django.db import DatabaseError, connections
from django.utils.module_loading import import_string

from back2itsm.environment import LOOPBACK

LEAST_SQLITE = (3, 35, 0)
DATABASE_CACHE = "django.core.cache.backends.db.DatabaseCache"
# What a child that reads uploads does first; a process of its own, because it cannot be undone.
CUT_OFF = "import ctypes,sys; sys.exit(ctypes.CDLL(None).unshare(0x10000000 | 0x40000000) != 0)"


@register(Tags.security)
def debug_on_a_public_site(app_configs, **kwargs):
    if not (settings.DEBUG and settings.SITE_IS_SECURE):
        return []
    return [
        Warning(
            "DEBUG is on while SITE_URL is https.",
            hint="Fault pages would show settings and code to everybody: unset DEBUG.",
            id="back2itsm.W001",
        )
    ]


@register(Tags.security)
def plain_http_beyond_this_machine(app_configs, **kwargs):
    if settings.SITE_IS_SECURE or settings.SITE_HOST in LOOPBACK:
        return []
    return [
        Warning(
            f"{settings.SITE_URL} is plain http beyond this machine (ALLOW_HTTP).",
            hint="Passwords and sign-in codes cross the network in the clear: use an https SITE_URL.",
            id="back2itsm.W002",
        )
    ]


@register()
def functions_that_settings_name(app_configs, **kwargs):
    """A panel or a job that is not there would be a fault on every page that asks for it."""
    panels = ("ARTEFACT_PANELS", "MEMBER_PANELS", "HOME_PANELS", "SETTINGS_PANELS")
    messages = []
    for setting in (*panels, "WORKER_JOBS", "NIGHTLY_JOBS"):
        for path in getattr(settings, setting):
            try:
                import_string(path)
            except ImportError as error:
                messages.append(Error(f"{setting} names {path}: {error}", id="back2itsm.E003"))
    return messages


@register(Tags.database)
def sqlite_that_can_search(app_configs, databases=None, **kwargs):
    """FTS5 for search, and a SQLite new enough for RETURNING and upserts."""
    messages = []
    for connection in _of_vendor(databases, "sqlite"):
        if sqlite3.sqlite_version_info < LEAST_SQLITE:
            messages.append(
                Error(
                    f"SQLite {sqlite3.sqlite_version} is older than {'.'.join(map(str, LEAST_SQLITE))}.",
                    hint="Use a newer Python build, or PostgreSQL by DATABASE_URL.",
                    id="back2itsm.E001",
                )
            )
        if not _has_fts5(connection):
            messages.append(
                Error(
                    "This SQLite was built without FTS5.",
                    hint="Search needs it: use another Python build, or PostgreSQL by DATABASE_URL.",
                    id="back2itsm.E002",
                )
            )
    return messages


@register(Tags.database)
def shared_cache_has_its_table(app_configs, databases=None, **kwargs):
    """Rate limits live there; before the first ``migrate`` there is nothing to limit."""
    cache = settings.CACHES["default"]
    if cache["BACKEND"] != DATABASE_CACHE:
        return []
    messages = []
    for alias in databases or []:
        tables = _tables(connections[alias])
        if "django_session" in tables and cache["LOCATION"] not in tables:
            messages.append(
                Warning(
                    f"The table of the shared cache, {cache['LOCATION']!r}, is missing.",
                    hint="Rate limits on signing in need it: run manage.py createcachetable.",
                    id="back2itsm.W003",
                )
            )
    return messages


def cache_problem() -> str:
    """Why the shared cache of REDIS_URL cannot be used, in one line; "" where it can, or where there is none."""
    if not settings.REDIS_URL:
        return ""
    try:
        caches["default"].get("anything")
    except Exception as error:  # each client has faults of its own
        line = (str(error) or type(error).__name__).splitlines()[0]
        return f"The cache of REDIS_URL cannot be used: {line}"
    return ""


@register(Tags.caches, deploy=True)
def shared_cache_answers(app_configs, **kwargs):
    """Without it nobody could sign in: rate limits live there."""
    problem = cache_problem()
    hint = "Start it, install the package redis, or unset REDIS_URL to keep rate limits in the database."
    return [Error(problem, hint=hint, id="back2itsm.E004")] if problem else []


@register(Tags.security, deploy=True)
def children_without_network(app_configs, **kwargs):
    """Whether a process that reads an upload can be cut off from the network."""
    tried = subprocess.run([sys.executable, "-I", "-c", CUT_OFF], capture_output=True, timeout=20)
    if tried.returncode == 0:
        return []
    return [
        Warning(
            "Processes that read uploads cannot be cut off from the network here.",
            hint="Allow user namespaces (in a container: a seccomp profile that permits unshare). "
            "Until then an audit hook in the process refuses its sockets.",
            id="back2itsm.W004",
        )
    ]


def _of_vendor(databases, vendor):
    return [connections[alias] for alias in databases or [] if connections[alias].vendor == vendor]


def _has_fts5(connection) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_compileoption_used('ENABLE_FTS5')")
        return bool(cursor.fetchone()[0])


def _tables(connection) -> list[str]:
    try:
        return connection.introspection.table_names()
    except DatabaseError:
        return []
