"""Takes the properties out of files whose contributors wish it: the Cleaning row is the job.

As with the inspection, a worker claims a row by a conditional UPDATE with a lease, three times at most. The
cleaned bytes get a place of their own, the row of the file then names that place, and the former bytes go when
this is committed: a worker that is killed on the way leaves the file as it was, and what it had written to the
sweep. What was cleaned is inspected again, like any file that somebody sends.
"""

import logging
import tempfile
import uuid
from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from content import storing
from content.enums import OPEN_STATES, Check, Outcome
from content.files import run
from content.files.cleaning import can_clean
from content.files.kinds import kind_for
from content.models import MOST_ATTEMPTS, Artefact, Cleaning, File, FileContent, Version
from content.moving import Refused
from content.rules import may_edit
from people.answers import demand

log = logging.getLogger(__name__)

# Well past the half minute that a child process gets, so that a lease never ends under a living worker.
LEASE = timedelta(minutes=5)
BATCH = 20
MAX_REASON = Cleaning._meta.get_field("reason").max_length


class CannotClean(Refused):
    """A kind of file whose properties cannot be removed here."""


@transaction.atomic
def wish(file, *, by):
    """Have the properties of a draft's file removed; a second wish while one is open changes nothing.

    Raises CannotClean with the reason for a kind that cannot be cleaned.
    """
    version = Version.objects.select_for_update(no_key=True).get(pk=file.version_id)
    demand(may_edit(by, version))
    if reason := can_clean(kind_for(file.name)):
        raise CannotClean(reason)
    cleaning, is_new = Cleaning.objects.get_or_create(file=file)
    if not is_new and not cleaning.is_open:
        fresh = {"state": Check.WAITING, "attempts": 0, "leased_until": None, "reason": ""}
        Cleaning.objects.filter(pk=cleaning.pk).update(**fresh)


def clean_waiting(limit=BATCH):
    """Clean up to ``limit`` files that wait for it, oldest first; answers how many were dealt with.

    A failure of our own is logged, and the file is tried again when its lease is over.
    """
    done = give_up()
    while done < limit and (cleaning := claim()):
        done += 1
        try:
            _clean(cleaning)
        except Exception:
            # Whatever it is, the other files still wait; the lease keeps this one from being tried at once.
            log.exception("A file could not be cleaned", extra={"file": cleaning.pk})
    return done


def give_up():
    """End the cleanings whose last permitted worker fell silent; answers how many."""
    spent = Cleaning.objects.filter(
        state=Check.RUNNING, leased_until__lt=timezone.now(), attempts__gte=MOST_ATTEMPTS
    )
    reason = _("The properties could not be removed.")
    return spent.update(state=Check.FAILED, leased_until=None, reason=reason)


def claim():
    """The next file to clean, now ours for the time of a lease, or None."""
    now = timezone.now()
    waiting = Cleaning.objects.waiting(now)
    while candidates := list(waiting.values_list("pk", flat=True)[:5]):
        for pk in candidates:
            taken = {"state": Check.RUNNING, "attempts": F("attempts") + 1, "leased_until": now + LEASE}
            if waiting.filter(pk=pk).update(**taken):
                return Cleaning.objects.select_related("file__version").filter(pk=pk).first()
    return None


def _clean(cleaning):
    file = cleaning.file
    cleaned = File(uuid=uuid.uuid4())
    with tempfile.TemporaryDirectory(prefix="cleaned-") as folder:
        out = Path(folder, "cleaned")
        found = run.clean(storing.path(file.store_path), file.name, out)
        if found.outcome != Outcome.OK:
            _settle(cleaning, {"state": Check.FAILED, "reason": found.reason[:MAX_REASON]})
            return
        answer = {"state": Check.DONE, "reason": ""}
        if not found.removed:
            _settle(cleaning, answer)
            return
        with out.open("rb") as source:
            cleaned.size, cleaned.sha256 = storing.save(source, cleaned.store_path)
    is_kept = False
    try:
        is_kept = _settle(cleaning, answer | {"removed": found.removed}, cleaned)
    finally:
        if not is_kept:
            storing.remove(cleaned.store_path)


@transaction.atomic
def _settle(cleaning, answer, cleaned=None):
    """Write the answer, and what was cleaned in place of what was; answers whether the claim was still ours."""
    file = cleaning.file
    # First, as everybody does who needs both rows: see content.moving.
    if Artefact.objects.select_for_update(no_key=True).filter(pk=file.version.artefact_id).first() is None:
        return False
    same = File.objects.filter(pk=file.pk, uuid=file.uuid, version__state__in=sorted(OPEN_STATES))
    ours = Cleaning.objects.filter(pk=cleaning.pk, state=Check.RUNNING, attempts=cleaning.attempts)
    if cleaned:
        answer = answer | {"sha256_before": cleaning.sha256_before or file.sha256}
    if not same.exists() or not ours.update(leased_until=None, **answer):
        return False
    if cleaned:
        _put_in_place(file, cleaned)
    return True


def _put_in_place(file, cleaned):
    """The row names the cleaned bytes, which wait for inspection; the former go with what was found in them."""
    storing.remove_after_commit([file.store_path, file.preview_folder])
    FileContent.objects.filter(file_id=file.pk).delete()
    unchecked = {"inspection": Check.WAITING, "outcome": Outcome.NONE, "reason": "", "attempts": 0}
    File.objects.filter(pk=file.pk).update(
        uuid=cleaned.uuid, size=cleaned.size, sha256=cleaned.sha256, leased_until=None, **unchecked
    )
