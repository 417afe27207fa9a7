"""The moderators' queue with thousands of entries, in one process; all that is added goes again."""

import time
from statistics import median

from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from back2itsm.bench.inside import NotAnswered, Recorder
from content.drafting import DECLARATION
from content.enums import State
from content.models import Artefact, File, Version
from moderation.models import Report
from people.models import Member

ENTRIES, OF_WHICH_REPORTS = 5_000, 1_000
TIMES = 15
LATER = 999  # the number of a version that no artefact of the library has


def measure():
    """{"ms": median milliseconds of the queue's first page, "queries": how many it takes, "entries": ...}"""
    with transaction.atomic():
        _fill()
        client, url = _desk(), reverse("queue")
        client.get(url)
        recorder = Recorder()
        with connection.execute_wrapper(recorder):
            answer = client.get(url)
        if answer.status_code != 200:
            raise NotAnswered(f"{url} answered {answer.status_code}")
        taken = [_seconds(client, url) for _ in range(TIMES)]
        entries = Version.objects.filter(state=State.SUBMITTED).count() + Report.objects.open().count()
        transaction.set_rollback(True)
    return {"ms": median(taken) * 1000, "queries": len(recorder.statements), "entries": entries}


def _fill():
    now = timezone.now()
    some = list(Artefact.objects.listed().select_related("current").order_by("pk")[:ENTRIES])
    said = {"state": State.SUBMITTED, "major": LATER, "declared_at": now, "declaration": DECLARATION}
    Report.objects.bulk_create(
        Report(artefact=artefact, reason="spam", words="Generated.") for artefact in some[:OF_WHICH_REPORTS]
    )
    versions = Version.objects.bulk_create(
        Version(artefact=artefact, by_id=artefact.creator_id, licence_id=artefact.current.licence_id, **said)
        for artefact in some[OF_WHICH_REPORTS:]
    )
    File.objects.bulk_create(
        File(version=version, name="plan.docx", extension="docx", size=9_000, sha256=f"{version.pk:064d}")
        for version in versions
    )


def _desk():
    """A moderator who has passed a second factor."""
    from allauth.mfa.models import Authenticator

    mona = Member.objects.create_user("desk@bench.invalid", is_staff=True)
    Authenticator.objects.create(user=mona, type=Authenticator.Type.TOTP, data={"secret": ""})
    client = Client(HTTP_HOST=settings.SITE_HOST)
    client.force_login(mona, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def _seconds(client, url):
    began = time.perf_counter()
    client.get(url)
    return time.perf_counter() - began
