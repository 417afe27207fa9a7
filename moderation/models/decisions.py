"""The log: who decided what, when, why, and in which words."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from moderation.enums import Act, ClaimReason, ReportReason, SendBackReason

REASONS = {Act.SEND_BACK: SendBackReason, Act.REMOVE: ClaimReason, Act.RESTORE: ClaimReason}


class Decision(models.Model):
    """One decision: one reason, one message, one entry. Never edited; outlives what it was about."""

    act = models.CharField(_("decision"), max_length=12, choices=Act.choices)
    subject = models.CharField(_("about"), max_length=40)  # "ART-0431 1.0", readable when the rows are gone
    artefact = models.ForeignKey(
        "content.Artefact", null=True, blank=True, on_delete=models.SET_NULL, related_name="decisions"
    )
    version = models.ForeignKey(
        "content.Version", null=True, blank=True, on_delete=models.SET_NULL, related_name="decisions"
    )
    report = models.ForeignKey(
        "moderation.Report", null=True, blank=True, on_delete=models.SET_NULL, related_name="decisions"
    )
    takedown = models.ForeignKey(
        "moderation.Takedown", null=True, blank=True, on_delete=models.SET_NULL, related_name="decisions"
    )
    finding = models.ForeignKey(
        "ratings.RingFlag", null=True, blank=True, on_delete=models.SET_NULL, related_name="decisions"
    )
    # Whose trust it was on.
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    before = models.CharField(max_length=12)
    after = models.CharField(max_length=12)
    reason = models.CharField(_("reason"), max_length=20, blank=True)
    message = models.CharField(_("message"), max_length=1000, blank=True)
    # Why it counts less, such as "not reviewed by a second person".
    remark = models.CharField(_("remark"), max_length=100, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="decisions"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.subject}: {self.get_act_display()}"

    @property
    def reason_in_words(self):
        """The label of the reason, which depends on what was decided; empty without one."""
        return REASONS.get(self.act, ReportReason)(self.reason).label if self.reason else ""
