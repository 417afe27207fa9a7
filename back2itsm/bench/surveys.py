"""A survey with 100,000 responses to 30 needs, in one process; all that is added goes again."""

import time
from statistics import median, quantiles

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from back2itsm.bench.inside import NotAnswered, Recorder
from people.enums import RoleKind, SizeBand
from people.models import Member
from surveys import answering, snapshots
from surveys.enums import Mode, QuestionType
from surveys.models import Answer, Item, Question, Response, Survey, Wave

NEEDS, FEW, MANY = 30, 1_000, 100_000
TIMES = 15
ANSWERS = 200
# Each respondent answers each need; the answers differ, and are the same in every run.
FILL = """
INSERT INTO surveys_answer
  (response_id, item_id, importance, coverage, no_importance, no_coverage, text, text_state)
SELECT one.id, item.id, 1 + (one.seconds / 7 + item.position) %% 5, 1 + (one.seconds / 3 + item.position * 2) %% 5,
  '', '', '', 'waiting'
FROM surveys_response one CROSS JOIN surveys_item item JOIN surveys_question asked ON asked.id = item.question_id
WHERE one.wave_id = %s AND asked.wave_id = %s
"""
ROLES = [*RoleKind.values[:6], ""]  # in equal shares


def measure():
    """{"answer_p95": ms, "cold": s of the worker at 100,000, "stored": ms of the page there, "growth": its ratio to
    1,000, "queries": of the page}"""
    told = {"answer_p95": _answers()}
    with transaction.atomic():
        few, _seconds = _published(FEW)
        many, told["cold"] = _published(MANY)
        recorder = Recorder()
        with connection.execute_wrapper(recorder):
            _page(many)
        taken = {few: [], many: []}
        for _ in range(TIMES):
            for url in taken:
                taken[url].append(_page(url))
        transaction.set_rollback(True)
    told |= {"queries": len(recorder.statements), "stored": median(taken[many]) * 1000}
    return told | {"growth": median(taken[many]) / median(taken[few])}


def _answers():
    """Milliseconds in which 95 of 100 answers are stored, each in a transaction of its own."""
    wave = _wave("bench-answers")
    try:
        client = Client(HTTP_HOST=settings.SITE_HOST)
        url = reverse("survey", args=[wave.survey.slug])
        items = list(Item.objects.filter(question__wave=wave).values_list("pk", flat=True))
        began = answering.start(wave, by=AnonymousUser())
        client.cookies[f"survey-{wave.pk}"] = began.code
        taken = [_answer(client, url, items[k % NEEDS], k) for k in range(ANSWERS)]
        if Answer.objects.filter(response=began.response).count() != NEEDS:
            raise NotAnswered(f"{url} kept fewer answers than it was given")
    finally:
        Response.objects.filter(wave=wave).delete()
        wave.survey.delete()
    return quantiles(taken, n=20)[-1] * 1000


def _answer(client, url, item, turn):
    said = {"item": item, "place": 1, "importance": 1 + turn % 5, "coverage": 1 + turn % 3}
    began = time.perf_counter()
    answer = client.post(url, said, headers={"accept": "application/json"})
    if answer.status_code != 200:
        raise NotAnswered(f"{url} answered {answer.status_code}")
    return time.perf_counter() - began


def _published(n):
    """(address of the results, seconds in which the worker counted and published) of a closed wave."""
    wave = _wave(f"bench-{n}")
    _fill(wave, n)
    wave = answering.close_wave(wave, by=wave.survey.owner)
    began = time.perf_counter()
    if snapshots.take(wave, timezone.now()) is None:
        raise NotAnswered("The worker published nothing")
    return reverse("survey_results", args=[wave.survey.slug]), time.perf_counter() - began


def _wave(slug):
    owner = Member.objects.order_by("pk").first()
    survey = Survey.objects.create(
        slug=slug, title="Generated", sentence="Generated.", mode=Mode.ANONYMOUS, owner=owner
    )
    wave = Wave.objects.create(survey=survey)
    grid = Question.objects.create(wave=wave, key="needs", type=QuestionType.NEED_GAP, text="Needs")
    Item.objects.bulk_create(
        Item(question=grid, key=f"need-{k}", label=f"Need {k}", position=k) for k in range(1, NEEDS + 1)
    )
    return answering.open_wave(wave, by=owner)


def _fill(wave, n):
    """Answers to every need, in the database: three million rows need not pass through here."""
    now = timezone.now()
    Response.objects.bulk_create(
        (
            Response(
                wave=wave,
                anonymous=True,
                opened_at=now,
                role=ROLES[k % len(ROLES)],
                size_band=SizeBand.values[k // 7 % len(SizeBand.values)],
                shown=NEEDS,
                answered=NEEDS,
                seconds=k,
            )
            for k in range(n)
        ),
        batch_size=2000,
    )
    Wave.objects.filter(pk=wave.pk).update(last_answer_at=now)
    with connection.cursor() as cursor:
        cursor.execute(FILL, [wave.pk, wave.pk])


def _page(url):
    """Seconds of one page."""
    client = Client(HTTP_HOST=settings.SITE_HOST)
    began = time.perf_counter()
    answer = client.get(url)
    if answer.status_code != 200:
        raise NotAnswered(f"{url} answered {answer.status_code}")
    return time.perf_counter() - began
