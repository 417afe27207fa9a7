"""Who asks, as far as counting needs to know: nobody's address is kept.

``environ`` is the request's as WSGI has it (``request.META``).
"""

import hashlib
import hmac
import ipaddress
import re
import time
from functools import lru_cache

from django.conf import settings

# Programs that fetch on their own. curl and wget are not among them: people type them. "cubot" is a maker of
# phones. A mail or web address in the name is how well-behaved robots introduce themselves.
_ROBOT = re.compile(
    r"(?<!cu)bot|crawl|spider|slurp|scrap|archiv|preview|fetch|monitor|pingdom|uptime|probe|scan|check|valid|"
    r"headless|phantom|selenium|puppeteer|lighthouse|facebookexternalhit|whatsapp|feed|rss|"
    r"python|aiohttp|httpx|libwww-perl|perl|php|ruby|java/|okhttp|httpclient|http-client|http_client|\bnode\b|axios|"
    r"go-http|winhttp|powershell|postman|insomnia|\+https?:|@",
    re.IGNORECASE,
)
SECONDS_A_DAY = 86_400
_AHEAD_HEADERS = ("HTTP_PURPOSE", "HTTP_SEC_PURPOSE", "HTTP_X_PURPOSE", "HTTP_X_MOZ")
_AHEAD = re.compile(r"prefetch|prerender|preview", re.IGNORECASE)


def client_address(environ) -> str:
    """The address the request came from, as text; empty when the server knows none.

    X-Forwarded-For is read only from the right and only as far as our own proxies wrote it
    (settings.TRUSTED_PROXIES): what stands further left anybody may have sent.
    """
    proxies = settings.TRUSTED_PROXIES
    if proxies:
        hops = [hop.strip() for hop in environ.get("HTTP_X_FORWARDED_FOR", "").split(",")]
        if len(hops) >= proxies and hops[-proxies]:
            return hops[-proxies]
    return environ.get("REMOTE_ADDR", "")


def visitor_hash(environ) -> str:
    """32 hexadecimal digits that stay the same for one visitor and one day (UTC), and say nothing else.

    A keyed SHA-256 of address and browser; the key is made of SECRET_KEY and the date, so that two days
    cannot be joined and addresses cannot be tried out without it. An IPv6 address counts as its /64 network:
    within it a device changes its address at will.
    """
    who = f"{_network(client_address(environ))}\n{environ.get('HTTP_USER_AGENT', '')}"
    key = _key_of(int(time.time()) // SECONDS_A_DAY, settings.SECRET_KEY)
    return hmac.digest(key, who.encode(errors="surrogateescape"), "sha256").hex()[:32]


@lru_cache(maxsize=2)
def _key_of(day: int, secret: str) -> bytes:
    """``day`` is counted from 1970 on, as UTC has it."""
    return hashlib.sha256(f"content.visitors {day} {secret}".encode()).digest()


def is_wish(environ) -> bool:
    """Whether somebody wants to have it now, as far as the request says."""
    return not is_ahead_of_time(environ) and not is_robot(environ)


def is_robot(environ) -> bool:
    """Whether the sender is a program that fetches on its own, or does not say what it is."""
    return _is_robot(environ.get("HTTP_USER_AGENT", ""))


@lru_cache(maxsize=1000)  # very many visitors say the same of themselves
def _is_robot(agent) -> bool:
    return not agent.strip() or bool(_ROBOT.search(agent))


def is_ahead_of_time(environ) -> bool:
    """Whether a browser fetches in advance, before anybody has asked for it."""
    return any(_AHEAD.search(environ[name]) for name in _AHEAD_HEADERS if name in environ)


def _network(address: str) -> str:
    if ":" not in address:
        return address
    try:
        found = ipaddress.IPv6Address(address)
    except ValueError:
        return address
    if found.ipv4_mapped is None:
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found.ipv4_mapped)
