"""Verbs for what respondents wrote: a moderator reads each text before anybody else does, one by one.

A quote stands beside its question alone, never with who said it.
"""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from content.publishing import Refused
from people.answers import demand
from surveys.enums import TextState
from surveys.models import Answer
from surveys.rules import may_decide_text

MOST_QUOTES = 200


def waiting():
    """Texts that nobody has decided on."""
    return Answer.objects.filter(text_state=TextState.WAITING).exclude(text="")


def publish_text(answer, *, by):
    """Let everybody read a text. Raises Refused for one that was decided on or changed meanwhile."""
    return _decide(answer, TextState.SHOWN, by)


def keep_back(answer, *, by):
    """Show a text to nobody."""
    return _decide(answer, TextState.KEPT_BACK, by)


def quotes(wave):
    """[(question or need, text)] that everybody may read, in the order of the words. One query."""
    # By item: through the responses every answer of a large wave would be looked at.
    texts = Answer.objects.filter(text_state=TextState.SHOWN).exclude(text="")
    rows = texts.filter(item__question__wave=wave)
    return list(rows.order_by("item__position", "text").values_list("item__label", "text")[:MOST_QUOTES])


@transaction.atomic
def _decide(answer, state, by):
    demand(may_decide_text(by))
    # With its words: what was rewritten meanwhile was read by nobody.
    decided = waiting().filter(pk=answer.pk, text=answer.text).update(text_state=state)
    if not decided:
        raise Refused(_("This text was changed or decided on meanwhile."))
    return state
