"""A survey with 100,000 responses to 30 needs, and a round of 100,000 comparisons, in one process.

All that is added goes again. CPU seconds are of this process and of the database's own.
"""

import time
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from random import Random
from statistics import median, quantiles

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.cache import caches
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from back2itsm.bench.inside import NotAnswered, Recorder, database_cpu
from people.enums import RoleKind, SizeBand
from people.models import Member
from surveys import answering, ranking, snapshots
from surveys.enums import Mode, PairOutcome, QuestionType
from surveys.models import Answer, Item, PairVote, Question, Response, Survey, Wave

NEEDS, FEW, MANY = 30, 1_000, 100_000
COMPARED, EACH = 60, 5  # items of a pairwise round, and pairs that one respondent judges
TIMES = 15
ANSWERS = 200
# Each respondent answers each need; the answers differ, and are the same in every run.
FILL = """
INSERT INTO surveys_answer
  (response_id, item_id, importance, coverage, no_importance, no_coverage, text, text_state)
SELECT one.id, item.id, 1 + (one.seconds / 7 * item.position) %% 5, 1 + (one.seconds * (item.position + 1)) %% 5,
  '', '', '', 'waiting'
FROM surveys_response one CROSS JOIN surveys_item item JOIN surveys_question asked ON asked.id = item.question_id
WHERE one.wave_id = %s AND asked.wave_id = %s
"""
ROLES = [*RoleKind.values[:6], ""]  # in equal shares


def measure(say, many=MANY):
    """{"answer_p95": ms, "cold": s of the worker at ``many``, "cold_cpu": s of CPU of that, "stored": ms of the page
    there, "growth": its CPU over that at 1,000, "queries": of the page, "pairs_...": the same of as many comparisons}

    Each step is told to ``say`` when it is done.
    """
    with _owner() as owner:
        with _told(say, f"{ANSWERS} answers stored"):
            told = _answers(owner)
        with transaction.atomic():
            few, _taken = _published(FEW, owner, say)
            full, (told["cold"], told["cold_cpu"]) = _published(many, owner, say)
            told["queries"] = _queries(full)
            with _told(say, f"{TIMES} results pages of each"):
                taken = {url: [] for url in (few, full)}
                for _ in range(TIMES):
                    for url, held in taken.items():
                        held.append(_page(url))
            transaction.set_rollback(True)
        told |= {"stored": _median(taken[full])[0] * 1000, "stored_cpu": _median(taken[full])[1] * 1000}
        told["growth"] = _median(taken[full])[1] / _median(taken[few])[1]
        return told | _pairs(many, owner, say)


def _pairs(comparisons, owner, say):
    """Seconds in which the worker ranks a round, open and closed, and what its page costs then."""
    with transaction.atomic():
        wave = _wave("bench-pairs", owner, COMPARED)
        with _told(say, f"{comparisons:,} comparisons written"):
            _judge(wave, comparisons)
        with _told(say, "ranked while open and when closed"):
            is_open = _timed(lambda: ranking.refresh(wave, timezone.now()))
            wave = answering.close_wave(wave, by=owner)
            closed = _timed(lambda: ranking.refresh(wave, timezone.now()))
        url = reverse("survey_pairs_results", args=[wave.survey.slug])
        queries, page = _queries(url), _median([_page(url) for _ in range(TIMES)])
        transaction.set_rollback(True)
    told = {"pairs_queries": queries, "pairs_stored": page[0] * 1000, "pairs_stored_cpu": page[1] * 1000}
    told |= {"pairs_open": is_open[0], "pairs_open_cpu": is_open[1]}
    return told | {"pairs_closed": closed[0], "pairs_closed_cpu": closed[1]}


def _judge(wave, comparisons):
    """As many votes, five of each respondent, in which items with a lower number win more often."""
    draw, now = Random(5), timezone.now()  # nosec B311  a repeatable bench, not a secret
    people = Response.objects.bulk_create(
        (
            Response(wave=wave, anonymous=True, opened_at=now, came_for_pairs=True)
            for _ in range(comparisons // EACH)
        ),
        batch_size=2000,
    )
    items = list(Item.objects.filter(question__wave=wave).order_by("pk").values_list("pk", flat=True))
    votes = []
    for one in people:
        drawn = {tuple(sorted(draw.sample(range(COMPARED), 2))) for _ in range(EACH)}
        for first, second in sorted(drawn):
            wins = draw.gauss(second - first, COMPARED) > 0
            said = PairOutcome.FIRST if wins else PairOutcome.SECOND
            votes.append(PairVote(response=one, first_id=items[first], second_id=items[second], outcome=said))
    PairVote.objects.bulk_create(votes, batch_size=2000)
    Wave.objects.filter(pk=wave.pk).update(last_vote_at=now)


def _queries(url):
    recorder = Recorder()
    with connection.execute_wrapper(recorder):
        _page(url)
    return len(recorder.statements)


def _timed(work):
    """(seconds by the clock, seconds of CPU, the database's among them); what is done must answer something."""
    began, computed = time.perf_counter(), time.process_time() + database_cpu()
    if work() is None:
        raise NotAnswered("The worker published nothing")
    return time.perf_counter() - began, time.process_time() + database_cpu() - computed


def _median(taken):
    """The middle of the clock's and of the processor's seconds."""
    return [median(column) for column in zip(*taken, strict=True)]


@contextmanager
def _told(say, what):
    began, computed = time.perf_counter(), time.process_time() + database_cpu()
    yield
    clock, cpu = time.perf_counter() - began, time.process_time() + database_cpu() - computed
    say(f"{what}: {clock:.1f} s, {cpu:.1f} s of CPU")


@contextmanager
def _owner():
    """Somebody who asks; a database without members gets one for as long as this takes."""
    found = Member.objects.order_by("pk").first()
    owner = found or Member.objects.create_user("bench@example.org")
    try:
        yield owner
    finally:
        if found is None:
            owner.delete()


def _answers(owner):
    """Milliseconds in which 95 of 100 answers are stored, each in a transaction of its own, and of CPU."""
    wave = _wave("bench-answers", owner)
    try:
        client = Client(HTTP_HOST=settings.SITE_HOST)
        url = reverse("survey", args=[wave.survey.slug])
        items = list(Item.objects.filter(question__wave=wave).values_list("pk", flat=True))
        began = answering.start(wave, by=AnonymousUser())
        client.cookies[f"survey-{wave.pk}"] = began.code
        taken = [_timed(lambda k=k: _answer(client, url, items[k % NEEDS], k)) for k in range(ANSWERS)]
        if Answer.objects.filter(response=began.response).count() != NEEDS:
            raise NotAnswered(f"{url} kept fewer answers than it was given")
    finally:
        Response.objects.filter(wave=wave).delete()
        wave.survey.delete()
    clock, cpu = (quantiles(column, n=20)[-1] * 1000 for column in zip(*taken, strict=True))
    return {"answer_p95": clock, "answer_p95_cpu": cpu}


def _answer(client, url, item, turn):
    said = {"item": item, "place": 1, "importance": 1 + turn % 5, "coverage": 1 + turn % 3}
    return _answered(url, client.post(url, said, headers={"accept": "application/json"}))


def _answered(url, answer):
    if answer.status_code != 200:
        raise NotAnswered(f"{url} answered {answer.status_code}")
    return answer


def _published(n, owner, say):
    """(address of the results, the worker's seconds of counting and publishing it) of a closed wave."""
    wave = _wave(f"bench-{n}", owner)
    with _told(say, f"{n:,} responses to {NEEDS} needs written"):
        _fill(wave, n)
    wave = answering.close_wave(wave, by=owner)
    with _told(say, f"{n:,} responses counted and published"):
        taken = _timed(lambda: snapshots.take(wave, timezone.now()))
    return reverse("survey_results", args=[wave.survey.slug]), taken


def _wave(slug, owner, needs=NEEDS):
    survey = Survey.objects.create(
        slug=slug, title="Generated", sentence="Generated.", mode=Mode.ANONYMOUS, owner=owner
    )
    wave = Wave.objects.create(survey=survey)
    grid = Question.objects.create(wave=wave, key="needs", type=QuestionType.NEED_GAP, text="Needs")
    Item.objects.bulk_create(
        Item(question=grid, key=f"need-{k}", label=f"Need {k}", position=k) for k in range(1, needs + 1)
    )
    return answering.open_wave(wave, by=owner)


def _fill(wave, n):
    """Answers to every need, in the database: three million rows need not pass through here.

    Nine of ten are complete; one of twenty is like too many others of its hour, and flagged.
    """
    now = timezone.now()
    Response.objects.bulk_create(
        (
            Response(
                wave=wave,
                anonymous=True,
                opened_at=now - timedelta(hours=0 if k % 20 == 0 else 1 + k // EACH),
                role=ROLES[k % len(ROLES)],
                size_band=SizeBand.values[k // 7 % len(SizeBand.values)],
                shown=NEEDS,
                answered=NEEDS if k % 10 else NEEDS * 2 // 3,
                seconds=k,
            )
            for k in range(n)
        ),
        batch_size=2000,
    )
    Wave.objects.filter(pk=wave.pk).update(last_answer_at=now)
    with connection.cursor() as cursor:
        cursor.execute(FILL, [wave.pk, wave.pk])


@cache
def _visitor():
    return Client(HTTP_HOST=settings.SITE_HOST)


def _page(url):
    """Seconds of one page, made anew: by the clock and of CPU."""
    caches["pages"].clear()
    return _timed(lambda: _answered(url, _visitor().get(url)))
