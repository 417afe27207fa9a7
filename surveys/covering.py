"""Verbs of coverage: say that an artefact answers a need, decide whether it does, and call the need delivered."""

import re

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from content.enums import State, Status
from content.publishing import Refused
from people.answers import demand
from surveys import moving, pledging, telling
from surveys.enums import CoverageState, NeedState
from surveys.models import Coverage, Need
from surveys.rules import may_close_need, may_judge_coverage, may_propose, may_reopen_need, may_withdraw

_NAMED = re.compile(r"\s*N-0*([1-9][0-9]{0,9})\b")


@transaction.atomic
def propose(need, artefact, *, by):
    """Say that a published artefact answers a need; said before, it changes nothing.

    Waits for the need's poster or a moderator. Raises Refused where they have said no before.
    """
    [held] = moving.lock([need.pk])
    demand(may_propose(by, held, artefact))
    made, new = Coverage.objects.get_or_create(need=held, artefact=artefact, defaults={"proposed_by": by})
    if made.state == CoverageState.REFUSED:
        raise Refused(_("It was looked at before, and it was not what was needed."))
    if new:
        telling.of_proposal(made)
    return made


@transaction.atomic
def withdraw(coverage, *, by):
    """Take a proposal back that nobody has decided on."""
    moving.lock([coverage.need_id])
    demand(may_withdraw(by, Coverage.objects.select_related("artefact").get(pk=coverage.pk)))
    Coverage.objects.filter(pk=coverage.pk).delete()


@transaction.atomic
def confirm(coverage, *, by, delivers=False):
    """Say that an artefact answers a need, and with ``delivers`` that nothing more is missing.

    Promises of its creator are kept with it. Raises Refused for an artefact that is not published.
    """
    held, found = _held(coverage, by)
    if found.artefact.status != Status.PUBLISHED:
        raise Refused(_("Only a published artefact answers a need."))
    is_new = found.state != CoverageState.CONFIRMED
    _decide(found, CoverageState.CONFIRMED, by)
    pledging.keep(held, found.artefact)
    moving.follow_pledges(held)
    if is_new:
        telling.of_answer(found, by=by)
    if delivers:
        _deliver(held)
    return found


@transaction.atomic
def refuse(coverage, *, by):
    """Say that an artefact is not what was needed."""
    _need, found = _held(coverage, by)
    _decide(found, CoverageState.REFUSED, by)
    telling.of_refusal(found, by=by)
    return found


@transaction.atomic
def deliver(need, *, by):
    """Say that a need is filled: its votes come back. Raises Refused without a published artefact linked to it."""
    [held] = moving.lock([need.pk])
    demand(may_close_need(by, held))
    return _deliver(held)


@transaction.atomic
def reopen(need, *, by):
    """Say that a delivered need is missing still."""
    [held] = moving.lock([need.pk])
    demand(may_reopen_need(by, held))
    return moving.follow_pledges(moving.move(held, NeedState.OPEN))


def live(coverages):
    """Those of ``coverages`` that count: confirmed, and the artefact is published."""
    return coverages.filter(state=CoverageState.CONFIRMED, artefact__status=Status.PUBLISHED)


def follow(change):
    """Propose a newly published artefact for the need that its contributor named in the wizard ("N-031 …").

    Answers whether it was new. What cannot be proposed is left alone: the contributor's words stay on the page.
    """
    artefact = change.artefact
    named = _NAMED.match(artefact.need)
    if change.after != State.PUBLISHED or artefact.status != Status.PUBLISHED or named is None:
        return False
    need = Need.objects.select_related("merged_into").filter(pk=int(named[1])).first()
    need = need.merged_into or need if need else None
    if need is None or Coverage.objects.filter(need=need, artefact=artefact).exists():
        return False
    if not may_propose(artefact.creator, need, artefact):
        return False
    propose(need, artefact, by=artefact.creator)
    return True


def _held(coverage, by):
    """(need, coverage), both fresh, the need held."""
    [held] = moving.lock([coverage.need_id])
    found = Coverage.objects.select_related("artefact__creator", "need", "proposed_by").get(pk=coverage.pk)
    demand(may_judge_coverage(by, held, found.artefact))
    return held, found


def _decide(coverage, state, by):
    coverage.state, coverage.decided_by = state, by
    coverage.save(update_fields=["state", "decided_by"])


def _deliver(held):
    if not live(held.coverages).exists():
        raise Refused(_("Link a published artefact that answers it first."))
    pledging.release_all(held)
    return moving.move(held, NeedState.DELIVERED)
