"""Typed readers of the environment that fail loudly, with one clear line each."""

import os
import secrets
import threading
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

LEAST_SECRET = 40  # characters
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
LOOPBACK = {"localhost", "127.0.0.1", "::1"}


def flag(name: str, default: bool = False) -> bool:
    """True for 1/true/yes/on, False for 0/false/no/off and empty; anything else is refused."""
    raw = os.environ.get(name, "").strip().lower()
    if raw == "":
        return default
    if raw in {"1", "true", "yes", "on"}:
        return True
    if raw in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {raw!r}.")


def number(name: str, default: int, *, least: int = 0, most: int = 10**9) -> int:
    """A whole number from ``least`` to ``most``."""
    raw = os.environ.get(name, "").strip()
    if raw == "":
        return default
    if not raw.isascii() or not raw.isdigit() or int(raw) < least:
        raise ImproperlyConfigured(f"{name} must be a whole number of at least {least}, not {raw!r}.")
    if int(raw) > most:
        raise ImproperlyConfigured(f"{name} must be at most {most}, not {raw!r}.")
    return int(raw)


def words(name: str) -> list[str]:
    """A comma separated list, empty entries dropped."""
    return [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]


def site_url(port: int) -> tuple[str, str, bool]:
    """The public address without a trailing slash, its host, and whether it is https.

    Plain http is for one's own machine: elsewhere it would send sign-in codes in the clear, so it needs
    ``ALLOW_HTTP=1`` from somebody who knows what stands in front.
    """
    url = os.environ.get("SITE_URL", "").strip().rstrip("/") or f"http://localhost:{port}"
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query:
        raise ImproperlyConfigured(f"SITE_URL must look like https://itsm.example.org, not {url!r}.")
    secure, is_http_allowed = parts.scheme == "https", flag("ALLOW_HTTP")
    if not secure and parts.hostname not in LOOPBACK and not is_http_allowed:
        raise ImproperlyConfigured(
            f"SITE_URL is {url!r}: plain http is only for localhost. Use https, or set ALLOW_HTTP=1."
        )
    return url, parts.hostname, secure


def folder(name: str, default: Path) -> Path:
    """A folder that is there and can be written to, made if need be."""
    path = Path(os.environ.get(name, "").strip() or default)
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"{name}: cannot make {str(path)!r}: {error.strerror}.") from None
    return path


def database(default: str) -> dict:
    """DATABASE_URL as Django's settings: sqlite or postgres, nothing else is tested here."""
    url = os.environ.get("DATABASE_URL", "").strip() or default
    wanted = "DATABASE_URL must look like postgres://user:password@host/name or sqlite:///file."
    if urlsplit(url).scheme not in {"sqlite", "postgres", "postgresql", "pgsql"}:
        raise ImproperlyConfigured(wanted)
    try:
        return environ.Env.db_url_config(url)
    except (ValueError, environ.ImproperlyConfigured):
        raise ImproperlyConfigured(wanted) from None


def socket_address(name: str) -> str | tuple[str, int] | None:
    """Where a service listens: the path of a Unix socket, (host, port), or None where nothing is set."""
    raw = os.environ.get(name, "").strip()
    if not raw or raw.startswith("/"):
        return raw or None
    host, _colon, port = raw.rpartition(":")
    if not host or not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        raise ImproperlyConfigured(f"{name} must look like /run/clamd.sock or 127.0.0.1:3310, not {raw!r}.")
    return host.strip("[]"), int(port)


def mail() -> dict:
    """EMAIL_URL as Django's settings; empty where it is not set."""
    url = os.environ.get("EMAIL_URL", "").strip()
    if not url:
        return {}
    try:
        return environ.Env.email_url_config(url)
    except (ValueError, KeyError, environ.ImproperlyConfigured):
        raise ImproperlyConfigured("EMAIL_URL must look like smtp+tls://user:password@host:587.") from None


def log_level() -> str:
    level = os.environ.get("LOG_LEVEL", "").strip().upper() or "WARNING"
    if level not in LOG_LEVELS:
        raise ImproperlyConfigured(f"LOG_LEVEL must be one of {', '.join(LOG_LEVELS)}, not {level!r}.")
    return level


def secret_key(folder: Path) -> str:
    """SECRET_KEY, or the content of SECRET_KEY_FILE, or a key made once and kept in ``folder``."""
    if key := os.environ.get("SECRET_KEY", "").strip():
        if len(key) < LEAST_SECRET:
            raise ImproperlyConfigured(f"SECRET_KEY is shorter than {LEAST_SECRET} characters.")
        return key
    given = os.environ.get("SECRET_KEY_FILE", "").strip()
    path = Path(given) if given else folder / "secret_key"
    if given and not path.is_file():
        raise ImproperlyConfigured(f"SECRET_KEY_FILE names {given!r}, which is not a file.")
    if not path.exists():
        _write_once(path, secrets.token_urlsafe(64))
    key = path.read_text(encoding="ascii").strip()
    if len(key) < LEAST_SECRET:
        raise ImproperlyConfigured(
            f"The secret key in {path.name!r} is shorter than {LEAST_SECRET} characters."
        )
    return key


def _write_once(path: Path, text: str) -> None:
    """Two processes may start at once: the first one's key stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
    descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as handle:
        handle.write(text)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
