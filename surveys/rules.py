"""Who may answer, see results, and build. Plain questions, answered with a reason."""

from django.utils.translation import gettext_lazy as _

from people.answers import Allowed, Denied
from surveys.enums import VOTED, Mode, NeedState, Stage

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
