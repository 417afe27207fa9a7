"""Follow a member, and no longer. Nobody else learns of it, not even whoever is followed."""

from django.utils.translation import gettext as _

from people.answers import demand
from people.models import Follow, Member
from people.rules import may_follow

MOST = 500


class FollowsEnough(Exception):
    """Somebody follows as many as one may; ``reason`` says so."""

    def __init__(self):
        self.reason = _("You follow %(n)d members, and that is as many as one can.") % {"n": MOST}
        super().__init__(self.reason)


def follow(member, *, by):
    """See first what this member recommends. Sent twice it is one row. Raises FollowsEnough, PermissionDenied."""
    demand(may_follow(by, member))
    if is_following(by, member):
        return
    if Follow.objects.filter(by=by).count() >= MOST:
        raise FollowsEnough
    Follow.objects.bulk_create([Follow(by=by, member=member)], ignore_conflicts=True)


def unfollow(member, *, by):
    """Follow this member no longer; also somebody whose account was closed in the meantime."""
    Follow.objects.filter(by=by, member=member).delete()


def is_following(user, member) -> bool:
    """Whether ``user`` follows this member."""
    return Follow.objects.filter(by=user, member=member).exists()


def followed(user):
    """The members with an account whom ``user`` follows, the newest first."""
    rows = Follow.objects.filter(by=user, member__in=Member.objects.open()).select_related("member")
    return [row.member for row in rows.order_by("-pk")]
