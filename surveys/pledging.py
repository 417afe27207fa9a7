"""Verbs of promises: promise to fill a need by a day, give the promise back, keep it; and what becomes of late ones."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.publishing import Refused
from people.answers import demand
from surveys import moving, telling
from surveys.enums import PledgeState
from surveys.models import Pledge
from surveys.models.needs import RUNNING
from surveys.rules import may_give_back, may_pledge

MOST_RUNNING = 5
LONGEST = timedelta(days=366)
REMINDED_BEFORE = timedelta(days=7)  # so that the weekly mail comes in between
RELEASED_AFTER = timedelta(days=30)
MOST_READ = 200


class TooManyPledges(Refused):
    """A member is on as many needs as one can be at a time."""


class NotADay(Refused):
    """A day that nobody can promise for."""


@dataclass(frozen=True)
class Word:
    """What became of a member's promises: ``kept`` of the ``due`` ones, ``late`` of them after their day."""

    kept: int
    late: int
    due: int
    running: list
    done: list


@transaction.atomic
def pledge(need, *, by, due, note=""):
    """Promise to fill a need by a day; whoever is on it already keeps the first promise.

    The day is today at the earliest and at most a year ahead. Raises NotADay, TooManyPledges.
    """
    demand(may_pledge(by, need))
    # The member first: two promises of one member wait for each other, and the sixth sees the other five.
    get_user_model().objects.select_for_update(no_key=True).get(pk=by.pk)
    [held] = moving.lock([need.pk])
    demand(may_pledge(by, held))
    if running := Pledge.objects.filter(need=held, member=by, state__in=RUNNING).first():
        return running
    _check_day(due)
    if Pledge.objects.filter(member=by, state__in=RUNNING).count() >= MOST_RUNNING:
        reason = _("You are on %(most)d needs already. Finish one or give it back first.")
        raise TooManyPledges(reason % {"most": MOST_RUNNING})
    made = Pledge.objects.create(need=held, member=by, due=due, note=note.strip()[:300])
    moving.follow_pledges(held)
    telling.of_pledge(made)
    return made


@transaction.atomic
def give_back(pledge, *, by):
    """Let go of one's promise, so that somebody else takes it up; the need is open again if nobody is on it."""
    [held] = moving.lock([pledge.need_id])
    pledge = Pledge.objects.get(pk=pledge.pk)
    demand(may_give_back(by, pledge))
    _end(pledge, PledgeState.RELEASED)
    moving.follow_pledges(held)
    return pledge


def keep(need, artefact):
    """The promises that an artefact fulfils are kept. The caller holds the need."""
    for pledge in Pledge.objects.filter(need=need, member=artefact.creator_id, state__in=RUNNING):
        _end(pledge, PledgeState.KEPT, artefact=artefact)


def release_all(need):
    """End the promises that run on a need that closes; nobody is blamed. The caller holds the need."""
    for pledge in Pledge.objects.filter(need=need, state__in=RUNNING).select_related("need", "member"):
        _end(pledge, PledgeState.RELEASED)
        telling.of_closed_need(pledge)


def follow(today):
    """Remind of promises that are due, mark those past their day as late, release them after 30 days.

    Answers how many were told or moved. Safe to repeat: each is told of once.
    """
    coming = Pledge.objects.filter(state=PledgeState.OPEN, due__gte=today, due__lte=today + REMINDED_BEFORE)
    told = sum(telling.of_due(one) for one in coming.select_related("need", "member").order_by("pk"))
    overdue = Pledge.objects.filter(state=PledgeState.OPEN, due__lt=today)
    forgotten = Pledge.objects.filter(state=PledgeState.LATE, due__lt=today - RELEASED_AFTER)
    late = sum(_change(pk, PledgeState.LATE) for pk in list(overdue.values_list("pk", flat=True)))
    gone = sum(_change(pk, PledgeState.RELEASED) for pk in list(forgotten.values_list("pk", flat=True)))
    return told + late + gone


def word_of(member):
    """What became of a member's promises. One query; the newest 200 count."""
    rows = Pledge.objects.filter(member=member).select_related("need", "artefact").order_by("-pk")[:MOST_READ]
    kept = [row for row in rows if row.state == PledgeState.KEPT]
    late = [row for row in rows if row.state != PledgeState.KEPT and _is_past(row)]
    return Word(
        kept=len(kept),
        late=sum(_is_past(row) for row in kept),
        due=len(kept) + len(late),
        running=[row for row in rows if row.is_running],
        done=kept,
    )


def forget(member):
    """Delete a member's promises, inside the caller's transaction; needs that nobody is on are open again."""
    needs = moving.lock(Pledge.objects.filter(member=member).values_list("need_id", flat=True))
    Pledge.objects.filter(member=member).delete()
    for need in needs:
        moving.follow_pledges(need)


@transaction.atomic
def _change(pk, to):
    """Move a promise if it is still where it was; answers whether."""
    pledge = Pledge.objects.select_related("need", "member").get(pk=pk)
    [held] = moving.lock([pledge.need_id])
    before = PledgeState.OPEN if to == PledgeState.LATE else PledgeState.LATE
    ended = timezone.now() if to == PledgeState.RELEASED else None
    if not Pledge.objects.filter(pk=pk, state=before).update(state=to, ended_at=ended):
        return False
    moving.follow_pledges(held)
    (telling.of_release if ended else telling.of_delay)(pledge)
    return True


def _check_day(due):
    today = timezone.localdate()
    if not today <= due <= today + LONGEST:
        raise NotADay(_("Choose a day from today on, at most a year ahead."))


def _end(pledge, state, artefact=None):
    pledge.state, pledge.artefact, pledge.ended_at = state, artefact, timezone.now()
    pledge.save(update_fields=["state", "artefact", "ended_at"])


def _is_past(pledge):
    """Whether the day was over when the promise ended, or is over now."""
    end = timezone.localdate(pledge.ended_at) if pledge.ended_at else timezone.localdate()
    return end > pledge.due
