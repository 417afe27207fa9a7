"""What a member types into the wizard, for its tests."""

import uuid

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from content.models import Version
from tests import factories

PLAN = b"# Plan\n\nWho does what.\n"


def upload(name="review_plan.md", content=PLAN):
    return SimpleUploadedFile(name, content)


def begin(client, **fields):
    """The answer to the first form."""
    said = {"token": str(uuid.uuid4()), "body": "", "author": "", "publisher": "", "url": ""}
    return client.post(reverse("share"), said | fields)


def about(**changes):
    said = {
        "title": "Incident review plan",
        "summary": "Who does what in a review.",
        "kind": factories.kind().slug,
    }
    said |= {"practices": [factories.practice().slug], "tags": "on call, On Call, post-mortem"}
    return said | {"language": "en", "origin": "in-house"} | changes


def rights(**changes):
    said = {"licence": factories.licence().pk, "owns": "on", "no_names": "on", "agreed": "on"}
    return {name: value for name, value in (said | changes).items() if value is not None}


def step(name, version):
    return reverse(f"share_{name}", args=[version.pk])


def started(client):
    """A draft with one file."""
    begin(client, files=[upload()])
    return Version.objects.latest("pk")


def complete(client):
    """A draft that lacks nothing."""
    version = started(client)
    client.post(step("about", version), about())
    client.post(step("licence", version), rights())
    return version


def sent(client):
    version = complete(client)
    client.post(step("check", version), {"send": "1"})
    return version
