"""Suspend a member: the account and what it published stay, but nobody acts with it until a moderator says so."""

from django.db import transaction

from people import privacy
from people.answers import demand
from people.models import Member
from people.rules import may_suspend


@transaction.atomic
def suspend(member, *, by):
    """The member can no longer sign in, their page is gone, and their word weighs as nobody's, all at once.

    Answers whether that is new. Raises PermissionDenied.
    """
    return _set(member, by, is_active=False)


@transaction.atomic
def let_back(member, *, by):
    """The member may act again, and their word weighs at once what the others give it; answers whether that is new.

    Raises PermissionDenied.
    """
    return _set(member, by, is_active=True)


def _set(member, by, is_active):
    held = Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    demand(may_suspend(by, held))
    member.is_active = is_active
    if held.is_active == is_active:
        return False
    held.is_active = is_active
    held.save(update_fields=["is_active"])
    privacy.tell_standing_changed(held, is_back=is_active)
    return True
