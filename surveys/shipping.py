"""Verbs of building surveys: add those a new site begins with, and copy a wave for the next time of asking."""

import secrets
import tomllib
from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from content.models import Practice
from people.answers import demand
from surveys.enums import Stage
from surveys.models import Item, Question, Survey, Wave
from surveys.rules import may_run

SHIPPED = Path(__file__).parent / "data" / "shipped.toml"
OPEN_FOR = timedelta(days=90)


def ship(now=None):
    """Add the surveys of the file whose addresses are not taken, open for 90 days; answers how many.

    Run at each start of the site: what is there, edited or closed, stays as it is.
    """
    wanted = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))["surveys"]
    known = set(Survey.objects.values_list("slug", flat=True))
    new = [survey for survey in wanted if survey["slug"] not in known]
    for survey in new:
        _add(survey, now or timezone.now())
    return len(new)


@transaction.atomic
def next_wave(wave, *, by):
    """A draft of the survey's next wave with the same questions and items, so that trends can be drawn."""
    demand(may_run(by, wave.survey))
    survey = Survey.objects.select_for_update(no_key=True).get(pk=wave.survey_id)
    made = Wave.objects.create(survey=survey, number=_next_number(survey), first_items=wave.first_items)
    _copy_questions(wave, made)
    return made


@transaction.atomic
def clone(survey, *, by):
    """A survey of its own, made by ``by``, with the questions of the newest wave as its first draft."""
    demand(may_run(by, survey))
    same = {name: getattr(survey, name) for name in ("title", "sentence", "minutes", "mode", "language")}
    made = Survey.objects.create(slug=_free_slug(survey.slug), owner=by, is_demo=survey.is_demo, **same)
    begin_with(made, survey, by=by)
    return made


@transaction.atomic
def begin_with(survey, template, *, by):
    """The first draft wave of a survey that has none, with the questions of another survey's newest wave."""
    demand(may_run(by, survey))
    last = template.waves.order_by("number").last()
    wave = Wave.objects.create(survey=survey, first_items=last.first_items if last else 10)
    if last:
        _copy_questions(last, wave)
    return wave


@transaction.atomic
def _add(said, now):
    questions = said.pop("questions")
    survey = Survey.objects.create(**said)
    # Nobody who could open it has an account yet on a new site.
    wave = Wave.objects.create(
        survey=survey,
        stage=Stage.OPEN,
        key=secrets.token_hex(32),
        opens_at=now,
        closes_at=now + OPEN_FOR,
    )
    practices = Practice.objects.in_bulk(field_name="slug")
    for position, fields in enumerate(questions, 1):
        slugs = fields.pop("practices", [])
        question = Question.objects.create(wave=wave, position=position, **fields)
        items = [
            Item(key=slug, label=practices[slug].label, practice=practices[slug])
            for slug in slugs
            if slug in practices
        ]
        _add_items(question, items or [Item(key=question.key, label=question.text[:200])])


def _add_items(question, items):
    for position, item in enumerate(items, 1):
        item.question, item.position = question, position
    Item.objects.bulk_create(items)


def _copy_questions(wave, to):
    for question in Question.objects.filter(wave=wave).prefetch_related("items"):
        items = list(question.items.all())
        question.pk, question.wave = None, to
        question._state.adding = True
        question.save(force_insert=True)
        copies = [
            Item(
                key=item.key,
                label=item.label,
                practice_id=item.practice_id,
                need_id=item.need_id,
                translations=item.translations,
            )
            for item in items
        ]
        _add_items(question, copies)


def _next_number(survey):
    return max(Wave.objects.filter(survey=survey).values_list("number", flat=True), default=0) + 1


def _free_slug(slug):
    number = 2
    while Survey.objects.filter(slug=f"{slug[:70]}-{number}").exists():
        number += 1
    return f"{slug[:70]}-{number}"
