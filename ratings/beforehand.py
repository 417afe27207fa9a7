"""What has to be known before a member's stars for an artefact are taken: all of it in one question."""

from typing import NamedTuple

from django.db.models import FilteredRelation, Q, Subquery

from content.models import Artefact
from people.prepared import prepared
from ratings.enums import Ending
from ratings.models import RatingRevision, SiteEpoch, Tally

_TALLY = ("tw", "ts", "uw", "us", "settled", "prior", "epoch_id", "figures")
_EPOCH = ("mu", "sigma", "early")


class Known(NamedTuple):
    """Of a member: the numbers of their rating and of their report of use, and whether words they took back were
    hidden. Of the artefact: its version's major number, its sums, and the batch that holds, which is None where the
    score was not made with it yet.
    """

    rated: int | None
    used: int | None
    was_hidden: bool
    major: int
    tally: Tally
    epoch: SiteEpoch | None


def known(artefact, by):
    """The Known of a member and an artefact that is held and has a current version."""
    [(major, newest, *others, rated, use, was_hidden)] = _asked(artefact=artefact.pk, by=by.pk)
    tally, epoch = _stored(artefact, newest, others)
    return Known(rated, use, bool(was_hidden), major, tally, epoch)


@prepared
def _asked(artefact, by):
    newest = SiteEpoch.objects.order_by("-pk").values("pk")[:1]
    withdrawn = RatingRevision.objects.filter(artefact=artefact, by=by, ending=Ending.WITHDRAWN)
    names = [f"tally__{name}" for name in _TALLY] + [f"tally__epoch__{name}" for name in _EPOCH]
    rows = Artefact.objects.order_by().annotate(
        newest=Subquery(newest),
        mine=FilteredRelation("ratings", condition=Q(ratings__by=by)),
        used=FilteredRelation("use_reports", condition=Q(use_reports__by=by)),
        was_hidden=Subquery(withdrawn.order_by("-pk").values("was_hidden")[:1]),
    )
    names = ["current__major", "newest", *names, "mine__pk", "used__pk", "was_hidden"]
    return rows.filter(pk=artefact).values_list(*names)


def _stored(artefact, newest, values):
    """(the Tally, which is not stored yet where there is none, its batch if that is the newest or None)"""
    of_tally, of_epoch = values[: len(_TALLY)], values[len(_TALLY) :]
    if of_tally[0] is None:
        return Tally(artefact_id=artefact.pk), None
    tally = Tally(artefact_id=artefact.pk, **dict(zip(_TALLY, of_tally, strict=True)))
    if newest is None or tally.epoch_id != newest:
        return tally, None
    return tally, SiteEpoch(pk=newest, **dict(zip(_EPOCH, of_epoch, strict=True)))
