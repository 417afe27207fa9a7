"""Compares each published version with the one before it: the VersionComparison row is the job.

As with the inspection, a worker claims a row by a conditional UPDATE with a lease; if it dies, the next one
takes over, three times at most. ``data`` of a finished row: {"body": comparison of the texts or None,
"files": [file, ...]}, where a file is {"state", "name", "old_name", "reason", "text", "model"}: its state is
"same", "renamed", "added", "removed", "changed" or "unclear", its text a content.files.comparing.Comparison,
its model a ModelComparison, both as plain JSON or None.
"""

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from content import markdown, storing
from content.enums import Check, Outcome
from content.files import comparing
from content.models import MOST_ATTEMPTS, File, FileContent, Version, VersionComparison

log = logging.getLogger(__name__)

# Past the longest that all the models of two versions can take, so that a lease never ends under a living worker.
MOST_MODELS = 8
LEASE = timedelta(minutes=10)
BATCH = 20


def predecessor(version):
    """The published version before this one, or None."""
    lower = Q(major__lt=version.major) | Q(major=version.major, minor__lt=version.minor)
    return Version.objects.filter(lower, artefact=version.artefact_id).published().newest_first().first()


def plan(version):
    """Have a version compared with the one before it; answers the row, None for a first version."""
    older = predecessor(version)
    if older is None:
        return None
    fresh = {"older": older, "state": Check.WAITING, "attempts": 0, "leased_until": None, "data": {}}
    return VersionComparison.objects.update_or_create(newer=version, defaults=fresh)[0]


def plan_missing(limit=1000):
    """Plan for published versions that were missed; answers how many."""
    earlier = Version.objects.published().filter(
        Q(major__lt=OuterRef("major")) | Q(major=OuterRef("major"), minor__lt=OuterRef("minor")),
        artefact=OuterRef("artefact"),
    )
    missed = Version.objects.published().filter(Exists(earlier), comparison=None).order_by("pk")[:limit]
    return sum(plan(version) is not None for version in missed)


def compare_waiting(limit=BATCH):
    """Make up to ``limit`` comparisons that wait, oldest first; answers how many were dealt with.

    A failure of our own is logged, and the comparison is tried again when its lease is over.
    """
    done = give_up()
    while done < limit and (row := claim()):
        done += 1
        try:
            _settle(row, {"state": Check.DONE, "data": compared(row.older, row.newer)})
        except Exception:
            # Whatever it is, the others still wait; the lease keeps this one from being tried at once.
            log.exception("Versions could not be compared", extra={"comparison": row.pk})
    return done


def give_up():
    """End the comparisons whose last permitted worker fell silent; answers how many."""
    spent = VersionComparison.objects.filter(
        state=Check.RUNNING, leased_until__lt=timezone.now(), attempts__gte=MOST_ATTEMPTS
    )
    return spent.update(state=Check.FAILED, leased_until=None)


def claim():
    """The next comparison to make, now ours for the time of a lease, or None."""
    now = timezone.now()
    waiting = VersionComparison.objects.waiting(now)
    while candidates := list(waiting.values_list("pk", flat=True)[:5]):
        for pk in candidates:
            taken = {"state": Check.RUNNING, "attempts": F("attempts") + 1, "leased_until": now + LEASE}
            if waiting.filter(pk=pk).update(**taken):
                return VersionComparison.objects.select_related("older", "newer").filter(pk=pk).first()
    return None


@transaction.atomic
def _settle(row, answer):
    """Write the answer if the claim is still ours."""
    ours = VersionComparison.objects.filter(
        pk=row.pk, older=row.older_id, state=Check.RUNNING, attempts=row.attempts
    )
    return ours.update(leased_until=None, **answer)


def compared(older, newer):
    """What changed between two versions, as ``data`` keeps it."""
    texts = markdown.plain_text(older.body), markdown.plain_text(newer.body)
    files = list(File.objects.filter(version__in=[older, newer]))
    contents = FileContent.objects.only("preview", "parts").in_bulk([file.pk for file in files])
    before = [file for file in files if file.version_id == older.pk]
    after = [file for file in files if file.version_id == newer.pk]
    reader = _Reader(contents)
    pairs = list(pair_files(before, after))
    return {
        "body": comparing.compare_bodies(*texts).as_dict() if texts[0] != texts[1] else None,
        "files": [reader.file(old, new) for old, new in pairs],
    }


def pair_files(before, after):
    """(old, new) pairs in the order of the new version, then what is gone: by bytes, by name, by kind."""
    left, heirs = list(before), {}
    for alike in (_same_bytes, _same_name, _same_kind):
        for new in after:
            old = next((old for old in left if new.pk not in heirs and alike(old, new)), None)
            if old is not None:
                heirs[new.pk] = old
                left.remove(old)
    yield from ((heirs.get(new.pk), new) for new in after)
    yield from ((old, None) for old in left)


def _same_bytes(old, new):
    return bool(old.sha256) and old.sha256 == new.sha256


def _same_name(old, new):
    return old.name.casefold() == new.name.casefold()


def _same_kind(old, new):
    return old.extension == new.extension


class _Reader:
    """Says what became of each file; opens no more than ``MOST_MODELS`` pairs of models."""

    def __init__(self, contents):
        self._contents = contents
        self._models_left = MOST_MODELS

    def file(self, old, new):
        """One entry of ``data["files"]``."""
        shown = {"name": (new or old).name, "old_name": old.name if old else "", "reason": ""}
        shown |= {"text": None, "model": None}
        if old is None or new is None:
            return shown | {"state": "removed" if new is None else "added"}
        if old.sha256 == new.sha256:
            return shown | {"state": "same" if old.name == new.name else "renamed"}
        return shown | {"state": "changed"} | self._differences(old, new)

    def _differences(self, old, new):
        for file in (old, new):
            if file.outcome not in {Outcome.OK, Outcome.EMPTY} or file.pk not in self._contents:
                why = file.reason or _("it could not be checked")
                return _unclear(_("%(name)s could not be read: %(why)s") % {"name": file.name, "why": why})
        if old.extension == new.extension == "bpmn":
            return self._models(old, new)
        before, after = (
            comparing.Contents(self._contents[file.pk].preview, self._contents[file.pk].parts)
            for file in (old, new)
        )
        if not (before.is_text and after.is_text):
            return _unclear(_("There are no words in it to compare."))
        return {"text": comparing.compare_text(before, after).as_dict()}

    def _models(self, old, new):
        if not self._models_left:
            return _unclear(_("This version has too many models to compare them all."))
        self._models_left -= 1
        found = comparing.compare_models(storing.path(old.store_path), storing.path(new.store_path))
        return {"model": found.as_dict()} if found.outcome == Outcome.OK else _unclear(found.reason)


def _unclear(reason):
    return {"state": "unclear", "reason": str(reason)}
