"""Who may answer, see results, and build. Plain questions, answered with a reason."""

from django.utils.translation import gettext_lazy as _

from content.enums import Status
from content.rules import may_decide
from people.answers import Allowed, Denied
from surveys.enums import VOTED, CoverageState, Mode, NeedState, PledgeState, Stage

SIGN_IN = Denied(_("Sign in first."))
CLOSED = Denied(_("This survey is closed: it takes no more answers."))
NOT_OPEN = Denied(_("This survey is not open yet."))
NOT_YOURS = Denied(_("This response is somebody else's."))
FROZEN = Denied(
    _("Somebody has answered already: only typing errors can be corrected. Start a new wave for more.")
)
MODERATORS_ONLY = Denied(_("Only moderators decide on this."))

MOST_VOTES = 10


def may_answer(user, wave, now):
    """Give answers in a wave at ``now``. Note: reads wave.survey."""
    if wave.stage == Stage.CLOSED or (wave.closes_at is not None and wave.closes_at <= now):
        return CLOSED
    if not wave.takes_answers(now):
        return NOT_OPEN
    if wave.survey.mode == Mode.IDENTIFIED and not user.is_authenticated:
        return SIGN_IN
    return Allowed()


def may_continue(user, response):
    """Go on with a response: its member, or whoever came to it by its code."""
    if response.member_id is None:
        return Allowed()
    return Allowed() if user.is_authenticated and response.member_id == user.pk else NOT_YOURS


def may_see_results(user, wave, *, has_answered):
    """See figures: of a closed wave everybody, of an open one who answered. Note: reads wave.survey."""
    if wave.stage == Stage.CLOSED or has_answered:
        return Allowed()
    if user.is_authenticated and (user.is_staff or wave.survey.owner_id == user.pk):
        return Allowed()
    return Denied(_("You see the results when you have answered, or when the survey is closed."))


def may_run(user, survey):
    """Open and close a survey, see how it goes: its owner and moderators."""
    if not user.is_authenticated:
        return SIGN_IN
    own = survey.owner_id == user.pk
    return Allowed() if user.is_staff or own else Denied(_("Only the owner of the survey can do this."))


def may_restructure(user, survey):
    """Change questions and items: until the first answer."""
    return may_run(user, survey) and (FROZEN if survey.frozen_at else Allowed())


def may_post_need(user):
    if not user.is_authenticated:
        return SIGN_IN
    return Allowed() if user.is_active else Denied(_("Your account is closed."))


def may_vote(user, need):
    """Say "I need this too"; the budget of ten is counted by surveys.wanting."""
    if not user.is_authenticated:
        return SIGN_IN
    if need.state not in VOTED:
        return Denied(_("This need is not open for votes."))
    return Allowed()


def may_decide_need(user, need):
    """Put a need on the board, or decline it: moderators."""
    if not user.is_authenticated:
        return SIGN_IN
    if not user.is_staff:
        return MODERATORS_ONLY
    if need.state in (NeedState.DUPLICATE, NeedState.DELIVERED):
        return Denied(_("This need is closed."))
    return Allowed()


def may_decide_text(user):
    """Publish or keep back what a respondent wrote: moderators."""
    if not user.is_authenticated:
        return SIGN_IN
    return Allowed() if user.is_staff else MODERATORS_ONLY


def may_merge(user, need):
    """Join a need with another: moderators, and once only."""
    if not user.is_authenticated:
        return SIGN_IN
    if not user.is_staff:
        return MODERATORS_ONLY
    if need.state == NeedState.DUPLICATE:
        return Denied(_("This need is merged already."))
    return Allowed()


def may_pledge(user, need):
    """Promise to fill a need: any member, while it is open or somebody is on it."""
    if not user.is_authenticated:
        return SIGN_IN
    if not user.is_active:
        return Denied(_("Your account is closed."))
    return Allowed() if need.state in VOTED else Denied(_("This need is closed."))


def may_give_back(user, pledge):
    """End a promise that runs: its owner, and moderators."""
    if not user.is_authenticated:
        return SIGN_IN
    if pledge.member_id != user.pk and not user.is_staff:
        return Denied(_("Only who made the promise can give it back."))
    is_running = pledge.state in (PledgeState.OPEN, PledgeState.LATE)
    return Allowed() if is_running else Denied(_("This promise is over."))


def may_propose(user, need, artefact):
    """Say that an artefact answers a need: any member, of what is published."""
    if not user.is_authenticated:
        return SIGN_IN
    if artefact.status != Status.PUBLISHED:
        return Denied(_("Only a published artefact answers a need."))
    if need.state in VOTED or need.state == NeedState.DELIVERED:
        return Allowed()
    return Denied(_("This need is closed."))


def may_withdraw(user, coverage):
    """Take back a proposal: who made it, and the artefact's creator. Note: reads coverage.artefact."""
    if not user.is_authenticated:
        return SIGN_IN
    if coverage.state != CoverageState.PROPOSED:
        return Denied(_("It is decided already."))
    own = user.pk in (coverage.proposed_by_id, coverage.artefact.creator_id)
    return Allowed() if own else Denied(_("Only who proposed it can take it back."))


def may_judge_coverage(user, need, artefact):
    """Decide whether an artefact answers a need: who posted it and moderators, but not on their own work."""
    if not user.is_authenticated:
        return SIGN_IN
    if need.state not in VOTED and need.state != NeedState.DELIVERED:
        return Denied(_("This need is closed."))
    if need.by_id == user.pk and artefact.creator_id != user.pk:
        return Allowed()
    return may_decide(user, {artefact.creator_id})


def may_close_need(user, need):
    """Say that a need is filled: who posted it and moderators."""
    if not user.is_authenticated:
        return SIGN_IN
    if need.state not in VOTED:
        return Denied(_("This need is closed."))
    own = user.is_staff or need.by_id == user.pk
    return Allowed() if own else Denied(_("Only who posted the need and moderators can say so."))


def may_reopen_need(user, need):
    """Say that a delivered need is missing still: who posted it and moderators."""
    if not user.is_authenticated:
        return SIGN_IN
    if need.state != NeedState.DELIVERED:
        return Denied(_("This need is not closed."))
    own = user.is_staff or need.by_id == user.pk
    return Allowed() if own else Denied(_("Only who posted the need and moderators can say so."))
