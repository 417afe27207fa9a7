"""What is asked: surveys, their waves, questions and items."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from surveys.enums import Mode, QuestionType, Stage


class SurveyQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What is open or was; a draft is its owner's and the moderators'."""
        if getattr(user, "is_staff", False):
            return self
        seen = Q(waves__stage__in=[Stage.OPEN, Stage.CLOSED])
        if getattr(user, "is_authenticated", False):
            seen |= Q(owner=user)
        return self.filter(seen).distinct()


class Survey(models.Model):
    """A survey over all its waves."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=120)
    sentence = models.CharField(_("what for, who sees what"), max_length=300)
    minutes = models.PositiveSmallIntegerField(_("minutes it takes"), default=5)
    mode = models.CharField(_("who answers can be traced to"), max_length=12, choices=Mode.choices)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="surveys"
    )
    language = models.CharField(_("language"), max_length=16, default="en")
    is_demo = models.BooleanField(_("demonstration"), default=False)
    # {"role": {"practitioner": 0.7, ...}}: entered and published by the owner; empty: figures are not weighted.
    weight_targets = models.JSONField(default=dict, blank=True)
    # Set by surveys.answering with the first answer: from then on only typing errors may be corrected.
    frozen_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects = SurveyQuerySet.as_manager()

    class Meta:
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        constraints = [
            models.CheckConstraint(condition=Q(mode__in=Mode.values), name="survey_mode_is_known"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("survey", args=[self.slug])


class Wave(models.Model):
    """One time of asking. Items share their keys with the waves before, so that trends can be drawn."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="waves")
    number = models.PositiveSmallIntegerField(default=1)
    stage = models.CharField(max_length=8, choices=Stage.choices, default=Stage.DRAFT)
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    # How many items are shown before "keep going".
    first_items = models.PositiveSmallIntegerField(default=10)
    # Makes participation marks of an anonymous survey; deleted when the wave closes.
    key = models.CharField(max_length=64, blank=True, editable=False)
    # Written by surveys.answering only: tells the worker that stored results are old.
    last_answer_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Written by surveys.comparing only: the same for the pairwise round.
    last_vote_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Written by surveys.snapshots only: when the worker last began to count this wave.
    counted_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("wave")
        verbose_name_plural = _("waves")
        constraints = [
            models.UniqueConstraint(fields=["survey", "number"], name="one_wave_per_number"),
            models.UniqueConstraint(
                fields=["survey"], condition=Q(stage=Stage.OPEN), name="one_open_wave_per_survey"
            ),
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True)
                | Q(closes_at__isnull=True)
                | Q(closes_at__gt=F("opens_at")),
                name="wave_closes_after_opening",
            ),
            models.CheckConstraint(
                condition=~Q(stage=Stage.CLOSED) | Q(closed_at__isnull=False, key=""),
                name="closed_wave_keeps_no_key",
            ),
        ]

    def __str__(self):
        """Note: reads self.survey."""
        return f"{self.survey}, wave {self.number}"

    @property
    def is_frozen(self):
        """Whether only typing errors may be corrected. Note: reads self.survey."""
        return self.survey.frozen_at is not None and self.stage != Stage.DRAFT

    def takes_answers(self, now):
        """Whether an answer given at ``now`` counts."""
        begun = self.opens_at is None or self.opens_at <= now
        return self.stage == Stage.OPEN and begun and (self.closes_at is None or now < self.closes_at)


class Question(models.Model):
    """One question of a wave. Every question has at least one item, which its answers belong to."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="questions")
    key = models.SlugField(max_length=60)
    position = models.PositiveSmallIntegerField(default=0)
    type = models.CharField(max_length=12, choices=QuestionType.choices)
    text = models.CharField(_("question"), max_length=300)
    hint = models.CharField(_("hint"), max_length=300, blank=True)
    choices = models.JSONField(default=list, blank=True)  # [[key, label], ...]
    # {"question": key, "is": [values]}: asked only of those who answered so; empty: asked of everybody.
    shown_if = models.JSONField(default=dict, blank=True)
    translations = models.JSONField(
        default=dict, blank=True
    )  # {"de": {"text": ..., "hint": ..., "choices": ...}}

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["wave", "key"], name="one_question_per_key")]

    def __str__(self):
        return self.text


class Item(models.Model):
    """What an answer is about: a need of a grid, or the question itself where it has only one."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="items")
    key = models.SlugField(max_length=60)
    label = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(default=0)
    practice = models.ForeignKey(
        "content.Practice", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    need = models.ForeignKey(
        "surveys.Need", null=True, blank=True, on_delete=models.SET_NULL, related_name="items"
    )
    translations = models.JSONField(default=dict, blank=True)  # {"de": label}

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["question", "key"], name="one_item_per_key")]

    def __str__(self):
        return self.label


class PartnerLink(models.Model):
    """An address of a wave given to a partner, so that responses can be told apart by where they came from."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="links")
    code = models.SlugField(max_length=40, unique=True)
    label = models.CharField(max_length=100)
    most = models.PositiveIntegerField(null=True, blank=True)  # responses taken through it; none: no limit

    def __str__(self):
        return self.label
