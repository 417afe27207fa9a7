"""Votes for needs: ten, once each, and none lost when needs are merged."""

import contextlib
import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from content.publishing import Refused
from surveys import wanting
from surveys.enums import NeedState
from surveys.models import Need, NeedVote
from surveys.rules import MOST_VOTES
from tests import factories
from tests.surveys import survey_samples as samples


def test_a_vote_counts_once_and_can_be_taken_back(bob):
    need = samples.need()

    assert [wanting.vote(need, by=bob).votes, wanting.vote(need, by=bob).votes] == [1, 1]
    assert (wanting.take_back(need, by=bob).votes, wanting.votes_left(bob)) == (0, MOST_VOTES)


def test_the_eleventh_vote_waits_until_a_need_closes(bob):
    needs = [samples.need(f"Need {k}") for k in range(11)]
    for need in needs[:10]:
        wanting.vote(need, by=bob)

    with pytest.raises(wanting.BudgetSpent):
        wanting.vote(needs[10], by=bob)

    Need.objects.filter(pk=needs[0].pk).update(state=NeedState.DELIVERED)
    assert wanting.vote(needs[10], by=bob).votes == 1


@pytest.mark.parametrize("state", [state for state in NeedState if state not in ("open", "claimed")])
def test_only_open_needs_take_votes(bob, state):
    into = samples.need() if state == NeedState.DUPLICATE else None

    with pytest.raises(PermissionDenied):
        wanting.vote(samples.need(state=state, merged_into=into), by=bob)


def test_merging_is_for_moderators_and_not_in_a_ring(bob, mona):
    one, other = samples.need("One"), samples.need("Other")

    with pytest.raises(PermissionDenied):
        wanting.merge(one, into=other, by=bob)
    with pytest.raises(Refused, match="with itself"):
        wanting.merge(one, into=one, by=mona)
    wanting.merge(one, into=other, by=mona, note="the same")
    with pytest.raises(Refused, match="merged already"):
        wanting.merge(other, into=one, by=mona)
    one.refresh_from_db()
    assert (one.state, one.merged_into, one.note) == (NeedState.DUPLICATE, other, "the same")


@pytest.mark.django_db
@settings(max_examples=20, deadline=None)
@given(st.sets(st.integers(0, 4)), st.sets(st.integers(0, 4)))
def test_merging_needs_loses_no_vote_and_doubles_none(first, second):
    with transaction.atomic():
        mona = factories.moderator()
        people = [factories.member(f"Voter {k}") for k in range(5)]
        one, other = samples.need("One"), samples.need("Other")
        for need, voters in ((one, first), (other, second)):
            for k in voters:
                wanting.vote(need, by=people[k])

        kept = wanting.merge(one, into=other, by=mona)

        held = set(NeedVote.objects.filter(need=other).values_list("member_id", flat=True))
        assert held == {people[k].pk for k in first | second}
        assert (kept.pk, Need.objects.get(pk=other.pk).votes) == (other.pk, len(held))
        assert Need.objects.get(pk=one.pk).votes == 0
        transaction.set_rollback(True)


OPS = st.tuples(st.sampled_from(["vote", "back", "close", "merge"]), st.integers(0, 11), st.integers(0, 11))


@pytest.mark.django_db
@settings(max_examples=15, deadline=None)
@given(st.lists(OPS, max_size=25))
def test_whatever_happens_ten_votes_are_spent_at_most_and_every_count_is_its_rows(steps):
    with transaction.atomic():
        mona, bob = factories.moderator(), factories.member("Bob")
        needs = [samples.need(f"Need {k}") for k in range(12)]
        for k in range(10):
            wanting.vote(needs[k], by=bob)
        for what, one, other in steps:
            with contextlib.suppress(Refused, PermissionDenied):
                if what == "vote":
                    wanting.vote(needs[one], by=bob)
                elif what == "back":
                    wanting.take_back(needs[one], by=bob)
                elif what == "close":
                    wanting.decline_need(needs[one], by=mona, note="Sold.")
                else:
                    wanting.merge(needs[one], into=needs[other], by=mona)
            spent = NeedVote.objects.filter(member=bob, need__state__in=["open", "claimed"]).count()
            assert (spent <= MOST_VOTES, wanting.votes_left(bob)) == (True, MOST_VOTES - spent)
        assert wanting.recount(fix=False) == 0
        transaction.set_rollback(True)


def test_a_recount_finds_and_mends_what_differs(bob):
    need = samples.need()
    wanting.vote(need, by=bob)
    Need.objects.update(votes=7)

    assert [wanting.recount(fix=fix) for fix in (False, True, False)] == [1, 1, 0]


@pytest.mark.django_db(transaction=True)
def test_thirty_votes_at_once_spend_no_more_than_ten():
    bob = factories.member("Bob")
    needs, spent, faults = [samples.need(f"Need {k}") for k in range(30)], [], []

    def cast(need):
        try:
            wanting.vote(need, by=bob)
        except wanting.BudgetSpent:
            spent.append(need)
        except Exception as error:
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=cast, args=(need,)) for need in needs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (faults, len(spent), NeedVote.objects.count()) == ([], 20, 10)
    assert wanting.recount(fix=False) == 0
