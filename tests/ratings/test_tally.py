"""The sums are those of a recount, as whole numbers, whatever happened in whichever order."""

from contextlib import suppress

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from content.models import Artefact, Version
from content.moving import Refused
from people import profile
from ratings import answering_reviews, batch, judging, judging_creators, tally
from ratings.models import Rating, SiteEpoch, Tally, TrustMark
from tests import factories
from tests.ratings.judged import rate

ACTED = ("rate", "withdraw", "quarantine", "restore", "recommend", "use", "trust", "batch")
AGAIN = (None, True, False)
ACTS = st.lists(
    st.tuples(
        st.sampled_from(("rate", *ACTED)),
        st.integers(0, 4),
        st.integers(1, 5),
        st.sampled_from(["none", "employer", "customer"]),
    ),
    max_size=14,
)


def stored(artefact):
    return tally.sums_in(Tally.objects.get(artefact=artefact))


class RandomSequences(TestCase):
    """Members rate, change, withdraw and are taken out, with batches in between."""

    @given(ACTS)
    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    def test_the_sums_equal_a_recount(self, acts):
        mona, plan = factories.moderator(), factories.artefact()
        members = [factories.member(f"Member {number}") for number in range(5)]
        for member, kind in zip(members, ("practitioner", "consultant"), strict=False):
            profile.take_role(member, by=member, kind=kind)

        for act, who, stars, interest in acts:
            self._do(act, plan, members[who], stars, interest, mona)

        before = list(Tally.objects.values_list("figures", flat=True))
        tally.refresh(plan)
        assert before in ([], [Tally.objects.get().figures])
        assert stored(plan) == tally.recount(plan.pk)
        batch.recompute()
        first = list(Rating.objects.values_list("pk", "w", "w_new", "tie").order_by("pk"))
        after = Tally.objects.values("tw", "ts", "uw", "us", "prior", "epoch", "figures").get()
        again = (batch.recompute().changed, batch.drift(), SiteEpoch.objects.last().pk)
        assert again == (0, 0, after["epoch"])
        assert list(Rating.objects.values_list("pk", "w", "w_new", "tie").order_by("pk")) == first
        assert Tally.objects.values(*after).get() == after

    def _do(self, act, plan, member, stars, interest, mona):
        rating = Rating.objects.filter(by=member).first()
        if act == "rate":
            with suppress(Refused):  # rated often enough today
                rate(plan, member, stars, interest=interest, clear=stars, would_use_again=AGAIN[stars % 3])
        elif act == "withdraw":
            judging.withdraw(plan, by=member)
        elif act in {"quarantine", "restore"} and rating:
            getattr(answering_reviews, act)(rating, by=mona)
        elif act == "recommend":
            judging.recommend(plan, by=member, sentence="Small teams", interest=interest)
        elif act == "trust":
            TrustMark.objects.update_or_create(member=member, defaults={"t": stars / 5, "is_seed": stars > 3})
            tally.refresh(plan)
        elif act == "use":
            judging.report_use(plan, by=member, adoption="as-is", interest=interest)
        elif act == "batch":
            batch.recompute()


@pytest.mark.django_db
def test_older_votes_count_half_once_the_new_version_has_five_proven_ratings(alice):
    plan = factories.artefact(alice)
    old = rate(plan, trust=1.0)
    second = Version.objects.create(
        artefact=plan, by=alice, major=2, minor=0, state="published", licence=factories.licence(),
        published_at=plan.published_at, declared_at=plan.published_at, declaration="x",
    )  # fmt: skip
    Artefact.objects.update(current=second)
    weights = []
    for _ in range(5):
        rate(plan, trust=1.0)
        weights.append(Rating.objects.get(pk=old.pk).w)

    assert weights == [10_000] * 4 + [5_000]
    assert stored(plan) == tally.recount(plan.pk)


@pytest.mark.django_db
def test_the_check_finds_what_was_changed_behind_our_back(capsys):
    rate(factories.artefact(), trust=1.0)
    with pytest.raises(SystemExit, match="0"):
        call_command("recompute_scores", "--check")

    Tally.objects.update(ts=1)

    with pytest.raises(SystemExit, match="1"):
        call_command("recompute_scores", "--check")
    assert "1 artefacts have sums that differ" in capsys.readouterr().out


@pytest.mark.django_db
def test_a_command_puts_right_what_differs(capsys, mona):
    plan = factories.artefact()
    rate(plan, trust=1.0)
    Tally.objects.update(ts=1)

    call_command("recompute_scores")

    assert "1 artefacts had sums that differed" in capsys.readouterr().out
    assert stored(plan) == tally.recount(plan.pk)


@pytest.mark.django_db
def test_a_member_the_moderator_endorsed_counts_half_in_a_young_community(mona):
    plan, work = factories.artefact(), factories.artefact(factories.member("Dora"))
    dora = work.creator
    rate(plan, dora)
    rate(work, mona)
    judging_creators.endorse(dora, by=mona, practice=factories.practice(), sentence="Knows incidents.")

    batch.recompute()

    assert TrustMark.objects.get(member=dora).t == 0.5
    assert (Rating.objects.get(by=dora).w, Rating.objects.get(by=dora).w_new) == (5000, 5000)
    assert SiteEpoch.objects.get().early
