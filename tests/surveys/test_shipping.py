"""The surveys a new site begins with, and copies for the next time of asking."""

import pytest

from surveys import shipping
from surveys.enums import Mode, Stage
from surveys.models import Item, Question, Survey, Wave
from tests.surveys import survey_samples as samples

pytestmark = pytest.mark.django_db


def structure(wave):
    rows = Question.objects.filter(wave=wave).prefetch_related("items")
    return [
        (row.key, row.type, row.choices, [(item.key, item.label) for item in row.items.all()]) for row in rows
    ]


def test_two_surveys_are_shipped_once_and_stay_as_they_were_edited(client):
    added = shipping.ship()
    Survey.objects.filter(slug="five-community-questions").update(title="Five questions")

    assert (added, shipping.ship()) == (2, 0)
    assert list(Survey.objects.order_by("pk").values_list("title", "mode")) == [
        ("Practitioner Health Check", Mode.PSEUDONYMOUS),
        ("Five questions", Mode.ANONYMOUS),
    ]
    assert Item.objects.filter(question__wave__survey__slug="practitioner-health-check").count() == 34
    assert Item.objects.filter(practice=None).count() == 5
    pages = [
        client.get(f"/surveys/{slug}/").status_code for slug in Survey.objects.values_list("slug", flat=True)
    ]
    assert pages == [200, 200]


def test_the_next_wave_and_a_copy_ask_the_same(alice, bob):
    wave = samples.survey(alice, items=3)
    samples.question(wave, "role", choices=[["a", "A"]])

    following = shipping.next_wave(wave, by=alice)
    copy = shipping.clone(wave.survey, by=alice)

    assert structure(following) == structure(wave) == structure(Wave.objects.get(survey=copy))
    assert (following.number, following.stage) == (2, Stage.DRAFT)
    assert (copy.slug, copy.owner) == (f"{wave.survey.slug}-2", alice)
