"""What is answered. Of an anonymous survey no row here leads to a person."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Case, ExpressionWrapper, F, Q, When
from django.db.models.functions import Cast
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.translation import gettext_lazy as _

from people.enums import RoleKind, Sector, SizeBand
from surveys.enums import Doubt, NoAnswer, PairOutcome, TextState
from surveys.models.surveys import Item, PartnerLink, Wave

COMPLETE, PARTIAL = 80, 50  # per cent of the shown applicable items
BATCH = 500


def reached(prefix=""):
    """Answered per cent of what was shown and applies, whole; ``prefix`` leads to the response."""
    applies = F(f"{prefix}shown") - F(f"{prefix}not_applicable")
    least = Case(When(**{f"{prefix}shown__gt": F(f"{prefix}not_applicable")}, then=applies), default=1)
    return Cast(F(f"{prefix}answered") * 100, models.IntegerField()) / Cast(least, models.IntegerField())


def complete(prefix=""):
    """Whether a response is complete, as a column."""
    is_so = Q(GreaterThanOrEqual(reached(prefix), COMPLETE)) & Q(**{f"{prefix}answered__gt": 0})
    return ExpressionWrapper(is_so, models.BooleanField())


def as_text(key):
    """The key of a response as the database's own text: of millions of rows no key need be made."""
    return Cast(key, models.CharField())


class ResponseQuerySet(models.QuerySet):
    def with_share(self):
        """Adds ``reached``."""
        return self.annotate(reached=reached())

    def started(self):
        return self.filter(answered__gt=0)

    def complete(self):
        return self.with_share().filter(answered__gt=0, reached__gte=COMPLETE)


class Response(models.Model):
    """What one respondent gave in a wave. The key is random, so that it tells nothing about when or who."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="responses")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="responses"
    )
    anonymous = models.BooleanField(default=False)
    resume_hash = models.CharField(max_length=64, blank=True)  # of the resume code; blank: none given
    source = models.ForeignKey(
        PartnerLink, null=True, blank=True, on_delete=models.SET_NULL, related_name="responses"
    )
    language = models.CharField(max_length=16, blank=True)
    order = models.JSONField(default=list)  # ids of the items as they are shown to this respondent
    role = models.CharField(_("role"), max_length=20, choices=RoleKind.choices, blank=True)
    size_band = models.CharField(_("size"), max_length=12, choices=SizeBand.choices, blank=True)
    sector = models.CharField(_("sector"), max_length=20, choices=Sector.choices, blank=True)
    region = models.CharField(_("country or region"), max_length=60, blank=True)
    # To the hour in anonymous surveys.
    opened_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    seconds = models.PositiveIntegerField(default=0)  # spent on the screens
    # Three figures written by surveys.answering only.
    shown = models.PositiveSmallIntegerField(default=0)
    answered = models.PositiveSmallIntegerField(default=0)
    not_applicable = models.PositiveSmallIntegerField(default=0)
    flagged = models.BooleanField(default=False)  # answer quality; written by surveys.quality only
    # Opened by a vote in the pairwise round: who did no more has not seen the questions.
    came_for_pairs = models.BooleanField(default=False)
    imported = models.BooleanField(default=False)  # from a file of answers given elsewhere
    is_demo = models.BooleanField(default=False)
    may_be_asked = models.BooleanField(default=False)  # never in anonymous surveys: see AskAgain

    objects = ResponseQuerySet.as_manager()

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        indexes = [models.Index(fields=["wave", "answered"], name="response_by_wave")]
        constraints = [
            models.UniqueConstraint(
                fields=["wave", "member"], condition=Q(member__isnull=False), name="one_response_per_account"
            ),
            models.UniqueConstraint(
                fields=["resume_hash"], condition=~Q(resume_hash=""), name="one_response_per_code"
            ),
            models.CheckConstraint(
                condition=Q(anonymous=False) | Q(member__isnull=True, may_be_asked=False),
                name="anonymous_response_names_nobody",
            ),
        ]

    def __str__(self):
        return str(self.pk)


class AnswerQuerySet(models.QuerySet):
    def of_each(self, ids, *names):
        """Rows of these respondents, theirs together: (key as text, *names). Some hundred respondents a statement,
        because answers were stored together when they were given together, and millions fit into no memory."""
        rows = self.annotate(who=as_text("response_id")).order_by("response_id", "item_id")
        for start in range(0, len(ids), BATCH):
            yield from rows.filter(response__in=ids[start : start + BATCH]).values_list("who", *names)


class Answer(models.Model):
    """One respondent's answer to one item; overwritten when they think again."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="answers")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="answers")
    importance = models.PositiveSmallIntegerField(null=True, blank=True)
    coverage = models.PositiveSmallIntegerField(null=True, blank=True)
    no_importance = models.CharField(max_length=2, choices=NoAnswer.choices, blank=True)
    no_coverage = models.CharField(max_length=2, choices=NoAnswer.choices, blank=True)
    value = models.JSONField(null=True, blank=True)  # of other types of questions
    text = models.TextField(blank=True)
    text_state = models.CharField(max_length=10, choices=TextState.choices, default=TextState.WAITING)
    seconds = models.PositiveSmallIntegerField(null=True, blank=True)  # on the screen; None: not measured

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        # Few answers have words: of millions of others none need be looked at.
        indexes = [
            models.Index(fields=["text_state", "item"], condition=~Q(text=""), name="answer_with_words")
        ]
        constraints = [
            models.UniqueConstraint(fields=["response", "item"], name="one_answer_per_item"),
            models.CheckConstraint(
                condition=Q(importance__isnull=True) | Q(importance__range=(1, 5), no_importance=""),
                name="importance_is_1_to_5",
            ),
            models.CheckConstraint(
                condition=Q(coverage__isnull=True) | Q(coverage__range=(1, 5), no_coverage=""),
                name="coverage_is_1_to_5",
            ),
        ]

    def __str__(self):
        return f"{self.response_id}: {self.item_id}"


class Participation(models.Model):
    """That a member took part in an anonymous wave, as a mark that nobody can read once the wave is closed."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="participations")
    mark = models.CharField(max_length=64)
    day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["wave", "mark"], name="one_participation_per_mark")]

    def __str__(self):
        return str(self.day)


class AskAgain(models.Model):
    """An address that wants to be asked again, without any way to a response."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="ask_again")
    email = models.EmailField(max_length=254)
    day = models.DateField()
    asked_on = models.DateField(null=True, blank=True)  # the last time; at most one question a month

    class Meta:
        constraints = [models.UniqueConstraint(fields=["wave", "email"], name="one_ask_per_address")]

    def __str__(self):
        return str(self.day)


class PairVote(models.Model):
    """Which of two costs more pain; the same pair once for each respondent."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="pair_votes")
    first = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    first_was_left = models.BooleanField(default=True)
    outcome = models.CharField(max_length=10, choices=PairOutcome.choices)
    doubt = models.CharField(max_length=10, choices=Doubt.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["response", "first", "second"], name="one_vote_per_pair"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="pair_in_order"),
            models.CheckConstraint(
                condition=Q(doubt="") | Q(outcome=PairOutcome.UNDECIDED), name="doubt_only_if_undecided"
            ),
        ]

    def __str__(self):
        return f"{self.first_id}, {self.second_id}"
