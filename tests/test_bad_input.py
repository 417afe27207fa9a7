"""Every address against what no browser sends: never a 5xx (specs/security.md, faults 22 and 23).

The addresses come from the URL patterns, so a new view is walked from its first day on.
"""

from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import get_resolver

from tests import factories

pytestmark = pytest.mark.django_db

# Values that reach the views, by the name of the parameter.
READABLE = {
    "slug": "incident-management",
    "number": "1.0",
    "part": "0",
    "picture": "page-1.webp",
    "app_label": "content",
}
HOSTILE_VALUES = [
    "%00",
    "%ED%A0%80",
    "%FF",
    "%",
    "%0A",
    "..%2F..%2F",
    "%E2%80%AEcod.exe",
    quote("📎" * 40),
    quote("Z̸̡͎" * 20),
    "x" * 3000,
    "-1",
    "0",
    "99999999999999999999",
    "9223372036854775808",
    "%27%22%3E%3Cscript%3E",
    "%7B%7B7*7%7D%7D",
]
NAMES = """
    q sort page after before kind practice file_type type licence sector size language tag framework
    audience next p o e key code theme _popup _to_field id status__exact id__exact
""".split()
HOSTILE_QUERIES = [
    "&&&",
    "=",
    "%",
    "q",
    "page=abc",
    "page=1.5",
    "page=1e9",
    "q=%22",
    "q=%22%22%20%22",
    "q=a*%20OR%20NEAR(%20b)%20-%20NOT%20:%20%5E",
    "q=ART-99999999999999999999",
    "q=%28%28%28",
    "q=" + "a" * 7000,
    "q=" + "a" * 10_000,
    "q=" + "%20a" * 2000,
    "&".join(f"q={n}" for n in range(300)),
    "&".join("kind=none" for _ in range(1999)),
    "&".join("a" for _ in range(4000)),
    "kind[]=a&kind[$ne]=b&kind.x=1",
    # What is no text at all never gets as far as a parameter's name: the last six are enough here.
    *(f"{name}={value}&{name}={value}" for name in NAMES for value in HOSTILE_VALUES[-6:]),
]


def routes():
    """Each pattern as (name, "path/%(slug)s/", [parameters]), those of the admin too."""
    resolver = get_resolver()
    found = _routes_of(resolver, "")
    for prefix, inner in resolver.namespace_dict.values():
        found += _routes_of(inner, prefix)
    return sorted(set(found))


def _routes_of(resolver, prefix):
    return [
        (str(name), prefix + form, tuple(parameters))
        for name in resolver.reverse_dict
        if isinstance(name, str)
        for forms, *_ in resolver.reverse_dict.getlist(name)
        for form, parameters in forms
    ]


def path_of(route, **values):
    _, form, parameters = route
    return "/" + form % {name: values.get(name) or READABLE.get(name, "1") for name in parameters}


def statuses_from_500(client, addresses):
    """The addresses (shortened) that a client got a 5xx from, with the status."""
    wrong = {}
    for address in addresses:
        status = client.get(address).status_code
        if status >= 500:
            wrong[address[:200]] = status
    return wrong


@pytest.fixture
def shelf():
    """One artefact with a file, whose slugs are the ones in READABLE."""
    creator = factories.member("Incident Management")
    return factories.artefact(
        creator,
        title="Incident management",
        files=[("plan.pdf", b"%PDF-")],
        practices=[factories.practice("incident-management")],
        tags=["night shift"],
    )


@pytest.fixture
def visitor():
    return Client(raise_request_exception=False)


def test_the_values_of_the_walk_reach_the_views(shelf, visitor):
    reached = {
        name: visitor.get(path_of((name, form, parameters))).status_code
        for name, form, parameters in routes()
        if name in {"artefact", "practice", "member", "feed_practice", "feed_member", "sitemap_artefacts"}
    }

    assert set(reached.values()) == {200}
    assert len(reached) == 6


# A walk takes every twelfth address, so that twelve of them share the work of making a library.
WALKS = 12
every_walk = pytest.mark.parametrize("walk", range(WALKS))


def walked(walk):
    """(turn, route) of each address of a walk; the turn decides which sample of the queries it gets."""
    return list(enumerate(routes()))[walk::WALKS]


def sample(values, turn, step):
    """Every ``step``-th of the values, beginning elsewhere at each turn: over all addresses all are sent."""
    return values[turn // WALKS % step :: step]


@every_walk
def test_hostile_values_in_paths_are_never_5xx(shelf, visitor, walk):
    addresses = [
        path_of(route, **{name: value})
        for _turn, route in walked(walk)
        for name in route[2]
        for value in HOSTILE_VALUES
    ]

    assert statuses_from_500(visitor, addresses) == {}
    assert len(addresses) > 100


def test_broken_queries_where_the_address_is_the_state_of_the_page_are_never_5xx(shelf, visitor):
    assert statuses_from_500(visitor, [f"/artefacts/?{query}" for query in HOSTILE_QUERIES]) == {}


@every_walk
def test_broken_queries_are_never_5xx(shelf, visitor, walk):
    addresses = [
        f"{path_of(route)}?{query}"
        for turn, route in walked(walk)
        for query in sample(HOSTILE_QUERIES, turn, 8)
    ]

    assert statuses_from_500(visitor, addresses) == {}
    assert len(addresses) > 400


@every_walk
def test_a_moderator_meets_no_5xx_either(shelf, mona, client_of, walk):
    desk = client_of(mona)
    desk.raise_request_exception = False
    addresses = []
    for turn, route in walked(walk):
        addresses += [f"{path_of(route)}?{query}" for query in sample(HOSTILE_QUERIES[:19], turn, 4)]
        addresses += [
            path_of(route, **{name: value}) for name in route[2] for value in sample(HOSTILE_VALUES, turn, 2)
        ]

    assert statuses_from_500(desk, addresses) == {}
    assert desk.get("/admin/").status_code == 200


@every_walk
def test_hostile_forms_are_never_5xx(shelf, visitor, walk):
    fields = ["login", "email", "password", "code", "name", "next", "theme", "q", "title"]
    forms = [
        "&".join(f"{field}={value}" for field in fields)
        for value in ["%00", "%ED%A0%80", "%FF", "x" * 20_000, "📎"]
    ]
    forms += ["&".join(f"a{n}=" for n in range(2500)), "&&&=%", "x" * (1024 * 1024 + 1)]

    answers = {
        (route[0], form[:40]): visitor.post(
            path_of(route), form, content_type="application/x-www-form-urlencoded"
        ).status_code
        for turn, route in walked(walk)
        for form in sample(forms, turn, 2)
    }

    assert {what: status for what, status in answers.items() if status >= 500} == {}
    assert len(answers) > 60


@pytest.mark.parametrize("headers", [
    {"content-type": "text/html; charset=hex"},
    {"content-type": "multipart/form-data"},
    {"content-length": "-5"},
    {"content-length": "many"},
    {"cookie": 'session="\\000\\000\\000\\000\\000\\000\\000\\000\\000"; theme="\\000"'},
    {"cookie": "session=" + "x" * 5000},
    {"cookie": 'messages="\\303("; csrf=;;=;'},
    {"host": "evil.example"},
    {"host": "a b\t"},
    {"accept-language": "x" * 5000 + ",;q=z"},
    {"accept": "\xff/*;q=nine"},
    {"if-none-match": 'W/"'},
    {"if-modified-since": "Thu, 99 Foo 99999999 99:99:99 GMT"},
    {"range": "bytes=99999999999999999999-0,-,--"},
    {"referer": "http://[::1"},
    {"x-forwarded-for": "\xff, 999.1.1.1, ::g"},
    {"user-agent": "\xff" * 5000},
], ids=lambda headers: "-".join(headers))  # fmt: skip
def test_hostile_headers_are_never_5xx(shelf, visitor, headers):
    addresses = [
        "/",
        "/artefacts/",
        "/artefacts/incident-management/",
        "/accounts/login/",
        "/admin/",
        "/healthz",
    ]

    answers = [visitor.get(address, headers=headers).status_code for address in addresses]

    assert [status for status in answers if status >= 500] == []
