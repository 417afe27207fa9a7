"""Where allauth meets our member."""

from allauth.account.adapter import DefaultAccountAdapter

from people.models import Member
from people.naming import free_slug


class AccountAdapter(DefaultAccountAdapter):
    def save_user(self, request, user, form, commit=True):
        """A new member gets the name they typed and a slug nobody has."""
        name = form.cleaned_data.get("name") or "Member"
        user.name = name
        user.slug = free_slug(name, Member)
        return super().save_user(request, user, form, commit=commit)
