"""Step 3: licence, declarations, interest."""

from django import forms
from django.utils.translation import gettext_lazy as _

from content.forms.fields import Line
from content.models import Licence

SUGGESTED = "CC-BY-4.0"
LINK_ONLY = "LicenseRef-LinkOnly"

# Other words here are another edition (content.drafting.DECLARATION).
DECLARATIONS = {
    "owns": (
        _("I made this or may share it, and it copies no text or figure of a standard or a book."),
        _("Confirm that you may share it"),
    ),
    "no_names": (
        _("It names no customers and holds no personal data."),
        _("Confirm that it holds no customer names and no personal data"),
    ),
    "agreed": (
        _("My employer agrees, or is not concerned."),
        _("Confirm that your employer agrees or is not concerned"),
    ),
}


class LicenceForm(forms.Form):
    """Step 3: the licence, the three declarations, and what one gains where a product or a firm is named."""

    licence = forms.ModelChoiceField(
        Licence.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": _("Choose a licence"),
            "invalid_choice": _("Choose a licence from the list"),
        },
    )
    interest = Line(
        label=_("What do you have to do with it?"),
        max_length=300,
        missing=_("Say what you have to do with the product or the firm"),
        help_text=_(
            "One sentence, shown with the artefact. Example: I work for the vendor. Or: I am a customer."
        ),
    )

    def __init__(self, *args, licences, asks_interest, later=False, **options):
        super().__init__(*args, **options)
        self.fields["licence"].queryset = licences
        for name, (label, missing) in DECLARATIONS.items():
            self.fields[name] = forms.BooleanField(label=label, error_messages={"required": missing})
        if not asks_interest:
            del self.fields["interest"]
        self.order_fields(["licence", *DECLARATIONS, "interest"])
        if later:
            for field in self.fields.values():
                field.required = False

    @property
    def declarations(self):
        return [self[name] for name in DECLARATIONS]

    @property
    def is_declared(self):
        return all(self.cleaned_data.get(name) for name in DECLARATIONS)
