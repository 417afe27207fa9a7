"""What some kinds ask beside the rest: forms over the one-to-one rows of an artefact."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from content.enums import Shape
from content.forms.fields import Line, Text
from content.models import CaseStudy, Measure, Source


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
