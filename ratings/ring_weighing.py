"""Weighs the votes of some members anew at once, between two nights, as the nightly batch would.

Trust is what the last batch or a moderator said; ties are those of now.
"""

from django.db import transaction

from content.moving import lock
from ratings import batch, tally, ties
from ratings.models import Rating, TrustMark


def hold(members):
    """What these members rated, each row held until the transaction ends; taken in one order, first of all rows."""
    rated = Rating.objects.filter(by__in=members).order_by("artefact_id")
    return [lock(pk) for pk in rated.values_list("artefact_id", flat=True).distinct()]


@transaction.atomic
def weigh_anew(members):
    """Weigh, sum up and score all that these members rated; answers how many artefacts that were."""
    found = batch.community()
    held = hold(members)
    for artefact in held:
        trusts = _trusts(artefact)
        tied = ties.discounts(trusts, endorsed=found.endorsed, groups=found.groups)
        tally.reweigh(artefact, trusts, tied)
        tally.refresh(artefact)
    return len(held)


def _trusts(artefact):
    """{voter: t} of all who rated an artefact."""
    voters = Rating.objects.filter(artefact=artefact).values_list("by_id", flat=True)
    marks = TrustMark.objects.filter(member__ratings__artefact=artefact)
    return dict.fromkeys(voters, 0.0) | dict(marks.values_list("member_id", "t"))
