"""What members say about a need: a promise, and what answers it."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from content.forms.fields import Line
from content.models import Artefact
from surveys.models import Need

_ARTEFACT = re.compile(r"(?:ART-)?0*([1-9][0-9]{0,14})", re.IGNORECASE)


class PledgeForm(forms.Form):
    """A promise to fill a need."""

    due = forms.DateField(
        label=_("By when?"),
        help_text=_("You can give it back at any time. 30 days after this day it is given back for you."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Choose a day"),
            "invalid": _("Enter a day, such as 2027-01-31"),
        },
    )
    note = Line(
        label=_("What will you do? (optional)"),
        max_length=300,
        required=False,
        help_text=_("In a sentence. Example: I share our review agenda, without names."),
    )


class ProposeForm(forms.Form):
    """Which artefact answers a need: one's own from a list, or any by its number or address."""

    mine = forms.ChoiceField(
        label=_("One of yours"),
        required=False,
        error_messages={"invalid_choice": _("Choose from the list")},
    )
    other = Line(
        label=_("Or another one"),
        max_length=300,
        required=False,
        help_text=_("Its number or its address. Example: ART-0412"),
    )

    def __init__(self, *args, mine=(), **options):
        super().__init__(*args, **options)
        self.fields["mine"].choices = [("", _("None of these")), *((row.record_number, row) for row in mine)]

    def clean(self):
        said = super().clean()
        named = said.get("mine") or said.get("other")
        if not named and not self.errors:
            self.add_error("other", _("Say which artefact answers it"))
        elif named:
            said["artefact"] = _artefact(named)
            if said["artefact"] is None:
                self.add_error("other", _("There is no published artefact with this number or address"))
        return said


class AnswersForm(forms.Form):
    """Which need an artefact answers."""

    need = forms.ModelChoiceField(
        Need.objects.none(),
        label=_("Need"),
        empty_label=_("Choose one"),
        error_messages={
            "required": _("Choose a need"),
            "invalid_choice": _("Choose a need from the list"),
        },
    )

    def __init__(self, *args, needs, **options):
        super().__init__(*args, **options)
        self.fields["need"].queryset = needs


def _artefact(named):
    """The published artefact with a record number or at an address of ours, or None."""
    published = Artefact.objects.listed()
    if number := _ARTEFACT.fullmatch(named):
        return published.filter(pk=int(number[1])).first()
    slug = (
        named.partition("?")[0].partition("#")[0].rstrip("/").rpartition("/artefacts/")[2].partition("/")[0]
    )
    return published.filter(slug=slug[:120]).first() if slug else None
