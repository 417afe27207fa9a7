"""Who may report, claim and decide. Plain questions, answered with a reason."""

from django.utils.translation import gettext_lazy as _

from content.enums import READABLE, ReplyState
from content.rules import NOT_THERE, SIGN_IN, may_decide
from moderation.enums import ClaimState
from people.answers import Allowed, Denied
from ratings.enums import Standing, Words

YOUR_OWN = Denied(_("This is your own work. Retire it, or add a new version."))
OWN_REPLY = Denied(_("This is your own reply. Change it, or take it back."))
OWN_REVIEW = Denied(_("This is your own review. Change it, or withdraw it."))
OWN_ANSWER = Denied(_("This is your own answer. Change it."))
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


def may_report_review(user, rating):
    """Tell moderators that the words of a review are wrong; needs no account. Note: reads rating.artefact."""
    has_words = bool(rating.text) or rating.use_report_id is not None
    is_shown = rating.words == Words.SHOWN and rating.state == Standing.COUNTED and has_words
    if not is_shown or rating.artefact.status not in READABLE:
        return NOT_THERE
    return OWN_REVIEW if user.is_authenticated and rating.by_id == user.pk else Allowed()


def may_report_answer(user, answer):
    """Tell moderators that a creator's answer to a review is wrong. Note: reads answer.rating.artefact."""
    is_shown = answer.words == Words.SHOWN and answer.rating.words == Words.SHOWN
    is_shown = is_shown and answer.rating.state == Standing.COUNTED
    if not is_shown or answer.rating.artefact.status not in READABLE:
        return NOT_THERE
    return OWN_ANSWER if user.is_authenticated and answer.by_id == user.pk else Allowed()


def may_claim(user, artefact):
    """Ask for a work to be taken down; needs no account."""
    return Allowed() if artefact.status in READABLE else NOT_THERE


def may_decide_report(user, report):
    """Uphold or dismiss: a moderator whose work it is not and who did not report it.

    Note: reads what it is about.
    """
    owner = report.artefact.creator_id if report.artefact_id else report.thing.by_id
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
