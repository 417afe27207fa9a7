import os
import subprocess
import sys

import pytest
from django.db import connection

from back2itsm import checks


def ids(messages):
    return [message.id for message in messages]


@pytest.mark.parametrize(
    ("debug", "secure", "expected"), [(True, True, ["back2itsm.W001"]), (True, False, []), (False, True, [])]
)
def test_debug_is_not_for_a_public_site(settings, debug, secure, expected):
    settings.DEBUG, settings.SITE_IS_SECURE = debug, secure

    assert ids(checks.debug_on_a_public_site(None)) == expected


@pytest.mark.parametrize(
    ("host", "secure", "expected"),
    [
        ("localhost", False, []),
        ("itsm.example.org", True, []),
        ("itsm.example.org", False, ["back2itsm.W002"]),
    ],
)
def test_plain_http_is_for_this_machine(settings, host, secure, expected):
    settings.SITE_HOST, settings.SITE_IS_SECURE = host, secure

    assert ids(checks.plain_http_beyond_this_machine(None)) == expected


@pytest.mark.django_db
def test_this_database_can_search():
    assert checks.sqlite_that_can_search(None, databases=["default"]) == []


@pytest.mark.django_db
def test_an_old_sqlite_is_an_error(monkeypatch):
    monkeypatch.setattr(checks, "LEAST_SQLITE", (99, 0, 0))
    expected = ["back2itsm.E001"] if connection.vendor == "sqlite" else []

    assert ids(checks.sqlite_that_can_search(None, databases=["default"])) == expected


@pytest.mark.django_db
def test_a_missing_cache_table_is_told(settings):
    settings.CACHES = settings.CACHES | {
        "default": {"BACKEND": checks.DATABASE_CACHE, "LOCATION": "not_there"}
    }

    assert ids(checks.shared_cache_has_its_table(None, databases=["default"])) == ["back2itsm.W003"]


def test_a_cache_elsewhere_needs_no_table(settings):
    settings.CACHES = settings.CACHES | {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    }

    assert checks.shared_cache_has_its_table(None, databases=["default"]) == []


@pytest.mark.parametrize(("program", "expected"), [("pass", []), ("raise SystemExit(1)", ["back2itsm.W004"])])
def test_a_child_that_keeps_the_network_is_told(monkeypatch, program, expected):
    monkeypatch.setattr(checks, "CUT_OFF", program)

    assert ids(checks.children_without_network(None)) == expected


def test_a_shared_cache_that_does_not_answer_is_told(settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    cache = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": settings.REDIS_URL}
    settings.CACHES = settings.CACHES | {"default": cache}

    [found] = checks.shared_cache_answers(None)

    assert found.id == "back2itsm.E004"
    assert found.msg.startswith("The cache of REDIS_URL cannot be used: ")


def test_check_deploy_is_clean_for_an_https_site(settings, tmp_path):
    environ = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environ |= {"SITE_URL": "https://itsm.example.org", "VAR_DIR": str(tmp_path)}

    done = subprocess.run(
        [sys.executable, settings.BASE_DIR / "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        env=environ,
        capture_output=True,
        text=True,
        timeout=600,
    )

    assert (done.returncode, done.stderr) == (0, "")


def test_a_panel_that_is_not_there_is_an_error(settings):
    settings.HOME_PANELS = ["content.panels.nobody_wrote_it"]

    (found,) = checks.functions_that_settings_name(None)

    assert (found.id, found.msg.split(":")[0]) == (
        "back2itsm.E003",
        "HOME_PANELS names content.panels.nobody_wrote_it",
    )
