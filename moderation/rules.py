"""Who may report, claim and decide. Plain questions, answered with a reason."""

from django.utils.translation import gettext_lazy as _

from content.enums import READABLE, ReplyState
from content.rules import NOT_THERE, SIGN_IN, may_decide
from moderation.enums import ClaimState
from people.answers import Allowed, Denied

YOUR_OWN = Denied(_("This is your own work. Retire it, or add a new version."))
OWN_REPLY = Denied(_("This is your own reply. Change it, or take it back."))
NOT_CREATOR = Denied(_("Only the creator answers a claim."))
DECIDED = Denied(_("A moderator has decided on this claim."))


def may_report(user, artefact):
    """Tell moderators that something on show is wrong; needs no account."""
    if artefact.status not in READABLE:
        return NOT_THERE
    return YOUR_OWN if user.is_authenticated and artefact.creator_id == user.pk else Allowed()


def may_report_reply(user, reply):
    """Tell moderators that a reply is wrong; needs no account. Note: reads reply.artefact."""
    if reply.state != ReplyState.SHOWN or reply.artefact.status not in READABLE:
        return NOT_THERE
    return OWN_REPLY if user.is_authenticated and reply.by_id == user.pk else Allowed()


def may_claim(user, artefact):
    """Ask for a work to be taken down; needs no account."""
    return Allowed() if artefact.status in READABLE else NOT_THERE


def may_decide_report(user, report):
    """Uphold or dismiss: a moderator whose work it is not and who did not report it.

    Note: reads what it is about.
    """
    owner = report.artefact.creator_id if report.artefact_id else report.reply.by_id
    return may_decide(user, {owner, report.reporter_id})


def may_decide_takedown(user, takedown):
    """Remove or restore: a moderator whose work it is not. Note: reads takedown.artefact."""
    return may_decide(user, {takedown.artefact.creator_id})


def may_answer_takedown(user, takedown):
    """Write the counter-notice while nobody has decided. Note: reads takedown.artefact."""
    if not user.is_authenticated:
        return SIGN_IN
    if takedown.artefact.creator_id != user.pk:
        return NOT_CREATOR
    return Allowed() if takedown.state == ClaimState.OPEN else DECIDED
