"""Closing an account: what a member published stays, what was theirs alone goes."""

import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people import privacy
from people.answers import demand
from people.models import Member
from people.rules import may_close


@transaction.atomic
def close(member, *, by, keep_name):
    """Erase what the rooms hold on the member and end the account; the row stays for what was published.

    With ``keep_name`` the work stays under the name, else under "Former member". The address and the slug are
    free again. Raises PermissionDenied. What lies in the file store goes when the transaction is through.
    """
    member = Member.objects.select_for_update().get(pk=member.pk)
    demand(may_close(by, member))
    for holding in privacy.holdings():
        holding.erase(member, keep_name=keep_name)
    _end(member, keep_name)
    privacy.tell_renamed(member)
    return member


def _end(member, keep_name):
    mark = uuid.uuid4()
    member.email = f"closed-{mark}@invalid"
    member.slug = f"closed-{mark.hex}"
    member.name = member.name if keep_name else _("Former member")
    member.headline = member.maturity = member.tools = member.default_licence = member.theme = ""
    member.links = []
    member.is_active = member.is_staff = member.is_superuser = False
    member.closed_at = timezone.now()
    member.set_unusable_password()
    member.save()
