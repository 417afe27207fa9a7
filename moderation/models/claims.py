"""What rights holders want taken down."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from moderation.enums import HIGH_RISK, ClaimReason, ClaimState


class TakedownQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state=ClaimState.OPEN)


class Takedown(models.Model):
    """Somebody's claim that a work infringes a right; the creator may answer, a moderator decides once."""

    # Kept with what it is about: a claim is a legal matter, and only drafts are ever deleted.
    artefact = models.ForeignKey("content.Artefact", on_delete=models.PROTECT, related_name="takedowns")
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail address"), max_length=254)
    reason = models.CharField(_("right"), max_length=20, choices=ClaimReason.choices)
    why = models.CharField(_("why"), max_length=2000)
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # the form it came from
    at = models.DateTimeField(default=timezone.now)
    hid_at_once = models.BooleanField(default=False)

    counter_notice = models.CharField(_("the creator's answer"), max_length=2000, blank=True)
    countered_at = models.DateTimeField(null=True, blank=True)

    state = models.CharField(max_length=10, choices=ClaimState.choices, default=ClaimState.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=1000, blank=True)

    objects = TakedownQuerySet.as_manager()

    class Meta:
        verbose_name = _("takedown claim")
        verbose_name_plural = _("takedown claims")
        indexes = [models.Index(fields=["at", "id"], name="takedown_to_decide", condition=Q(state="open"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", decided_at__isnull=True)
                | (~Q(state="open") & Q(decided_at__isnull=False)),
                name="takedown_is_open_or_decided",
            ),
            models.CheckConstraint(condition=~Q(name="") & ~Q(email=""), name="takedown_says_whose"),
        ]

    def __str__(self):
        return f"{self.name}: {self.get_reason_display()}"

    @property
    def is_high_risk(self):
        """Whether it hides the work at once, as a rule."""
        return self.reason in HIGH_RISK
