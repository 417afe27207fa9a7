"""Forms about members."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SignUpNameForm(forms.Form):
    """What sign-up asks beside the address: the name others will see."""

    name = forms.CharField(
        label=_("Name or pen name"),
        max_length=80,
        help_text=_("Shown beside what you share. You can change it later."),
        error_messages={"required": _("Enter the name others will see")},
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )

    def signup(self, request, user):
        """Called by allauth once the member is saved; the name was set by our adapter."""
