"""Closed lists about surveys, needs and pledges."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Mode(TextChoices):
    """Who a response can be traced to; fixed at the first answer and printed on every page of the survey."""

    IDENTIFIED = "identified", _("Your name is kept with your answers; those who run the survey see it.")
    PSEUDONYMOUS = "pseudonymous", _("One response for each account; nobody sees whose it is.")
    ANONYMOUS = "anonymous", _("Your answers are kept without your account and without your address.")


class Stage(TextChoices):
    """How a wave lives."""

    DRAFT = "draft", _("Being built")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


class QuestionType(TextChoices):
    NEED_GAP = "need-gap", _("Importance and coverage of needs")
    SINGLE = "single", _("One choice")
    MULTIPLE = "multiple", _("Several choices")
    SCALE = "scale", _("Scale of five")
    NUMBER = "number", _("Number")
    SHORT_TEXT = "short-text", _("Short text")
    LONG_TEXT = "long-text", _("Long text")
    RANKING = "ranking", _("Ranking")
    PAIRWISE = "pairwise", _("Pairwise vote")


# Every point of both scales has its words.
IMPORTANCE = {
    1: _("Not at all"),
    2: _("Slightly"),
    3: _("Moderately"),
    4: _("Very"),
    5: _("Extremely"),
}
COVERAGE = {1: _("Not at all"), 2: _("Poorly"), 3: _("Partly"), 4: _("Well"), 5: _("Fully")}


class NoAnswer(TextChoices):
    """Answers that are no number; stored apart and never counted as one."""

    DONT_KNOW = "DK", _("I don't know")
    NOT_APPLICABLE = "NA", _("Does not apply to us")


class TextState(TextChoices):
    """Whether what somebody wrote may be published."""

    WAITING = "waiting", _("Waits for a moderator")
    SHOWN = "shown", _("Published")
    KEPT_BACK = "kept-back", _("Kept back")


class PairOutcome(TextChoices):
    FIRST = "first", _("The first")
    SECOND = "second", _("The second")
    UNDECIDED = "undecided", _("Can't decide")


class Doubt(TextChoices):
    """Why somebody could not decide between two."""

    BOTH = "both", _("Both the same")
    UNKNOWN = "unknown", _("I don't know enough about them")
    NEITHER = "neither", _("Neither costs us any pain")


class NeedState(TextChoices):
    WAITING = "waiting", _("Waits for a moderator")
    OPEN = "open", _("Open")
    CLAIMED = "claimed", _("Somebody is on it")
    DELIVERED = "delivered", _("Delivered")
    DECLINED = "declined", _("Declined")
    DUPLICATE = "duplicate", _("Merged with another need")


# Needs that can be voted for; a vote for one of these is spent from the ten.
VOTED = frozenset({NeedState.OPEN, NeedState.CLAIMED})


class PledgeState(TextChoices):
    OPEN = "open", _("Promised")
    KEPT = "kept", _("Kept")
    LATE = "late", _("Late")
    RELEASED = "released", _("Released")


class CoverageState(TextChoices):
    PROPOSED = "proposed", _("Proposed")
    CONFIRMED = "confirmed", _("Confirmed")
    REFUSED = "refused", _("Not what was needed")
