"""A new version: how much of a change it is, and what changed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from content.forms.fields import Line


class VersionForm(forms.Form):
    """A new version: how much of a change it is, and what changed."""

    size = forms.ChoiceField(
        label=_("How much of a change is it?"),
        widget=forms.RadioSelect,
        initial="minor",
        error_messages={"required": _("Choose one"), "invalid_choice": _("Choose one")},
    )
    change_note = Line(
        label=_("What changed"),
        max_length=300,
        missing=_("Say what changed"),
        help_text=_("In the words of somebody who has the version before. Shown beside the version."),
    )

    def __init__(self, *args, minor, major, **options):
        super().__init__(*args, **options)
        self.fields["size"].choices = [
            ("minor", _("Corrections and additions: version %(number)s") % {"number": minor}),
            ("major", _("It is used in another way now: version %(number)s") % {"number": major}),
        ]
