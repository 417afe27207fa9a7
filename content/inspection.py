"""Looks inside files that wait for it: the File row is the job.

A worker claims a row by a conditional UPDATE with a lease. If it dies, the lease runs out and the next worker
takes over, three times at most. What it found counts only while the claim is still its own: a file that was
replaced or claimed by somebody else meanwhile drops the result.
"""

import logging
import tempfile
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from content import similar, storing, telling
from content.enums import Check, Outcome, Status
from content.files import run, scanning
from content.models import MOST_ATTEMPTS, Artefact, File, FileContent, Version
from content.publishing import publish_at_once, refresh
from content.rules import may_have_read_again
from people.answers import demand

log = logging.getLogger(__name__)

# Well past the half minute that a child process gets, so that a lease never ends under a living worker.
LEASE = timedelta(minutes=5)
# How soon a file is tried again that the virus scanner did not answer for.
SCANNER_PAUSE = timedelta(minutes=1)
# How soon a file is read again whose reader the clock ended, times the tries it has had: a busy machine calms down.
SLOW_PAUSE = timedelta(minutes=10)
BATCH = 20


def inspect_waiting(limit=BATCH):
    """Inspect up to ``limit`` waiting files, oldest first; answers how many were dealt with.

    Any number of workers may run it at the same time. A failure of our own is logged, and the file is tried
    again when its lease is over.
    """
    done = give_up()
    while done < limit and (file := claim()):
        done += 1
        try:
            _inspect(file)
        except scanning.ScannerSilent as silent:
            log.warning("The virus scanner does not answer: %s", silent, extra={"file": file.pk})
            _put_off_for_scanner(file)
        except Exception:
            # Whatever it is, the other files still wait; the lease keeps this one from being tried at once.
            log.exception("A file could not be inspected", extra={"file": file.pk, "attempt": file.attempts})
    return done


def give_up():
    """End the files whose last permitted worker fell silent; answers how many."""
    spent = File.objects.filter(
        inspection=Check.RUNNING, leased_until__lt=timezone.now(), attempts__gte=MOST_ATTEMPTS
    ).select_related("version")
    ended = 0
    for file in spent:
        reason = _("The file could not be checked.")
        ended += _settle(file, {"inspection": Check.FAILED, "outcome": Outcome.TIMED_OUT, "reason": reason})
    return ended


def claim():
    """The next waiting file, now ours for the time of a lease, or None."""
    now = timezone.now()
    waiting = File.objects.waiting(now)
    # A few candidates: with several workers the first ones are gone by the time we ask for them.
    while candidates := list(waiting.values_list("pk", flat=True)[:5]):
        for pk in candidates:
            taken = {"inspection": Check.RUNNING, "attempts": F("attempts") + 1, "leased_until": now + LEASE}
            if waiting.filter(pk=pk).update(**taken):
                return File.objects.select_related("version").filter(pk=pk).first()
    return None


def _inspect(file):
    stored = storing.path(file.store_path)
    # A file that is not there is no damaged file: it may come back from a backup before the last try.
    stored.stat()
    if settings.CLAMD_SOCKET and (virus := scanning.scan(stored, settings.CLAMD_SOCKET)):
        reason = _("A virus was found in it: %(name)s.") % {"name": virus}
        _settle(file, {"inspection": Check.DONE, "outcome": Outcome.REFUSED, "reason": reason})
        return
    with tempfile.TemporaryDirectory(prefix="previews-") as folder:
        found = run.inspect(stored, file.name, Path(folder))
        if found.is_cut_off and file.attempts < MOST_ATTEMPTS:
            reason = _("Reading it took too long. It is tried again later.")
            _put_off(file, SLOW_PAUSE * file.attempts, reason=reason)
            return
        if found.pictures:
            storing.save_folder(folder, file.preview_folder)
    if _settle(file, {"inspection": Check.DONE, "outcome": found.outcome, "reason": found.reason}, found):
        similar.study(file.pk)


@transaction.atomic
def again(file, *, by):
    """Have a file looked into once more that could not be in the time there was; any other stays as it is.

    Raises PermissionDenied for others than its contributor and moderators.
    """
    artefact = Artefact.objects.select_for_update(no_key=True).get(pk=file.version.artefact_id)
    demand(may_have_read_again(by, file.version))
    spent = File.objects.filter(pk=file.pk, outcome=Outcome.TIMED_OUT)
    anew = {"inspection": Check.WAITING, "outcome": Outcome.NONE, "reason": "", "attempts": 0}
    if spent.update(leased_until=None, **anew) and artefact.current_id == file.version_id:
        refresh(artefact.pk)


def _put_off_for_scanner(file):
    """This was no try, however often it happens."""
    reason = _("The virus scanner does not answer. The file waits and is tried again every minute.")
    _put_off(file, SCANNER_PAUSE, reason=reason, attempts=F("attempts") - 1)


def _put_off(file, pause, **fields):
    """Let a file wait, claimed as it is, until its lease is over."""
    ours = File.objects.filter(pk=file.pk, uuid=file.uuid, inspection=Check.RUNNING, attempts=file.attempts)
    ours.update(leased_until=timezone.now() + pause, **fields)


@transaction.atomic
def _settle(file, answer, found=None):
    """Write the answer if the claim is still ours, and let the artefact show it; answers whether it was."""
    artefact = Artefact.objects.select_for_update(no_key=True).filter(pk=file.version.artefact_id).first()
    ours = File.objects.filter(
        pk=file.pk, uuid=file.uuid, sha256=file.sha256, inspection=Check.RUNNING, attempts=file.attempts
    )
    if artefact is None or not ours.update(leased_until=None, **answer):
        return False
    if found:
        kept = {name: getattr(found, name) for name in ("preview", "facts", "parts", "pictures", "findings")}
        FileContent.objects.update_or_create(file_id=file.pk, defaults=kept)
    if artefact.current_id == file.version_id or artefact.status == Status.DRAFT:
        refresh(artefact.pk)
    version = Version.objects.select_related("by").get(pk=file.version_id)
    if publish_at_once(version):
        telling.of_publication(version)
    return True
