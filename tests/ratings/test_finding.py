"""What the nightly search keeps for moderators, and what becomes of it when a moderator has decided."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.utils import timezone

from content.models import Artefact
from ratings import batch, finding, jobs, judging, judging_creators, ring_verdicts, tally
from ratings.enums import Verdict
from ratings.models import Rating, RingFlag, Tally, TrustMark
from tests import factories
from tests.ratings.judged import rate

pytestmark = pytest.mark.django_db


@pytest.fixture
def things():
    return [factories.artefact(title=f"Plan {number}") for number in range(3)]


@pytest.fixture
def ring(things):
    """Four proven members who gave the same three things five stars; one honest member rated the first before."""
    members = [factories.member(f"Ring {number}") for number in range(4)]
    for thing in things:
        for member in members:
            rate(thing, member, 5, trust=1.0)
    honest = rate(things[0], factories.member("Honest"), 2, trust=1.0)
    Rating.objects.filter(pk=honest.pk).update(created_at=timezone.now() - timedelta(days=1))
    return members


def weights():
    return list(Rating.objects.order_by("pk").values_list("w", "w_new", "state"))


def sums_are_right():
    return batch.drift() == 0


def found_ring():
    finding.find()
    return RingFlag.objects.get(finding="ring")


def test_a_ring_is_kept_once_with_its_evidence(ring, things, capsys):
    call_command("find_rings")
    flag = RingFlag.objects.get()
    before = weights()
    call_command("find_rings")

    assert capsys.readouterr().out.splitlines() == [
        "1 rings and 0 bursts; 1 findings are new, 0 changed, 0 are gone.",
        "1 rings and 0 bursts; 0 findings are new, 0 changed, 0 are gone.",
    ]
    assert {*flag.members.all()} == {*ring}
    assert flag.evidence["things"] == [[things[0].pk, 4, 5], [things[1].pk, 4, 4], [things[2].pk, 4, 4]]
    assert (flag.evidence["pair_count"], flag.evidence["stars"], flag.verdict) == (6, 5, "open")
    assert weights() == before  # nobody is punished by a finding
    assert jobs.find_rings() == 0


def test_an_open_finding_follows_its_ring_and_goes_with_it(ring, things):
    flag = found_ring()
    for thing in things:
        rate(thing, factories.member("Fifth") if thing is things[0] else Rating.objects.last().by, 5)
    grown = finding.find()
    members = RingFlag.objects.get(pk=flag.pk).members.count()
    for member in [*ring, Rating.objects.last().by]:
        judging.withdraw(things[0], by=member)

    assert (grown.made, grown.changed, members) == (0, 1, 5)
    assert (finding.find().gone, RingFlag.objects.count()) == (1, 0)


def test_what_was_dismissed_comes_back_only_when_it_has_grown(ring, things, mona):
    flag = found_ring()
    ring_verdicts.dismiss(flag, by=mona)
    again = finding.find()
    fifth = factories.member("Fifth")
    for thing in things:
        rate(thing, fifth, 5)
    grown = finding.find()

    assert (again.made, again.changed, grown.made) == (0, 0, 1)
    new = RingFlag.objects.get(verdict=Verdict.OPEN)
    assert (new.evidence["former"], fifth in new.members.all()) == (flag.pk, True)
    assert finding.find().made == 0


def test_a_burst_is_more_than_five_and_four_times_the_usual_day(things):
    for day in (9, 8, 7):
        Rating.objects.filter(pk=rate(things[0], None, 3).pk).update(
            created_at=timezone.now() - timedelta(days=day)
        )
    crowd = [rate(things[0], None, 5).by for _ in range(6)]

    assert (finding.find().bursts, finding.find().made) == (1, 0)
    flag = RingFlag.objects.get(finding="burst")
    assert {*flag.members.all()} == {*crowd}
    assert (flag.evidence["ratings"], flag.evidence["usual"]) == (6, 1)


def test_a_confirmed_ring_counts_as_about_one_at_once(ring, things, mona):
    flag = found_ring()
    tw = Tally.objects.get(artefact=things[1]).tw

    ring_verdicts.confirm(flag, by=mona)

    # d = 1/sqrt(4) for each of four with t = 1; the honest member is not touched.
    assert (tw, Tally.objects.get(artefact=things[1]).tw) == (40_000, 20_000)
    assert Rating.objects.get(by__name="Honest").w == 10_000
    assert sums_are_right()
    assert ring_verdicts.confirm(flag, by=mona) is None
    ring_verdicts.dismiss(flag, by=mona)
    assert Tally.objects.get(artefact=things[1]).tw == 40_000


def test_quarantine_and_restore_are_one_act_each_and_equal_a_batch(ring, things, mona):
    flag = found_ring()
    judging.withdraw(things[2], by=ring[0])
    score, low, count = Artefact.objects.values_list("score", "low", "rating_count").get(pk=things[1].pk)
    single = Rating.objects.get(by=ring[1], artefact=things[2])
    tally.set_state(Rating.objects.filter(pk=single.pk), "quarantined")  # by hand, before
    ring_verdicts.quarantine(flag, by=mona)
    out = list(Artefact.objects.order_by("pk").values_list("rating_count", "score"))
    quarantined = (sums_are_right(), ring_verdicts.quarantine(flag, by=mona), finding.find().made)
    rate(things[2], ring[0], 4)  # given afterwards: it counts until a moderator says otherwise
    ring_verdicts.restore(flag, by=mona)

    assert out == [(1, None), (0, None), (0, None)]
    assert quarantined == (True, None, 0)
    restored = Artefact.objects.get(pk=things[1].pk)
    assert restored.rating_count == count
    assert restored.score < score  # confirmed, they count as about one
    assert sums_are_right()
    single.refresh_from_db()
    assert single.state == "quarantined"
    ring_verdicts.dismiss(flag, by=mona)
    restored.refresh_from_db()
    assert (restored.score, restored.low) == (score, low)
    TrustMark.objects.filter(t=1).update(is_seed=True)
    before = weights()
    batch.recompute()
    assert weights() == before


def test_what_a_ring_says_of_creators_goes_and_comes_with_it(ring, things, mona):
    given = judging_creators.rate_creator(things[0].creator, by=ring[0], overall=5, interest="none")
    flag = found_ring()
    states = []
    for act in (ring_verdicts.quarantine, ring_verdicts.restore):
        act(flag, by=mona)
        given.refresh_from_db()
        states.append((given.state, given.w, batch.drift()))

    assert states == [("quarantined", 0, 0), ("counted", 10_000, 0)]


def test_only_moderators_decide_and_not_on_their_own_matter(ring, things, alice, mona):
    flag = found_ring()
    milo = factories.moderator("Milo")
    Artefact.objects.filter(pk=things[0].pk).update(creator=milo)
    for act in (
        ring_verdicts.confirm,
        ring_verdicts.dismiss,
        ring_verdicts.quarantine,
        ring_verdicts.restore,
    ):
        for by in (alice, milo):
            with pytest.raises(PermissionDenied):
                act(flag, by=by)

    assert RingFlag.objects.get().verdict == Verdict.OPEN


def test_the_night_says_what_it_did_and_a_second_does_nothing(ring, settings, capsys):
    ours = ["recompute_scores", "find_rings", "check_sums"]
    nightly = [name.rpartition(".")[2] for name in settings.NIGHTLY_JOBS]
    settings.NIGHTLY_JOBS = [f"ratings.jobs.{name}" for name in ours]
    call_command("nightly")
    call_command("nightly")

    said = capsys.readouterr().out.splitlines()
    assert said[1:3] == ["find rings: 1", "check sums: 0"]
    assert said[3:] == ["recompute scores: 0", "find rings: 0", "check sums: 0"]
    assert [name for name in nightly if name in ours] == ours
