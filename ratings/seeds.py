"""Seeds of trust: whom moderators verified as practitioners. All other trust flows from them and from the staff."""

from django.db import transaction

from people.answers import demand
from ratings import batch
from ratings.models import TrustMark
from ratings.reweighing import hold, weigh_anew
from ratings.rules import may_name_seed


@transaction.atomic
def name_seed(member, *, by):
    """Take a member for a verified practitioner, with their own votes at once; whom they vouch for follows at night.

    Answers their TrustMark, or None where they were one before.
    """
    mark = _held(member, by)
    if mark.is_seed:
        return None
    mark.is_seed = True
    return _set(mark, 1.0 if member.is_active and not mark.is_suspended else 0.0)


@transaction.atomic
def take_seed(member, *, by):
    """Take a member for one like any other: their trust is what the others give them. None where they were none."""
    mark = _held(member, by)
    if not mark.is_seed:
        return None
    mark.is_seed = False
    mark.save(update_fields=["is_seed"])
    return _set(mark, batch.community().trust.of.get(member.pk, 0.0))


def _held(member, by):
    demand(may_name_seed(by, member))
    hold([member.pk])
    TrustMark.objects.get_or_create(member=member)
    return TrustMark.objects.select_for_update().get(member=member)


def _set(mark, t):
    mark.t = t
    mark.save(update_fields=["t", "is_seed"])
    weigh_anew([mark.member_id])
    return mark
