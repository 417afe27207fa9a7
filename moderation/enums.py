"""Closed lists of the moderators' work (specs/taxonomy.md 6.8), and the words that go with them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReportReason(TextChoices):
    """What somebody may find wrong with what others shared; a moderator hides for the same reasons."""

    PERSONAL_DATA = "personal-data", _("Personal or customer data")
    COPYRIGHT = "copyright", _("Copyright")
    SALES = "sales", _("Sales content")
    MISLEADING = "misleading", _("Misleading")
    BROKEN_FILE = "broken-file", _("Broken file")
    DUPLICATE = "duplicate", _("Duplicate")
    OFF_TOPIC = "off-topic", _("Off-topic")
    ABUSIVE = "abusive", _("Abusive")
    SPAM = "spam", _("Spam")


class SendBackReason(TextChoices):
    """Why a version goes back to its contributor."""

    SUMMARY = "summary", _("Incomplete summary")
    RIGHTS = "rights", _("Unclear rights")
    PERSONAL_DATA = "personal-data", _("Contains personal data")
    DUPLICATE = "duplicate", _("Duplicate")
    OUT_OF_SCOPE = "out-of-scope", _("Out of scope")
    MALWARE = "malware", _("Malware suspicion")


class ClaimReason(TextChoices):
    """By which right somebody wants a work taken down."""

    PERSONAL_DATA = "personal-data", _("It shows personal data of mine or of somebody I speak for")
    CONFIDENTIAL = "confidential", _("It gives away a business secret or other confidential matter")
    COPYRIGHT = "copyright", _("I hold the copyright, or speak for who does")
    TRADE_MARK = "trade-mark", _("It misuses a trade mark")
    OTHER = "other", _("Another right")


# What cannot be called back once more people have read it: these claims hide at once, before anybody decides.
HIGH_RISK = frozenset({ClaimReason.PERSONAL_DATA, ClaimReason.CONFIDENTIAL})


class ReportState(TextChoices):
    OPEN = "open", _("Open")
    UPHELD = "upheld", _("Upheld")
    DISMISSED = "dismissed", _("Dismissed")


class ClaimState(TextChoices):
    OPEN = "open", _("Open")
    REMOVED = "removed", _("The work was removed")
    RESTORED = "restored", _("The work stays")


class Act(TextChoices):
    """What a moderator decided."""

    PUBLISH = "publish", _("published")
    SEND_BACK = "send-back", _("sent back")
    LOOK = "look", _("looked at")
    ACCEPT = "accept", _("accepted")
    HIDE = "hide", _("hidden")
    SHOW_AGAIN = "show-again", _("shown again")
    UPHOLD = "uphold", _("report upheld")
    DISMISS = "dismiss", _("report dismissed")
    REMOVE = "remove", _("claim granted, removed")
    RESTORE = "restore", _("claim refused, stays")
    CONFIRM_RING = "confirm-ring", _("finding confirmed")
    DISMISS_RING = "dismiss-ring", _("finding dismissed")
    TAKE_OUT = "take-out", _("ratings taken out")
    PUT_BACK = "put-back", _("ratings put back")
    SEED = "seed", _("made a seed of trust")
    NO_SEED = "no-seed", _("no seed of trust any more")
    SUSPEND = "suspend", _("suspended")
    LET_BACK = "let-back", _("let back")


# Suggested messages: each names the fault and the way forward, and is there to be edited.
SEND_BACK_WORDS = {
    SendBackReason.SUMMARY: _(
        "The summary does not say what it is for and who uses it. Write one or two sentences that somebody with "
        "ten minutes understands, and send it again."
    ),
    SendBackReason.RIGHTS: _(
        "It is not clear that you may share this: it names another author or looks like text of a standard. "
        "Say whose work it is and under which licence, or remove that part, and send it again."
    ),
    SendBackReason.PERSONAL_DATA: _(
        "It names people or customers. The check lists where. Remove the names in your own copy, replace the file "
        "and send it again."
    ),
    SendBackReason.DUPLICATE: _(
        "This is here already. Add what is new as a version of the artefact that exists, or say in the summary "
        "what makes yours different, and send it again."
    ),
    SendBackReason.OUT_OF_SCOPE: _(
        "It does not help people who run IT services, as far as we can see. If it does, say in the summary for "
        "whom and when, and send it again."
    ),
    SendBackReason.MALWARE: _(
        "Something in the file looks like harmful code. Make a clean copy without macros, scripts and embedded "
        "objects, replace the file and send it again."
    ),
}
HIDE_WORDS = {
    ReportReason.PERSONAL_DATA: _(
        "It shows names or data of people or customers. Remove them and add a new version: a moderator then shows "
        "the artefact again."
    ),
    ReportReason.COPYRIGHT: _(
        "Somebody else seems to hold the rights to it. Tell us whose work it is and that you may share it, or add "
        "a version without that part."
    ),
    ReportReason.SALES: _(
        "It sells a product or a service. Add a version that helps people who do not buy it, and declare your interest."
    ),
    ReportReason.MISLEADING: _(
        "What it says of itself is not what it is. Correct title and summary, or add a version that does what they say."
    ),
    ReportReason.BROKEN_FILE: _("The file does not open. Add a version with a file that does."),
    ReportReason.DUPLICATE: _("The same work is here already, and one address is enough."),
    ReportReason.OFF_TOPIC: _("It does not help people who run IT services, as far as we can see."),
    ReportReason.ABUSIVE: _("It attacks people. Add a version that does not."),
    ReportReason.SPAM: _("It is advertising that was posted to be found, not work to be used."),
}
# The same for what members write below a work: replies, reviews, and answers to these.
SAID_WORDS = {
    ReportReason.PERSONAL_DATA: _("It names people or customers. Write it again without them."),
    ReportReason.COPYRIGHT: _(
        "It copies a text that somebody else seems to hold the rights to. Say it in your own words."
    ),
    ReportReason.SALES: _(
        "It sells a product or a service. Say what helps somebody who does not buy it, and what ties you to it."
    ),
    ReportReason.MISLEADING: _(
        "It is not so, as far as we can see. Write what you saw yourself, and where you saw it."
    ),
    ReportReason.BROKEN_FILE: _("It leads to something that does not open. Write where it is now."),
    ReportReason.DUPLICATE: _("It was said here already, and once is enough."),
    ReportReason.OFF_TOPIC: _("It is not about this artefact. Write it where it belongs."),
    ReportReason.ABUSIVE: _("It attacks people. Write what is wrong with the work instead."),
    ReportReason.SPAM: _("It is advertising."),
}
# What a tombstone says: the kind of reason, nothing about who claimed it.
TOMBSTONE_WORDS = {
    ClaimReason.PERSONAL_DATA: _("It showed personal data."),
    ClaimReason.CONFIDENTIAL: _("It gave away confidential matter."),
    ClaimReason.COPYRIGHT: _("Somebody else holds the copyright."),
    ClaimReason.TRADE_MARK: _("It misused a trade mark."),
    ClaimReason.OTHER: _("Somebody's right stood against it."),
}
# What both sides read of a decision on a claim; it names neither of them.
CLAIM_WORDS = {
    Act.REMOVE: {
        ClaimReason.PERSONAL_DATA: _(
            "It shows data of people who did not agree to that. Without them the work may be shared again."
        ),
        ClaimReason.CONFIDENTIAL: _(
            "It gives away what an organisation keeps to itself. Without that part the work may be shared again."
        ),
        ClaimReason.COPYRIGHT: _(
            "Part of it is taken from somebody else's work, without a right to share it. Said in own words, the "
            "work may be shared again."
        ),
        ClaimReason.TRADE_MARK: _(
            "It uses a mark as if it came from whoever holds it. Without that the work may be shared again."
        ),
        ClaimReason.OTHER: _(
            "Somebody's right stands against it. Without the part that was named the work may be shared again."
        ),
    },
    Act.RESTORE: {
        ClaimReason.PERSONAL_DATA: _(
            "We found nothing in it by which a person is known. If we overlooked it, claim again and name page "
            "and line."
        ),
        ClaimReason.CONFIDENTIAL: _(
            "What was named is public elsewhere or known to everybody in the trade, as far as we can see. If it is "
            "not, claim again and say who keeps it secret, and how."
        ),
        ClaimReason.COPYRIGHT: _(
            "We found no part that was taken from the work that was named. If we overlooked it, claim again and "
            "name the place in both."
        ),
        ClaimReason.TRADE_MARK: _(
            "It names the mark to say what it is about, and everybody may do so. If there is more to it, claim "
            "again and name the place."
        ),
        ClaimReason.OTHER: _(
            "We found no right that stands against it. If we overlooked it, claim again and name the right and "
            "the place."
        ),
    },
}
