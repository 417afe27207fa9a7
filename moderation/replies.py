"""What moderators decide on replies; as in moderation.deciding one decision is one move and one entry.

The author is told by the verbs of content.replying.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from content import replying
from content.enums import ReplyState
from content.rules import may_decide_on_reply
from moderation.enums import Act, ReportReason
from moderation.logbook import enter
from people.answers import demand


@transaction.atomic
def accept(reply, *, by):
    """Let everybody read what a new member wrote."""
    return _decide(reply, Act.ACCEPT, ReplyState.WAITING, ReplyState.SHOWN, replying.accept_reply, by=by)


@transaction.atomic
def hide(reply, *, by, reason, message):
    """Take a reply off the page; its author reads the message, of at most 500 characters."""
    return _decide(
        reply,
        Act.HIDE,
        reply.state,
        ReplyState.HIDDEN,
        lambda thing, by: replying.hide_reply(thing, by=by, reason=message),
        by=by,
        reason=ReportReason(reason),
        message=message,
    )


@transaction.atomic
def show_again(reply, *, by):
    """Bring back what was hidden."""
    return _decide(
        reply, Act.SHOW_AGAIN, ReplyState.HIDDEN, ReplyState.SHOWN, replying.show_reply_again, by=by
    )


def name_of(reply):
    """ "ART-0431, reply 12". Note: reads reply.artefact."""
    return _("%(number)s, reply %(pk)d") % {"number": reply.artefact.record_number, "pk": reply.pk}


def _decide(reply, act, before, after, verb, *, by, **said):
    remark = demand(may_decide_on_reply(by, reply)).note
    reply = verb(reply, by=by)
    enter(
        act,
        by=by,
        artefact=reply.artefact,
        subject=name_of(reply),
        before=before,
        after=after,
        remark=remark,
        **said,
    )
    return reply
