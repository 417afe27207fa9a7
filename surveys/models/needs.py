"""What is missing, who wants it, who promised it, and what covers it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from surveys.enums import CoverageState, NeedState, PledgeState

RUNNING = (PledgeState.OPEN, PledgeState.LATE)


class NeedQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What waits for a moderator is its poster's and the moderators'."""
        if getattr(user, "is_staff", False):
            return self
        seen = ~Q(state=NeedState.WAITING)
        if getattr(user, "is_authenticated", False):
            seen |= Q(by=user)
        return self.filter(seen)


class Need(models.Model):
    """Something practitioners lack, from a survey or from a member."""

    title = models.CharField(_("need"), max_length=120)
    text = models.TextField(_("what would help"), max_length=2000, blank=True)
    practice = models.ForeignKey(
        "content.Practice", null=True, blank=True, on_delete=models.SET_NULL, related_name="needs"
    )
    # Whether it is the practice as a whole, as a survey asks for it; then all that is shared on it answers it.
    is_practice = models.BooleanField(_("the practice as a whole"), default=False)
    state = models.CharField(max_length=10, choices=NeedState.choices, default=NeedState.WAITING)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="needs"
    )
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )
    note = models.CharField(_("why"), max_length=300, blank=True)
    votes = models.PositiveIntegerField(default=0, editable=False)  # written by surveys.wanting only
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = NeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("need")
        verbose_name_plural = _("needs")
        indexes = [models.Index(fields=["state", "-votes", "-id"], name="need_by_votes")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=NeedState.DUPLICATE, merged_into__isnull=False)
                | (~Q(state=NeedState.DUPLICATE) & Q(merged_into__isnull=True)),
                name="only_duplicates_point_on",
            ),
            models.UniqueConstraint(
                fields=["practice"],
                condition=Q(is_practice=True, merged_into__isnull=True),
                name="one_need_per_practice",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("need", args=[self.pk])

    @property
    def record_number(self):
        """The number people use: N-031."""
        return f"N-{self.pk:03d}"


class NeedVote(models.Model):
    """ "I need this too"."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="need_votes")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="need_votes")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["need", "member"], name="one_vote_per_need")]

    def __str__(self):
        return f"{self.need_id}: {self.member_id}"


class Pledge(models.Model):
    """A member's promise to fill a need by a day."""

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="pledges")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="pledges")
    due = models.DateField(_("due"))
    note = models.CharField(_("what you will do"), max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=PledgeState.choices, default=PledgeState.OPEN)
    artefact = models.ForeignKey(
        "content.Artefact", null=True, blank=True, on_delete=models.SET_NULL, related_name="pledges"
    )
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("pledge")
        verbose_name_plural = _("pledges")
        constraints = [
            models.UniqueConstraint(
                fields=["need", "member"],
                condition=Q(state__in=RUNNING),
                name="one_running_pledge_per_need",
            ),
            models.CheckConstraint(
                condition=Q(state__in=RUNNING, ended_at__isnull=True)
                | (~Q(state__in=RUNNING) & Q(ended_at__isnull=False)),
                name="only_ended_pledges_have_an_end",
            ),
        ]

    def __str__(self):
        return f"{self.need_id}: {self.due}"

    @property
    def is_running(self):
        return self.state in RUNNING


class Coverage(models.Model):
    """That an artefact answers a need, as somebody proposed and somebody else decided."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="coverages")
    artefact = models.ForeignKey("content.Artefact", on_delete=models.CASCADE, related_name="coverages")
    state = models.CharField(max_length=10, choices=CoverageState.choices, default=CoverageState.PROPOSED)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    # When those who had asked for the need were told of it; written by surveys.asking only.
    asked_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("coverage")
        verbose_name_plural = _("coverages")
        constraints = [models.UniqueConstraint(fields=["need", "artefact"], name="one_coverage_per_artefact")]

    def __str__(self):
        return f"{self.need_id}: {self.artefact_id}"


class NeedFigures(models.Model):
    """What surveys and the library say of a need, as pages show it. Written by surveys.focusing only.

    Figures of a published snapshot; ``focus`` is ``opp`` times what is missing of the supply, 0 to 20. The last
    three are of those who were asked again once something was published, in steps of five people.
    """

    need = models.OneToOneField(Need, primary_key=True, on_delete=models.CASCADE, related_name="figures")
    snapshot = models.ForeignKey("surveys.Snapshot", on_delete=models.CASCADE, related_name="+")
    n = models.PositiveIntegerField()
    importance = models.FloatField()
    coverage = models.FloatField()
    gap = models.FloatField()
    opp = models.FloatField()
    opp_low = models.FloatField()
    opp_high = models.FloatField()
    supply = models.FloatField(default=0)
    focus = models.FloatField(default=0, db_index=True)
    artefacts = models.PositiveIntegerField(default=0)  # live ones that supply it
    after_n = models.PositiveIntegerField(default=0)
    before = models.FloatField(null=True, blank=True)
    after = models.FloatField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(supply__range=(0, 1)), name="supply_is_a_share"),
            models.CheckConstraint(condition=Q(after_n=0) | Q(after_n__gte=5), name="after_is_no_small_cell"),
        ]

    def __str__(self):
        return f"{self.need_id}: {self.focus:.1f}"


class SecondQuestion(models.Model):
    """ "How well is it covered now?", asked of one person about one artefact. The key is random.

    Waits for its turn until ``asked_on``. Whoever left only an address is forgotten here as soon as the question
    is on its way, so that an answer leads to nobody.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="second_questions")
    artefact = models.ForeignKey("content.Artefact", on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="second_questions",
    )
    address = models.ForeignKey(
        "surveys.AskAgain", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    before = models.PositiveSmallIntegerField(null=True, blank=True)
    coverage = models.PositiveSmallIntegerField(null=True, blank=True)
    no_opinion = models.BooleanField(default=False)
    asked_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["need", "artefact", "member"],
                condition=Q(member__isnull=False),
                name="one_second_question_per_member",
            ),
            models.UniqueConstraint(
                fields=["need", "artefact", "address"],
                condition=Q(address__isnull=False),
                name="one_second_question_per_address",
            ),
            models.CheckConstraint(
                condition=Q(coverage__isnull=True) | Q(coverage__range=(1, 5), no_opinion=False),
                name="second_answer_is_1_to_5",
            ),
        ]

    def __str__(self):
        return f"{self.need_id}: {self.coverage}"
