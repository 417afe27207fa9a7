"""Verbs of what people add to a pairwise round: it waits for a moderator, who makes it an item of the round.

Nothing is kept on who added it. The questions and their screens stay as they are.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from content.publishing import Refused
from people.answers import demand
from surveys import answering, comparing
from surveys.enums import NeedState, QuestionType, Stage, TextState
from surveys.models import Item, Need, PairIdea, Question
from surveys.rules import may_answer, may_decide_text

LAST = 1000  # the place of the question that additions belong to: it has no screen


@transaction.atomic
def suggest(wave, label, *, by):
    """Add something to a round; the same words again are the same. Raises Refused for what is in it already."""
    wave, now = answering.lock(wave.pk), timezone.now()
    demand(may_answer(by, wave, now))
    folded = label.casefold()
    if _is_there(wave, folded):
        raise Refused(_("This is among the pairs already."))
    idea, _new = PairIdea.objects.get_or_create(
        wave=wave, folded=folded, defaults={"label": label, "day": now.date()}
    )
    return idea


@transaction.atomic
def accept_idea(idea, *, by, on_board=False):
    """Make it an item of the round, and with ``on_board`` an open need as well. Answers the item.

    Raises Refused for one that was accepted before, one that is there, and in a closed wave.
    """
    demand(may_decide_text(by))
    wave, held = answering.lock(idea.wave_id), _held(idea)
    if held.state == TextState.SHOWN:
        raise Refused(_("This is among the pairs already."))
    if wave.stage != Stage.OPEN:
        raise Refused(_("This survey is closed: nothing is added to it."))
    if _is_there(wave, held.folded):
        raise Refused(_("This is among the pairs already."))
    need = Need.objects.create(title=held.label, state=NeedState.OPEN) if on_board else None
    question = _question(wave)
    key = f"{slugify(held.label)[:40] or 'added'}-{held.pk}"
    held.item = Item.objects.create(question=question, key=key, label=held.label, position=held.pk, need=need)
    held.state = TextState.SHOWN
    held.save(update_fields=["item", "state"])
    return held.item


@transaction.atomic
def decline_idea(idea, *, by):
    """Keep it out of the round. Raises Refused once it was accepted."""
    demand(may_decide_text(by))
    held = _held(idea)
    if held.state == TextState.SHOWN:
        raise Refused(_("This is in the round: votes on it may have been given."))
    held.state = TextState.KEPT_BACK
    held.save(update_fields=["state"])
    return held


def _held(idea):
    return PairIdea.objects.select_for_update(no_key=True).get(pk=idea.pk)


def _is_there(wave, folded):
    return any(item.label.casefold() == folded for item in comparing.candidates(wave).values())


def _question(wave):
    """The pairwise question of a wave; made where it has none."""
    found = Question.objects.filter(wave=wave, type=QuestionType.PAIRWISE).first()
    if found:
        return found
    taken = Question.objects.filter(wave=wave, key="added").exists()
    words = {
        "type": QuestionType.PAIRWISE,
        "text": _("Which one costs you more pain today?"),
        "position": LAST,
    }
    return Question.objects.create(wave=wave, key=f"added-{wave.pk}" if taken else "added", **words)
