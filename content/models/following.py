"""What members are interested in, and how far readers of the history have come."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from content.models.taxonomy import Practice


class Interest(models.Model):
    """A practice that a member wants to hear about. Private."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="interests")
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "practice"], name="one_interest_per_practice")
        ]

    def __str__(self):
        return f"{self.member_id} {self.practice_id}"


class Cursor(models.Model):
    """How far a reader has come in StatusChange: all rows up to ``position`` are dealt with (content.history)."""

    name = models.CharField(max_length=60, primary_key=True)
    position = models.BigIntegerField(default=0)

    def __str__(self):
        return f"{self.name}: {self.position}"
