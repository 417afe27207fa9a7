"""Verbs that move artefacts and versions through their lives (README: the two tables of moves).

A version passes review; an artefact lives, and shows its latest published version. A new version never hides
the good one. Each verb asks its rule first and raises PermissionDenied with the rule's reason.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content import comparing_versions, lifecycle, lineage
from content.drafting import (
    AlreadyKept,
    FileRefused,
    add_version,
    attach,
    declare,
    describe,
    detach,
    drop_other_shapes,
    renumber,
    set_body,
    set_licence,
    start_draft,
    take_back_declaration,
)
from content.enums import Check, Outcome, Shape, State, Status
from content.models import LIBRARY, Artefact, Version
from content.moving import (
    NoSuchMove,
    NoteMissing,
    NotReady,
    Refused,
    TooLate,
    change_status,
    lock,
    refresh,
    relist,
)
from content.rules import (
    may_hide,
    may_look,
    may_publish,
    may_publish_at_once,
    may_publish_unchecked,
    may_remove,
    may_retire,
    may_send_back,
    may_show_again,
    may_submit,
    may_supersede,
    may_take_back,
)
from people.answers import demand

__all__ = [
    "AlreadyKept",
    "FileRefused",
    "NoSuchMove",
    "NotReady",
    "NoteMissing",
    "Refused",
    "TooLate",
    "add_version",
    "attach",
    "change_status",
    "declare",
    "describe",
    "detach",
    "hide",
    "hide_for_claim",
    "look",
    "publish",
    "publish_at_once",
    "refresh",
    "remove",
    "renumber",
    "retire",
    "send_back",
    "set_body",
    "set_licence",
    "show_again",
    "start_draft",
    "submit",
    "supersede",
    "take_back",
    "take_back_declaration",
    "what_is_missing",
    "why_not",
]

STAMPS = ("published_at", "confirmed_at", "changed_at", "review_by")


@transaction.atomic
def submit(version, *, by):
    """Send a version for review. Raises NotReady for a removed artefact, and without the declarations.

    What may be published at once and is checked already is published before this ends. The site's own library
    declares nothing: what it loads states its rights itself.
    """
    artefact = lock(version.artefact_id)
    demand(may_submit(by, version))
    if artefact.status == Status.REMOVED:
        raise NotReady([_("This artefact was removed.")])
    if may_publish_unchecked(by):
        return change_status(version, State.SUBMITTED, by=by, declaration=LIBRARY)
    version.refresh_from_db(fields=["declared_at", "declaration"])
    if version.declared_at is None:
        raise NotReady([_("Confirm that you may share it.")])
    if problem := lineage.licence_problem(version, version.licence_id):
        raise NotReady([problem])
    change_status(version, State.SUBMITTED, by=by)
    publish_at_once(version)
    return version


@transaction.atomic
def publish_at_once(version):
    """Publish what waits if ``may_publish_at_once`` says so and nothing is missing; answers whether it did.

    Called when a version is sent and whenever a file of it has been checked. It is listed for a later look;
    what is not published is compared with the version before it, for the moderator who decides.
    """
    artefact = version.artefact = lock(version.artefact_id)
    if version.state != State.SUBMITTED:
        return False
    allowed = may_publish_at_once(version.by, version)
    if not allowed or what_is_missing(version):
        comparing_versions.plan(version)
        return False
    _put_out(artefact, version, by=version.by, note=allowed.note, look_later=True)
    return True


def take_back(version, *, by):
    """Make a version that waits for review a draft again."""
    demand(may_take_back(by, version))
    return change_status(version, State.DRAFT, by=by)


def send_back(version, *, by, note):
    """Return a version to its contributor with a note that says what to change."""
    demand(may_send_back(by, version))
    return change_status(version, State.SENT_BACK, by=by, note=note)


@transaction.atomic
def publish(version, *, by, unchecked=False):
    """Publish a version that waits for review, and with it the artefact if it was a draft.

    It becomes the artefact's current one. A hidden, retired or superseded artefact stays so and gets the
    version. ``unchecked=True`` is for the site's own library only: files that still wait for inspection are
    let through and pages say "being checked"; whatever was found wrong already still stops it.
    Raises NotReady with every reason, TooLate when somebody decided first.
    """
    artefact = version.artefact = lock(version.artefact_id)
    allowed = demand(may_publish(by, version))
    if unchecked:
        demand(may_publish_unchecked(by))
    if reasons := what_is_missing(version, unchecked=unchecked):
        raise NotReady(reasons)
    reviewer = None if by.pk == version.by_id else by
    _put_out(artefact, version, by=by, note=allowed.note, reviewed_by=reviewer)
    return version


@transaction.atomic
def look(version, *, by):
    """Note that a moderator has looked at what was published at once. Raises TooLate when somebody did before."""
    version.artefact = lock(version.artefact_id)
    demand(may_look(by, version))
    reviewer = None if by.pk == version.by_id else by
    waiting = Version.objects.filter(pk=version.pk, look_later=True)
    if not waiting.update(look_later=False, reviewed_by=reviewer):
        raise TooLate(_("Somebody has looked at it already."))
    version.look_later, version.reviewed_by = False, reviewer
    if version.artefact.current_id == version.pk:
        refresh(version.artefact_id)  # its card says so
    return version


def what_is_missing(version, *, unchecked=False):
    """Sentences that say why a version cannot be published yet; none when it can.

    Note: reads version.artefact with its kind, and the files.
    """
    artefact = version.artefact
    missing = []
    if artefact.status == Status.REMOVED:
        missing.append(_("This artefact was removed."))
    if version.licence_id is None:
        missing.append(_("Choose a licence."))
    elif problem := lineage.licence_problem(version, version.licence_id):
        missing.append(problem)
    if artefact.kind.shape == Shape.LINK and not hasattr(artefact, "source"):
        missing.append(_("Name the author and the address of the original."))
    files = version.files.select_related("cleaning")
    missing += [problem for file in files if (problem := _problem(file, unchecked))]
    return missing


def hide(artefact, *, by, note):
    """Take an artefact off the site until it is shown again; the creator reads the note."""
    demand(may_hide(by, artefact))
    return change_status(artefact, Status.HIDDEN, by=by, note=note)


def hide_for_claim(artefact, *, note):
    """Take an artefact off the site until a moderator has decided on a claim that cannot wait.

    Nobody decided this, so the history names nobody; who may claim is asked by the room that takes claims.
    """
    return change_status(artefact, Status.HIDDEN, by=None, note=note)


def show_again(artefact, *, by, note=""):
    """Bring back what was hidden, retired or superseded; a pointer to a successor goes."""
    if artefact.status == Status.DRAFT:
        raise NoSuchMove(_("A draft is published by publishing its version."))
    allowed = demand(may_show_again(by, artefact))
    return change_status(artefact, Status.PUBLISHED, by=by, note=note or allowed.note, superseded_by=None)


def retire(artefact, *, by, note=""):
    """Say that an artefact is no longer kept up: it leaves the lists, its page stays."""
    demand(may_retire(by, artefact))
    return change_status(artefact, Status.RETIRED, by=by, note=note, superseded_by=None)


@transaction.atomic
def supersede(artefact, *, by, successor, note=""):
    """Point from an artefact to the published one that took its place. Raises Refused for a ring."""
    demand(may_supersede(by, artefact))
    chain = _successors(successor.pk)
    held = {row.pk: row for row in _lock_all({artefact.pk, *chain})}
    # Again, now that nobody can lengthen it: two people may point at each other in the same moment.
    if artefact.pk in _successors(successor.pk):
        raise Refused(_("The two would point at each other."))
    if held[successor.pk].status != Status.PUBLISHED:
        raise Refused(_("The successor must be published."))
    return change_status(artefact, Status.SUPERSEDED, by=by, note=note, superseded_by=successor)


def remove(artefact, *, by, note):
    """Take an artefact away for good; only moderators still find its page and its history."""
    demand(may_remove(by, artefact))
    return change_status(artefact, Status.REMOVED, by=by, note=note)


def _put_out(artefact, version, *, by, note, **also):
    """Publish the version and let the artefact show it. The caller holds the artefact's row and asked the rule."""
    now = timezone.now()
    change_status(version, State.PUBLISHED, by=by, note=note, published_at=now, **also)
    _make_current(artefact, version, now)
    drop_other_shapes(artefact)
    comparing_versions.plan(version)
    if artefact.status == Status.DRAFT:
        change_status(artefact, Status.PUBLISHED, by=by, note=note)
    elif artefact.status == Status.PUBLISHED:
        relist(artefact)


def _make_current(artefact, version, now):
    first = version.files.first()
    artefact.current = version
    artefact.review_by = lifecycle.review_date(artefact, now)
    artefact.published_at = artefact.published_at or now
    artefact.confirmed_at = artefact.changed_at = now
    artefact.file_type = first.extension if first else ""
    artefact.save(update_fields=[*STAMPS, "current", "file_type"])


def _problem(file, unchecked):
    if hasattr(file, "cleaning") and file.cleaning.is_open:
        return _("%(name)s is still being cleaned.") % {"name": file.name}
    if file.inspection in (Check.WAITING, Check.RUNNING):
        return "" if unchecked else _("%(name)s is still being checked.") % {"name": file.name}
    return why_not(file) if file.is_refused else ""


def why_not(file):
    """Why a refused file cannot be published, in a sentence."""
    why = file.reason or Outcome(file.outcome).label
    return _("%(name)s cannot be published: %(why)s") % {"name": file.name, "why": why}


def _successors(pk):
    """The ids from one artefact to the last of those that took its place."""
    chain = []
    while pk is not None and pk not in chain:
        chain.append(pk)
        pk = Artefact.objects.filter(pk=pk).values_list("superseded_by", flat=True).first()
    return chain


def _lock_all(ids):
    """Rows in the order of their ids, so that two who need the same ones never wait for each other."""
    return list(Artefact.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))
