import pytest
from django.test import RequestFactory
from freezegun import freeze_time

from content import visitors

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def environ(agent=FIREFOX, address="203.0.113.7", **headers):
    return RequestFactory().get("/", REMOTE_ADDR=address, headers={"User-Agent": agent, **headers}).META


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "198.51.100.1", "203.0.113.7"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "6.6.6.6, 198.51.100.1", "198.51.100.1"),
        (2, "6.6.6.6, 198.51.100.1, 192.0.2.9", "198.51.100.1"),
        (2, "198.51.100.1", "203.0.113.7"),
        (1, "", "203.0.113.7"),
    ],
)
def test_the_address_is_what_our_own_proxies_saw(settings, proxies, forwarded, address):
    settings.TRUSTED_PROXIES = proxies

    found = visitors.client_address(environ(**{"X-Forwarded-For": forwarded}))

    assert found == address


def test_one_visitor_has_one_hash_a_day():
    times = ("2026-11-20T00:00:00Z", "2026-11-20T23:59:59Z", "2026-11-21T00:00:00Z")

    hashes = []
    for time in times:
        with freeze_time(time):
            hashes.append(visitors.visitor_hash(environ()))

    assert (hashes[0] == hashes[1], hashes[0] == hashes[2]) == (True, False)


def test_a_hash_is_32_hexadecimal_digits_without_the_address():
    found = visitors.visitor_hash(environ())

    assert (len(found), int(found, 16) > 0, "203" + "0113" in found) == (32, True, False)


def test_hashes_differ_by_address_browser_and_key(settings):
    first = visitors.visitor_hash(environ())
    others = {
        visitors.visitor_hash(environ(address="203.0.113.8")),
        visitors.visitor_hash(environ("curl/8.5")),
    }
    settings.SECRET_KEY = "another key of more than forty characters, for this test"
    others.add(visitors.visitor_hash(environ()))

    assert len(others | {first}) == 4


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:203.0.113.7", "203.0.113.7", True),
        ("::ffff:203.0.113.7", "::ffff:203.0.113.8", False),
        ("", "", True),
        ("unix:", "unix:", True),
    ],
)
def test_an_ipv6_address_counts_as_its_network(one, other, is_same):
    hashes = {visitors.visitor_hash(environ(address=address)) for address in (one, other)}

    assert (len(hashes) == 1) == is_same


@pytest.mark.parametrize(
    "agent",
    [
        "",
        "  ",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
        "facebookexternalhit/1.1",
        "WhatsApp/2.23.20.0",
        "python-requests/2.32.3",
        "Go-http-client/2.0",
        "Scrapy/2.11 (+https://scrapy.org)",
        "Java/17.0.2",
        "okhttp/4.12.0",
        "node-fetch/1.0",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/126.0 Safari/537.36",
        "Baiduspider",
        "Acme library reader, mail to it@example.org",
    ],
)
def test_robots_are_known(agent):
    assert visitors.is_robot(environ(agent))


@pytest.mark.parametrize(
    "agent",
    [
        FIREFOX,
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1",
        "Mozilla/5.0 (Linux; Android 13; CUBOT NOTE 50) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36",
        "curl/8.5.0",
        "Wget/1.21.4",
        "Lynx/2.9.0 libwww-FM/2.14",
    ],
)
def test_people_are_not_robots(agent):
    assert not visitors.is_robot(environ(agent))


@pytest.mark.parametrize(
    ("header", "value", "is_ahead"),
    [
        ("Purpose", "prefetch", True),
        ("Sec-Purpose", "prefetch;prerender", True),
        ("X-Purpose", "preview", True),
        ("X-Moz", "prefetch", True),
        ("X-Other", "prefetch", False),
        ("Purpose", "", False),
    ],
)
def test_fetching_in_advance_is_seen(header, value, is_ahead):
    assert visitors.is_ahead_of_time(environ(**{header: value})) == is_ahead
