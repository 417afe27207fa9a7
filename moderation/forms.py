"""What the desk and the public forms take, in the words of the page."""

from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from content.forms import Line, Text
from content.models import Artefact, Kind
from moderation.enums import ClaimReason, ReportReason
from moderation.models.reports import MOST_WORDS
from moderation.queue import SOURCES, Wish
from ratings.hiding import MOST_REASON

MOST_MESSAGE = 1000


class ReportForm(forms.Form):
    """What is wrong with something on show."""

    reason = forms.ChoiceField(
        label=_("What is wrong with it?"),
        choices=ReportReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong"), "invalid_choice": _("Choose from the list")},
    )
    words = Text(
        label=_("Where and what exactly?"),
        required=False,
        max_length=MOST_WORDS,
        help_text=_("Example: page 3 names a customer. Moderators read this, nobody else."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class TakedownForm(forms.Form):
    """The claim of a rights holder."""

    work = Line(
        label=_("Which work?"),
        max_length=500,
        missing=_("Name the work"),
        help_text=_("Its number, such as ART-0412, or the address of its page."),
    )
    reason = forms.ChoiceField(
        label=_("Which right does it infringe?"),
        choices=ClaimReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the right"), "invalid_choice": _("Choose from the list")},
    )
    why = Text(
        label=_("What is it, and where in the work?"),
        max_length=2000,
        missing=_("Say what it is and where"),
        help_text=_("Name the original and the place in the work. Its creator reads this and may answer."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    name = Line(
        label=_("Your name, and for whom you speak"),
        max_length=120,
        missing=_("Enter your name"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("We answer there. Only moderators see it."),
        error_messages={
            "required": _("Enter your e-mail address"),
            "invalid": _("Enter an e-mail address like name@example.org"),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    good_faith = forms.BooleanField(
        label=_(
            "I say this in good faith: it is true as far as I know, and I may speak for whoever holds the right."
        ),
        error_messages={"required": _("Confirm that you say this in good faith")},
    )

    def clean_work(self):
        """The artefact that a number or an address names; what is not on show is not said to exist."""
        artefact = artefact_named(self.cleaned_data["work"])
        if artefact is None:
            raise ValidationError(_("There is no work on this site with this number or address"))
        return artefact


def artefact_named(text):
    """What everybody may open under a record number, an address or a slug; None for nothing."""
    found = Artefact.objects.visible_to(None)
    number = text.strip().upper().removeprefix("ART-")
    if number.isascii() and number.isdecimal() and len(number) < 16:
        return found.filter(pk=int(number)).first()
    try:
        parts = [part for part in urlsplit(text.strip()).path.split("/") if part]
    except ValueError:
        return None
    slug = parts[parts.index("artefacts") + 1] if "artefacts" in parts[:-1] else (parts or [""])[-1]
    return found.filter(slug=slug[:120]).first()


class AnswerForm(forms.Form):
    """The creator's side of a claim."""

    text = Text(
        label=_("Your answer"),
        max_length=2000,
        missing=_("Write your answer"),
        help_text=_("Say why you may share it, or which part you would remove. Moderators read it."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )


def message(label, *, longest=MOST_MESSAGE, rows=5, **said):
    """The field of the words that go with a decision."""
    return Text(label=label, max_length=longest, widget=forms.Textarea(attrs={"rows": rows}), **said)


class MessageForm(forms.Form):
    """The words that go with a decision."""

    message = message(
        _("Message to the creator"), missing=_("Write to the creator what is wrong and how to go on")
    )


class ClaimForm(forms.Form):
    """The words that end a claim; both sides read them."""

    message = message(
        _("Message to the creator and to who claims"),
        missing=_("Write what you decided, and why"),
        help_text=_("The creator reads it as a notice, who claims by mail: name neither of them."),
    )


class AuthorForm(forms.Form):
    """Why a reply, a review or an answer is hidden; its author reads the message."""

    message = message(
        _("Message to the author"), longest=MOST_REASON, missing=_("Write to the author what is wrong")
    )


class NoteForm(forms.Form):
    """A note that may be left out."""

    message = message(_("Note"), rows=3, required=False, help_text=_("For the log."))


class ReasonForm(forms.Form):
    """Why, for the log: it must be said."""

    message = Text(
        label=_("Reason"),
        max_length=MOST_MESSAGE,
        missing=_("Write down why: the log keeps it"),
        help_text=_("For the log, and for the member in a copy of their data."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class WishForm(forms.Form):
    """What the queue is narrowed to; whatever is not known narrows nothing."""

    what = forms.ChoiceField(label=_("What"), required=False)
    reason = forms.ChoiceField(label=_("Reason"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    checks = forms.ChoiceField(
        label=_("File checks"),
        required=False,
        choices=[
            ("", _("Any")),
            ("ready", _("All in order")),
            ("running", _("Being checked")),
            ("problem", _("Something found")),
        ],
    )
    person = forms.SlugField(
        label=_("From (as in the address of the member's page)"), required=False, max_length=80
    )
    overdue = forms.BooleanField(label=_("Waits for more than 48 hours"), required=False)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        everything = [("", _("Everything"))]
        self.fields["what"].choices = everything + [(source.slug, source.many) for source in SOURCES]
        claims = [pair for pair in ClaimReason.choices if pair[0] not in ReportReason.values]
        self.fields["reason"].choices = [("", _("Any")), *ReportReason.choices, *claims]
        self.fields["kind"].choices = [("", _("Any")), *Kind.objects.values_list("slug", "label")]

    @property
    def wish(self):
        """Note: asks whether the form is valid; a wrong value is left out, the others count."""
        self.is_valid()
        said = self.cleaned_data
        return Wish(
            **{name: said.get(name) or Wish.__dataclass_fields__[name].default for name in self.fields}
        )
