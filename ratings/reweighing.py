"""What is weighed anew at once, in the transaction of what happened, and not only at night.

A member is suspended or may act again, or works elsewhere; a ring is confirmed or dismissed; a moderator says whom
to trust. Whatever those concerned said is weighed by the function that the nightly batch uses.
"""

from django.db import transaction

from content.moving import lock_all
from ratings import batch, creator_tally, tally, tying
from ratings.models import CreatorRating, Endorsement, Rating, TrustMark

NOBODY, SEED = 0.0, 1.0
BLOCK = 200  # artefacts or creators weighed at once


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
    artefacts = lock_all(Rating.objects.filter(by__in=members).values("artefact"))
    judged = CreatorRating.objects.filter(by__in=members).values_list("creator", flat=True)
    endorsed = Endorsement.objects.filter(by__in=members).values_list("creator", flat=True)
    creators = sorted(set(judged) | set(endorsed))
    creator_tally.hold_all(creators)
    return artefacts, creators


def _weigh(artefacts, creators):
    for block in _blocks(artefacts):
        ids = [artefact.pk for artefact in block]
        voters = Rating.objects.filter(artefact__in=ids).values("by")
        tally.reweigh(ids, ties=tying.among(voters))
        tally.rescore(block)
    for block in _blocks(creators):
        creator_tally.reweigh(block)


def _blocks(rows):
    return (rows[start : start + BLOCK] for start in range(0, len(rows), BLOCK))
