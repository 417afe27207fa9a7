"""What waits at the desk of the demonstration: reports, a claim, and first replies."""

import uuid

from content import replying
from content.enums import ReplyKind, Status
from content.models import Artefact, Reply
from moderation import contributions, reporting, takedowns
from moderation.enums import ClaimReason, ReportReason

REPORTS, REPLIES = 9, 30
WORDS = {
    ReportReason.SALES: "It reads like a brochure. (Demonstration)",
    ReportReason.DUPLICATE: "There is one like it already. (Demonstration)",
    ReportReason.BROKEN_FILE: "The table opens empty here. (Demonstration)",
}
SAID = (
    (ReplyKind.QUESTION, "Does this work with fewer than ten people? (Demonstration)"),
    (ReplyKind.INPUT, "We added a line for who calls the customer, and it helped. (Demonstration)"),
    (ReplyKind.FAULT, "The third step names a form that is not there. (Demonstration)"),
)


def fill(draw, members, moderator):
    """Reports on published work, one claim, and replies, half of them let in already."""
    shown = list(
        Artefact.objects.filter(status=Status.PUBLISHED, creator__in=members)
        .order_by("pk")
        .select_related("creator")
    )
    for artefact in draw.sample(shown, REPORTS):
        reason = draw.choice(list(WORDS))
        by = _somebody_else(draw, members, artefact)
        reporting.report(artefact, by=by, reason=reason, words=WORDS[reason], token=_token(draw))
    for number in range(REPLIES):
        artefact = draw.choice(shown)
        kind, body = SAID[number % len(SAID)]
        replying.reply(
            artefact, by=_somebody_else(draw, members, artefact), kind=kind, body=body, token=_token(draw)
        )
    for reply in Reply.objects.waiting().order_by("pk")[::2]:
        contributions.accept(reply, by=moderator)
    claimed = draw.choice(shown)
    who = {"name": "Invented rights holder (demo)", "email": "rights@demo.invalid", "token": _token(draw)}
    why = "A demonstration of a claim. Nobody holds anything."
    takedowns.claim(
        claimed, by=_somebody_else(draw, members, claimed), reason=ClaimReason.COPYRIGHT, why=why, **who
    )


def _somebody_else(draw, members, artefact):
    return draw.choice([member for member in members if member.pk != artefact.creator_id])


def _token(draw):
    return uuid.UUID(int=draw.getrandbits(128), version=4)
