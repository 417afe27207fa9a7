"""What is missing, who wants it, who promised it, and what covers it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from surveys.enums import CoverageState, NeedState, PledgeState


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
                condition=Q(state__in=[PledgeState.OPEN, PledgeState.LATE]),
                name="one_running_pledge_per_need",
            ),
        ]

    def __str__(self):
        return f"{self.need_id}: {self.due}"


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

    class Meta:
        verbose_name = _("coverage")
        verbose_name_plural = _("coverages")
        constraints = [models.UniqueConstraint(fields=["need", "artefact"], name="one_coverage_per_artefact")]

    def __str__(self):
        return f"{self.need_id}: {self.artefact_id}"
