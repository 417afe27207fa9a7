"""Fields of text that can be shown as it is meant, and of several files."""

import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

MOST_MARKS = 4  # accents on one letter; living scripts need no more
_CODE = "unreadable"
# Characters that turn the writing direction of what follows: they make one text look like another.
_TURNING = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def readable(text):
    """Raise ValidationError for what cannot be shown as it is meant: turned around, piled up, invisible."""
    marks = 0
    for letter in unicodedata.normalize("NFC", text):
        category = unicodedata.category(letter)
        if letter in _TURNING or (category in {"Cc", "Cs", "Co"} and letter not in "\t\n\r"):
            raise ValidationError(
                _("This holds invisible characters. Type it again instead of pasting it."), _CODE
            )
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        if marks > MOST_MARKS:
            raise ValidationError(_("This holds letters with piles of accents. Remove them."), _CODE)


class Line(forms.CharField):
    """One line of readable text: white space of any kind counts as one space."""

    def __init__(self, *, max_length, missing="", **options):
        super().__init__(max_length=max_length, **options)
        self.error_messages["required"] = missing
        too_long = _("Use at most %(limit_value)d characters; this has %(show_value)d")
        self.validators = [readable, MaxLengthValidator(max_length, message=too_long)]

    def to_python(self, value):
        return " ".join(super().to_python(value).split())

    def widget_attrs(self, widget):
        """No maxlength: a browser would cut what is pasted without a word."""
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs


class Text(Line):
    """Several lines of readable text."""

    widget = forms.Textarea

    def to_python(self, value):
        return forms.CharField.to_python(self, value).replace("\r\n", "\n")


class ManyInput(forms.FileInput):
    allow_multiple_selected = True


class ManyFiles(forms.FileField):
    """Any number of files, as a list; what is wrong with one of them is for the verb that keeps it."""

    widget = ManyInput

    def clean(self, data, initial=None):
        files = data if isinstance(data, list | tuple) else [data]
        return [super(ManyFiles, self).clean(file, initial) for file in files if file]
