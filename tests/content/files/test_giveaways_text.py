"""Addresses, numbers and names in running text: found when they are some, and only then."""

import ipaddress
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.files.giveaways_text import things


def seen(text):
    return [(thing.what, thing.value, thing.example) for thing in things(text)]


@pytest.mark.parametrize(
    ("text", "what", "value"),
    [
        ("mailto:desk@harbour-works.eu.", "email", "desk@harbour-works.eu"),
        ("'first.last+tag@mail.harbour.co.uk'", "email", "first.last+tag@mail.harbour.co.uk"),
        ("+49 30 9018 2077, weekdays", "phone", "+49 30 9018 2077"),
        ("(+44) 20 7219 3000", "phone", "(+44) 20 7219 3000"),
        ("+44 (0)20 7219 3000", "phone", "+44 (0)20 7219 3000"),
        ("+1 (425) 882-8080", "phone", "+1 (425) 882-8080"),
        ("Call (888) 925-5765 now", "phone", "(888) 925-5765"),
        ("fire (+1 555 244 3473) / more", "phone", "+1 555 244 3473"),
        ("030/9018 2077", "phone", "030/9018 2077"),
        ("044 668 18 00", "phone", "044 668 18 00"),
        ("01 42 68 53 00", "phone", "01 42 68 53 00"),
        ("Tel.: 90182077", "phone", "90182077"),
        ("the host 10.20.30.40:8080", "ip", "10.20.30.40"),
        ("172.31.200.0/22", "ip", "172.31.200.0/22"),
        ("fe80::1ff:fe23:4567:890a", "ip", "fe80::1ff:fe23:4567:890a"),
        ("2a02:810d::/32", "ip", "2a02:810d::/32"),
        (r"copy to \\files07\Finance$ now", "host", r"\\files07\Finance$"),
        ("db01.harbour.corp", "host", "db01.harbour.corp"),
        ("https://wiki.harbour.internal/x", "host", "wiki.harbour.internal"),
        ("http://intranet/wiki", "host", "intranet"),
        ("ldap://dc03:389", "host", "dc03"),
        (r'"\\\\files07\\Finance"', "host", r"\\files07\Finance"),
        (r"C:\Users\jdoe\offer.docx", "path", r"C:\Users\jdoe"),
        ("/home/jdoe/.ssh", "path", "/home/jdoe"),
    ],
)
def test_what_gives_somebody_away(text, what, value):
    assert seen(text) == [(what, value, False)]


@pytest.mark.parametrize(
    "text",
    [
        "desk@example.org",
        "you@yourcompany.com",
        "megan@contoso.com",
        "+1 202-555-0143",
        "01632 960 123",
        "+49 30 1234567",
        "192.0.2.17",
        "198.51.100.4",
        "2001:db8::7",
        "host 192.168.0.1",
        r"\\server\share",
        "http://yourserver/x",
    ],
)
def test_what_is_made_for_examples_is_told_apart(text):
    assert [example for _, _, example in seen(text)] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "icon@2x.png",
        "https://user:word@host.org/a",
        "git@github.com:a/b",
        "@someone and a @ b",
        "1.2.3.4 Scope",
        "Section 10.11.12.13",
        "version 10.0.17.3",
        "v192.168.7.9",
        "255.255.255.0 and 127.0.0.1 and 0.0.0.0",
        "256.1.1.1 and 1.2.3.4.5 and 01.02.03.04",
        "12:30:45 and std::string and a::b and ::1",
        "00:1a:2b:3c:4d:5e",
        "2019-07-03T21:43:00+0200",
        "from 01.02.2020 to 03/04/2021",
        "0000-0002-1825-0097",
        "Boston, MA 02110-1301",
        "merged to 1.6.2.4 and from 1.6.2.3",
        "ISSN 0378-5955, ISBN 0-306-40615-2",
        "050 100 150 200",
        "09:00 - 10:00",
        "Phone 2016-2019",
        "+100000 and +1,000,000",
        "c0ffee12-0123-4567-89ab-001122334455",
        "0.123456789",
        ".env.local and settings.local and x.svc.cluster.local and host.docker.internal",
        "http://localhost:8000/ and http://127.0.0.1/",
        r"a \\ b and \n\t and \\textbf",
        r"\\bNAME\\b and $(Root)\\debug\\bin",
        "/home/user/x and C:\\Users\\Public\\x",
    ],
)
def test_what_only_looks_like_it(text):
    assert seen(text) == []


@given(st.text())
def test_any_text_can_be_looked_through(text):
    assert all(thing.value in text for thing in things(text))


@given(st.from_regex(r"[a-z]{1,10}(\.[a-z]{1,10})?@[a-z]{3,9}\.(eu|de|fr)", fullmatch=True))
def test_every_plain_address_is_found(address):
    assert seen(f"Write to <{address}>, soon")[0][:2] == ("email", address)


@given(st.ip_addresses(v=4))
def test_an_address_with_its_network_is_found_unless_it_names_nothing(address):
    nothing = address.is_loopback or address.is_multicast or address.packed[0] in (0, 255)

    assert [value for _, value, _ in seen(f"the server {address}/24")] == (
        [] if nothing else [f"{address}/24"]
    )


@given(st.ip_addresses(v=6, network=ipaddress.ip_network("2000::/3")))
def test_every_public_sixth_address_is_found(address):
    assert [value for _, value, _ in seen(f"at {address} .")] == [str(address)]


@given(st.dates().map(lambda day: f"{day:%d.%m.%Y}") | st.dates().map(str) | st.datetimes().map(str))
def test_a_date_is_no_number_to_call(day):
    assert seen(f"on {day}, again") == []


@pytest.mark.parametrize("piece", ["a", "0", "+1", "1.", "a:", "\\\\", "a@", "0 ", "+1 (", "a.local-", "://"])
def test_long_runs_take_no_longer_than_they_are_long(piece):
    started = time.process_time()
    list(things(piece * (300_000 // len(piece))))

    assert time.process_time() - started < 5
