"""The forms of collections, and of what a creator says about an artefact that is out."""

from django import forms
from django.utils.translation import gettext_lazy as _

from content.forms.fields import Line, Text
from content.models import Collection


class CollectionForm(forms.Form):
    """What a collection says of itself."""

    title = Line(label=_("Title"), max_length=120, missing=_("Enter a title"))
    text = Text(
        label=_("What it is for"),
        required=False,
        max_length=2000,
        help_text=_("Who should use it, and in which order. Plain text."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    is_public = forms.BooleanField(
        label=_("Everybody can see it"),
        required=False,
        help_text=_("Otherwise only you and moderators do."),
    )


class NoteForm(forms.Form):
    """What the owner says about an artefact."""

    note = Line(label=_("Note"), required=False, max_length=300)


class CollectForm(forms.Form):
    """Into which of one's collections an artefact goes, or the title of a new one."""

    collection = forms.ModelChoiceField(
        Collection.objects.none(),
        required=False,
        error_messages={"invalid_choice": _("Choose one of your collections")},
    )
    title = Line(label=_("Title of a new collection"), required=False, max_length=120)

    def __init__(self, *args, collections, **options):
        super().__init__(*args, **options)
        self.fields["collection"].queryset = collections

    def clean(self):
        said = self.cleaned_data
        if not self.errors and not said.get("collection") and not said.get("title"):
            self.add_error("title", _("Choose a collection, or enter a title for a new one"))
        return said


class LifeForm(forms.Form):
    """Why an artefact is retired, superseded or brought back, and what takes its place."""

    note = Line(label=_("Why (kept in the history)"), required=False, max_length=500)
    successor = Line(
        label=_("Its successor"),
        required=False,
        max_length=200,
        help_text=_("The number or the address of a published artefact. Example: ART-0412"),
    )

    def __init__(self, *args, act, **options):
        super().__init__(*args, **options)
        if act != "supersede":
            del self.fields["successor"]
        if act == "confirm":
            del self.fields["note"]
        self.order_fields(["successor", "note"])
