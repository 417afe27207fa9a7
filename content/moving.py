"""The one place where ``Artefact.status`` and ``Version.state`` are written, and what must move with them.

Other modules use it through content.publishing. Each move is one conditional UPDATE (whoever comes second
finds no row) and one StatusChange row: the history for people, and the outbox for the rooms above.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content import facets, search
from content.enums import NEEDS_NOTE, STATE_MOVES, STATUS_MOVES, Status
from content.models import Artefact, StatusChange, Version
from people.prepared import prepared

MAX_NOTE = StatusChange._meta.get_field("note").max_length


class Refused(Exception):
    """Something that cannot be done now; the text says why in words fit to be shown."""

    def __init__(self, reason):
        self.reason = str(reason)
        super().__init__(self.reason)


class NoSuchMove(Refused):
    """The table of moves in content.enums does not have this one."""


class NoteMissing(Refused):
    """This move needs a note that the creator gets to read."""


class TooLate(Refused):
    """Somebody else moved it first; nothing was changed."""


class NotReady(Refused):
    """A version lacks something; ``reasons`` has one sentence for each."""

    def __init__(self, reasons):
        self.reasons = [str(reason) for reason in reasons]
        super().__init__(" ".join(self.reasons))


def change_status(thing, to, *, by, note="", **also):
    """Move an artefact or a version, with ``also`` written in the same UPDATE; answers the thing.

    Asks no rule: that is the caller's part. An artefact that becomes or stops being published enters or
    leaves lists and search in the same transaction. Raises NoSuchMove, NoteMissing, or TooLate when the row
    is not any more in the state that ``thing`` was read in.
    """
    name, moves = ("state", STATE_MOVES) if isinstance(thing, Version) else ("status", STATUS_MOVES)
    before, note = getattr(thing, name), str(note).strip()
    _check_move(moves, before, to, note)
    also["changed_at" if name == "status" else "state_since"] = timezone.now()
    with transaction.atomic():
        # First, and for versions too: whoever needs both rows takes them in this order, or two would wait
        # for each other.
        lock(thing.artefact_id if isinstance(thing, Version) else thing.pk)
        _move(thing, name, before, to, also)
        _remember(thing, before, to, by, note)
        if name == "status" and Status.PUBLISHED in (before, to):
            relist(lock(thing.pk))
    return thing


def lock(artefact_id, *, with_creator=False):
    """The artefact's row, fresh and held until the transaction ends, with its creator's beside it if asked for.

    Rows that only point to it (a download, a rating) may be added meanwhile. On SQLite the lock is the
    IMMEDIATE transaction itself.
    """
    found = (_held_with_creator if with_creator else _held)(artefact=artefact_id)
    if not found:
        raise Artefact.DoesNotExist(f"There is no artefact {artefact_id}.")
    return found[0]


@prepared
def _held(artefact):
    return Artefact.objects.select_for_update(no_key=True, of=("self",)).filter(pk=artefact)


@prepared
def _held_with_creator(artefact):
    rows = Artefact.objects.select_for_update(no_key=True, of=("self",))
    return rows.filter(pk=artefact).select_related("creator")


def lock_all(ids):
    """The rows of these artefacts as ``lock`` answers one, held in the order that every writer of several takes."""
    return list(Artefact.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))


def relist(artefact):
    """Make lists, counts and search hold what the artefact is now. The caller holds its row."""
    if artefact.status == Status.PUBLISHED:
        facets.list_artefact(artefact)
        search.index(artefact)
    else:
        facets.unlist_artefact(artefact)
        search.drop(artefact)


@transaction.atomic
def refresh(artefact_id):
    """After something shown has changed: stamp the artefact and list it anew if it is listed; answers it."""
    artefact = lock(artefact_id)
    artefact.changed_at = timezone.now()
    artefact.save(update_fields=["changed_at"])
    if artefact.status == Status.PUBLISHED:
        relist(artefact)
    return artefact


def _check_move(moves, before, to, note):
    if to not in moves[before]:
        raise NoSuchMove(_("What is “%(before)s” cannot become “%(to)s”.") % {"before": before, "to": to})
    if to in NEEDS_NOTE and not note:
        raise NoteMissing(_("Say why: the creator reads it."))
    if len(note) > MAX_NOTE:
        raise NoteMissing(_("The note must not be longer than %(limit)d characters.") % {"limit": MAX_NOTE})


def _move(thing, name, before, to, also):
    changes = {name: to} | also
    rows = type(thing).objects.filter(pk=thing.pk, **{name: before}).update(**changes)
    if not rows:
        raise TooLate(_("Somebody else was faster: this is not “%(before)s” any more.") % {"before": before})
    for field, value in changes.items():
        setattr(thing, field, value)


def _remember(thing, before, to, by, note):
    is_version = isinstance(thing, Version)
    StatusChange.objects.create(
        artefact_id=thing.artefact_id if is_version else thing.pk,
        version=thing if is_version else None,
        before=before,
        after=to,
        by=by,
        note=note,
    )
