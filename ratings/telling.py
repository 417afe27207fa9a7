"""Which members are told what about reviews: that there is one, its answer, and what moderators decide."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people import notices
from people.enums import NoticeKind
from people.naming import quoted
from ratings.models import ReviewReply

MOST_QUOTED = 500


def of_review(rating):
    """The creator, of a review with words. Note: reads rating.artefact with its creator, and rating.by."""
    text = ngettext(
        "%(name)s reviewed “%(title)s”: %(n)d star.",
        "%(name)s reviewed “%(title)s”: %(n)d stars.",
        rating.overall,
    )
    words = {
        "name": rating.by.name,
        "title": quoted(rating.artefact.title),
        "n": rating.overall,
    }
    _tell(rating.artefact.creator, rating, NoticeKind.REVIEW, text % words, rating.text, key="review")


def of_answer(answer):
    """Who reviewed, that the creator has answered. Note: reads answer.rating with its artefact and member."""
    words = {"name": answer.by.name, "title": quoted(answer.artefact.title)}
    text = _("%(name)s answered your review of “%(title)s”.") % words
    _tell(answer.rating.by, answer, NoticeKind.ANSWER, text, answer.text, key="review-answer")


def of_hiding(said, *, by):
    """Who wrote a review or an answer, that its words are hidden, and why. Note: reads said.artefact, said.by."""
    sentence = (
        _("We hid your answer to a review of “%(title)s”.")
        if isinstance(said, ReviewReply)
        else _("We hid the words of your review of “%(title)s”.")
    )
    _decided(said, sentence, by=by, detail=said.words_reason)


def of_showing(said, *, by):
    """Who wrote it, that everybody can read it. Note: reads said.artefact and said.by."""
    sentence = (
        _("Your answer to a review of “%(title)s” is shown.")
        if isinstance(said, ReviewReply)
        else _("Your review of “%(title)s” is shown.")
    )
    _decided(said, sentence, by=by)


def _decided(said, sentence, *, by, detail=""):
    artefact = said.artefact
    notices.tell(
        said.by,
        kind=NoticeKind.DECISION,
        text=sentence % {"title": quoted(artefact.title)},
        url=said.get_absolute_url()
        if isinstance(said, ReviewReply)
        else f"{artefact.get_absolute_url()}#rate",
        by=by,
        thing=f"artefact:{artefact.pk}",
        about=artefact.title,
        detail=detail,
    )


def _tell(member, said, kind, text, words, *, key):
    """Once for each review or answer: one that was hidden and is shown again is told when it is first seen."""
    artefact = said.artefact
    if member.is_collector:
        return
    notices.tell(
        member,
        kind=kind,
        text=text,
        url=said.get_absolute_url(),
        by=said.by,
        thing=f"artefact:{artefact.pk}",
        about=artefact.title,
        detail=words[:MOST_QUOTED],
        key=f"{key}-{said.pk}",
    )
