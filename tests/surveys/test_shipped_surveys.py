"""The two surveys a new site begins with, from the first question to the published results."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from surveys import answering, comparing, quoting, ranking, shipping, snapshots
from surveys.enums import PairOutcome
from surveys.models import Answer, Item, Response, Wave

CHECK, FIVE = "/surveys/practitioner-health-check/", "/surveys/five-community-questions/"
PEOPLE = 6
GIVEN = {
    "is-there-one": {"value": "several"},
    "feel-part": {"value": "2"},
    "would-like": {"value": "5"},
    "give-and-get": {"text": "Templates, and honest talk."},
    "communicate": {"value": ["forum", "meetings"]},
}


@pytest.fixture
def shipped(db):
    shipping.ship()


def wave_of(slug):
    return Wave.objects.select_related("survey").get(survey__slug=slug)


def answer_all(client):
    """Answer what is on the screen until the survey ends; answers the keys of the questions in their order."""
    asked = []
    while True:
        page = client.get(FIVE, follow=True)
        found = re.search(r'name="item" value="(\d+)"', page.content.decode())
        if found is None:
            return asked
        item = Item.objects.get(pk=found[1])
        asked.append(item.key)
        assert client.post(FIVE, {"item": item.pk} | GIVEN[item.key]).status_code == 302


def close(slug, mona):
    wave = wave_of(slug)
    answering.close_wave(wave, by=mona)
    snapshots.take(wave, timezone.now())
    return wave


def test_the_five_questions_are_answered_on_their_pages_and_show_in_the_results(shipped, mona):
    asked = [answer_all(Client()) for _ in range(PEOPLE)]
    quoting.publish_text(Answer.objects.exclude(text="").first(), by=mona)
    close("five-community-questions", mona)

    html = Client().get(FIVE + "results/").content.decode()

    assert asked == [list(GIVEN)] * PEOPLE
    assert {row.answered for row in Response.objects.all()} == {5}
    assert [html.count(f">{label}</th><td class=\"num\">{PEOPLE}<") for label in (
        "Several that know little of each other", "Slightly", "Completely", "Written questions and answers",
        "Meetings in person",
    )] == [1, 1, 1, 1, 1]  # fmt: skip
    assert html.count("Templates, and honest talk.") == 1


def test_the_health_check_is_answered_ranked_and_compared_in_pairs(shipped, mona):
    wave, visitor = wave_of("practitioner-health-check"), AnonymousUser()
    items = list(comparing.candidates(wave).values())
    for _ in range(PEOPLE):
        response = answering.start(wave, by=visitor).response
        for item in items[:2]:
            answering.answer(response, item, {"importance": 5, "coverage": 1, "text": ""}, by=visitor)
        comparing.vote(response, items[0], items[1], PairOutcome.FIRST, by=visitor)
    close("practitioner-health-check", mona)
    ranking.refresh_due(timezone.now())

    results = Client().get(CHECK + "results/").content.decode()
    pairs = Client().get(CHECK + "pairs/results/").content.decode()

    assert len(items) == 34
    for item in items[:2]:
        assert f"{item.label}: {PEOPLE} answers, importance 5.00, coverage 1.00" in results
    assert f"<h1>{items[0].label} costs the most pain</h1>" in pairs
