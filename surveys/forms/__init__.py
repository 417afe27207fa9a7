"""What respondents and members send: one answer, who they are, a resume code, a need."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from content.forms.fields import Line, Text
from content.models import Practice
from people.enums import RoleKind, Sector, SizeBand
from surveys import tables
from surveys.answering import NotValid
from surveys.enums import NoAnswer, QuestionType
from surveys.importing import MOST_BYTES
from surveys.models import Survey

SCALES = ("importance", "coverage")
LONGEST_CODE = 40
_NOT_SAID = ("", _("Rather not say"))
_NUMBER = re.compile(r"-?[0-9]{1,15}([.,][0-9]{1,6})?")


def read(item, data):
    """What a posted form gives to an item, for surveys.answering.answer: all of the screen, blanks too.

    Raises NotValid where a field holds what no screen sends.
    """
    kind = item.question.type
    if kind == QuestionType.NEED_GAP:
        return _grid(data) | {"text": data.get("text", "").strip()}
    if kind in (QuestionType.SHORT_TEXT, QuestionType.LONG_TEXT):
        return {"text": data.get("text", "").strip()}
    return {"value": _READERS[kind](item, data)}


def is_blank(given):
    """Whether nothing was chosen and nothing written."""
    return not any(value not in (None, "", []) for value in given.values())


def chosen(answer):
    """A stored answer as ``read`` gives it, for the screen; of None too."""
    names = ("importance", "coverage", "no_importance", "no_coverage", "value", "text")
    return {name: getattr(answer, name) for name in names} if answer else {}


def _grid(data):
    if data.get("not_applicable"):
        return {"no_importance": NoAnswer.NOT_APPLICABLE, "no_coverage": NoAnswer.NOT_APPLICABLE}
    given = {}
    for name in SCALES:
        said = data.get(name, "")
        if said not in ("", "1", "2", "3", "4", "5", NoAnswer.DONT_KNOW):
            raise NotValid(_("Choose one of the five, or say that you don't know."))
        given[name] = int(said) if said.isdecimal() else None
        given[f"no_{name}"] = said if said == NoAnswer.DONT_KNOW else ""
    return given


def _single(item, data):
    return data.get("value") or None


def _multiple(item, data):
    return data.getlist("value") or None


def _scale(item, data):
    said = data.get("value", "")
    return int(said) if said in ("1", "2", "3", "4", "5") else None


def _number(item, data):
    said = data.get("value", "").strip()
    if not said:
        return None
    if not _NUMBER.fullmatch(said):
        raise NotValid(_("Enter a number, such as 12 or 3.5."))
    return float(said.replace(",", "."))


def _ranking(item, data):
    """Choices in the order of the places that were given to them; None where all places are empty."""
    keys = [choice[0] for choice in item.question.choices]
    places = {key: data.get(f"place-{key}", "") for key in keys}
    if not any(places.values()):
        return None
    if sorted(places.values()) != sorted(str(place) for place in range(1, len(keys) + 1)):
        raise NotValid(_("Give each one a place of its own."))
    return sorted(keys, key=lambda key: int(places[key]))


def _nothing(item, data):
    return None


_READERS = {
    QuestionType.SINGLE: _single,
    QuestionType.MULTIPLE: _multiple,
    QuestionType.SCALE: _scale,
    QuestionType.NUMBER: _number,
    QuestionType.RANKING: _ranking,
    QuestionType.PAIRWISE: _nothing,
}


class SurveyForm(forms.ModelForm):
    """A survey as a moderator begins it: empty, or with the questions of another one."""

    template = forms.ModelChoiceField(
        label=_("Begin with the questions of"),
        queryset=Survey.objects.order_by("title", "pk"),
        required=False,
        empty_label=_("No other survey: begin empty"),
        help_text=_("They are copied into the first wave and can be changed until somebody has answered."),
    )

    class Meta:
        model = Survey
        fields = ("title", "slug", "sentence", "minutes", "mode", "language")


class ImportForm(forms.Form):
    """A file of answers given offline; ``cleaned_data["text"]`` is what it says."""

    file = forms.FileField(
        label=_("CSV file"),
        help_text=_("UTF-8, one answer a row, at most 800 kB."),
        error_messages={
            "required": _("Choose a CSV file"),
            "empty": _("The file is empty: choose another one"),
        },
    )

    def clean(self):
        said = super().clean()
        if file := said.get("file"):
            if file.size > MOST_BYTES:
                self.add_error("file", _("The file must be smaller than 800 kB"))
                return said
            try:
                said["text"] = tables.decoded(file.read())
            except tables.Unreadable as error:
                self.add_error("file", str(error))
        return said


class AboutYouForm(forms.Form):
    """Who answers; each may be left open."""

    role = forms.ChoiceField(label=_("Your role"), choices=[_NOT_SAID, *RoleKind.choices], required=False)
    size_band = forms.ChoiceField(
        label=_("People in your organisation"), choices=[_NOT_SAID, *SizeBand.choices], required=False
    )
    sector = forms.ChoiceField(label=_("Sector"), choices=[_NOT_SAID, *Sector.choices], required=False)


class CodeForm(forms.Form):
    """The way back to a response."""

    code = Line(label=_("Your code"), max_length=LONGEST_CODE, missing=_("Enter the code you were given"))


class IdeaForm(forms.Form):
    """What somebody misses in a pairwise round."""

    label = Line(
        label=_("What costs you pain?"),
        max_length=120,
        missing=_("Write what costs you pain"),
        help_text=_("In a few words. Leave out names of customers and colleagues."),
    )


class AskAgainForm(forms.Form):
    """Whether somebody may be asked again."""

    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        max_length=254,
        error_messages={"invalid": _("Enter an e-mail address, such as name@example.org")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class NeedForm(forms.Form):
    """Something that is missing."""

    title = Line(
        label=_("What is missing?"),
        max_length=120,
        missing=_("Write what is missing"),
        help_text=_("In a few words. Example: Showing the value of problem management"),
    )
    text = Text(
        label=_("What would help? (optional)"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    practice = forms.ModelChoiceField(
        label=_("Practice (optional)"),
        queryset=Practice.objects.none(),
        required=False,
        empty_label=_("None of them"),
        error_messages={"invalid_choice": _("Choose a practice from the list")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["practice"].queryset = Practice.objects.active()
