"""The one door through which a need changes its state, and the moves that it lets through."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.publishing import Refused
from surveys.enums import NeedState
from surveys.models import Need, Pledge
from surveys.models.needs import RUNNING

MOVES = {
    NeedState.WAITING: frozenset({NeedState.OPEN, NeedState.DECLINED, NeedState.DUPLICATE}),
    NeedState.OPEN: frozenset(
        {NeedState.CLAIMED, NeedState.DELIVERED, NeedState.DECLINED, NeedState.DUPLICATE}
    ),
    NeedState.CLAIMED: frozenset(
        {NeedState.OPEN, NeedState.DELIVERED, NeedState.DECLINED, NeedState.DUPLICATE}
    ),
    NeedState.DELIVERED: frozenset({NeedState.OPEN, NeedState.DUPLICATE}),
    NeedState.DECLINED: frozenset({NeedState.OPEN, NeedState.DECLINED, NeedState.DUPLICATE}),
    NeedState.DUPLICATE: frozenset(),
}


class NoSuchMove(Refused):
    """A need that is where it is does not go there."""


def lock(ids):
    """Needs in the order of their ids, so that two who want the same ones never wait for each other."""
    return list(Need.objects.select_for_update(no_key=True).filter(pk__in=list(ids)).order_by("pk"))


def move(need, to, **also):
    """Put a need that the caller holds into another state, with ``note`` or ``merged_into`` beside it.

    Raises NoSuchMove.
    """
    if to not in MOVES[need.state]:
        words = {"before": need.get_state_display(), "after": NeedState(to).label}
        raise NoSuchMove(_("A need that is “%(before)s” cannot become “%(after)s”.") % words)
    changes = {"state": NeedState(to), "changed_at": timezone.now()} | also
    for name, value in changes.items():
        setattr(need, name, value)
    need.save(update_fields=list(changes))
    return need


def follow_pledges(need):
    """Claimed while somebody is on it, open otherwise; a closed need stays closed. The caller holds the need."""
    is_claimed = Pledge.objects.filter(need=need, state__in=RUNNING).exists()
    if is_claimed and need.state == NeedState.OPEN:
        return move(need, NeedState.CLAIMED)
    if not is_claimed and need.state == NeedState.CLAIMED:
        return move(need, NeedState.OPEN)
    return need
