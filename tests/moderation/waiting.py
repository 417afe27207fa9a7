"""What waits for moderators, made by the verbs that people use."""

import uuid

from django.contrib.auth.models import AnonymousUser

from content import publishing, replying
from content.enums import ReplyKind
from content.models import Version
from moderation import reporting, takedowns
from ratings import answering_reviews, judging
from ratings.models import Rating
from tests import factories

CHARLIE = AnonymousUser()


def draft(by, title="Incident review", **fields):
    fields = {"kind": factories.kind(), "licence": factories.licence()} | fields
    version = publishing.start_draft(by=by, title=title, **fields).versions.get()
    return publishing.declare(version, by=by)


def sent(by, title="Incident review", **fields):
    """A version that waits for review, as the database has it."""
    version = publishing.submit(draft(by, title, **fields), by=by)
    return Version.objects.select_related("artefact", "by").get(pk=version.pk)


def replied(artefact, *, by, body="Who keeps the timeline?"):
    """A question about an artefact; that of a new member waits for a moderator."""
    return replying.reply(artefact, by=by, kind=ReplyKind.QUESTION, body=body)


def reviewed(artefact, *, by, text="It saved us a day.", answer="", overall=4):
    """A review of an artefact, with the creator's answer to it if there are words for one."""
    rating = judging.rate(artefact, by=by, overall=overall, interest="none", text=text)
    if answer:
        answering_reviews.reply(rating, by=artefact.creator, text=answer)
    return Rating.objects.select_related("artefact").get(pk=rating.pk)


def reported(artefact, *, by=CHARLIE, reason="spam", words="Look at page 3.", token=None):
    return reporting.report(artefact, by=by, reason=reason, words=words, token=token or uuid.uuid4())


def claimed(artefact, *, reason="copyright", token=None, by=CHARLIE):
    fields = {"name": "R. Holder", "email": "rights@example.org", "why": "It is chapter 3 of our handbook."}
    return takedowns.claim(artefact, by=by, reason=reason, token=token or uuid.uuid4(), **fields)
