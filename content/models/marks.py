"""Who took what: counted for everybody, remembered only for members."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from content.models.artefacts import Artefact


class DownloadMark(models.Model):
    """One visitor took one artefact in one hour. Rolled up every minute, deleted after 48 hours.

    ``visitor`` is a salted daily hash: no address is stored (content.downloads).
    """

    artefact = models.ForeignKey(Artefact, on_delete=models.CASCADE, related_name="download_marks")
    visitor = models.CharField(max_length=32)
    hour = models.DateTimeField()
    counted = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["id"], name="mark_to_count", condition=models.Q(counted=False))]
        constraints = [
            models.UniqueConstraint(
                fields=["artefact", "visitor", "hour"], name="one_download_per_visitor_and_hour"
            )
        ]

    def __str__(self):
        return f"{self.artefact_id} {self.hour:%Y-%m-%d %H}"


class Taken(models.Model):
    """A member took an artefact; asked later whether they used it. Erased with the account."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="taken")
    artefact = models.ForeignKey(Artefact, on_delete=models.CASCADE, related_name="taken_by")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "artefact"], name="one_taken_per_member")]

    def __str__(self):
        return f"{self.member_id} {self.artefact_id}"
