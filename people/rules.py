"""Who may change what about a member. Plain questions, answered with a reason."""

from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from people.answers import Allowed, Denied

SIGN_IN = Denied(_("Sign in first."))
CLOSED = Denied(_("Your account is closed."))
CLOSED_TOO = Denied(_("This account is closed."))
NOT_YOU = Denied(_("Only the member can do this."))
LAST_MODERATOR = Denied(
    _(
        "You are this site's only moderator. Whoever runs it can make somebody else one (make admin); "
        "then you can close your account."
    )
)


def may_change(user, member):
    """Change what a member says about themselves: name, roles, organisation."""
    if not user.is_authenticated:
        return SIGN_IN
    if user.pk != member.pk:
        return NOT_YOU
    return Allowed() if member.closed_at is None else CLOSED_TOO


def may_follow(user, member):
    """See first what a member recommends."""
    if not user.is_authenticated:
        return SIGN_IN
    if user.pk == member.pk:
        return Denied(_("This is your own page."))
    if not user.is_active:
        return CLOSED
    return Allowed() if member.closed_at is None and member.is_active else CLOSED_TOO


def may_close(user, member):
    """Close the account: one's own, unless nobody would be left to moderate."""
    answer = may_change(user, member)
    if not answer or not member.is_staff:
        return answer
    others = get_user_model().objects.open().filter(is_staff=True).exclude(pk=member.pk)
    return Allowed() if others.exists() else LAST_MODERATOR


def may_suspend(user, member):
    """Keep a member from acting, or let them back: a moderator, not over one of their own kind."""
    if not user.is_authenticated:
        return SIGN_IN
    if not user.is_staff:
        return Denied(_("Only moderators can do this."))
    if member.is_staff:
        return Denied(_("Nobody suspends a moderator: whoever runs the site takes the desk away first."))
    return Allowed() if member.closed_at is None else CLOSED_TOO
