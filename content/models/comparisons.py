"""What changed from one version to the next: computed once by the worker, read by the page."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from content.enums import Check
from content.models.versions import MOST_ATTEMPTS, File, Version


class VersionComparisonQuerySet(models.QuerySet):
    def waiting(self, now):
        """Jobs to do: both versions' files are checked, and no worker is at it or it fell silent."""
        unchecked = File.objects.filter(
            Q(version=OuterRef("older")) | Q(version=OuterRef("newer")),
            inspection__in=[Check.WAITING, Check.RUNNING],
        )
        return self.filter(
            Q(state=Check.WAITING) | Q(state=Check.RUNNING, leased_until__lt=now),
            ~Exists(unchecked),
            attempts__lt=MOST_ATTEMPTS,
        ).order_by("pk")


class VersionComparison(models.Model):
    """A published version beside the one before it. The row is the job."""

    older = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="+")
    newer = models.OneToOneField(Version, on_delete=models.CASCADE, related_name="comparison")
    data = models.JSONField(default=dict)  # content.comparing_versions says what is in it

    state = models.CharField(max_length=8, choices=Check.choices, default=Check.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, blank=True)

    objects = VersionComparisonQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["id"], name="comparison_to_make", condition=Q(state__in=["waiting", "running"])
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(older=F("newer")), name="compared_with_another_version"),
        ]

    def __str__(self):
        return f"{self.older_id} → {self.newer_id}"
