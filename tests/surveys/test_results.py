"""Figures from rows and from the histogram; by segment, by what is complete, and never of fewer than five."""

import io
import json
from random import Random

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from surveys import answering, readings, results
from surveys.models import Answer, HistogramCell, Item, Response, Wave
from tests import factories
from tests.surveys import survey_samples as samples

IMPORTANCE, COVERAGE = (5, 5, 4, 4, 5, 3, 5, 4, 5, 2), (1, 2, 2, 3, 1, 4, 2, 5, 2, 3)


def fill(wave, n, *, roles=("practitioner", "consultant"), seed=1):
    """``n`` responses to every item in a few statements."""
    source, items = Random(seed), list(Item.objects.filter(question__wave=wave))
    now = timezone.now()
    responses = Response.objects.bulk_create(
        Response(
            wave=wave,
            opened_at=now,
            role=roles[k % len(roles)],
            size_band=source.choice(["1-9", "50-249"]),
            shown=len(items),
            answered=len(items) if k % 3 else 1,
        )
        for k in range(n)
    )
    Answer.objects.bulk_create(
        Answer(response=response, item=item, importance=source.randint(1, 5), coverage=source.randint(1, 5))
        for response in responses
        for item in items[: response.answered]
    )
    Wave.objects.filter(pk=wave.pk).update(last_answer_at=now)
    return responses


@pytest.fixture
def worked(alice):
    """The worked example of the specification, answered through the verbs."""
    wave = samples.survey(alice, items=1)
    for k, pair in enumerate(zip(IMPORTANCE, COVERAGE, strict=True)):
        role = "practitioner" if k < 6 else "consultant"
        samples.answers(wave, {1: pair}, by=factories.member(f"Member {k}"), role=role)
    return wave


def printed(*words, **options):
    out = io.StringIO()
    call_command("survey_results", *words, json=True, stdout=out, **options)
    return json.loads(out.getvalue())


def test_the_command_prints_the_worked_example(worked):
    found = printed(str(worked.survey_id))

    [item] = found["items"]
    assert (found["n_respondents"], item["item"], item["quadrant"]) == (10, "need-1", "undecided")
    assert {
        name: item[name]
        for name in ("imp", "cov", "opp", "mean_importance", "mean_coverage", "mean_gap", "mwds")
    } == {
        "imp": 8.0,
        "cov": 2.0,
        "opp": 14.0,
        "mean_importance": 4.2,
        "mean_coverage": 2.5,
        "mean_gap": 1.7,
        "mwds": pytest.approx(7.14, abs=5e-5),
    }
    assert printed(worked.survey.slug, wave=1) == found


def test_segments_are_told_apart_and_small_ones_refused(worked):
    assert [
        printed(worked.survey.slug, segment=name)["n_respondents"]
        for name in ("role=practitioner", "group=doers")
    ] == [
        6,
        6,
    ]
    with pytest.raises(CommandError, match="Fewer than 5"):
        printed(worked.survey.slug, segment="group=helpers")
    with pytest.raises(CommandError, match="no segment “shoe=42”"):
        printed(worked.survey.slug, segment="shoe=42")
    with pytest.raises(CommandError, match="no such survey or wave"):
        printed(worked.survey.slug, wave=2)
    with pytest.raises(CommandError, match="Name a survey"):
        printed()


def test_numbers_left_out_on_purpose_are_not_counted(worked, bob):
    samples.answers(worked, {1: (1, 1)}, by=bob)
    response = answering.resume(worked, by=bob)
    answering.answer(response, samples.item(worked), {"no_coverage": "DK"}, by=bob)

    found = results.compute(readings.read(worked))

    assert (found.n_respondents, found.items[0].n) == (11, 10)


def test_dispositions_say_how_far_people_went(alice):
    wave = samples.survey(alice, items=10)
    now = timezone.now()
    for answered in (0, 0, 2, 5, 7, 8, 10):
        Response.objects.create(wave=wave, opened_at=now, shown=10, answered=answered)

    found = results.dispositions(wave)

    assert found == results.Dispositions(seen=7, started=5, broken_off=1, partial=2, complete=2)
    share, (low, high) = found.completion
    assert (share, low < 0.4 < high) == (0.4, True)


def test_rows_and_histogram_agree(alice, monkeypatch):
    wave = samples.survey(alice, items=4)
    fill(wave, 40)

    small = readings.read(wave)
    monkeypatch.setattr(readings, "MOST_DRAWN_RESPONDENTS", 4)
    large = readings.read(wave)

    assert (small.people, small.pairs) == (large.people, large.pairs)
    for segment, only in (("", ""), ("role=practitioner", ""), ("size=1-9", results.COMPLETES)):
        rows = results.compute(small, segment=segment, only=only)
        cells = results.compute(large, segment=segment, only=only)

        assert (rows.method, cells.method) == ("respondents", "multinomial")
        for one, other in zip(rows.items, cells.items, strict=True):
            names = (
                "item",
                "n",
                "mean_importance",
                "mean_coverage",
                "mean_gap",
                "imp",
                "cov",
                "opp",
                "rank_opp",
            )
            assert [getattr(one, name) for name in names] == [getattr(other, name) for name in names]
    assert sum(HistogramCell.objects.values_list("n", flat=True)) == Answer.objects.count()
