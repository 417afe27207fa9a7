"""Promises: made, given back, late, released; and the state that the need is in meanwhile."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from people import privacy
from people.models import Notice
from surveys import moving, pledging, wanting
from surveys.enums import NeedState, PledgeState
from surveys.models import Need, Pledge
from tests import factories
from tests.surveys import survey_samples as samples

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return timezone.localdate()


def promise(need, by, today, days=10, **said):
    return pledging.pledge(need, by=by, due=today + timedelta(days=days), **said)


def state_of(need):
    return Need.objects.get(pk=need.pk).state


def test_a_promise_claims_the_need_once_and_tells_those_who_want_it(alice, bob, mona, today):
    need = samples.need(by=alice)
    wanting.vote(need, by=mona)

    first = promise(need, bob, today, note="I share our agenda.")
    second = promise(need, bob, today, days=20)

    assert (second, second.due) == (first, today + timedelta(days=10))
    assert state_of(need) == NeedState.CLAIMED
    assert set(Notice.objects.values_list("member", "detail")) == {
        (alice.pk, "I share our agenda."),
        (mona.pk, "I share our agenda."),
    }


@pytest.mark.parametrize("days", [-1, 367])
def test_nobody_promises_for_yesterday_or_for_ever(bob, today, days):
    with pytest.raises(pledging.NotADay):
        promise(samples.need(), bob, today, days=days)


def test_nobody_is_on_more_than_five_needs_or_on_a_closed_one(bob, today):
    for number in range(5):
        promise(samples.need(f"Need {number}"), bob, today)

    with pytest.raises(pledging.TooManyPledges):
        promise(samples.need("One more"), bob, today)
    with pytest.raises(PermissionDenied):
        promise(samples.need("Over", state=NeedState.DELIVERED), bob, today)


def test_a_promise_is_given_back_by_its_owner_and_the_need_is_open_when_nobody_is_on_it(alice, bob, today):
    need = samples.need()
    mine, other = promise(need, bob, today), promise(need, alice, today)
    with pytest.raises(PermissionDenied):
        pledging.give_back(mine, by=alice)

    pledging.give_back(mine, by=bob)
    between = state_of(need)
    pledging.give_back(other, by=alice)

    assert (between, state_of(need)) == (NeedState.CLAIMED, NeedState.OPEN)
    assert promise(need, bob, today).pk not in (mine.pk, other.pk)


def test_the_nightly_look_reminds_marks_late_and_releases_each_once(bob, today):
    need = samples.need()
    pledge = promise(need, bob, today, days=3)

    steps = []
    for days in (0, 0, 3, 4, 4, 33, 34, 34):
        done = pledging.follow(today + timedelta(days=days))
        steps.append((days, done, Pledge.objects.get(pk=pledge.pk).state, state_of(need)))

    assert steps == [
        (0, 1, PledgeState.OPEN, NeedState.CLAIMED),
        (0, 0, PledgeState.OPEN, NeedState.CLAIMED),
        (3, 0, PledgeState.OPEN, NeedState.CLAIMED),
        (4, 1, PledgeState.LATE, NeedState.CLAIMED),
        (4, 0, PledgeState.LATE, NeedState.CLAIMED),
        (33, 0, PledgeState.LATE, NeedState.CLAIMED),
        (34, 1, PledgeState.RELEASED, NeedState.OPEN),
        (34, 0, PledgeState.RELEASED, NeedState.OPEN),
    ]
    assert list(Notice.objects.filter(member=bob).order_by("pk").values_list("kind", "key")) == [
        ("pledge", f"pledge-{pledge.pk}-{what}") for what in ("due", "late", "released")
    ]


def test_the_record_counts_what_was_due_and_forgives_what_was_given_back_in_time(bob, today):
    needs = [samples.need(f"Need {number}") for number in range(5)]
    work = factories.artefact(bob)
    ends = [
        (PledgeState.KEPT, -1),
        (PledgeState.KEPT, 3),
        (PledgeState.RELEASED, -1),
        (PledgeState.RELEASED, 31),
    ]
    for need, (state, days) in zip(needs, ends, strict=False):
        ended = timezone.now() - timedelta(days=40 - days)
        due = today - timedelta(days=40)
        Pledge.objects.create(need=need, member=bob, due=due, state=state, ended_at=ended, artefact=work)
    Pledge.objects.create(need=needs[4], member=bob, due=today - timedelta(days=1), state=PledgeState.LATE)

    word = pledging.word_of(bob)

    assert (word.kept, word.late, word.due) == (2, 1, 4)
    assert [one.need for one in word.running] == [needs[4]]


def test_what_is_erased_leaves_the_need_open(bob, today):
    need = samples.need()
    promise(need, bob, today)
    [holding] = [held for held in privacy.holdings() if held.name == "surveys"]

    assert [row["need__title"] for row in holding.export(bob)["pledges"]] == [need.title]
    holding.erase(bob, keep_name=False)

    assert (Pledge.objects.count(), state_of(need)) == (0, NeedState.OPEN)


@pytest.mark.parametrize("before", NeedState)
def test_a_need_goes_only_where_the_table_lets_it(before):
    into = samples.need("Kept") if before == NeedState.DUPLICATE else None
    gone = []
    for after in NeedState:
        need = samples.need(state=before, merged_into=into)
        kept = {"merged_into": samples.need("Other")} if after == NeedState.DUPLICATE else {}
        try:
            moving.move(need, after, **kept)
        except moving.NoSuchMove:
            continue
        gone.append(after)

    assert set(gone) == moving.MOVES[before]


def test_merging_keeps_promises_one_for_each_member(alice, bob, mona, today):
    one, other = samples.need("One"), samples.need("Other")
    twice = promise(one, bob, today), promise(other, bob, today)
    alone = promise(one, alice, today)

    wanting.merge(one, into=other, by=mona)

    rows = {row.pk: (row.need_id, row.state) for row in Pledge.objects.all()}
    assert rows == {
        twice[0].pk: (other.pk, PledgeState.RELEASED),
        twice[1].pk: (other.pk, PledgeState.OPEN),
        alone.pk: (other.pk, PledgeState.OPEN),
    }
    assert state_of(other) == NeedState.CLAIMED
