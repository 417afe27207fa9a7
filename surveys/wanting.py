"""Verbs of the needs board: post a need, want it too, merge two. The only writer of ``Need.votes``."""

import re

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.publishing import Refused
from people.answers import demand
from surveys import focusing, moving, pledging
from surveys.enums import VOTED, CoverageState, NeedState, PledgeState
from surveys.models import Coverage, Item, Need, NeedVote, Pledge, SecondQuestion
from surveys.models.needs import RUNNING
from surveys.moving import lock
from surveys.rules import MOST_VOTES, may_decide_need, may_merge, may_post_need, may_vote

MOST_COMPARED = 500  # needs that a new title is compared with
LEAST_ALIKE = 0.2  # share of words in common


class BudgetSpent(Refused):
    """All ten votes stand on open needs."""


def post_need(title, *, by, text="", practice=None):
    """Propose a need; it waits for a moderator, and the poster's own vote comes with its opening.

    The same title again, while the first still waits, is the same need.
    """
    demand(may_post_need(by))
    waiting = Need.objects.filter(by=by, title=title, state=NeedState.WAITING).first()
    return waiting or Need.objects.create(title=title, text=text, practice=practice, by=by)


@transaction.atomic
def vote(need, *, by):
    """ "I need this too"; a second time changes nothing. Raises BudgetSpent when ten votes stand on open needs."""
    demand(may_vote(by, need))
    # The member first: two votes of one member wait for each other, and the eleventh sees the other ten.
    get_user_model().objects.select_for_update(no_key=True).get(pk=by.pk)
    [held] = lock([need.pk])
    demand(may_vote(by, held))
    if NeedVote.objects.filter(need=held, member=by).exists():
        return held
    if votes_left(by) < 1:
        raise BudgetSpent(_("All your votes are on open needs. Take one back, then vote for this one."))
    NeedVote.objects.create(need=held, member=by)
    return _recount([held])[0]


@transaction.atomic
def accept_need(need, *, by):
    """Put a waiting or declined need on the board, with its poster's own vote if one is free."""
    if need.by_id:
        get_user_model().objects.select_for_update(no_key=True).get(pk=need.by_id)
    [held] = lock([need.pk])
    demand(may_decide_need(by, held))
    if held.state not in (NeedState.WAITING, NeedState.DECLINED):
        raise Refused(_("This need is on the board already."))
    moving.move(held, NeedState.OPEN)
    if held.by_id and held.by.is_active and votes_left(held.by) > 0:
        NeedVote.objects.get_or_create(need=held, member_id=held.by_id)
    return _recount([held])[0]


@transaction.atomic
def decline_need(need, *, by, note):
    """Say no, with the reason; votes on it come back to those who gave them. Raises Refused without a reason."""
    if not note.strip():
        raise Refused(_("Say why, in a sentence."))
    [held] = lock([need.pk])
    demand(may_decide_need(by, held))
    moving.move(held, NeedState.DECLINED, note=note.strip()[:300])
    pledging.release_all(held)
    return held


def similar(title, *, most=5):
    """Needs on the board that share the rarer words of a title, likest first; at most ``most``. Two queries."""
    wanted = _words(title)
    if not wanted:
        return []
    found = []
    for pk, text in (
        Need.objects.filter(state__in=sorted(VOTED))
        .order_by("-votes", "-pk")
        .values_list("pk", "title")[:MOST_COMPARED]
    ):
        words = _words(text)
        shared = len(wanted & words) / len(wanted | words) if words else 0
        if shared >= LEAST_ALIKE:
            found.append((-shared, pk))
    ids = [pk for _share, pk in sorted(found)[:most]]
    rows = Need.objects.in_bulk(ids)
    return [rows[pk] for pk in ids]


def _words(text):
    """Words of a title without the small ones, folded, so that "Catalogues" is like "catalogue"."""
    return {word.rstrip("s") for word in re.findall(r"\w{4,}", text.casefold())}


@transaction.atomic
def take_back(need, *, by):
    """Take a vote back; without one nothing changes."""
    [held] = lock([need.pk])
    NeedVote.objects.filter(need=held, member_id=by.pk).delete()
    return _recount([held])[0]


def votes_left(member):
    """How many of the ten are free: a vote comes back when its need closes."""
    spent = NeedVote.objects.filter(member=member, need__state__in=sorted(VOTED)).count()
    return max(0, MOST_VOTES - spent)  # a need that is opened again takes its votes back, above ten too


@transaction.atomic
def merge(need, *, into, by, note=""):
    """Join a need with another: each member's vote counts once, pledges, items and artefacts move along.

    Both rows are held in the order of their ids. Raises Refused for the same need or one merged itself.
    """
    demand(may_merge(by, need))
    if need.pk == into.pk:
        raise Refused(_("A need cannot be merged with itself."))
    held = {row.pk: row for row in lock([need.pk, into.pk])}
    gone, kept = held[need.pk], held[into.pk]
    demand(may_merge(by, gone))
    if kept.state == NeedState.DUPLICATE:
        raise Refused(_("The other need is merged already."))
    if kept.state not in (*VOTED, NeedState.DELIVERED):
        raise Refused(_("The other need is not on the board: put it there first."))
    _move_distinct(NeedVote, gone, kept, "member_id")
    _move_confirmed(gone, kept)
    _move_distinct(Coverage, gone, kept, "artefact_id")
    _move_distinct(SecondQuestion, gone, kept, "artefact_id")
    Item.objects.filter(need=gone).update(need=kept)
    Need.objects.filter(merged_into=gone).update(merged_into=kept)
    _move_pledges(gone, kept)
    focusing.carry(gone, kept)
    moving.move(gone, NeedState.DUPLICATE, merged_into=kept, note=note)
    moving.follow_pledges(kept)
    _recount([gone, kept])
    return kept


def forget(member):
    """Delete a member's votes, inside the caller's transaction."""
    needs = lock(NeedVote.objects.filter(member=member).values_list("need_id", flat=True))
    NeedVote.objects.filter(member=member).delete()
    _recount(needs)


def recount(*, fix):
    """How many needs store another number of votes than there are; with ``fix`` they are put right."""
    wrong = [
        need
        for need in Need.objects.annotate(found=Count("need_votes")).order_by("pk")
        if need.votes != need.found
    ]
    if fix and wrong:
        with transaction.atomic():
            _recount(lock([need.pk for need in wrong]))
    return len(wrong)


def _move_distinct(model, gone, kept, key):
    """Rows of one need become rows of the other, except where it has one of the same already."""
    there = model.objects.filter(need=kept).values_list(key, flat=True)
    model.objects.filter(need=gone).exclude(**{f"{key}__in": list(there)}).update(need=kept)
    model.objects.filter(need=gone).delete()


def _move_confirmed(gone, kept):
    """An artefact that was found to answer either need answers the one that stays."""
    sure = Coverage.objects.filter(need=gone, state=CoverageState.CONFIRMED).values_list(
        "artefact_id", flat=True
    )
    known = Coverage.objects.filter(need=kept, artefact_id__in=list(sure))
    known.update(state=CoverageState.CONFIRMED)


def _move_pledges(gone, kept):
    """Promises move along; who is on both keeps the one of the need that stays, and the other is over."""
    there = Pledge.objects.filter(need=kept, state__in=RUNNING).values_list("member_id", flat=True)
    twice = Pledge.objects.filter(need=gone, state__in=RUNNING, member_id__in=list(there))
    twice.update(state=PledgeState.RELEASED, ended_at=timezone.now())
    Pledge.objects.filter(need=gone).update(need=kept)
    if kept.state == NeedState.DELIVERED:
        pledging.release_all(kept)


def _recount(needs):
    for need in needs:
        need.votes = NeedVote.objects.filter(need=need).count()
        need.save(update_fields=["votes"])
    return needs
