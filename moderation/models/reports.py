"""What a member or a visitor finds wrong with something that is on show."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.models import Artefact, Reply
from moderation.enums import ReportReason, ReportState

MOST_WORDS = 1000


class ReportQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state=ReportState.OPEN)

    def about(self, thing):
        """Those on an artefact, or on a reply."""
        return self.filter(artefact=thing) if isinstance(thing, Artefact) else self.filter(reply=thing)

    def with_things(self):
        """With what each is about, and whose it is, in one query."""
        return self.select_related(
            "artefact__creator", "artefact__kind", "reply__by", "reply__artefact__kind"
        )


class Report(models.Model):
    """One thing that one person thinks is wrong; decided once."""

    # Exactly one of them.
    artefact = models.ForeignKey(
        Artefact, null=True, blank=True, on_delete=models.CASCADE, related_name="reports"
    )
    reply = models.ForeignKey(Reply, null=True, blank=True, on_delete=models.CASCADE, related_name="reports")
    reason = models.CharField(_("reason"), max_length=20, choices=ReportReason.choices)
    words = models.CharField(_("what is wrong"), max_length=MOST_WORDS, blank=True)
    # Empty for a visitor, and for a member whose account is closed.
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="reports"
    )
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # the form it came from
    at = models.DateTimeField(default=timezone.now)

    state = models.CharField(max_length=10, choices=ReportState.choices, default=ReportState.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=1000, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        indexes = [models.Index(fields=["at", "id"], name="report_to_decide", condition=Q(state="open"))]
        constraints = [
            models.UniqueConstraint(
                fields=["reporter", "artefact"],
                condition=Q(state="open", reporter__isnull=False, artefact__isnull=False),
                name="one_open_report_per_member",
            ),
            models.UniqueConstraint(
                fields=["reporter", "reply"],
                condition=Q(state="open", reporter__isnull=False, reply__isnull=False),
                name="one_open_report_per_reply",
            ),
            models.CheckConstraint(
                condition=Q(artefact__isnull=False, reply__isnull=True)
                | Q(artefact__isnull=True, reply__isnull=False),
                name="report_has_one_target",
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_at__isnull=True)
                | (~Q(state="open") & Q(decided_at__isnull=False)),
                name="report_is_open_or_decided",
            ),
        ]

    def __str__(self):
        return f"{self.get_reason_display()} ({self.get_state_display()})"

    @property
    def thing(self):
        """The artefact or the reply. Note: reads whichever it is."""
        return self.artefact or self.reply

    @property
    def work(self):
        """The artefact, or the one that the reply stands under. Note: reads self.reply.artefact."""
        return self.artefact or self.reply.artefact

    @property
    def owner(self):
        """Whose it is. Note: reads whichever it is about, and its member."""
        return self.artefact.creator if self.artefact else self.reply.by
