"""Forms about members."""

import unicodedata
from urllib.parse import urlsplit

from django import forms
from django.core.validators import ProhibitNullCharactersValidator, URLValidator
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from people.enums import How, Maturity, NoticeKind, RoleKind, SpeaksFor
from people.models import Member, Organisation

OWN_NAME = "back2itsm"
OWN_ROLES = {"admin", "administrator", "formermember", "moderator", "moderators", "moderation", "theteam"}
MOST_LINKS = 5
LONGEST_LINK = 200
MOST_ROLES = 6


def posted(request):
    """What a form is bound to: an empty POST is one as well, and gets its errors."""
    return request.POST if request.method == "POST" else None


def clean_line(text):
    """One line of visible characters: control characters could make one name look like another."""
    line = " ".join(text.split())
    if not all(letter.isprintable() for letter in line):
        raise forms.ValidationError(_("Use letters, digits, spaces and punctuation only"), "unreadable")
    return line


def clean_own_name(text):
    """A name for a person: none that the site itself goes by, however it is written."""
    line = clean_line(text)
    letters = "".join(filter(str.isalnum, unicodedata.normalize("NFKC", line).casefold()))
    if OWN_NAME in letters or letters in OWN_ROLES:
        raise forms.ValidationError(_("The site itself goes by this name. Choose another"))
    return line


class SignUpNameForm(forms.Form):
    """What sign-up asks beside the address: the name others will see."""

    name = forms.CharField(
        label=_("Name or pen name"),
        max_length=80,
        validators=[ProhibitNullCharactersValidator()],
        help_text=_("Shown beside what you share. You can change it later."),
        error_messages={
            "required": _("Enter the name others will see"),
            "max_length": _("The name must be at most 80 characters"),
        },
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    field_order = ["name", "email", "password1", "password2"]

    def clean_name(self):
        return clean_own_name(self.cleaned_data["name"])

    def signup(self, request, user):
        """Called by allauth once the member is saved; the name was set by our adapter."""


class LinksField(forms.CharField):
    """One https address a line, at most five; the value is a list."""

    widget = forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "autocapitalize": "off"})

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        links = list(dict.fromkeys(filter(None, map(str.strip, (value or "").splitlines()))))
        if len(links) > MOST_LINKS:
            raise forms.ValidationError(_("Give at most %(limit)d links") % {"limit": MOST_LINKS})
        check = URLValidator(schemes=["https"])
        for link in links:
            try:
                check(link)
            except forms.ValidationError:
                raise forms.ValidationError(
                    _("%(link)s is not an https address") % {"link": link[:60]}
                ) from None
            if len(link) > LONGEST_LINK or "@" in urlsplit(link).netloc:
                raise forms.ValidationError(_("%(link)s cannot be used as a link") % {"link": link[:60]})
        return links

    def validate(self, value):
        """An empty list is fine."""

    def run_validators(self, value):
        """``to_python`` has looked at each line."""


class ProfileForm(forms.ModelForm):
    """What a member says about themselves; ``licences`` are (SPDX id, words) pairs."""

    leads_on = forms.BooleanField(
        label=_("Former addresses of my page lead to it"),
        required=False,
        help_text=_(
            "So that links to it go on working. Leave it empty if nobody is to find your new name by the old one."
        ),
    )
    links = LinksField(
        label=_("Links"),
        required=False,
        help_text=_("Your own pages elsewhere, one https address a line, at most five."),
    )
    default_licence = forms.ChoiceField(
        label=_("Default licence"),
        required=False,
        help_text=_("Chosen beforehand when you share something. You can choose another each time."),
    )

    class Meta:
        model = Member
        fields = ["name", "headline", "links", "maturity", "tools", "default_licence"]
        help_texts = {
            "name": _(
                "Shown beside what you share. A new name gives your page a new address; nobody else gets the old one."
            ),
            "headline": _("What you do, in one line, such as “Service manager in a hospital group”."),
            "maturity": _("How well service management is established where you work."),
            "tools": _("The ITSM tools you work with, such as “Jira Service Management, Checkmk”."),
        }
        labels = {
            "name": _("Name or pen name"),
            "headline": _("Headline"),
            "maturity": _("Maturity at your organisation"),
            "tools": _("Tools in use"),
        }
        error_messages = {
            "name": {
                "required": _("Enter the name others will see"),
                "max_length": _("The name must be at most 80 characters"),
            }
        }
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "nickname"})}

    field_order = ["name", "leads_on"]

    def __init__(self, *args, licences=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["leads_on"] = self.instance.former_slugs.filter(leads_on=True).exists()
        self.fields["default_licence"].choices = [("", _("None")), *licences]
        self.fields["maturity"].choices = [("", _("Not said")), *Maturity.choices]

    def clean_name(self):
        """Whoever was given such a name by the site itself keeps it."""
        name = self.cleaned_data["name"]
        return clean_own_name(name) if "name" in self.changed_data else clean_line(name)

    def clean_headline(self):
        return clean_line(self.cleaned_data["headline"])

    def clean_tools(self):
        return clean_line(self.cleaned_data["tools"])

    def _post_clean(self):
        """The verb writes the row, and on the page of a form with errors the member is called as before."""


class SinceField(forms.DateField):
    """A day that is not to come."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def __init__(self, **kwargs):
        words = {"invalid": _("Enter a date such as 2024-03-01"), "required": _("Enter the day it began")}
        super().__init__(error_messages=words, initial=timezone.localdate, **kwargs)

    def validate(self, value):
        super().validate(value)
        if value and value > timezone.localdate():
            raise forms.ValidationError(_("The day must not be in the future"))
        if value and value.year < 1950:
            raise forms.ValidationError(_("The day must be later than 1950"))


class RoleForm(forms.Form):
    """A role to take or to change; ``affiliation`` is the member's current one or None."""

    kind = forms.ChoiceField(label=_("Role"), choices=RoleKind.choices)
    title = forms.CharField(
        label=_("In your words"),
        required=False,
        max_length=80,
        help_text=_(
            "Printed in place of the role, such as “Problem manager”. Leave it empty to print the role."
        ),
    )
    since = SinceField(label=_("Since"))
    speaks_for = forms.ChoiceField(
        label=_("For whom you speak"),
        choices=[(value, capfirst(label)) for value, label in SpeaksFor.choices],
        initial=SpeaksFor.SELF,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, affiliation, **kwargs):
        super().__init__(*args, **kwargs)
        self.affiliation = affiliation
        if affiliation:
            label = _("I hold it at: %(place)s") % {"place": affiliation}
            self.fields["here"] = forms.BooleanField(label=label, required=False, initial=True)

    def clean_title(self):
        return clean_line(self.cleaned_data["title"])

    def clean(self):
        said = super().clean()
        here = said.pop("here", False)
        said["affiliation"] = self.affiliation if here else None
        if said.get("speaks_for") == SpeaksFor.ORGANISATION and said["affiliation"] is None:
            words = _("To speak for your organisation, hold the role there") if self.affiliation else None
            self.add_error("speaks_for", words or _("To speak for your organisation, say first which it is"))
        return said


class OrganisationForm(forms.ModelForm):
    """Where a member works; the name is shown only to those who should see it: everybody, or nobody."""

    name_shown = forms.BooleanField(
        label=_("Show the name to everybody"),
        required=False,
        help_text=_("Without it, others see the sector and the size only."),
    )
    since = SinceField(label=_("Since"))

    class Meta:
        model = Organisation
        fields = ["name", "size_band", "sector", "region", "is_vendor"]
        labels = {
            "name": _("Name"),
            "size_band": _("Size"),
            "sector": _("Sector"),
            "region": _("Country or region"),
            "is_vendor": _("It sells ITSM products or services"),
        }
        help_texts = {
            "name": _("You may leave it empty."),
            "region": _("Such as “Poland” or “Nordic countries”."),
        }
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "organization"})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, words in {"size_band": _("Choose a size"), "sector": _("Choose a sector")}.items():
            field = self.fields[name]
            field.required = True
            field.error_messages["required"] = words
            field.choices = [("", words), *((value, label) for value, label in field.choices if value)]

    def clean_name(self):
        return clean_line(self.cleaned_data["name"])

    def _post_clean(self):
        """The verb writes a new row; the one that stands keeps its facts."""

    def clean_region(self):
        return clean_line(self.cleaned_data["region"])

    def clean(self):
        said = super().clean()
        if said.get("name_shown") and not said.get("name"):
            self.add_error("name", _("Enter the name that is to be shown"))
        return said


class ClosingForm(forms.Form):
    """How an account ends."""

    keep_name = forms.TypedChoiceField(
        label=_("What you published"),
        choices=[("yes", _("It stays under your name")), ("no", _("It stays under “Former member”"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose under which name your work stays")},
    )


class NoticesForm(forms.Form):
    """How a member wants to be told, one field for each kind."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for kind in NoticeKind:
            words = {name: _("Choose one of the four ways") for name in ("required", "invalid_choice")}
            self.fields[kind.value] = forms.ChoiceField(
                label=kind.label, choices=How.choices, error_messages=words
            )


class CodeForm(forms.Form):
    """The code of people.confirming."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        error_messages={"required": _("Enter the code")},
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
    )
