"""Who asks, as far as counting needs to know: nobody's address is kept."""

import ipaddress
import re
from functools import lru_cache

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

# Programs that fetch on their own. curl and wget are not among them: people type them. "cubot" is a maker of
# phones. A mail or web address in the name is how well-behaved robots introduce themselves.
_ROBOT = re.compile(
    r"(?<!cu)bot|crawl|spider|slurp|scrap|archiv|preview|fetch|monitor|pingdom|uptime|probe|scan|check|valid|"
    r"headless|phantom|selenium|puppeteer|lighthouse|facebookexternalhit|whatsapp|feed|rss|"
    r"python|aiohttp|httpx|libwww-perl|perl|php|ruby|java/|okhttp|httpclient|http-client|http_client|\bnode\b|axios|"
    r"go-http|winhttp|powershell|postman|insomnia|\+https?:|@",
    re.IGNORECASE,
)
_AHEAD_HEADERS = ("HTTP_PURPOSE", "HTTP_SEC_PURPOSE", "HTTP_X_PURPOSE", "HTTP_X_MOZ")
_AHEAD = re.compile(r"prefetch|prerender|preview", re.IGNORECASE)


def client_address(request) -> str:
    """The address the request came from, as text; empty when the server knows none.

    X-Forwarded-For is read only from the right and only as far as our own proxies wrote it
    (settings.TRUSTED_PROXIES): what stands further left anybody may have sent.
    """
    proxies = settings.TRUSTED_PROXIES
    if proxies:
        hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
        if len(hops) >= proxies and hops[-proxies]:
            return hops[-proxies]
    return request.META.get("REMOTE_ADDR", "")


def visitor_hash(request) -> str:
    """32 hexadecimal digits that stay the same for one visitor and one day (UTC), and say nothing else.

    A keyed SHA-256 of address and browser; the key is made of SECRET_KEY and the date, so that two days
    cannot be joined and addresses cannot be tried out without it. An IPv6 address counts as its /64 network:
    within it a device changes its address at will.
    """
    day = timezone.now().date().isoformat()
    who = f"{_network(client_address(request))}\n{request.META.get('HTTP_USER_AGENT', '')}"
    return salted_hmac(f"content.visitors {day}", who, algorithm="sha256").hexdigest()[:32]


def is_robot(request) -> bool:
    """Whether the sender is a program that fetches on its own, or does not say what it is."""
    return _is_robot(request.META.get("HTTP_USER_AGENT", ""))


@lru_cache(maxsize=1000)  # very many visitors say the same of themselves
def _is_robot(agent) -> bool:
    return not agent.strip() or bool(_ROBOT.search(agent))


def is_ahead_of_time(request) -> bool:
    """Whether a browser fetches in advance, before anybody has asked for it."""
    return any(_AHEAD.search(request.META.get(name, "")) for name in _AHEAD_HEADERS)


def _network(address: str) -> str:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 6 and found.ipv4_mapped is None:
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(getattr(found, "ipv4_mapped", None) or found)
