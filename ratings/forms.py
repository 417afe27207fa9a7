"""What members say of artefacts and of people. Nothing is chosen beforehand, and each criterion may not apply."""

from django import forms
from django.utils.translation import gettext_lazy as _

from content.forms.fields import Line, Text
from content.models import Practice
from people.enums import Maturity, Sector, SizeBand
from ratings.answering_reviews import MOST_CHARACTERS as MOST_REPLY
from ratings.enums import CREATOR_CRITERIA, CREATOR_INTERESTS, CRITERIA, Adoption, Interest
from ratings.judging import MOST_CHARACTERS
from ratings.judging_creators import MOST_CHARACTERS as MOST_OF_CREATOR

STARS = [
    ("5", _("5: very good")),
    ("4", _("4: good")),
    ("3", _("3: usable")),
    ("2", _("2: weak")),
    ("1", _("1: of no use")),
]
_STARS = frozenset("12345")
NOT_APPLICABLE = "na"
CRITERION = [("", _("No answer")), (NOT_APPLICABLE, _("Not applicable")), *STARS]
AGAIN = [("yes", _("Yes")), ("no", _("No"))]


def interest(label, missing, choices=Interest.choices):
    """The field that asks what ties somebody to what they judge: required, nothing chosen."""
    return forms.ChoiceField(
        label=label,
        help_text=_("Shown beside what you say."),
        choices=choices,
        widget=forms.RadioSelect,
        error_messages={"required": missing},
    )


def line(label, length):
    return Line(label=label, max_length=length, required=False)


def choice(label, choices):
    return forms.ChoiceField(label=label, choices=[("", _("No answer")), *choices], required=False)


def overall(label):
    return forms.ChoiceField(
        label=label,
        choices=STARS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one to five stars")},
    )


def _numbers(said, criteria):
    """The stars as numbers; a criterion that does not apply, or was left out, is None."""
    stars = {name: int(said[name]) if said.get(name) in _STARS else None for name in criteria}
    return stars | ({"overall": int(said["overall"])} if said.get("overall") else {})


class RatingForm(forms.Form):
    """Stars, criteria and a review."""

    overall = overall(_("How good is it?"))
    useful = choice(CRITERIA["useful"], CRITERION[1:])
    clear = choice(CRITERIA["clear"], CRITERION[1:])
    complete = choice(CRITERIA["complete"], CRITERION[1:])
    adaptable = choice(CRITERIA["adaptable"], CRITERION[1:])
    would_use_again = forms.ChoiceField(
        label=_("Would you use it again?"), choices=AGAIN, widget=forms.RadioSelect, required=False
    )
    interest = interest(_("What ties you to it?"), _("Say what ties you to it"))
    text = Text(
        label=_("Your review"),
        max_length=MOST_CHARACTERS,
        required=False,
        help_text=_("One or two stars need it, or a report of use. Leave out names of customers."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self):
        said = super().clean()
        said |= _numbers(said, CRITERIA)
        said["would_use_again"] = {"yes": True, "no": False}.get(said.get("would_use_again"))
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
    interest = interest(_("What ties you to it?"), _("Say what ties you to it"))


class RecommendForm(forms.Form):
    """One sentence for whom."""

    sentence = Line(
        label=_("For whom is it good?"),
        max_length=200,
        missing=_("Say for whom it is good"),
        help_text=_("One sentence, shown with your name. It says also that you would use it again."),
    )
    interest = interest(_("What ties you to it?"), _("Say what ties you to it"))


class ReviewReplyForm(forms.Form):
    """The creator's answer to a review."""

    text = Text(
        label=_("Your answer"),
        max_length=MOST_REPLY,
        missing=_("Write your answer"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CreatorRatingForm(forms.Form):
    """Stars for a person as a creator of artefacts, criteria and a few words."""

    overall = overall(_("How good is what they make?"))
    answers = choice(CREATOR_CRITERIA["answers"], CRITERION[1:])
    upkeep = choice(CREATOR_CRITERIA["upkeep"], CRITERION[1:])
    openness = choice(CREATOR_CRITERIA["openness"], CRITERION[1:])
    interest = interest(
        _("What ties you to them?"), _("Say what ties you to them"), list(CREATOR_INTERESTS.items())
    )
    text = Text(
        label=_("Your words"),
        max_length=MOST_OF_CREATOR,
        required=False,
        help_text=_("One or two stars need them. Shown with your name on what peers say."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self):
        said = super().clean()
        return said | _numbers(said, CREATOR_CRITERIA)


class EndorseForm(forms.Form):
    """One practice and one sentence why."""

    practice = forms.ModelChoiceField(
        label=_("For which practice?"),
        queryset=None,
        to_field_name="slug",
        empty_label=_("Choose a practice"),
        error_messages={
            "required": _("Choose a practice"),
            "invalid_choice": _("Choose a practice of the list"),
        },
    )
    sentence = Line(
        label=_("Why?"),
        max_length=300,
        missing=_("Say why"),
        help_text=_(
            "One sentence, shown with your name. It also lends them some of the trust you have here."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["practice"].queryset = Practice.objects.active()
