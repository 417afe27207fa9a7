"""Closed lists about artefacts, and which status may follow which."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    """How an artefact lives."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    HIDDEN = "hidden", _("Hidden")
    RETIRED = "retired", _("Retired")
    SUPERSEDED = "superseded", _("Superseded")
    REMOVED = "removed", _("Removed")


class State(TextChoices):
    """How a version passes review."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waits for review")
    PUBLISHED = "published", _("Published")
    SENT_BACK = "sent-back", _("Sent back")


# Statuses in which everybody may open the page; only PUBLISHED is in the default lists.
READABLE = frozenset({Status.PUBLISHED, Status.RETIRED, Status.SUPERSEDED})
# States in which a version still belongs to its contributor's desk.
OPEN_STATES = frozenset({State.DRAFT, State.SUBMITTED, State.SENT_BACK})

# The README shows both tables; a test compares.
STATUS_MOVES = {
    Status.DRAFT: {Status.PUBLISHED, Status.REMOVED},
    Status.PUBLISHED: {Status.HIDDEN, Status.RETIRED, Status.SUPERSEDED, Status.REMOVED},
    Status.HIDDEN: {Status.PUBLISHED, Status.REMOVED},
    Status.RETIRED: {Status.PUBLISHED, Status.HIDDEN, Status.SUPERSEDED, Status.REMOVED},
    Status.SUPERSEDED: {Status.PUBLISHED, Status.HIDDEN, Status.RETIRED, Status.REMOVED},
    Status.REMOVED: set(),
}
STATE_MOVES = {
    State.DRAFT: {State.SUBMITTED},
    State.SUBMITTED: {State.PUBLISHED, State.SENT_BACK, State.DRAFT},
    State.SENT_BACK: {State.SUBMITTED},
    State.PUBLISHED: set(),
}
# Moves that need a note the creator gets to read.
NEEDS_NOTE = frozenset({Status.HIDDEN, Status.REMOVED, State.SENT_BACK})


class Origin(TextChoices):
    IN_HOUSE = "in-house", _("Made in-house")
    CONSULTANCY = "consultancy", _("Made by a consultancy")
    VENDOR = "vendor", _("Made by a vendor")
    COLLECTED = "collected", _("Collected, not authored")


class Shape(TextChoices):
    """Kinds that carry fields of their own."""

    PLAIN = "plain", _("Files and text")
    CASE_STUDY = "case-study", _("Case study")
    MEASURE = "measure", _("Metric or benchmark")
    LINK = "link", _("Link to others' work")


class Check(TextChoices):
    """Where the inspection of a file stands (the row is the job)."""

    WAITING = "waiting", _("Being checked")
    RUNNING = "running", _("Being checked")
    DONE = "done", _("Checked")
    FAILED = "failed", _("Could not be checked")


class Outcome(TextChoices):
    """What the inspection found (specs/security.md, rule 1); labels are the words on the page."""

    NONE = "", _("Being checked")
    OK = "ok", _("Checked: no macros, no scripts")
    EMPTY = "empty", _("Checked: no text found in it")
    ENCRYPTED = "encrypted", _("Protected by a password")
    DAMAGED = "damaged", _("Damaged")
    TOO_BIG = "too_big", _("Too big to look inside")
    TIMED_OUT = "timed_out", _("Too slow to look inside")
    REFUSED = "refused", _("Refused")


class Facet(IntegerChoices):
    """What lists can be narrowed by; ALL is the one value that every listed artefact has."""

    ALL = 0, _("All")
    KIND = 1, _("Kind")
    PRACTICE = 2, _("Practice")
    FILE_TYPE = 3, _("File type")
    LICENCE = 4, _("Licence")
    SECTOR = 5, _("Sector")
    SIZE = 6, _("Organisation size")
    LANGUAGE = 7, _("Language")
    TAG = 8, _("Tag")
    LINEAGE = 9, _("Adaptations")
    RATED = 10, _("Rating")
    USED = 11, _("Use")
    CONTEXT = 12, _("Where it is used")


class Evidence(TextChoices):
    """How far something was tried, by what members report."""

    UNTESTED = "", _("Untested")
    ONCE = "once", _("Used once")
    SEVERAL = "several", _("Used by several")
    WIDELY = "widely", _("Widely adapted")


class ReplyKind(TextChoices):
    """What somebody says about an artefact; an answer hangs below one of the others."""

    QUESTION = "question", _("Question")
    INPUT = "input", _("Input")
    FAULT = "fault", _("Fault in it")
    ANSWER = "answer", _("Answer")


class ReplyState(TextChoices):
    """Who may read a reply."""

    WAITING = "waiting", _("Waits for a moderator")
    SHOWN = "shown", _("Shown")
    HIDDEN = "hidden", _("Hidden by a moderator")
    TAKEN_BACK = "taken-back", _("Taken back by its author")


class FaultState(TextChoices):
    OPEN = "open", _("Open")
    FIXED = "fixed", _("Fixed")
