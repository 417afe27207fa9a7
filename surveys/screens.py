"""Where somebody stands in a survey: which item is on the screen, and what comes after it. Reads only."""

import random
from dataclasses import dataclass

from surveys import answering
from surveys.enums import Mode, QuestionType, Stage
from surveys.models import Answer, Item
from surveys.rules import may_continue

ABOUT_YOU_AFTER = 3  # items; only then is it asked who answers


@dataclass(frozen=True)
class Screen:
    """One item as it is shown: its place from 1 on, of how many, and what was answered before."""

    item: Item
    place: int
    of: int
    answer: Answer | None
    is_grid: bool


def current_wave(survey):
    """The open wave, else the newest one that was opened, else the draft; None without any."""
    stages = [Stage.DRAFT, Stage.CLOSED, Stage.OPEN]
    return max(survey.waves.all(), key=lambda wave: (stages.index(wave.stage), wave.number), default=None)


def held_response(wave, *, by, code):
    """The response of this account, or the one the code on this device leads to; None where there is none."""
    if by.is_authenticated and wave.survey.mode != Mode.ANONYMOUS:
        held = answering.resume(wave, by=by)
        if held:
            return held
    held = answering.resume(wave, by=by, code=code) if code else None
    return held if held and may_continue(by, held) else None


def first_screen(wave, item=None):
    """What somebody sees who has just come: any item of the grid that comes first. None for a wave without items.

    ``item`` is the one that stood there, when the screen is shown again.
    """
    ids = answering.openers(wave)
    if not ids:
        return None
    if item is None or item.pk not in ids:
        item = _items().get(pk=random.SystemRandom().choice(ids))
    count = _asked(wave).count()
    return Screen(item, 1, min(count, wave.first_items), None, _is_grid(item))


def screen(response, place=None):
    """The item at a place from 1 on, or without a place the one after the last that was answered; None past the end."""
    answered = {row.item_id: row for row in response.answers.all()}
    order = response.order[: response.shown]
    if place is None:
        place = 1 + max((order.index(pk) + 1 for pk in answered if pk in order), default=0)
    if not 1 <= place <= len(order):
        return None
    item = _items().get(pk=order[place - 1])
    return Screen(item, place, len(order), answered.get(item.pk), _is_grid(item))


def preview(wave, place):
    """The item at a place of a wave that is still being built; None past the end."""
    rows = _asked(wave).select_related("question", "practice")
    items = list(rows.order_by("question__position", "question_id", "position"))
    if not 1 <= place <= len(items):
        return None
    item = items[place - 1]
    return Screen(item, place, len(items), None, _is_grid(item))


def item_of(wave, number):
    """An item of this wave by its id as a form sends it, or None."""
    known = number.isdecimal() and number.isascii() and len(number) < 16
    return (
        _asked(wave).select_related("question", "practice").filter(pk=int(number)).first() if known else None
    )


def asks_about_you(response, place):
    """Whether it is asked who answers before the item at this place."""
    said = response.role or response.size_band or response.sector
    return not said and place - 1 == min(ABOUT_YOU_AFTER, len(response.order))


def _items():
    return Item.objects.select_related("question", "practice")


def _asked(wave):
    """Items with a screen of their own; those of a pairwise question have theirs in the round."""
    return Item.objects.filter(question__wave=wave).exclude(question__type=QuestionType.PAIRWISE)


def _is_grid(item):
    return item.question.type == QuestionType.NEED_GAP
