"""Counts of choices as they may be published, and texts that a moderator read."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from content.publishing import Refused
from surveys import answering, choices, quoting, snapshots
from surveys.enums import QuestionType
from surveys.models import Answer, Item
from tests import factories
from tests.surveys import survey_samples as samples

CHOICES = [["a", "Aye"], ["b", "Bee"], ["c", "Sea"]]


def asked(owner, kind, values, text="", choices=CHOICES):
    """A closed wave with one question, answered with these values."""
    wave = samples.survey(owner, items=0, opened=False)
    wave.questions.all().delete()
    question = samples.question(wave, "own", kind, choices=choices)
    item = Item.objects.create(question=question, key="own", label="Own")
    wave = answering.open_wave(wave, by=owner)
    for value in values:
        by = factories.member()
        response = answering.start(wave, by=by).response
        answering.answer(response, item, {"value": value, "text": text}, by=by)
    return answering.close_wave(wave, by=owner)


def test_a_hidden_choice_takes_another_with_it(alice):
    shares = asked(alice, QuestionType.SINGLE, ["a"] * 9 + ["b"] * 6 + ["c"] * 2)
    few = asked(alice, QuestionType.SINGLE, ["a"] * 4)

    assert choices.published(shares)["own"]["counts"] == {"a": 9, "b": None, "c": None}
    assert (choices.published(few)["own"]["counts"], choices.published(few)["own"]["n"]) == (None, None)


def test_of_several_choices_each_is_hidden_where_few_took_it_or_few_did_not(alice):
    values = [["a", "b"]] * 5 + [["a"]] * 5 + [["a", "c"]] * 2

    said = choices.published(asked(alice, QuestionType.MULTIPLE, values))

    assert said["own"]["counts"] == {"a": 12, "b": 5, "c": None}
    [question] = choices.rows(said)
    assert [(row.label, row.n) for row in question.rows] == [("Aye", 12), ("Bee", 5), ("Sea", None)]
    assert [round(bound, 4) for bound in question.rows[1].interval] == [0.1933, 0.6805]


def test_the_page_shows_choices_and_only_texts_that_were_published(alice, mona):
    wave = asked(alice, QuestionType.SINGLE, ["a"] * 7 + ["b"] * 5, text="Because.")
    snapshots.take(wave, timezone.now())
    first, second = Answer.objects.order_by("pk")[:2]

    before = Client().get(f"/surveys/{wave.survey.slug}/results/").content.decode()
    quoting.publish_text(first, by=mona)
    quoting.keep_back(second, by=mona)
    after = Client().get(f"/surveys/{wave.survey.slug}/results/").content.decode()

    assert ("Because." in before, after.count("Because.")) == (False, 1)
    assert "12 people answered." in after
    with pytest.raises(Refused):
        quoting.publish_text(second, by=mona)
    with pytest.raises(PermissionDenied):
        quoting.publish_text(first, by=alice)
