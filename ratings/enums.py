"""Closed lists about what peers say of work and of those who made it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Interest(TextChoices):
    """What ties a judge to what is judged; the keys of ``scoring.INTERESTS``."""

    NONE = "none", _("None")
    EMPLOYER = "employer", _("My employer made it")
    VENDOR = "vendor", _("My employer sells a product it is about")
    COLLEAGUE = "colleague", _("A colleague made it")
    CUSTOMER = "customer", _("I am a customer of who made it")


class Standing(TextChoices):
    """Whether a rating is in the sums."""

    COUNTED = "counted", _("Counted")
    QUARANTINED = "quarantined", _("Taken out by a moderator")


class Words(TextChoices):
    """Who reads the words of a review, or of the answer to it; the stars count either way."""

    SHOWN = "shown", _("Shown")
    WAITING = "waiting", _("Waits for a moderator")
    HIDDEN = "hidden", _("Hidden by a moderator")


class Ending(TextChoices):
    """Why a rating's former values were kept."""

    CHANGED = "changed", _("Changed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Adoption(TextChoices):
    """What became of an artefact where somebody used it."""

    AS_IS = "as-is", _("We use it as it is")
    CHANGED = "changed", _("We use it with changes")
    IDEAS = "ideas", _("We took ideas from it")
    DROPPED = "dropped", _("We tried it and dropped it")


class Finding(TextChoices):
    """What the nightly search for rings looks at."""

    RING = "ring", _("Members who vote together")
    BURST = "burst", _("Many ratings at once")


class Verdict(TextChoices):
    """What a moderator said of a finding; only a confirmed one ties votes."""

    OPEN = "open", _("Open")
    CONFIRMED = "confirmed", _("Confirmed")
    DISMISSED = "dismissed", _("Dismissed")


class Why(TextChoices):
    """What a recommendation rests on."""

    LIKED = "liked", _("Who liked the one liked the other")
    PRACTICE = "practice", _("Best rated in a practice")
    CONTEXT = "context", _("Worked where the member works")
    VOICE = "voice", _("A new voice")
    ENDORSED = "endorsed", _("Recommended by somebody the member follows")
    ALIKE = "alike", _("Followed by who follows the same people")
    WORK = "work", _("Made something the member liked")


CRITERIA = {
    "useful": _("Useful as a start"),
    "clear": _("Clear"),
    "complete": _("Complete"),
    "adaptable": _("Adaptable"),
}
CREATOR_CRITERIA = {
    "answers": _("Answers questions"),
    "upkeep": _("Keeps work up to date"),
    "openness": _("Open about interests"),
}
# What ties a judge to a person, in the words of ``Interest``.
CREATOR_INTERESTS = {
    Interest.NONE: _("None"),
    Interest.EMPLOYER: _("We have the same employer"),
    Interest.VENDOR: _("My employer sells a product they write about"),
    Interest.COLLEAGUE: _("We worked together, or do"),
    Interest.CUSTOMER: _("I am or was their customer"),
}
# So many stars or fewer need words, or a report of use.
NEEDS_WORDS = 2
