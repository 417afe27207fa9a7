"""Step 2: what an artefact says of itself, with what its kind asks beside the rest."""

from functools import cache

from django import forms
from django.conf import locale
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from content.choosing import need_choices
from content.drafting import MOST_TAGS
from content.enums import Origin
from content.forms.fields import Line
from content.models import Artefact, Audience, Framework, Kind, Practice

MOST_PRACTICES = 3


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


class TagsLine(Line):
    """Tags parted by commas: the same ones in another order, or twice, are no change."""

    def has_changed(self, initial, data):
        return _tags(initial or "").keys() != _tags(self.to_python(data)).keys()


def _tags(line):
    """The tags of a line by what they are compared by, each as it was first written."""
    first = {}
    for tag in filter(None, map(str.strip, line.split(","))):
        first.setdefault(tag.casefold(), tag)
    return first


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
    known_need = forms.ChoiceField(
        label=_("Which need does this answer?"),
        required=False,
        help_text=_("When it is published, it is proposed for this need, and who posted it is told."),
        error_messages={"invalid_choice": _("Choose a need from the list")},
    )
    need = Line(
        label=_("Or say it in your own words"),
        max_length=Artefact._meta.get_field("need").max_length,
        required=False,
    )
    tags = TagsLine(
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
        self._offer_needs()
        if later:
            for field in self.fields.values():
                field.required = False

    def _offer_needs(self):
        """The open needs, known to another room; one that was chosen before is kept as words."""
        needs = need_choices()
        self.fields["known_need"].choices = [("", _("None of these")), *needs]
        if not needs:
            self.fields["need"].label = self.fields["known_need"].label
        if self.initial.get("need") in dict(needs):
            self.initial = self.initial | {"known_need": self.initial["need"], "need": ""}

    def clean_practices(self):
        chosen = self.cleaned_data["practices"]
        if len(chosen) > MOST_PRACTICES:
            raise ValidationError(_("Choose at most %(limit)d practices") % {"limit": MOST_PRACTICES})
        if not chosen and not self.later:
            raise ValidationError(_("Choose the practice it belongs to"))
        return chosen

    def clean_tags(self):
        tags = list(_tags(self.cleaned_data["tags"]).values())
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
        said["need"] = said.pop("known_need", "") or said.get("need", "")
        for name in ("title", "kind", "language", "origin"):
            if not said.get(name):
                said.pop(name, None)
        return said


def _on_offer(model, *kept):
    """The active terms, and those chosen before they were retired."""
    return model.objects.filter(active=True) | model.objects.filter(pk__in=kept)


def _with(choices, value):
    return choices if value in dict(choices) else [*choices, (value, value)]
