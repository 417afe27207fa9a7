"""What moderators decide on what members write below a work: replies, reviews, and creators' answers to these.

As in moderation.deciding one decision is one move and one entry. The verbs are those of the rooms that hold the
rows; these tell the author as well.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from content import replying
from content.enums import ReplyState
from content.models import Reply
from content.rules import may_decide_on_reply
from moderation.enums import Act, ReportReason
from moderation.logbook import enter
from people.answers import demand
from ratings import hiding
from ratings.models import Rating, ReviewReply
from ratings.rules import may_decide_on_words


@dataclass(frozen=True)
class Sort:
    """One sort of contribution: the column with its state, who may decide, and how it is done."""

    state: str  # holds values of ReplyState, or of ratings.enums.Words, which are the same
    name: Promise
    may: Callable
    accept: Callable
    hide: Callable
    show_again: Callable


_WORDED = {
    "state": "words",
    "may": may_decide_on_words,
    "accept": hiding.show_words,
    "hide": hiding.hide_words,
    "show_again": hiding.show_words,
}
SORTS = {
    Reply: Sort(
        state="state",
        name=_("%(number)s, reply %(pk)d"),
        may=may_decide_on_reply,
        accept=replying.accept_reply,
        hide=replying.hide_reply,
        show_again=replying.show_reply_again,
    ),
    Rating: Sort(name=_("%(number)s, review %(pk)d"), **_WORDED),
    ReviewReply: Sort(name=_("%(number)s, answer %(pk)d"), **_WORDED),
}


@transaction.atomic
def accept(thing, *, by):
    """Let everybody read what a new member wrote, or what was changed after it had been hidden."""
    verb = _sort(thing).accept
    return _decide(thing, Act.ACCEPT, ReplyState.WAITING, ReplyState.SHOWN, verb, by=by)


@transaction.atomic
def hide(thing, *, by, reason, message):
    """Take it off the page; its author reads the message, of at most 500 characters. The stars of a review stay."""
    sort, said = _sort(thing), {"reason": ReportReason(reason), "message": message}

    def verb(held, by):
        return sort.hide(held, by=by, reason=message)

    return _decide(thing, Act.HIDE, state_of(thing), ReplyState.HIDDEN, verb, by=by, **said)


@transaction.atomic
def show_again(thing, *, by):
    """Bring back what was hidden."""
    verb = _sort(thing).show_again
    return _decide(thing, Act.SHOW_AGAIN, ReplyState.HIDDEN, ReplyState.SHOWN, verb, by=by)


def state_of(thing):
    """Whether it waits, is shown or is hidden: a value of ReplyState."""
    return getattr(thing, _sort(thing).state)


def name_of(thing):
    """ "ART-0431, reply 12". Note: reads thing.artefact."""
    return str(_sort(thing).name % {"number": thing.artefact.record_number, "pk": thing.pk})


def may_be_decided(user, thing):
    """What the rule of its room says."""
    return _sort(thing).may(user, thing)


def _sort(thing):
    return SORTS[type(thing)]


def _decide(thing, act, before, after, verb, *, by, **said):
    remark = demand(may_be_decided(by, thing)).note
    thing = verb(thing, by=by)
    enter(
        act,
        by=by,
        artefact=thing.artefact,
        subject=name_of(thing),
        before=before,
        after=after,
        remark=remark,
        **said,
    )
    return thing
