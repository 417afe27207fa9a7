"""What members say of an artefact. Nothing is chosen beforehand, and each criterion may not apply."""

from django import forms
from django.utils.translation import gettext_lazy as _

from content.forms.fields import Line, Text
from people.enums import Maturity, Sector, SizeBand
from ratings.answering_reviews import MOST_CHARACTERS as MOST_REPLY
from ratings.enums import CRITERIA, Adoption, Interest
from ratings.judging import MOST_CHARACTERS

STARS = [
    ("5", _("5: very good")),
    ("4", _("4: good")),
    ("3", _("3: usable")),
    ("2", _("2: weak")),
    ("1", _("1: of no use")),
]
NOT_APPLICABLE = "na"
CRITERION = [("", _("No answer")), (NOT_APPLICABLE, _("Not applicable")), *STARS]
AGAIN = [("yes", _("Yes")), ("no", _("No"))]


def interest():
    """The field that asks what ties somebody to what they judge: required, nothing chosen."""
    return forms.ChoiceField(
        label=_("What ties you to it?"),
        help_text=_("Shown beside what you say."),
        choices=Interest.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what ties you to it")},
    )


def line(label, length):
    return Line(label=label, max_length=length, required=False)


def choice(label, choices):
    return forms.ChoiceField(label=label, choices=[("", _("No answer")), *choices], required=False)


class RatingForm(forms.Form):
    """Stars, criteria and a review."""

    overall = forms.ChoiceField(
        label=_("How good is it?"),
        choices=STARS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one to five stars")},
    )
    useful = choice(CRITERIA["useful"], CRITERION[1:])
    clear = choice(CRITERIA["clear"], CRITERION[1:])
    complete = choice(CRITERIA["complete"], CRITERION[1:])
    adaptable = choice(CRITERIA["adaptable"], CRITERION[1:])
    would_use_again = forms.ChoiceField(
        label=_("Would you use it again?"), choices=AGAIN, widget=forms.RadioSelect, required=False
    )
    interest = interest()
    text = Text(
        label=_("Your review"),
        max_length=MOST_CHARACTERS,
        required=False,
        help_text=_("One or two stars need it, or a report of use. Leave out names of customers."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self):
        said = super().clean()
        for name in CRITERIA:
            said[name] = int(said[name]) if said.get(name) in {"1", "2", "3", "4", "5"} else None
        said["would_use_again"] = {"yes": True, "no": False}.get(said.get("would_use_again"))
        if said.get("overall"):
            said["overall"] = int(said["overall"])
        return said


class UseForm(forms.Form):
    """What became of it, where, what was changed and what came of it."""

    adoption = forms.ChoiceField(
        label=_("What became of it?"),
        choices=Adoption.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what became of it")},
    )
    size_band = choice(_("Organisation size"), SizeBand.choices)
    sector = choice(_("Sector"), Sector.choices)
    maturity = choice(_("Maturity"), Maturity.choices)
    tool = line(_("Tool"), 100)
    where = line(_("Where did you use it?"), 300)
    changes = line(_("What did you change?"), 1000)
    metric = line(_("What did you measure, if anything?"), 200)
    before = line(_("Before"), 60)
    after = line(_("After"), 60)
    interest = interest()


class RecommendForm(forms.Form):
    """One sentence for whom."""

    sentence = Line(
        label=_("For whom is it good?"),
        max_length=200,
        missing=_("Say for whom it is good"),
        help_text=_("One sentence, shown with your name. It says also that you would use it again."),
    )
    interest = interest()


class ReviewReplyForm(forms.Form):
    """The creator's answer to a review."""

    text = Text(
        label=_("Your answer"),
        max_length=MOST_REPLY,
        missing=_("Write your answer"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
