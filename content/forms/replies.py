"""What somebody says about an artefact."""

from django import forms
from django.utils.translation import gettext_lazy as _

from content.enums import ReplyKind
from content.forms.fields import Text
from content.replying import MOST_CHARACTERS

KINDS = [
    (ReplyKind.QUESTION.value, _("A question")),
    (ReplyKind.INPUT.value, _("Input: experience, advice, a better way")),
    (ReplyKind.FAULT.value, _("A fault I found in it")),
]
WORDS = _("Markdown works. Leave out names of customers and colleagues.")


class BodyForm(forms.Form):
    """The text of a reply."""

    body = Text(
        label=_("Your text"),
        max_length=MOST_CHARACTERS,
        missing=_("Write what you want to say"),
        help_text=WORDS,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class ReplyForm(BodyForm):
    """A question, input or a fault; with ``parent`` it is an answer and needs no kind."""

    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=KINDS,
        required=False,
        initial=ReplyKind.QUESTION.value,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose what it is")},
    )
    parent = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)
    token = forms.UUIDField(required=False, widget=forms.HiddenInput)
    field_order = ["kind", "body"]

    def clean(self):
        said = super().clean()
        if said.get("parent"):
            said["kind"] = ReplyKind.ANSWER
        elif not said.get("kind") and "kind" not in self.errors:
            self.add_error("kind", _("Choose what it is"))
        return said
