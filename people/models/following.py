"""Whom a member follows. Private: it is shown to nobody but to whoever follows."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Follow(models.Model):
    """``by`` wants to see first what ``member`` recommends. Written by people.following only."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follows")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="followed_by")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("followed member")
        verbose_name_plural = _("followed members")
        constraints = [
            models.UniqueConstraint(fields=["by", "member"], name="one_follow_per_pair"),
            models.CheckConstraint(condition=~Q(by=F("member")), name="nobody_follows_themselves"),
        ]

    def __str__(self):
        return f"{self.by_id} {self.member_id}"
