"""Who may judge what. Plain questions, answered with a reason."""

from django.utils.translation import gettext_lazy as _

from content.enums import READABLE
from content.rules import MODERATORS_ONLY, NOT_THERE, SIGN_IN, may_decide
from people.answers import Allowed, Denied

CLOSED = Denied(_("Your account is closed."))
OWN_WORK = Denied(_("This is your own work: others say how good it is."))
NO_WORK = Denied(
    _("They have not published any work yet. Once they have, whoever rates it or uses it can judge them too.")
)
UNKNOWN_WORK = Denied(_("First rate, or report using, one of their artefacts."))
UNFINISHED = Denied(
    _("This is work in progress: say in a reply what is missing. It can be rated when it is finished.")
)


def may_judge(user, artefact):
    """Rate an artefact, say that one used it, or recommend it."""
    if not user.is_authenticated:
        return SIGN_IN
    if artefact.status not in READABLE or artefact.current_id is None:
        return NOT_THERE
    if artefact.creator_id == user.pk:
        return OWN_WORK
    if artefact.work_in_progress:
        return UNFINISHED
    return Allowed() if user.is_active else CLOSED


def may_take_back(user, said):
    """Withdraw what one said: a rating, a report of use, a recommendation."""
    if not user.is_authenticated:
        return SIGN_IN
    return Allowed() if said.by_id == user.pk else Denied(_("Only its author can take it back."))


def may_ignore(user):
    """Say what one wants to be recommended never again."""
    if not user.is_authenticated:
        return SIGN_IN
    return Allowed() if user.is_active else CLOSED


def may_find_helpful(user, rating):
    """Say whether a review helped. Note: reads rating.artefact."""
    if not user.is_authenticated:
        return SIGN_IN
    if rating.by_id == user.pk:
        return Denied(_("This is your own review."))
    if rating.artefact.creator_id == user.pk:
        return Denied(_("This review is about your own work."))
    return Allowed() if user.is_active else CLOSED


def may_reply_to_review(user, rating):
    """Answer a review: the creator of what it is about. Note: reads rating.artefact."""
    if not user.is_authenticated:
        return SIGN_IN
    if rating.artefact.creator_id != user.pk:
        return Denied(_("Only the creator answers a review."))
    return Allowed() if user.is_active else CLOSED


def may_judge_creator(user, creator):
    """Rate or recommend a creator: whoever rated or used at least one of their artefacts. Note: asks for it."""
    if not user.is_authenticated:
        return SIGN_IN
    if creator.pk == user.pk:
        return Denied(_("Others say what they think of you."))
    if creator.is_collector or creator.closed_at is not None:
        return Denied(_("Nobody rates this account."))
    if not user.is_active:
        return CLOSED
    known = (rows.filter(artefact__creator=creator).exists() for rows in (user.ratings, user.usereports))
    if any(known):
        return Allowed()
    return UNKNOWN_WORK if creator.artefacts.filter(status__in=READABLE).exists() else NO_WORK


def may_decide_on_words(user, said):
    """Hide or show the words of a review, or of an answer to one: a moderator, but not their own."""
    return may_decide(user, {said.by_id})


def may_quarantine(user):
    """Take ratings out of the sums, or put them back."""
    if not user.is_authenticated:
        return SIGN_IN
    return Allowed() if user.is_staff else MODERATORS_ONLY


def may_decide_ring(user, people):
    """Decide on a finding: a moderator who is not one of ``people``, the numbers of those it is about."""
    return may_decide(user, people)


def may_name_seed(user, member):
    """Make a member a seed of trust, or no longer: a moderator, but not of themselves."""
    return may_decide(user, {member.pk})
