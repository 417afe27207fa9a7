"""What moderators decide on versions and artefacts: one decision is one reason, one message, one log entry.

Each verb moves the thing through content.publishing, which asks the rule, then writes the log and tells the
creator, all in one transaction. Raises what publishing raises: PermissionDenied, Refused and its kinds.
"""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from content import publishing
from content.enums import State
from content.models import Version
from content.rules import may_hide, may_look, may_publish, may_send_back, may_show_again
from moderation.enums import Act, ReportReason, SendBackReason
from moderation.logbook import enter, key_of_move, name_of, tell_creator
from people.answers import demand
from people.naming import quoted


class Changed(publishing.Refused):
    """It is not what the moderator looked at any more."""


@transaction.atomic
def publish(version, *, by, seen=None):
    """Publish what waits. With ``seen`` (its ``state_since`` when it was looked at) only if it is still that."""
    version = _held(version, seen)
    remark = demand(may_publish(by, version)).note
    publishing.publish(version, by=by)
    enter(
        Act.PUBLISH,
        by=by,
        artefact=version.artefact,
        version=version,
        before=State.SUBMITTED,
        after=State.PUBLISHED,
        remark=remark,
    )
    tell_creator(
        version.artefact,
        text=_("Version %(number)s of “%(title)s” is published.") % _words(version),
        by=by,
        key=key_of_move(version.artefact, version),
    )
    return version


@transaction.atomic
def send_back(version, *, by, reason, message, seen=None):
    """Return a version with a message that names the fault and the way forward."""
    version = _held(version, seen)
    reason = SendBackReason(reason)
    remark = demand(may_send_back(by, version)).note
    publishing.send_back(version, by=by, note=message)
    enter(
        Act.SEND_BACK,
        by=by,
        artefact=version.artefact,
        version=version,
        before=State.SUBMITTED,
        after=State.SENT_BACK,
        reason=reason,
        message=message,
        remark=remark,
    )
    tell_creator(
        version.artefact,
        text=_("We sent version %(number)s of “%(title)s” back to you.") % _words(version),
        message=message,
        by=by,
        url=reverse("share_check", args=[version.pk]),
        key=key_of_move(version.artefact, version),
    )
    return version


@transaction.atomic
def hide(artefact, *, by, reason, message):
    """Take off the site what is public, until a moderator shows it again."""
    sentence, reason = _("We hid “%(title)s”: only you and moderators see it."), ReportReason(reason)
    said = {"reason": reason, "message": message}
    return _move(artefact, Act.HIDE, may_hide, publishing.hide, sentence, by=by, **said)


@transaction.atomic
def show_again(artefact, *, by, message=""):
    """Bring back what was hidden."""
    sentence, verb = _("“%(title)s” is shown again."), publishing.show_again
    return _move(artefact, Act.SHOW_AGAIN, may_show_again, verb, sentence, by=by, message=message)


@transaction.atomic
def look(version, *, by):
    """Note that one has looked at what was published at once, and that it may stay."""
    remark = demand(may_look(by, version)).note
    publishing.look(version, by=by)
    enter(
        Act.LOOK,
        by=by,
        artefact=version.artefact,
        version=version,
        before=State.PUBLISHED,
        after=State.PUBLISHED,
        remark=remark,
    )
    return version


def publish_all(seen, *, by):
    """Publish several versions, {pk: state_since when it was looked at}, each in a transaction of its own.

    Answers (names of those published, [(name, why not)]): what changed meanwhile or lacks something is skipped.
    """
    versions = Version.objects.select_related("artefact__kind", "artefact__creator", "by").in_bulk(seen)
    published = []
    skipped = [(f"#{pk}", _("It is not there any more.")) for pk in seen if pk not in versions]
    for pk in sorted(versions, key=list(seen).index):
        version = versions[pk]
        try:
            publish(version, by=by, seen=seen[pk])
        except (publishing.Refused, PermissionDenied) as refused:
            skipped.append((name_of(version), str(refused)))
        else:
            published.append(name_of(version))
    return published, skipped


def _move(artefact, act, may, verb, sentence, *, by, message, reason=""):
    """Ask the rule, move the artefact, write it down, and let the creator read it; answers the artefact."""
    artefact = publishing.lock(artefact.pk)
    before, remark = artefact.status, demand(may(by, artefact)).note
    verb(artefact, by=by, note=message)
    said = {"reason": reason, "message": message, "remark": remark}
    enter(act, by=by, artefact=artefact, before=before, after=artefact.status, **said)
    text = sentence % {"title": quoted(artefact.title)}
    tell_creator(artefact, text=text, message=message, by=by, key=key_of_move(artefact))
    return artefact


def _words(version):
    return {"number": version.number, "title": quoted(version.artefact.title)}


def _held(version, seen):
    """The version as it is now, its artefact's row held. Raises Changed unless it waits, and since ``seen``."""
    artefact = publishing.lock(version.artefact_id)
    version = Version.objects.select_related("by").get(pk=version.pk)
    version.artefact = artefact
    if version.state != State.SUBMITTED:
        raise Changed(_("It does not wait for review any more."))
    if seen is not None and version.state_since != seen:
        raise Changed(_("It was taken back and sent again meanwhile. Look at it again."))
    return version
