"""Surveys, responses and needs for tests: plain functions."""

from itertools import combinations, count

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from surveys import answering, asking, comparing, ranking, snapshots
from surveys.enums import Mode, NeedState, PairOutcome, QuestionType, Stage
from surveys.models import AskAgain, Item, Need, Question, SecondQuestion, Survey, Wave
from tests import factories

_numbers = count(1)
PAIRS = [(5, 1), (5, 2), (4, 1), (4, 2), (5, 2), (3, 1), (5, 4), (4, 3), (5, 1), (2, 2), (5, 5), (4, 1)]


def survey(owner=None, *, items=12, mode=Mode.PSEUDONYMOUS, opened=True, **fields):
    """A survey with one open wave and a grid of needs; answers the wave."""
    number = next(_numbers)
    owner = owner or factories.member(f"Owner {number}")
    made = Survey.objects.create(
        slug=f"survey-{number}", title=f"Survey {number}", sentence="Five minutes.", mode=mode, owner=owner
    )
    wave = Wave.objects.create(survey=made, **fields)
    grid = question(wave, "needs", QuestionType.NEED_GAP)
    Item.objects.bulk_create(
        Item(question=grid, key=f"need-{k}", label=f"Need {k}", position=k) for k in range(1, items + 1)
    )
    return answering.open_wave(wave, by=owner) if opened else wave


def question(wave, key="role", type=QuestionType.SINGLE, **fields):
    return Question.objects.create(wave=wave, key=key, type=type, text=key.capitalize(), **fields)


def item(wave, number=1):
    return Item.objects.get(question__wave=wave, key=f"need-{number}")


def answers(wave, pairs, *, by, **profile):
    """A response with {item number: (importance, coverage)}."""
    response = answering.start(wave, by=by).response
    for number, (importance, coverage) in pairs.items():
        answering.answer(
            response, item(wave, number), {"importance": importance, "coverage": coverage}, by=by
        )
    if profile:
        answering.describe(response, by=by, **profile)
    return response


def answered(owner, *, items, people=12, closed=True, **profile):
    """A wave in which each person gives a pair to every item, item by item a little less important."""
    wave = survey(owner, items=items)
    for number in range(people):
        given = {
            k: (max(1, PAIRS[number % 12][0] - k + 1), PAIRS[number % 12][1]) for k in range(1, items + 1)
        }
        said = {"role": "practitioner", "size_band": "1-9"} | profile
        answers(wave, given, by=factories.member(f"Person {number}"), **said)
    if closed:
        answering.close_wave(wave, by=owner)
    snapshots.take(wave, timezone.now())
    return wave


def judged(owner, *, items=6, people=6):
    """A closed wave in which each visitor judged every pair; the earlier one always costs more pain."""
    wave = survey(owner, items=items)
    for _ in range(people):
        response = answering.start(wave, by=AnonymousUser(), for_pairs=True).response
        for one, other in combinations(comparing.candidates(wave).values(), 2):
            comparing.vote(response, one, other, PairOutcome.FIRST, by=AnonymousUser())
    answering.close_wave(wave, by=owner)
    ranking.refresh(wave, timezone.now())
    return wave


def need(title="A need", *, state=NeedState.OPEN, **fields):
    return Need.objects.create(title=title, state=state, **fields)


def closed(wave):
    return Wave.objects.get(pk=wave.pk).stage == Stage.CLOSED


def second_question_tokens(artefact):
    """Tokens of a second question on its way and of an address's way out, by the names of their pages."""
    today = timezone.localdate()
    address = AskAgain.objects.create(wave=survey(items=1), email="ask@example.org", day=today)
    question = SecondQuestion.objects.create(need=need("Asked"), artefact=artefact, asked_on=today)
    return {"asked_again": asking.token_of(question), "not_again": asking.way_out(address)}
