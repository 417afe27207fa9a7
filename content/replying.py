"""What people say about an artefact: questions, input, faults found in it, and answers to them.

Each verb asks its rule first and raises PermissionDenied with the rule's reason; what cannot be done now raises
Refused with words fit to be shown.
"""

import uuid
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content import markdown, telling
from content.enums import FaultState, ReplyKind, ReplyState, State
from content.models import Reply, ReplyEdit, Watch
from content.moving import Refused, TooLate, lock
from content.rules import (
    may_decide_on_reply,
    may_edit_reply,
    may_mark_fixed,
    may_reopen,
    may_reply,
    may_reply_at_once,
    may_take_back_reply,
)
from people import profile
from people.answers import demand

MOST_CHARACTERS = 10_000
MOST_AN_HOUR = 20
MOST_WAITING = 3
HEADING = 4  # a reply stands below an h3 of its own


@transaction.atomic
def reply(artefact, *, by, kind, body, parent=None, token=None):
    """Say something about an artefact, or answer ``parent``; answers the Reply. The same ``token`` makes one.

    A member's first contributions wait for a moderator and are read by nobody else before. Whoever replies
    watches the artefact from then on. Raises Refused for too much, too often, or an answer to an answer.
    """
    artefact = lock(artefact.pk)
    demand(may_reply(by, artefact))
    token = token or uuid.uuid4()
    if made := Reply.objects.filter(token=token).select_related("artefact").first():
        return _same(made, by)
    _check(artefact, by, kind, parent)
    is_known = may_reply_at_once(by, artefact)
    if not is_known and by.replies.waiting().count() >= MOST_WAITING:
        raise Refused(_("A moderator looks at what you wrote so far; write more after that."))
    made = Reply.objects.create(
        artefact=artefact,
        parent=parent,
        kind=kind,
        state=ReplyState.SHOWN if is_known else ReplyState.WAITING,
        fault=FaultState.OPEN if kind == ReplyKind.FAULT else "",
        by=by,
        token=token,
        **_text(body),
        **profile.standing(by),
    )
    watch(artefact, by=by)
    if is_known:
        telling.of_reply(made)
    return made


@transaction.atomic
def edit(reply, *, by, body):
    """Change the text; what it said before is kept. A new member's changed reply waits for a moderator again."""
    reply = _held(reply)
    demand(may_edit_reply(by, reply))
    text = _text(body)
    if text["body"] == reply.body:
        return reply
    ReplyEdit.objects.create(reply=reply, body=reply.body)
    state = reply.state if may_reply_at_once(by, reply.artefact) else ReplyState.WAITING
    return _set(reply, state=state, edited_at=timezone.now(), **text)


@transaction.atomic
def take_back(reply, *, by):
    """Withdraw a reply: only moderators can still read it. Answers to it stay."""
    reply = _held(reply)
    demand(may_take_back_reply(by, reply))
    return _set(reply, state=ReplyState.TAKEN_BACK, removed_at=timezone.now())


@transaction.atomic
def mark_fixed(reply, *, by, version):
    """Say in which published version of the artefact a fault is fixed; who reported it is told."""
    reply = _held(reply)
    demand(may_mark_fixed(by, reply))
    if version.artefact_id != reply.artefact_id or version.state != State.PUBLISHED:
        raise Refused(_("Choose a published version of this artefact."))
    if reply.fixed_in_id == version.pk:
        return reply
    reply = _set(reply, fault=FaultState.FIXED, fixed_in=version)
    telling.of_fix(reply, by=by)
    return reply


@transaction.atomic
def reopen(reply, *, by):
    """Say that a fault is there still."""
    reply = _held(reply)
    demand(may_reopen(by, reply))
    if reply.fault == FaultState.OPEN:
        return reply
    reply = _set(reply, fault=FaultState.OPEN, fixed_in=None)
    telling.of_reopening(reply, by=by)
    return reply


@transaction.atomic
def accept_reply(reply, *, by):
    """Let a waiting reply be read by everybody; now those are told whom it concerns. Raises TooLate."""
    return _show(reply, ReplyState.WAITING, by)


@transaction.atomic
def hide_reply(reply, *, by, reason):
    """Take a reply, shown or waiting, off the page; its author reads the reason. Raises Refused without one."""
    reason = str(reason).strip()
    if not reason or len(reason) > Reply._meta.get_field("reason").max_length:
        raise Refused(_("Say why in at most 500 characters: the author reads it."))
    if reply.state not in {ReplyState.SHOWN, ReplyState.WAITING}:
        raise TooLate(_("It is not on show any more."))
    reply = _decided(reply, reply.state, ReplyState.HIDDEN, by, reason=reason)
    telling.of_hiding(reply, by=by)
    return reply


@transaction.atomic
def show_reply_again(reply, *, by):
    """Bring a hidden reply back. Raises TooLate."""
    return _show(reply, ReplyState.HIDDEN, by)


def watch(artefact, *, by):
    """Be told from now on what is said about an artefact."""
    demand(may_reply(by, artefact))
    Watch.objects.bulk_create([Watch(member=by, artefact=artefact)], ignore_conflicts=True)


def stop_watching(artefact, *, by):
    """Be told no longer; replying starts it again."""
    Watch.objects.filter(member=by, artefact=artefact).delete()


def _same(made, by):
    if made.by_id != by.pk:
        raise Refused(_("This form was sent before. Open the page again."))
    return made


def _check(artefact, by, kind, parent):
    if (kind == ReplyKind.ANSWER) != (parent is not None):
        raise Refused(_("Choose what it is."))
    if parent is not None:
        if parent.artefact_id != artefact.pk or parent.parent_id is not None:
            raise Refused(_("Answers go one level deep."))
        if parent.state != ReplyState.SHOWN:
            raise Refused(_("What you answer is not on show any more."))
    if by.replies.filter(created_at__gt=timezone.now() - timedelta(hours=1)).count() >= MOST_AN_HOUR:
        raise Refused(_("You wrote %(n)d replies within an hour. Wait a little.") % {"n": MOST_AN_HOUR})


def _text(body):
    body = body.strip()
    if not body:
        raise Refused(_("Write what you want to say."))
    if len(body) > MOST_CHARACTERS:
        raise Refused(_("Write at most %(n)d characters.") % {"n": MOST_CHARACTERS})
    return {"body": body, "body_html": markdown.render(body, top=HEADING)}


def _held(reply):
    """The reply fresh, its artefact's row held: whoever changes the thread waits."""
    artefact = lock(reply.artefact_id)
    reply = Reply.objects.select_related("by").get(pk=reply.pk)
    reply.artefact = artefact
    return reply


def _decided(reply, before, after, by, reason=""):
    held = _held(reply)
    demand(may_decide_on_reply(by, held))
    if held.state != before:
        raise TooLate(
            _("Somebody else was faster: this is “%(state)s” now.") % {"state": held.get_state_display()}
        )
    return _set(held, state=after, decided_by=by, decided_at=timezone.now(), reason=reason)


def _show(reply, before, by):
    reply = _decided(reply, before, ReplyState.SHOWN, by)
    telling.of_acceptance(reply, by=by)
    telling.of_reply(reply)
    return reply


def _set(reply, **changes):
    for name, value in changes.items():
        setattr(reply, name, value)
    reply.save(update_fields=list(changes))
    return reply
