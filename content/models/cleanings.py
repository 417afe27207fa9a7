"""The wish of a contributor that a file loses its properties, and what became of it."""

from django.db import models
from django.db.models import Q

from content.enums import Check
from content.models.versions import MOST_ATTEMPTS, File


class CleaningQuerySet(models.QuerySet):
    def waiting(self, now):
        """Jobs to do: not tried yet, or whose worker has been silent past its lease."""
        return self.filter(
            Q(state=Check.WAITING) | Q(state=Check.RUNNING, leased_until__lt=now),
            attempts__lt=MOST_ATTEMPTS,
        ).order_by("pk")

    def open(self):
        """Those that no worker is through with."""
        return self.filter(state__in=[Check.WAITING, Check.RUNNING])


class Cleaning(models.Model):
    """A file is to lose author, company, dates and custom properties. The row is the job."""

    file = models.OneToOneField(File, primary_key=True, on_delete=models.CASCADE, related_name="cleaning")
    removed = models.JSONField(default=list)  # in words, as content.files.cleaning says them
    reason = models.CharField(max_length=300, blank=True)  # why it could not be cleaned
    sha256_before = models.CharField(
        max_length=64, blank=True
    )  # of what was uploaded; "" until it is cleaned

    state = models.CharField(max_length=8, choices=Check.choices, default=Check.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, blank=True)

    objects = CleaningQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["file"], name="file_to_clean", condition=Q(state__in=["waiting", "running"])
            ),
        ]

    def __str__(self):
        return f"{self.file_id}: {self.state}"

    @property
    def is_open(self):
        return self.state in {Check.WAITING, Check.RUNNING}
