"""Coverage: proposed by anybody, decided by the poster or a moderator; delivered only with both."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from content import publishing
from content.models import Artefact, StatusChange
from content.publishing import Refused
from people.models import Notice
from surveys import covering, jobs, pledging, wanting
from surveys.enums import CoverageState, NeedState, PledgeState
from surveys.models import Coverage, Need, Pledge
from tests import factories
from tests.surveys import survey_samples as samples

pytestmark = pytest.mark.django_db


@pytest.fixture
def work(bob):
    return factories.artefact(bob, title="Review agenda")


def test_delivered_needs_a_published_artefact_and_the_posters_word(alice, bob, mona, work):
    need = samples.need(by=alice)
    wanting.vote(need, by=mona)
    pledge = pledging.pledge(need, by=bob, due=timezone.localdate() + timedelta(days=5))
    other = pledging.pledge(need, by=mona, due=timezone.localdate() + timedelta(days=5))
    with pytest.raises(Refused, match="Link a published artefact"):
        covering.deliver(need, by=alice)
    coverage = covering.propose(need, work, by=bob)
    for somebody in (bob, factories.member("Dora")):
        with pytest.raises(PermissionDenied):
            covering.confirm(coverage, by=somebody)

    covering.confirm(coverage, by=alice, delivers=True)

    assert Need.objects.get(pk=need.pk).state == NeedState.DELIVERED
    assert dict(Pledge.objects.values_list("pk", "state")) == {
        pledge.pk: PledgeState.KEPT,
        other.pk: PledgeState.RELEASED,
    }
    assert Pledge.objects.get(pk=pledge.pk).artefact == work
    assert wanting.votes_left(mona) == 10
    told = Notice.objects.filter(key=f"answer-{coverage.pk}").values_list("member", flat=True)
    assert set(told) == {bob.pk, mona.pk}


def test_nobody_judges_their_own_work_but_a_sites_only_moderator(mona, alice):
    need = samples.need(by=mona)
    coverage = covering.propose(need, factories.artefact(mona), by=alice)

    covering.confirm(coverage, by=mona)
    factories.moderator("Max")
    second = covering.propose(need, factories.artefact(mona, title="Second"), by=alice)

    with pytest.raises(PermissionDenied):
        covering.confirm(second, by=mona)


def test_a_proposal_counts_once_can_be_taken_back_and_not_after_a_no(alice, bob, mona, work):
    need = samples.need(by=alice)
    first = covering.propose(need, work, by=bob)
    assert covering.propose(need, work, by=alice) == first
    with pytest.raises(PermissionDenied):
        covering.withdraw(first, by=alice)

    covering.withdraw(first, by=bob)
    again = covering.propose(need, work, by=alice)
    covering.refuse(again, by=mona)

    with pytest.raises(Refused, match="not what was needed"):
        covering.propose(need, work, by=bob)
    assert Notice.objects.filter(member=alice, key=f"refusal-{again.pk}").count() == 1


def test_only_live_artefacts_count(mona, alice, work):
    need = samples.need(by=alice)
    coverage = covering.propose(need, work, by=alice)
    publishing.hide(work, by=mona, note="Names a customer.")
    with pytest.raises(Refused, match="Only a published"):
        covering.confirm(coverage, by=alice)
    publishing.show_again(Artefact.objects.get(pk=work.pk), by=mona)
    covering.confirm(coverage, by=alice)
    before = covering.live(need.coverages).count()

    publishing.hide(Artefact.objects.get(pk=work.pk), by=mona, note="Names a customer.")

    assert (before, covering.live(need.coverages).count()) == (1, 0)
    with pytest.raises(Refused, match="Link a published artefact"):
        covering.deliver(need, by=mona)


def test_a_delivered_need_is_opened_again(alice, mona, work):
    need = samples.need(by=alice)
    covering.confirm(covering.propose(need, work, by=alice), by=alice, delivers=True)
    with pytest.raises(PermissionDenied):
        covering.reopen(need, by=factories.member("Dora"))

    covering.reopen(need, by=mona)

    assert Need.objects.get(pk=need.pk).state == NeedState.OPEN


@pytest.mark.parametrize(
    ("words", "proposed"),
    [
        ("N-{:03d} A need", 1),
        ("  N-{} ", 1),
        ("n-{}", 0),
        ("About N-{}", 0),
        ("N-{}9", 0),
        ("N-0", 0),
        ("", 0),
    ],
)
def test_what_the_contributor_named_is_proposed_when_it_is_published(bob, mona, words, proposed):
    need = samples.need()
    work = factories.artefact(bob, need=words.format(need.pk))
    StatusChange.objects.create(artefact=work, before="draft", after="published", by=mona)

    done = [jobs.link_artefacts(), jobs.link_artefacts()]

    assert done == [proposed, 0]
    assert list(Coverage.objects.values_list("need", "artefact", "proposed_by", "state")) == (
        [(need.pk, work.pk, bob.pk, CoverageState.PROPOSED)] * proposed
    )


def test_a_merged_need_that_was_named_leads_to_where_it_went_and_yes_outlives_the_merger(bob, mona, work):
    gone, kept = samples.need("Gone"), samples.need("Kept")
    sure = covering.propose(gone, work, by=bob)
    covering.confirm(sure, by=mona)
    covering.propose(kept, work, by=bob)
    wanting.merge(gone, into=kept, by=mona)
    named = factories.artefact(bob, title="Second", need=f"N-{gone.pk}")
    StatusChange.objects.create(artefact=named, before="draft", after="published", by=mona)

    jobs.link_artefacts()

    assert set(Coverage.objects.values_list("need", "artefact", "state")) == {
        (kept.pk, work.pk, CoverageState.CONFIRMED),
        (kept.pk, named.pk, CoverageState.PROPOSED),
    }
