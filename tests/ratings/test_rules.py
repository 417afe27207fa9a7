"""Who may judge what, with the reason for a no."""

import pytest
from django.contrib.auth.models import AnonymousUser

from ratings import rules
from tests import factories
from tests.ratings.judged import rate

pytestmark = pytest.mark.django_db


def test_a_creator_is_judged_by_those_who_know_the_work(alice, bob):
    plan = factories.artefact(alice)
    before = rules.may_judge_creator(bob, alice)
    rate(plan, bob)

    assert "First rate" in str(before.reason)
    assert rules.may_judge_creator(bob, alice)
    assert not rules.may_judge_creator(alice, alice)
    assert not rules.may_judge_creator(AnonymousUser(), alice)


def test_reviews_are_found_helpful_by_others(alice, bob, mona):
    rating = rate(factories.artefact(alice), bob)

    found = [bool(rules.may_find_helpful(who, rating)) for who in (alice, bob, mona, AnonymousUser())]

    assert found == [False, False, True, False]
    assert [bool(rules.may_reply_to_review(who, rating)) for who in (alice, bob, mona)] == [
        True,
        False,
        False,
    ]


def test_only_moderators_take_ratings_out(alice, mona):
    assert [bool(rules.may_quarantine(who)) for who in (alice, mona, AnonymousUser())] == [False, True, False]


def test_work_that_is_not_on_show_is_not_judged(alice, bob):
    draft = factories.artefact(alice, published=False)

    assert not rules.may_judge(bob, draft)
    assert not rules.may_judge(AnonymousUser(), factories.artefact(alice))


def test_work_in_progress_is_not_judged_until_it_is_finished(alice, bob):
    plan = factories.artefact(alice, work_in_progress=True)
    before = rules.may_judge(bob, plan)
    plan.work_in_progress = False

    assert (bool(before), "say in a reply" in str(before.reason)) == (False, True)
    assert rules.may_judge(bob, plan)
