"""What is said of creators: one row for each pair, kept history, and sums that equal a recount."""

from contextlib import suppress

import pytest
from django.core.exceptions import PermissionDenied
from freezegun import freeze_time
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from content.moving import Refused
from people import closing
from people.models import Member
from ratings import batch, creator_tally, tally
from ratings.judging_creators import (
    endorse,
    quarantine_creator_rating,
    rate_creator,
    restore_creator_rating,
    revoke,
    withdraw_creator_rating,
)
from ratings.models import CreatorRating, CreatorRevision, CreatorTally, Endorsement, SiteEpoch, TrustMark
from ratings.scoring import score
from tests import factories
from tests.ratings.judged import rate

ACTS = st.lists(
    st.tuples(
        st.sampled_from(["rate", "rate", "withdraw", "quarantine", "restore", "endorse", "trust", "batch"]),
        st.integers(0, 4),
        st.integers(1, 5),
        st.sampled_from(["none", "colleague", "customer"]),
    ),
    max_size=14,
)
SAID = {"interest": "none", "text": "Why."}


def peer(creator, name="Peer", trust=None):
    """A member who rated a work of the creator's."""
    member = factories.member(name)
    rate(factories.artefact(creator, title=f"Plan for {name}"), member, trust=trust)
    return member


def state():
    rows = CreatorTally.objects.order_by("pk")
    return list(rows.values("pk", "tw", "ts", "uw", "us", "score", "low", "epoch", "rating_count", "figures"))


class RandomSequences(TestCase):
    """Peers rate, change, withdraw, recommend and are taken out, with batches in between."""

    @given(ACTS)
    @settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    def test_the_sums_equal_a_recount_and_a_second_batch_changes_nothing(self, acts):
        mona, creator = factories.moderator(), factories.member("Alice")
        peers = [peer(creator, f"Peer {number}") for number in range(5)]

        for act, who, stars, interest in acts:
            self._do(act, creator, peers[who], stars, interest, mona)

        for row in CreatorTally.objects.all():
            assert tally.sums_in(row) == creator_tally.recount(row.pk)
        batch.recompute()
        after = state()
        weights = list(CreatorRating.objects.order_by("pk").values_list("w", "w_new", "tie"))
        again = batch.recompute()
        assert (again.changed, again.drifted, state()) == (0, 0, after)
        assert list(CreatorRating.objects.order_by("pk").values_list("w", "w_new", "tie")) == weights
        for row in CreatorTally.objects.all():  # from scratch it is the same
            row.tw = row.ts = row.uw = row.us = 0
            row.save()
            creator_tally.reweigh([row.pk])
        assert state() == after

    def _do(self, act, creator, member, stars, interest, mona):
        rating = CreatorRating.objects.filter(by=member).first()
        if act == "rate":
            with suppress(Refused):  # rated often enough today
                rate_creator(creator, by=member, overall=stars, interest=interest, text="Why.")
        elif act == "withdraw":
            withdraw_creator_rating(creator, by=member)
        elif act == "quarantine" and rating:
            quarantine_creator_rating(rating, by=mona)
        elif act == "restore" and rating:
            restore_creator_rating(rating, by=mona)
        elif act == "endorse":
            endorse(creator, by=member, practice=factories.practice(), sentence="Knows it.")
        elif act == "trust":
            TrustMark.objects.update_or_create(member=member, defaults={"t": stars / 5, "is_seed": stars > 3})
        elif act == "batch":
            batch.recompute()


@pytest.mark.django_db
def test_stars_are_given_changed_and_withdrawn_and_history_is_kept(alice):
    bob = peer(alice, "Bob", trust=1.0)

    rate_creator(alice, by=bob, overall=4, interest="none", text="Good.", answers=5)
    rate_creator(alice, by=bob, overall=4, interest="none", text="Good.", answers=5)  # sent twice
    rate_creator(alice, by=bob, overall=5, interest="customer")
    changed = CreatorRating.objects.values_list("overall", "answers", "text", "w").get()
    withdraw_creator_rating(alice, by=bob)
    withdraw_creator_rating(alice, by=bob)

    assert changed == (5, None, "", 10_000)
    revisions = CreatorRevision.objects.values_list("ending", "overall", "answers", "text")
    assert list(revisions) == [("changed", 4, 5, ""), ("withdrawn", 5, None, "")]
    row = CreatorTally.objects.get(pk=alice.pk)
    assert (CreatorRating.objects.count(), tally.sums_in(row), row.score, row.low) == (
        0,
        (0, 0, 0, 0),
        None,
        0,
    )


@pytest.mark.django_db
def test_the_score_is_the_formula_drawn_to_the_mean_of_creators(alice):
    SiteEpoch.objects.create(mu=2.0, sigma=2.0, creator_mu=4.0, creator_sigma=0.5)
    for number, (stars, trust) in enumerate([(5, 1.0), (4, 0.5), (1, None)]):
        member = peer(alice, f"Peer {number}", trust=trust)
        rate_creator(alice, by=member, overall=stars, **SAID)

    row = CreatorTally.objects.get(pk=alice.pk)

    assert tally.sums_in(row) == (15_000, 70_000, 15_000, 30_000)
    expected = score(15_000, 70_000, 15_000, 30_000, mu=4.0, sigma=0.5)
    assert (row.score, row.low) == (expected.score, expected.low)
    Member.objects.exclude(pk=alice.pk).update(is_staff=True)  # seeds: proven at night too
    batch.recompute()
    epoch = SiteEpoch.objects.last()
    assert epoch.creator_mu == pytest.approx((20 * 3.5 + 5 + 4 + 1) / 23)
    assert CreatorTally.objects.get().epoch == epoch


@pytest.mark.django_db
def test_few_stars_need_words_and_judges_know_the_work(alice, mona):
    bob = peer(alice, "Bob")

    with pytest.raises(Refused, match="Say why"):
        rate_creator(alice, by=bob, overall=2, interest="none")
    with pytest.raises(Refused, match="Say why"):
        endorse(alice, by=bob, practice=factories.practice(), sentence="  ")
    for act in (rate_creator, endorse):
        said = SAID | {"overall": 5} if act is rate_creator else {"practice": None, "sentence": "x"}
        with pytest.raises(PermissionDenied, match="First rate, or report using"):
            act(alice, by=mona, **said)


@freeze_time("2026-11-02 10:00")
@pytest.mark.django_db
def test_three_a_day_of_one_creator_and_five_in_all(alice, bob):
    for number in range(2):
        rate(factories.artefact(alice, title=f"Plan {number}"), bob)
    rate_creator(alice, by=bob, overall=4, **SAID)
    withdraw_creator_rating(alice, by=bob)
    for again in (
        lambda: rate_creator(alice, by=bob, overall=4, **SAID),
        lambda: rate(factories.artefact(alice), bob),
    ):
        with pytest.raises(Refused, match="this creator and their work 3 ratings today"):
            again()
    practices = [factories.practice(f"practice-{number}") for number in range(4)]
    for practice in practices[:3]:
        endorse(alice, by=bob, practice=practice, sentence="Knows it.")
    endorse(alice, by=bob, practice=practices[0], sentence="Knows it well.")
    with pytest.raises(Refused, match="for 3 practices today"):
        endorse(alice, by=bob, practice=practices[3], sentence="Knows it.")
    with freeze_time("2026-11-03 10:00"):
        rate_creator(alice, by=bob, overall=4, **SAID)
        endorse(alice, by=bob, practice=practices[3], sentence="Knows it.")

    assert Endorsement.objects.count() == 4


@pytest.mark.django_db
def test_a_recommendation_is_one_for_each_practice_and_taken_back_at_once(alice):
    bob, practice = peer(alice, "Bob", trust=1.0), factories.practice()
    for sentence in ("Knows it.", "Knows it well."):
        endorse(alice, by=bob, practice=practice, sentence=sentence)
    figures = CreatorTally.objects.get(pk=alice.pk).figures["endorsed"]
    kept = Endorsement.objects.get().sentence

    for _ in range(2):
        revoke(alice, by=bob, practice=practice)

    assert (kept, figures) == ("Knows it well.", [[practice.slug, practice.label, 1, 1]])
    assert CreatorTally.objects.get(pk=alice.pk).figures["endorsed"] == []


@pytest.mark.django_db
@pytest.mark.parametrize(("keep_name", "left"), [(True, (1, 1, 10_000)), (False, (0, 0, 0))])
def test_what_was_said_goes_with_the_name_of_a_closed_account(alice, keep_name, left):
    bob = peer(alice, "Bob")
    rate_creator(alice, by=bob, overall=4, **SAID)
    endorse(alice, by=bob, practice=factories.practice(), sentence="Knows it.")

    closing.close(bob, by=bob, keep_name=keep_name)

    row = CreatorTally.objects.get(pk=alice.pk)
    found = (CreatorRating.objects.count(), sum(n for *_names, n, _proven in row.figures["endorsed"]), row.uw)
    assert found == left
