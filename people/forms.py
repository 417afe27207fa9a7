"""Forms about members."""

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _


class SignUpNameForm(forms.Form):
    """What sign-up asks beside the address: the name others will see."""

    name = forms.CharField(
        label=_("Name or pen name"),
        max_length=80,
        validators=[ProhibitNullCharactersValidator()],
        help_text=_("Shown beside what you share. You can change it later."),
        error_messages={
            "required": _("Enter the name others will see"),
            "max_length": _("The name must be at most 80 characters"),
        },
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    field_order = ["name", "email", "password1", "password2"]

    def clean_name(self):
        """One line of visible characters: control characters could make one name look like another."""
        name = " ".join(self.cleaned_data["name"].split())
        if not all(letter.isprintable() for letter in name):
            raise forms.ValidationError(
                _("The name may contain letters, digits, spaces and punctuation only")
            )
        return name

    def signup(self, request, user):
        """Called by allauth once the member is saved; the name was set by our adapter."""
