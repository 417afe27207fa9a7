"""The forms of the wizard: what each step takes, in the words of the page.

A form takes only what is named here: owner, status and keys are never among its fields.
"""

import unicodedata
from functools import cache

from django import forms
from django.conf import locale
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from content.drafting import MOST_TAGS
from content.enums import Origin, Shape
from content.markdown import MAX_SOURCE
from content.models import Artefact, Audience, CaseStudy, Framework, Kind, Licence, Measure, Practice, Source

MOST_PRACTICES = 3
MOST_MARKS = 4  # accents on one letter; living scripts need no more
SUGGESTED = "CC-BY-4.0"
LINK_ONLY = "LicenseRef-LinkOnly"
# Characters that turn the writing direction of what follows: they make one text look like another.
_TURNING = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def readable(text):
    """Raise ValidationError for what cannot be shown as it is meant: turned around, piled up, invisible."""
    marks = 0
    for letter in unicodedata.normalize("NFC", text):
        category = unicodedata.category(letter)
        if letter in _TURNING or (category in {"Cc", "Cs", "Co"} and letter not in "\t\n\r"):
            raise ValidationError(_("This holds invisible characters. Type it again instead of pasting it."))
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        if marks > MOST_MARKS:
            raise ValidationError(_("This holds letters with piles of accents. Remove them."))


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


class InsideForm(forms.Form):
    """Step 1: files, or a text, or a link to the work of others."""

    files = ManyFiles(label=_("Files"), required=False, allow_empty_file=True)
    body = Text(
        label=_("Text"),
        required=False,
        max_length=MAX_SOURCE,
        help_text=_("Markdown works: # for a heading, - for a list, **bold**."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    author = Line(label=_("Author"), required=False, max_length=200)
    publisher = Line(label=_("Published in"), required=False, max_length=200)
    url = forms.URLField(
        label=_("Address of the original"),
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={
            "invalid": _("Enter an address that starts with https://"),
            "max_length": _("The address is too long"),
        },
    )

    def __init__(self, *args, has_something=False, **options):
        super().__init__(*args, **options)
        self.has_something = has_something

    def clean(self):
        said = self.cleaned_data
        for name, other, words in [
            ("author", "url", _("Enter the address of the original")),
            ("url", "author", _("Enter who wrote it")),
        ]:
            if said.get(name) and not said.get(other) and other not in self.errors:
                self.add_error(other, words)
        if said.get("publisher") and not said.get("author") and not said.get("url"):
            self.add_error("author", _("Enter who wrote it"))
        if not (self.has_something or self.errors or any(said.get(n) for n in ("files", "body", "url"))):
            self.add_error("files", _("Choose a file, write a text or name a link"))
        return said

    @property
    def source(self):
        """The link as a dict of Source's fields, or None."""
        said = {name: self.cleaned_data.get(name, "") for name in ("author", "publisher", "url")}
        return said if said["url"] else None


@cache
def languages():
    """[(BCP 47 tag, English name)] of those Django knows, sorted by name, "several" last."""
    known = {(code, row["name"]) for code, row in locale.LANG_INFO.items() if "name" in row}
    return [*sorted(known, key=lambda pair: pair[1]), ("mul", _("Several languages"))]


def _terms(model, **options):
    return forms.ModelMultipleChoiceField(
        model.objects.none(),
        required=False,
        to_field_name="slug",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose from the list")},
        **options,
    )


def _optional(name, hint=""):
    field = Artefact._meta.get_field(name)
    return Line(
        label=capfirst(field.verbose_name), max_length=field.max_length, required=False, help_text=hint
    )


def _choice(name, label):
    return forms.ChoiceField(
        label=label, required=False, choices=[("", _("Not said")), *Artefact._meta.get_field(name).choices]
    )


class AboutForm(forms.Form):
    """Step 2: what an artefact says of itself. ``later`` asks for nothing but keeps what is there."""

    title = Line(
        label=_("Title"),
        max_length=200,
        missing=_("Enter a title"),
        help_text=_("Say what it is, not how good it is. Example: Major incident review workbook"),
    )
    summary = Line(
        label=_("Summary"),
        max_length=300,
        missing=_("Say in one sentence what it is for"),
        help_text=_("What it is for and who uses it, in up to 300 characters. Shown in lists."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    kind = forms.ModelChoiceField(
        Kind.objects.none(),
        label=_("Kind"),
        to_field_name="slug",
        empty_label=None,
        error_messages={"required": _("Choose a kind"), "invalid_choice": _("Choose a kind from the list")},
    )
    practices = _terms(Practice, label=_("Practices"), help_text=_("Where it belongs: one, at most three."))
    frameworks = _terms(
        Framework, label=_("Frameworks and standards"), help_text=_("Those it was made along.")
    )
    audiences = _terms(Audience, label=_("For whom"))
    made_for = _optional("made_for", _("Example: a hospital group with three sites. No customer names."))
    made_for_size = _choice("made_for_size", _("Size of that organisation"))
    made_for_sector = _choice("made_for_sector", _("Its sector"))
    in_use_since = _optional("in_use_since", _("Example: 2021, in four teams"))
    you_need = _optional("you_need", _("Example: a named incident manager"))
    works_best_when = _optional("works_best_when")
    leave_it_when = _optional("leave_it_when")
    tags = Line(
        label=_("Tags"),
        required=False,
        max_length=600,
        help_text=_("Separated by commas. Example: on call, post-mortem"),
    )
    language = forms.ChoiceField(label=_("Language"), required=False)
    tool = _optional("tool", _("Leave it empty if it works with any tool."))
    origin = forms.ChoiceField(label=_("Who made it"), required=False)
    work_in_progress = forms.BooleanField(
        label=_("This is work in progress: I would like feedback"), required=False
    )

    def __init__(self, *args, artefact, later=False, **options):
        super().__init__(*args, **options)
        self.later = later
        self.fields["kind"].queryset = _on_offer(Kind, artefact.kind_id)
        for name, model in [("practices", Practice), ("frameworks", Framework), ("audiences", Audience)]:
            self.fields[name].queryset = _on_offer(
                model, *(term.pk for term in getattr(artefact, name).all())
            )
        self.fields["practices"].queryset = self.fields["practices"].queryset.order_by("label")
        self.fields["language"].choices = _with(languages(), artefact.language)
        origins = [pair for pair in Origin.choices if pair[0] != Origin.COLLECTED]
        self.fields["origin"].choices = _with(origins, artefact.origin)
        if later:
            for field in self.fields.values():
                field.required = False

    def clean_practices(self):
        chosen = self.cleaned_data["practices"]
        if len(chosen) > MOST_PRACTICES:
            raise ValidationError(_("Choose at most %(limit)d practices") % {"limit": MOST_PRACTICES})
        if not chosen and not self.later:
            raise ValidationError(_("Choose the practice it belongs to"))
        return chosen

    def clean_tags(self):
        first = {}
        for tag in filter(None, map(str.strip, self.cleaned_data["tags"].split(","))):
            first.setdefault(tag.casefold(), tag)
        tags = list(first.values())
        if len(tags) > MOST_TAGS:
            raise ValidationError(_("Use at most %(limit)d tags") % {"limit": MOST_TAGS})
        if any(len(tag) > 40 for tag in tags):
            raise ValidationError(_("A tag has at most 40 characters"))
        return tags

    def narrow(self, words, chosen):
        """Offer only the practices that ``words`` fit, and those with the slugs ``chosen``."""
        wanted = words.casefold().split()
        offered = self.fields["practices"].queryset
        fitting = [
            practice.pk
            for practice in offered
            if practice.slug in chosen
            or all(word in " ".join([practice.label, *practice.synonyms]).casefold() for word in wanted)
        ]
        self.fields["practices"].queryset = Practice.objects.filter(pk__in=fitting).order_by("label")

    def told(self):
        """The fields for publishing.describe: without what a draft left for later must not lose."""
        said = dict(self.cleaned_data)
        for name in ("title", "kind", "language", "origin"):
            if not said.get(name):
                said.pop(name, None)
        return said


def _on_offer(model, *kept):
    """The active terms, and those chosen before they were retired."""
    return model.objects.filter(active=True) | model.objects.filter(pk__in=kept)


def _with(choices, value):
    return choices if value in dict(choices) else [*choices, (value, value)]


def _shape(model, missing, areas=()):
    """A form class over the fields of a one-to-one row, with our words."""
    fields = {}
    for field in (field for field in model._meta.fields if not field.primary_key):
        name, options = field.name, {"label": capfirst(field.verbose_name), "required": not field.blank}
        if name == "url":
            words = {"required": missing[name], "invalid": _("Enter an address that starts with https://")}
            fields[name] = forms.URLField(
                max_length=500, assume_scheme="https", error_messages=words, **options
            )
        elif name in areas:
            area = forms.Textarea(attrs={"rows": 4})
            fields[name] = Text(
                max_length=field.max_length, missing=missing.get(name, ""), widget=area, **options
            )
        else:
            fields[name] = Line(max_length=field.max_length, missing=missing.get(name, ""), **options)
    return type(f"{model.__name__}Form", (forms.Form,), fields)


CaseStudyForm = _shape(
    CaseStudy,
    {"situation": _("Say what the situation was"), "what_we_did": _("Say what you did")},
    areas=("situation", "what_we_did", "still_wrong", "input_wanted"),
)
MeasureForm = _shape(
    Measure,
    {
        "formula": _("Enter the formula"),
        "unit": _("Enter the unit"),
        "data_source": _("Say where the data come from"),
    },
)
SourceForm = _shape(
    Source, {"author": _("Enter who wrote it"), "url": _("Enter the address of the original")}
)
# What a kind asks beside the rest: (argument of publishing.describe, form).
SHAPES = {
    Shape.CASE_STUDY: ("case_study", CaseStudyForm),
    Shape.MEASURE: ("measure", MeasureForm),
    Shape.LINK: ("source", SourceForm),
}

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
