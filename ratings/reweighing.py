"""What is weighed anew at once, in the transaction of what happened, and not only at night.

A member is suspended or may act again, or works elsewhere; a ring is confirmed or dismissed; a moderator says whom
to trust. Whatever those concerned said is weighed by the function that the nightly batch uses.
"""

from django.db import transaction

from content.models import Artefact
from content.moving import lock
from ratings import batch, creator_tally, tally, ties, tying
from ratings.models import CreatorRating, Endorsement, Rating, TrustMark

NOBODY, SEED = 0.0, 1.0


@transaction.atomic
def standing_changed(member, *, is_back=False):
    """A member was suspended, may act again (``is_back``), or works elsewhere: their trust, and what it weighs.

    Whoever may act again has what the batch would give them, at once; whom they vouch for follows at night.
    """
    artefacts, creators = hold([member.pk])
    mark = TrustMark.objects.filter(member=member).first() or TrustMark(member=member)
    trust = mark.t
    if not member.is_active or mark.is_suspended:
        trust = NOBODY
    elif mark.is_seed or member.is_staff:
        trust = SEED
    elif is_back:
        trust = batch.community().trust.of.get(member.pk, NOBODY)
    if trust != mark.t:
        mark.t = trust
        mark.save()
    _weigh(artefacts, creators)


@transaction.atomic
def weigh_anew(members):
    """Weigh anew every artefact and creator that one of these members rated; answers how many.

    Ties are those of now; trust is what their marks say.
    """
    artefacts, creators = hold(members)
    _weigh(artefacts, creators)
    return len(artefacts) + len(creators)


def hold(members):
    """The artefacts these members rated, and the numbers of the creators they rated or recommended, all held.

    Rows are held in the order of every writer: artefacts, creators, and only then anybody's mark.
    """
    rated = Artefact.objects.filter(ratings__by__in=members).order_by("pk").values_list("pk", flat=True)
    artefacts = [lock(pk) for pk in rated.distinct()]
    judged = CreatorRating.objects.filter(by__in=members).values_list("creator", flat=True)
    endorsed = Endorsement.objects.filter(by__in=members).values_list("creator", flat=True)
    creators = sorted(set(judged) | set(endorsed))
    for pk in creators:
        creator_tally.hold(pk)
    return artefacts, creators


def _weigh(artefacts, creators):
    for artefact in artefacts:
        _weigh_one(artefact)
    for pk in creators:
        creator_tally.reweigh(pk)


def _weigh_one(artefact):
    voters = list(Rating.objects.filter(artefact=artefact).values_list("by_id", flat=True))
    marks = dict(TrustMark.objects.filter(member__in=voters).values_list("member_id", "t"))
    trusts = {voter: marks.get(voter, NOBODY) for voter in voters}
    groups = tying.with_rings(tying.organisations(voters), voters)
    tied = ties.discounts(trusts, endorsed=tying.endorsed_among(voters), groups=groups)
    tally.reweigh(artefact, trusts, tied)
    tally.refresh(artefact)
