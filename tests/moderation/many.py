"""A queue of any length, written in bulk: what counts is how many rows wait, not how they came."""

from datetime import timedelta

from django.utils import timezone

from content.drafting import DECLARATION
from content.enums import Check, Outcome, State, Status
from content.models import Artefact, File, FileContent, Version
from moderation.models import Report, Takedown
from tests import factories

FINDINGS = [{"what": "author", "value": "A. Author"}, {"what": "phone", "value": "+49 30 1234"}]


def make_queue(total):
    """``total`` entries: of ten, seven versions wait, one is to be looked at, one is reported, one claimed."""
    now, kind, licence = timezone.now(), factories.kind(), factories.licence()
    creators = [factories.member(f"Creator {number}") for number in range(20)]
    artefacts = Artefact.objects.bulk_create(
        Artefact(title=f"Work {n}", slug=f"work-{n}", kind=kind, creator=creators[n % 20])
        for n in range(total)
    )
    said = {"declared_at": now, "declaration": DECLARATION, "licence": licence}
    versions = Version.objects.bulk_create(
        Version(
            artefact=artefact,
            by=artefact.creator,
            state=State.SUBMITTED if n % 10 < 7 else State.PUBLISHED,
            state_since=now - timedelta(minutes=n),
            published_at=None if n % 10 < 7 else now - timedelta(minutes=n),
            look_later=n % 10 == 7,
            **said,
        )
        for n, artefact in enumerate(artefacts)
    )
    _publish(versions, now)
    files = File.objects.bulk_create(
        File(version=version, name="plan.docx", extension="docx", size=9000, sha256=f"{version.pk:064d}")
        for version in versions
    )
    File.objects.update(inspection=Check.DONE, outcome=Outcome.OK)
    FileContent.objects.bulk_create(FileContent(file=file, findings=FINDINGS) for file in files)
    reported, claimed = artefacts[8::10], artefacts[9::10]
    Report.objects.bulk_create(Report(artefact=one, reason="spam", words="Page 3") for one in reported)
    who = {"name": "R. Holder", "email": "rights@example.org", "why": "It is ours."}
    Takedown.objects.bulk_create(Takedown(artefact=one, reason="copyright", **who) for one in claimed)


def _publish(versions, now):
    out = [version for version in versions if version.state == State.PUBLISHED]
    for version in out:
        shown = version.artefact
        shown.status, shown.current = Status.PUBLISHED, version
        shown.published_at = shown.confirmed_at = now
    fields = ["status", "current", "published_at", "confirmed_at"]
    Artefact.objects.bulk_update([version.artefact for version in out], fields, batch_size=500)
