"""The practices that interest a member."""

from django import forms
from django.utils.translation import gettext_lazy as _


class InterestsForm(forms.Form):
    """Practices to hear about; ``practices`` are the ones to choose from."""

    practices = forms.MultipleChoiceField(
        label=_("Practices"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose practices of the list")},
    )

    def __init__(self, *args, practices, **options):
        super().__init__(*args, **options)
        groups = {}
        for practice in practices:
            groups.setdefault(practice.group, []).append((practice.slug, practice.label))
        self.fields["practices"].choices = list(groups.items())
