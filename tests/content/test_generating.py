"""The plan of a generated library: the same seed the same library, in the shares it promises."""

from collections import Counter

import pytest

from content.generating import FIELD_SENTENCES, Planner, starter_sentences, taxonomy

pytestmark = pytest.mark.django_db


def plans(total, seed=1):
    planner = Planner(total, taxonomy(), seed)
    return [planner.plan(number) for number in range(1, total + 1)]


def shown(plan):
    return plan.title, plan.summary, plan.paragraphs, plan.tags, plan.standing.downloads


def test_one_seed_makes_one_library():
    assert list(map(shown, plans(20))) == list(map(shown, plans(20)))


def test_another_seed_makes_another_library():
    assert list(map(shown, plans(20))) != list(map(shown, plans(20, seed=2)))


def test_kinds_come_in_their_shares():
    found = Counter(plan.kind.slug for plan in plans(2000))

    assert found.most_common(1)[0][0] == "template"
    assert 340 < found["template"] < 540  # 22 of 100


def test_half_of_the_texts_have_about_120_words():
    lengths = sorted(sum(sentence.count(" ") + 1 for sentence in plan.paragraphs) for plan in plans(1000))

    assert 100 < lengths[500] < 150


def test_most_artefacts_have_at_most_two_ratings():
    found = [plan.standing.ratings for plan in plans(1000)]

    assert sum(ratings <= 2 for ratings in found) > 600
    assert max(found) > 20


def test_sentences_come_from_the_starter_library_and_from_the_field():
    planner = Planner(1, taxonomy())

    assert len(planner.field_sentences) == FIELD_SENTENCES
    assert len(starter_sentences()) > 200


def test_the_best_are_those_the_lists_rank_first():
    planner = Planner(500, taxonomy())

    best = planner.best(100)

    lows = [one.low for one in planner.standings]
    assert len(best) == 100
    assert min(lows[number - 1] for number in best) >= sorted(lows, reverse=True)[99]
