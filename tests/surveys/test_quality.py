"""Careless answers are flagged and stay; the rules by themselves, and the worker's run over a wave."""

from datetime import UTC, datetime, timedelta

import pytest

from surveys import answering, quality, snapshots
from surveys.models import Answer, PartnerLink, Response
from surveys.quality import Given, Opened
from tests.surveys import survey_samples as samples
from tests.surveys.test_results import fill

NOON = datetime(2026, 5, 4, 12, 30, tzinfo=UTC)


def given(*pairs, seconds=None):
    n = len(pairs)
    importance, coverage = zip(*pairs, strict=True)
    return Given(range(n), importance, coverage, [None] * n, [seconds] * n)


def test_a_median_under_two_seconds_is_hurried():
    fast, slow, unknown = (given(*[(1, 2)] * 6, seconds=seconds) for seconds in (1, 2, None))
    few = given(*[(1, 2)] * 4, seconds=1)

    assert [quality.is_hurried(said) for said in (fast, slow, unknown, few)] == [
        True,
        False,
        False,
        False,
    ]


def test_nine_of_ten_the_same_are_in_line():
    nine, eight = given(*[(3, 3)] * 9, (1, 1)), given(*[(3, 3)] * 8, (1, 1), (2, 2))
    few, half = given(*[(3, 3)] * 9), given(*[(3, 3)] * 9, (3, None))

    assert [quality.is_in_line(said) for said in (nine, eight, few, half)] == [True, False, False, False]


def test_three_alike_in_an_hour_and_more_than_twenty_through_a_link():
    assert quality.alike({"x": [1, 2, 3], "y": [4, 5]}) == {1, 2, 3}
    through = {k: Opened(7, NOON + timedelta(seconds=k)) for k in range(21)}
    later = {k: Opened(7, NOON + timedelta(hours=1)) for k in range(30, 50)}
    without = {k: Opened(None, NOON) for k in range(60, 90)}

    assert quality.flooded(through | later | without) == set(range(21))


@pytest.mark.django_db
def test_the_worker_flags_a_closed_wave_and_a_repeat_changes_nothing(alice):
    wave = samples.survey(alice, items=12)
    made = fill(wave, 9)
    line, fast = made[1], made[2]
    Answer.objects.filter(response=line).update(importance=3, coverage=3)
    Answer.objects.filter(response=fast).delete()
    Answer.objects.bulk_create(
        Answer(response=fast, item=samples.item(wave, k), importance=1 + k % 5, coverage=2, seconds=1)
        for k in range(1, 7)
    )
    Response.objects.filter(pk=fast.pk).update(answered=6)
    link = PartnerLink.objects.create(wave=wave, code="partner", label="Partner")
    Response.objects.filter(pk=made[8].pk).update(source=link)
    answering.close_wave(wave, by=alice)

    snapshots.take(wave, NOON)

    assert set(Response.objects.filter(flagged=True)) == {line, fast}
    assert (quality.flag(wave), Response.objects.filter(flagged=True).count()) == (2, 2)
    assert Answer.objects.filter(response=line).count() == 12
