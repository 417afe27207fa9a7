"""What stands in the environment is read by type and refused loudly."""

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from back2itsm import environment


@pytest.mark.parametrize(
    ("raw", "expected"), [("1", True), ("Yes", True), ("on", True), ("0", False), ("", False), (" ", False)]
)
def test_a_flag_is_on_or_off(monkeypatch, raw, expected):
    monkeypatch.setenv("DEBUG", raw)

    assert environment.flag("DEBUG") is expected


@pytest.mark.parametrize("raw", ["2", "ja", "tru"])
def test_a_flag_is_nothing_else(monkeypatch, raw):
    monkeypatch.setenv("DEBUG", raw)

    with pytest.raises(ImproperlyConfigured, match=f"DEBUG must be 1 or 0, not '{raw}'"):
        environment.flag("DEBUG")


@pytest.mark.parametrize("raw", ["-1", "0", "1.5", "٣"])
def test_a_number_is_a_whole_one_and_large_enough(monkeypatch, raw):
    monkeypatch.setenv("PORT", raw)

    with pytest.raises(ImproperlyConfigured, match="PORT must be a whole number of at least 1, not"):
        environment.number("PORT", 1, least=1)


def test_space_around_a_number_does_not_matter(monkeypatch):
    monkeypatch.setenv("PORT", " 8000 ")

    assert environment.number("PORT", 1, least=1) == 8000


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("", None),
        ("/run/clamd.sock", "/run/clamd.sock"),
        ("clamav:3310", ("clamav", 3310)),
        ("[::1]:3310", ("::1", 3310)),
    ],
)
def test_a_service_listens_at_a_path_or_a_port(monkeypatch, raw, expected):
    monkeypatch.setenv("CLAMD_SOCKET", raw)

    assert environment.socket_address("CLAMD_SOCKET") == expected


@pytest.mark.parametrize("raw", ["clamd", "clamd:", ":3310", "clamd:0", "clamd:70000", "clamd:x"])
def test_a_service_listens_nowhere_else(monkeypatch, raw):
    monkeypatch.setenv("CLAMD_SOCKET", raw)

    with pytest.raises(ImproperlyConfigured, match="CLAMD_SOCKET must look like"):
        environment.socket_address("CLAMD_SOCKET")


def test_words_are_separated_by_commas(monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", " a.example , ,b.example")

    assert environment.words("ALLOWED_HOSTS") == ["a.example", "b.example"]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("", ("http://localhost:8123", "localhost", False)),
        ("http://127.0.0.1:9000/", ("http://127.0.0.1:9000", "127.0.0.1", False)),
        ("http://[::1]:9000", ("http://[::1]:9000", "::1", False)),
        ("https://itsm.example.org/", ("https://itsm.example.org", "itsm.example.org", True)),
    ],
)
def test_the_address_decides_the_mode(monkeypatch, url, expected):
    monkeypatch.setenv("SITE_URL", url)

    assert environment.site_url(8123) == expected


@pytest.mark.parametrize(
    "url", ["itsm.example.org", "ftp://a.example", "https://", "https://a.example/sub", "http://x?y=1"]
)
def test_an_address_that_is_none_is_refused(monkeypatch, url):
    monkeypatch.setenv("SITE_URL", url)

    with pytest.raises(ImproperlyConfigured, match="SITE_URL must look like https://"):
        environment.site_url(8000)


def test_plain_http_is_for_ones_own_machine(monkeypatch):
    monkeypatch.setenv("SITE_URL", "http://itsm.example.org")
    with pytest.raises(ImproperlyConfigured, match="plain http is only for localhost"):
        environment.site_url(8000)

    monkeypatch.setenv("ALLOW_HTTP", "1")
    assert environment.site_url(8000) == ("http://itsm.example.org", "itsm.example.org", False)


def test_a_key_is_made_once_and_readable_by_its_owner_only(tmp_path, monkeypatch):
    monkeypatch.delenv("SECRET_KEY")

    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(environment.secret_key, [tmp_path] * 8))

    assert len(keys) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_a_key_may_come_from_a_file(tmp_path, monkeypatch):
    monkeypatch.delenv("SECRET_KEY")
    monkeypatch.setenv("SECRET_KEY_FILE", str(tmp_path / "key"))
    with pytest.raises(ImproperlyConfigured, match="which is not a file"):
        environment.secret_key(tmp_path)

    (tmp_path / "key").write_text("x" * 39)
    with pytest.raises(ImproperlyConfigured, match="shorter than 40"):
        environment.secret_key(tmp_path)

    (tmp_path / "key").write_text("x" * 40 + "\n")
    assert environment.secret_key(tmp_path) == "x" * 40


SHOWN = (
    "SITE_URL",
    "ALLOWED_HOSTS",
    "SECURE_SSL_REDIRECT",
    "SECURE_HSTS_SECONDS",
    "SESSION_COOKIE_NAME",
    "CSRF_COOKIE_NAME",
    "SESSION_COOKIE_SECURE",
    "ACCOUNT_DEFAULT_HTTP_PROTOCOL",
    "EMAIL_BACKEND",
)


def settings_with(tmp_path, **variables):
    """What the real settings are in a process with just these variables."""
    code = f"from back2itsm import settings; print([getattr(settings, name) for name in {SHOWN!r}])"
    kept = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR,
        env=kept | variables,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip() or done.stderr.strip().splitlines()[-1]


def test_without_anything_it_is_a_site_for_this_machine(tmp_path):
    hosts = ["localhost", "localhost", "127.0.0.1", "[::1]"]
    expected = ["http://localhost:8123", hosts, False, 0, "session", "csrf", False, "http"]

    assert settings_with(tmp_path, PORT="8123") == str([*expected, "back2itsm.mail.FolderBackend"])


def test_https_brings_redirect_hsts_and_host_cookies(tmp_path):
    shown = settings_with(tmp_path, SITE_URL="https://itsm.example.org", EMAIL_URL="smtp://mail.example.org")

    expected = [
        "https://itsm.example.org",
        ["itsm.example.org"],
        True,
        31536000,
        "__Host-session",
        "__Host-csrf",
    ]
    assert shown == str([*expected, True, "https", "django.core.mail.backends.smtp.EmailBackend"])


def test_a_wrong_setting_is_one_clear_line(tmp_path):
    line = settings_with(tmp_path, TRUSTED_PROXIES="many")

    assert line == (
        "django.core.exceptions.ImproperlyConfigured: "
        "TRUSTED_PROXIES must be a whole number of at least 0, not 'many'."
    )


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        (
            "SITE_URL",
            "http://example.org",
            "SITE_URL is 'http://example.org': plain http is only for localhost.",
        ),
        ("ALLOW_HTTP", "maybe", "ALLOW_HTTP must be 1 or 0, not 'maybe'."),
        ("PORT", "99999", "PORT must be at most 65535, not '99999'."),
        ("DATABASE_URL", "nonsense", "DATABASE_URL must look like postgres://"),
        ("DATABASE_URL", "mysql://a/b", "DATABASE_URL must look like postgres://"),
        (
            "DATABASE_URL",
            "postgres://u:p@127.0.0.1:1/x",
            "CommandError: The database of DATABASE_URL does not answer",
        ),
        ("EMAIL_URL", "nonsense", "EMAIL_URL must look like smtp+tls://"),
        ("LOG_LEVEL", "x", "LOG_LEVEL must be one of DEBUG,"),
        ("VAR_DIR", "/proc/x", "VAR_DIR: cannot make '/proc/x'"),
        ("SECRET_KEY", "short", "SECRET_KEY is shorter than 40 characters."),
    ],
)
def test_a_wrong_value_stops_the_start_with_one_line(tmp_path, name, value, sentence):
    given = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), "PORT": "8765", name: value}

    ended = subprocess.run(
        [sys.executable, "manage.py", "serve"],
        env=given,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
    )

    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith(sentence)
    assert ended.stderr.count("\n") == 1
