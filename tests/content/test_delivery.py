import tracemalloc
from datetime import UTC, datetime

import pytest
from django.test import RequestFactory, override_settings
from hypothesis import given
from hypothesis import strategies as st

from content import delivery, storing
from tests.content import stored

CONTENT = b"0123456789"
CHANGED = datetime(2026, 11, 20, 8, 30, 15, 999999, tzinfo=UTC)
DATE = "Fri, 20 Nov 2026 08:30:15 GMT"


@pytest.fixture(scope="module", autouse=True)
def store(tmp_path_factory):
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("store")):
        yield


@pytest.fixture(scope="module")
def file(store):
    return stored.unsaved("plan.docx", CONTENT, created_at=CHANGED)


def ask(file, method="GET", **headers):
    return delivery.attachment(RequestFactory().generic(method, "/", headers=headers), file)


def body(response):
    content = b"".join(response) if response.streaming else response.content
    response.close()
    return content


def kept(response, *names):
    return [response.get(name) for name in names]


def test_the_whole_file_with_all_its_headers(file):
    response = ask(file)

    assert (response.status_code, body(response)) == (200, CONTENT)
    assert dict(response.items()) == {
        "Content-Type": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "Content-Length": "10",
        "Content-Disposition": 'attachment; filename="plan.docx"',
        "Cache-Control": "private, no-cache",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cross-Origin-Resource-Policy": "same-origin",
        "ETag": f'"{file.sha256}"',
        "Last-Modified": DATE,
        "Accept-Ranges": "bytes",
    }


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("a.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("a.pdf", "application/pdf"),
        ("a.png", "image/png"),
        ("a.jpeg", "image/jpeg"),
        ("a.md", "text/markdown"),
        ("a.csv", "text/csv"),
        ("a.bpmn", "application/octet-stream"),
        ("a.drawio", "application/octet-stream"),
        ("a.html", "application/octet-stream"),
        ("a.svg", "application/octet-stream"),
        ("a", "application/octet-stream"),
    ],
)
def test_every_kind_is_an_attachment_of_a_type_we_chose(name, media_type):
    response = ask(stored.unsaved(name, b"<script>"))
    response.close()

    safe = ["nosniff", "sandbox; default-src 'none'", f'attachment; filename="{name}"', media_type]
    names = ("X-Content-Type-Options", "Content-Security-Policy", "Content-Disposition", "Content-Type")
    assert kept(response, *names) == safe


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("Schätzung.xlsx", "attachment; filename=\"Schatzung.xlsx\"; filename*=UTF-8''Sch%C3%A4tzung.xlsx"),
        ("計画.docx", "attachment; filename=\"file.docx\"; filename*=UTF-8''%E8%A8%88%E7%94%BB.docx"),
        ('a"b.md', 'attachment; filename="a_b.md"'),
        ("a b;c='d'.md", "attachment; filename=\"a b;c='d'.md\""),
        ("100%.md", "attachment; filename=\"100_.md\"; filename*=UTF-8''100%25.md"),
        ("a\r\nSet-Cookie: x=1.md", 'attachment; filename="a Set-Cookie_ x=1.md"'),
        ("../../etc/passwd", 'attachment; filename="passwd"'),
    ],
)
def test_names_in_the_disposition(name, header):
    assert delivery.disposition(name) == header


@given(st.text(max_size=300))
def test_no_name_breaks_the_header(name):
    header = delivery.disposition(name)

    assert header.isascii()
    assert header.isprintable()
    assert header.count('"') == 2


def test_head_has_the_length_and_no_body(file):
    response = ask(file, "HEAD", Range="bytes=0-3")

    assert (response.status_code, body(response), response["Content-Length"]) == (200, b"", "10")


@pytest.mark.parametrize(
    ("header", "content", "content_range"),
    [
        ("bytes=0-3", b"0123", "bytes 0-3/10"),
        ("bytes=4-", b"456789", "bytes 4-9/10"),
        ("bytes=-2", b"89", "bytes 8-9/10"),
    ],
)
def test_a_part(file, header, content, content_range):
    response = ask(file, Range=header)

    assert (response.status_code, body(response)) == (206, content)
    assert kept(response, "Content-Range", "Content-Length") == [content_range, str(len(content))]
    assert kept(response, "ETag", "Content-Security-Policy") == [
        f'"{file.sha256}"',
        "sandbox; default-src 'none'",
    ]


def test_several_parts_are_answered_with_the_whole(file):
    response = ask(file, Range="bytes=0-1,4-5")

    assert (response.status_code, body(response)) == (200, CONTENT)


def test_a_part_past_the_end(file):
    response = ask(file, Range="bytes=10-")

    assert (response.status_code, body(response), response["Content-Range"]) == (416, b"", "bytes */10")


@pytest.mark.parametrize(
    ("condition", "status"),
    [
        ("{etag}", 206),
        (DATE, 206),
        ('"another"', 200),
        ("W/{etag}", 200),
        ("Fri, 20 Nov 2026 08:30:14 GMT", 200),
        ("Fri, 20 Nov 2026 08:30:16 GMT", 200),
        ("nonsense", 200),
        ("", 200),
    ],
)
def test_a_part_is_given_only_of_the_same_file(file, condition, status):
    headers = {"Range": "bytes=0-3", "If-Range": condition.format(etag=f'"{file.sha256}"')}

    response = ask(file, **headers)

    assert (response.status_code, body(response)) == (status, CONTENT if status == 200 else CONTENT[:4])


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"If-None-Match": "{etag}"}, 304),
        ({"If-None-Match": "W/{etag}"}, 304),
        ({"If-None-Match": "*"}, 304),
        ({"If-None-Match": '"another"'}, 200),
        ({"If-Modified-Since": DATE}, 304),
        ({"If-Modified-Since": "Fri, 20 Nov 2026 08:30:14 GMT"}, 200),
        ({"If-None-Match": '"another"', "If-Modified-Since": DATE}, 200),
        ({"If-Match": '"another"'}, 412),
        ({"If-Match": "{etag}"}, 200),
    ],
)
def test_conditions(file, headers, status):
    filled = {name: value.format(etag=f'"{file.sha256}"') for name, value in headers.items()}

    response = ask(file, **filled)

    assert (response.status_code, body(response)) == (status, CONTENT if status == 200 else b"")
    assert response["X-Content-Type-Options"] == "nosniff"


RANGES = st.one_of(
    st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=30),
    st.from_regex(r"bytes=[0-9]{0,3}-[0-9]{0,3}(,[0-9]{0,2}-[0-9]{0,2})?", fullmatch=True),
)


@given(RANGES)
def test_any_range_gives_the_right_bytes(file, header):
    response = ask(file, Range=header)
    content = body(response)

    if response.status_code == 206:
        first, _, rest = response["Content-Range"].removeprefix("bytes ").partition("-")
        assert content == CONTENT[int(first) : int(rest.partition("/")[0]) + 1]
        assert content != b""
    else:
        assert (response.status_code, content) in [(200, CONTENT), (416, b"")]


@pytest.mark.parametrize("headers", [{}, {"Range": "bytes=1-"}])
def test_a_large_file_is_never_held_in_memory(headers):
    file = stored.unsaved("large.pdf", bytes(1024) * 50 * 1024)
    tracemalloc.start()

    response = ask(file, **headers)
    sent = sum(len(block) for block in response)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    response.close()

    assert (sent, peak < 1024 * 1024) == (int(response["Content-Length"]), True)


@pytest.mark.parametrize("headers", [{}, {"Range": "bytes=1-"}])
def test_the_file_is_closed_with_the_answer(file, headers):
    response = ask(file, **headers)
    source = getattr(response, "file_to_stream", None) or response._iterator.source

    response.close()

    assert source.closed


def test_a_missing_file_is_said():
    file = stored.unsaved()
    storing.remove(file.store_path)

    with pytest.raises(delivery.Missing):
        ask(file)


def test_a_file_with_another_length_is_missing():
    file = stored.unsaved()
    file.size = 11

    with pytest.raises(delivery.Missing):
        ask(file)


def test_nginx_is_handed_the_place(file, settings):
    settings.X_ACCEL_PREFIX = "/protected/"

    response = ask(file, Range="bytes=4-")

    assert (response.status_code, response.content) == (200, b"")
    names = ("X-Accel-Redirect", "Content-Disposition", "ETag")
    assert kept(response, *names) == [
        f"/protected/{file.store_path}",
        'attachment; filename="plan.docx"',
        None,
    ]


@pytest.mark.parametrize("prefix", ["", "/protected/"])
@pytest.mark.parametrize(
    ("headers", "begins"),
    [
        ({}, True),
        ({"Range": "bytes=0-3"}, True),
        ({"Range": "bytes=0-1,5-6"}, True),
        ({"Range": "bytes=4-"}, False),
        ({"Range": "bytes=-4"}, False),
        ({"Range": "bytes=-0"}, False),
        ({"If-None-Match": "*"}, False),
    ],
)
def test_what_begins_a_file(file, settings, prefix, headers, begins):
    settings.X_ACCEL_PREFIX = prefix
    request = RequestFactory().get("/", headers=headers)

    response = delivery.attachment(request, file)
    response.close()

    assert delivery.begins_file(request, response) == begins
