"""P11: a document of 5 MB through the wizard's door, until its answer, its preview, and its place in the search.

``measure`` runs web server and worker on a library; ``upload_all`` is the part that runs in a process of the
library's own (``manage.py bench --uploads PORT``), sends by HTTP and decides as its moderator does.
"""

import http.client
import io
import json
import os
import re
import subprocess
import sys
import time
import uuid
from contextlib import closing, contextmanager

from django.conf import settings

from back2itsm.bench import servers

TIMES = 5
BYTES = 5_000_000
SECONDS_TO_FIND = 30
_PAUSE = 0.02  # seconds between two looks
_BOUNDARY = "bench"


def measure(library):
    """{"answered": [ms from the last byte sent to the answer], "found": [s from the first byte to the hit]}"""
    # A library that was made by older code lacks the styles of newer pages.
    library.manage("collectstatic", "--no-input", "-v0")
    with servers.gunicorn(library, "back2itsm.wsgi", "/healthz") as server, _worker(library):
        told = library.manage("bench", "--uploads", str(server.port), stdout=subprocess.PIPE, text=True)
    return json.loads(told.stdout)


@contextmanager
def _worker(library):
    command = [sys.executable, "manage.py", "worker"]
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
    process = subprocess.Popen(command, env=library.environment, cwd=settings.BASE_DIR, **quiet)
    try:
        yield
    finally:
        process.terminate()
        process.wait(30)


def upload_all(port, times=TIMES):
    """The figures of ``measure``, in the process that has the library's database; leaves nothing behind."""
    from people.models import Member

    member, moderator = (Member.objects.create_user(f"{uuid.uuid4()}@bench.invalid") for _ in range(2))
    Member.objects.filter(pk=moderator.pk).update(is_staff=True)
    moderator.refresh_from_db()
    session = _session(member)
    try:
        taken = [_upload(port, session, moderator) for _ in range(times)]
    finally:
        _forget(member, moderator)
    return {"answered": [one for one, _ in taken], "found": [two for _, two in taken]}


def _upload(port, session, moderator):
    """(ms to the answer after the last byte, s until a search finds a word of the document)"""
    from content.models import Version

    word = "b" + "".join(letter for letter in uuid.uuid4().hex if letter.isalpha())
    cookie, fields = _form(port, session)
    body = _multipart(fields, _document(word))
    begun = time.monotonic()
    answered = _answered(port, cookie, body)
    version = Version.objects.latest("pk")
    _publish_when_checked(version, moderator, begun)
    path = f"/artefacts/?q={word}"
    while version.artefact.slug not in _get(port, path, cookie):
        _check(begun)
    return answered * 1000, time.monotonic() - begun


def _document(word):
    """A Word document of about BYTES: a page of text with ``word`` in it, and a picture that cannot be packed."""
    from docx import Document
    from PIL import Image

    side = int((BYTES / 3) ** 0.5)
    picture, out = io.BytesIO(), io.BytesIO()
    Image.frombytes("RGB", (side, side), os.urandom(3 * side * side)).save(picture, "PNG")
    document = Document()
    for number in range(40):
        document.add_paragraph(f"Paragraph {number}: who calls whom, and {word} is what they say.")
    document.add_picture(picture)
    document.save(out)
    return out.getvalue()


def _form(port, session):
    """Cookie and hidden fields of the wizard's first form."""
    with closing(_connection(port)) as web:
        web.request("GET", "/share/", headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}"})
        answer = web.getresponse()
        page, kept = answer.read().decode(), answer.headers.get_all("Set-Cookie") or []
    csrf = next(re.search(rf"{settings.CSRF_COOKIE_NAME}=(\w+)", one)[1] for one in kept if "csrf" in one)
    proof = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    cookie = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={csrf}"
    return cookie, {"csrfmiddlewaretoken": proof, "token": str(uuid.uuid4())}


def _multipart(fields, content):
    head = f"--{_BOUNDARY}\r\nContent-Disposition: form-data; name="
    parts = [f'{head}"{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()]
    parts.append(f'{head}"files"; filename="plan.docx"\r\n\r\n')
    return "".join(parts).encode() + content + f"\r\n--{_BOUNDARY}--\r\n".encode()


def _answered(port, cookie, body):
    """Seconds between the last byte sent and the answer. On loopback the sending itself is the transfer."""
    with closing(_connection(port)) as web:
        web.putrequest("POST", "/share/")
        for name, value in (
            ("Cookie", cookie),
            ("Content-Type", f"multipart/form-data; boundary={_BOUNDARY}"),
            ("Content-Length", str(len(body))),
        ):
            web.putheader(name, value)
        web.endheaders()
        web.send(body)
        sent = time.monotonic()
        answer = web.getresponse()
        answer.read()
        if answer.status != 302:
            raise RuntimeError(f"The upload was answered with {answer.status}")
        return time.monotonic() - sent


def _publish_when_checked(version, moderator, begun):
    """Once the worker is through with the file and its preview is kept, do what two people do in between."""
    from content import publishing
    from content.enums import Check, State
    from content.models import FileContent, Licence

    member = version.by
    while not version.files.filter(inspection=Check.DONE).exists():
        _check(begun)
    if not FileContent.objects.get(file__version=version).preview:
        raise RuntimeError("The document has no preview")
    publishing.set_licence(version, Licence.objects.filter(active=True).first(), by=member)
    publishing.declare(version, by=member)
    if publishing.submit(version, by=member).state == State.SUBMITTED:  # known members publish at once
        publishing.publish(version, by=moderator)


def _check(begun):
    if time.monotonic() - begun > SECONDS_TO_FIND:
        raise RuntimeError(f"Nothing is found after {SECONDS_TO_FIND} s")
    time.sleep(_PAUSE)


def _get(port, path, cookie):
    with closing(_connection(port)) as web:
        web.request("GET", path, headers={"Cookie": cookie})
        return web.getresponse().read().decode()


def _connection(port):
    return http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS_TO_FIND)


def _session(member):
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(member.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = member.get_session_auth_hash()
    session.create()
    return session.session_key


def _forget(member, moderator):
    """The library is as it was: neither rows nor bytes of what was uploaded."""
    from content import publishing, storing
    from content.models import Artefact, File

    for artefact in Artefact.objects.filter(creator=member):
        for file in File.objects.filter(version__artefact=artefact):
            storing.remove(file.store_path)
            storing.remove(file.preview_folder)
        publishing.remove(artefact, by=moderator, note="Uploaded to be measured")
        Artefact.objects.filter(pk=artefact.pk).update(current=None)
        artefact.delete()
    member.delete()
    moderator.delete()
