"""A question as a moderator builds it at the desk: one choice a line, its key before a colon."""

from django import forms
from django.utils.translation import gettext_lazy as _

from surveys.enums import QuestionType
from surveys.models import Question

CHOSEN = (QuestionType.SINGLE, QuestionType.MULTIPLE, QuestionType.SCALE, QuestionType.RANKING)


class ChoicesField(forms.CharField):
    """Lines such as ``yes: Yes, one that I could name``; the value is a list of [key, words]."""

    widget = forms.Textarea(attrs={"rows": 5, "cols": 60})

    def prepare_value(self, value):
        if not isinstance(value, list):
            return value
        return "\n".join(f"{key}: {words}" for key, words in value)

    def to_python(self, value):
        lines = [line.strip() for line in (value or "").splitlines()]
        return [_pair(number, line) for number, line in enumerate(lines, start=1) if line]

    def has_changed(self, initial, data):
        try:
            return self.to_python(data) != [list(pair) for pair in initial or []]
        except forms.ValidationError:
            return True


def _pair(number, line):
    key, colon, words = (part.strip() for part in line.partition(":"))
    if not (key and colon and words):
        said = _("Line %(number)d: write a key, a colon and the words, such as yes: Yes, every week")
        raise forms.ValidationError(said % {"number": number})
    return [key, words]


class QuestionForm(forms.ModelForm):
    """A question with its choices."""

    choices = ChoicesField(
        label=_("Choices"),
        required=False,
        help_text=_(
            "One a line: a key, a colon and the words. The key stays the same in results, whatever the words become."
        ),
    )

    class Meta:
        model = Question
        fields = ("wave", "position", "key", "type", "text", "hint", "choices")

    def clean(self):
        said = super().clean()
        kind = said.get("type", self.instance.type)
        if "choices" in said and (problem := choices_problem(kind, said["choices"])):
            self.add_error("choices", problem)
        return said


def choices_problem(kind, choices):
    """What is wrong with the choices ([[key, words]]) of a question of this type; blank where nothing is."""
    if kind not in CHOSEN:
        return "" if not choices else _("This type of question has no choices: leave the field empty")
    if not choices:
        return _("Enter the choices, one a line")
    keys = [key for key, _words in choices]
    if len(set(keys)) < len(keys):
        return _("Two choices have the same key")
    if kind == QuestionType.SCALE and keys != ["1", "2", "3", "4", "5"]:
        return _("A scale has five choices with the keys 1 to 5, in this order")
    return ""
