"""Which version was made out of which: lineage links versions, so that it stays true when both go on."""

from django.db import models
from django.db.models import F, Q

from content.models.versions import Version


class Adaptation(models.Model):
    """One version was adapted from one published version of another artefact. Written by content.lineage only."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="adapted_from")
    original = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="adaptations")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "original"], name="one_adaptation_per_pair"),
            models.CheckConstraint(condition=~Q(version=F("original")), name="adapted_from_another_version"),
        ]

    def __str__(self):
        return f"{self.original_id} → {self.version_id}"
