"""What no honest person uploads, through the wizard's own door: answered, never 5xx, and never shown as a page.

Each is sent as a browser sends it, looked into by the worker, shown on the pages of its draft and taken again.
"""

import io
import struct
import time
import zipfile

import pytest
from django.urls import reverse

from content import inspection
from content.enums import Check, Outcome
from content.models import File, Version
from tests.content.files.file_samples import BPMN, content_types, pdf, png
from tests.content.views.sharing_steps import begin, step, upload

pytestmark = pytest.mark.django_db

SCRIPT = b"<script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">' + SCRIPT + b"</svg>"
OLE = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(4000)
LOL = b"<!DOCTYPE d [<!ENTITY a 'aaaaaaaaaa'>" + b"".join(
    b"<!ENTITY %c '%s'>" % (97 + at, b"&%c;" % (96 + at) * 10) for at in range(1, 9)
)
XXE = b"<!DOCTYPE d [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"


def package(*parts, **options):
    """A Word container with these (name, data) parts beside the two that make it one."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        archive.writestr("[Content_Types].xml", content_types())
        for name, data in parts or [("word/document.xml", "<document/>")]:
            archive.writestr(name, data)
    return out.getvalue()


def patched(data, place, value):
    """A container whose last directory entry says something else at ``place``."""
    at = data.rfind(b"PK\x01\x02") + place
    return data[:at] + value + data[at + len(value) :]


BIG = package(("word/document.xml", "<document/>"), ("word/a.bin", bytes(3_000_000)))
TWO = package(("word/document.xml", "<document/>"), ("word/a.bin", b"a" * 500), ("word/b.bin", b"b" * 500))
ENTITIES = LOL + b"]><d>&i;</d>"
HOSTILE = {
    # Names.
    "a way out": ("../../../../etc/cron.d/plan.md", b"# Plan"),
    "a windows way out": ("..\\..\\Startup\\plan.md", b"# Plan"),
    "line breaks": ("plan\r\nSet-Cookie: a=b\r\n\r\n.md", b"# Plan"),
    "400 bytes": ("é" * 200 + ".md", b"# Plan"),
    "10,000 bytes": ("x" * 10_000 + ".md", b"# Plan"),
    "turned around": ("plan\u202excod.md", b"# Plan"),
    "piles of accents": ("p" + "\u0338\u0321\u034e" * 40 + ".md", b"# Plan"),
    "a script as a name": ('"><script>alert(1)</script>.md', b"# Plan"),
    "a device": ("NUL.md", b"# Plan"),
    "no name": (" .md", b"# Plan"),
    "a stream": ("plan.md::$DATA", b"# Plan"),
    # One thing under the name of another.
    "pdf and zip": ("plan.pdf", pdf() + package()),
    "zip behind a picture": ("map.png", png() + package()),
    "script in a gif": ("map.png", b"GIF89a/*" + SCRIPT + b"*/"),
    "svg as a picture": ("map.png", SVG),
    "html as a picture": ("map.jpg", b"\xff\xd8\xff\xe0" + SCRIPT * 9),
    "html as a text": ("plan.md", b"<html><body onload=alert(1)>" + SCRIPT),
    "svg as a diagram": ("plan.drawio", SVG),
    "html as a model": ("plan.bpmn", b"<html>" + SCRIPT + b"</html>"),
    "a program": ("plan.docx", b"MZ" + bytes(600)),
    "formulas": ("plan.csv", b'=cmd|"/c calc"!A1,@SUM(1)\n'),
    # Containers.
    "a bomb": ("plan.docx", package(("word/document.xml", bytes(60_000_000)), compresslevel=1)),
    "a lying zip": ("plan.docx", patched(BIG, 24, struct.pack("<I", 100))),
    "overlapping parts": ("plan.docx", patched(TWO, 42, struct.pack("<I", 0))),
    "a path in a zip": ("plan.docx", package(("word/document.xml", "<d/>"), ("../../evil.xml", "<x/>"))),
    "macros": ("plan.docx", package(("word/document.xml", "<d/>"), ("word/vbaProject.bin", b"x"))),
    "a locked zip": ("plan.docx", patched(package(), 8, b"\x01\x00")),
    "encrypted": ("plan.docx", OLE),
    "truncated": ("plan.docx", package()[:-40]),
    "truncated pdf": ("plan.pdf", pdf(pages=3)[:300]),
    "truncated picture": ("map.png", png()[:40]),
    # XML.
    "an entity bomb": ("plan.bpmn", ENTITIES),
    "an entity bomb inside": ("plan.docx", package(("word/document.xml", ENTITIES))),
    "an outside entity": (
        "plan.bpmn",
        XXE + f'<definitions xmlns="{BPMN}"><a>&x;</a></definitions>'.encode(),
    ),
    "an outside entity inside": ("plan.docx", package(("word/document.xml", XXE + b"<d>&x;</d>"))),
    "an endless depth": ("plan.bpmn", b"<a>" * 100_000),
}
FIT = {Outcome.OK, Outcome.EMPTY}


@pytest.fixture(scope="module")
def times():
    """{what: seconds of its slowest answer}; the slowest of all is printed at the end."""
    seconds = {}
    yield seconds
    slowest = max(seconds, key=seconds.get)
    print(f"\n{len(seconds)} hostile uploads; slowest answer {seconds[slowest]:.2f} s ({slowest})")


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_upload_is_answered_and_never_shown_as_a_page(client_of, alice, times, what):
    desk = client_of(alice)
    desk.raise_request_exception = False
    answers = [timed(lambda: begin(desk, files=[upload(*HOSTILE[what])]))]
    inspection.inspect_waiting()
    version = Version.objects.select_related("artefact").first()
    pages = [reverse("share")]
    if version is not None:
        pages += [step(name, version) for name in ("file", "about", "check")]
        pages += [version.artefact.get_absolute_url()]
    answers += [timed(lambda page=page: desk.get(page)) for page in pages]

    taken = [fetch(desk, version, file) for file in File.objects.all()]

    times[what] = max(seconds for _answer, seconds in answers)
    assert {answer.status_code for answer, _seconds in answers} <= {200, 302}
    assert [SCRIPT in answer.content for answer, _seconds in answers] == [False] * len(answers)
    assert [answer for answer in taken if answer not in {"attachment", "refused"}] == []
    assert b"root:x:0" not in b"".join(answer.content for answer, _seconds in answers)
    for file in File.objects.all():
        assert len(file.name) <= 120
        assert not set(file.name) & set('/\\\r\n\u202e<>"')
        assert file.inspection == Check.DONE
        assert bool(file.reason) or file.outcome in FIT


def timed(ask):
    begun = time.perf_counter()
    answer = ask()
    return answer, time.perf_counter() - begun


def fetch(client, version, file):
    """How the file comes back: as "attachment" that no browser opens, "refused", or what else it says."""
    answer = client.get(reverse("download", args=[version.artefact.slug, version.number, file.pk]))
    if answer.status_code == 403:
        return "refused"
    _ = b"".join(answer)
    safe = (answer["X-Content-Type-Options"], answer["Content-Security-Policy"])
    is_locked = safe == ("nosniff", "sandbox; default-src 'none'")
    return answer["Content-Disposition"].partition(";")[0] if is_locked else str(answer.headers)


# Both through the field that holds it, and back into it: nobody types it a second time.
@pytest.mark.parametrize(
    "text", ["x" * 10_000, "Z\u0338\u0321\u034e\u0310\u0301" * 9, "a\u202eb", "a\x00b", "\ud800"]
)
def test_hostile_text_comes_back_with_a_sentence(client_of, alice, text):
    desk = client_of(alice)
    raw = text.encode("utf-8", "surrogatepass")

    body = b'--x\r\nContent-Disposition: form-data; name="author"\r\n\r\n' + raw + b"\r\n--x--\r\n"
    answer = desk.post(reverse("share"), body, content_type="multipart/form-data; boundary=x")

    assert answer.status_code == 200
    assert 'class="error-summary' in answer.content.decode()
    assert Version.objects.count() == 0
