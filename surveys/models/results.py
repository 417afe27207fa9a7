"""What was computed from answers; each table has one writer, named beside it."""

from django.db import models
from django.db.models import Q

from people.enums import RoleKind, SizeBand
from surveys.models.surveys import Item, Wave


class HistogramCell(models.Model):
    """How many responses gave one pair of answers to an item, by who they are. Written by surveys.readings only."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="cells", db_index=False)
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=20, choices=RoleKind.choices, blank=True)
    size_band = models.CharField(max_length=12, choices=SizeBand.choices, blank=True)
    complete = models.BooleanField()
    flagged = models.BooleanField()
    importance = models.PositiveSmallIntegerField()
    coverage = models.PositiveSmallIntegerField()
    n = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["wave", "item", "role", "size_band", "complete", "flagged", "importance", "coverage"],
                name="one_cell_per_pair",
            ),
            models.CheckConstraint(condition=Q(n__gt=0), name="cell_is_not_empty"),
        ]

    def __str__(self):
        return f"{self.item_id}: {self.importance}, {self.coverage}: {self.n}"


class Snapshot(models.Model):
    """What was published of a wave at one time; never changed afterwards. Written by surveys.snapshots only."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="snapshots")
    number = models.PositiveSmallIntegerField()
    final = models.BooleanField(default=False)
    payload = models.JSONField(default=dict)
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["wave", "number"], name="one_snapshot_per_number"),
            models.UniqueConstraint(fields=["wave"], condition=Q(final=True), name="one_final_snapshot"),
        ]

    def __str__(self):
        return f"{self.wave_id}: {self.number}"
