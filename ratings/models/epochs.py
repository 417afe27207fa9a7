"""What is frozen from one nightly batch to the next, and the sums of what was rated. Written by the batch and tally."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from content.models import Artefact
from ratings.enums import Finding, Verdict
from ratings.scoring import SITE_MEAN, SITE_VARIANCE


class SiteEpoch(models.Model):
    """Mean and deviation of the proven votes of the site, and the sums of each practice, of one batch.

    ``creator_mu`` and ``creator_sigma`` are those of the ratings of creators.
    ``practices`` is {practice id as text: [Σw, Σw·x]} in 1/10,000 vote. ``early``: fewer than 25 members are
    proven by the walk alone.
    """

    mu = models.FloatField()
    sigma = models.FloatField()
    creator_mu = models.FloatField(default=SITE_MEAN)
    creator_sigma = models.FloatField(default=SITE_VARIANCE**0.5)
    practices = models.JSONField(default=dict)
    early = models.BooleanField(default=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        get_latest_by = "pk"

    def __str__(self):
        return f"{self.pk}: {self.mu:.2f} ± {self.sigma:.2f}"


class TrustMark(models.Model):
    """A member's trust, frozen; no row says that it is 0. ``is_seed`` and ``is_suspended`` are a moderator's word."""

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="trust_mark"
    )
    t = models.FloatField(_("trust"), default=0)
    is_seed = models.BooleanField(_("seed of trust"), default=False)
    is_suspended = models.BooleanField(_("suspended"), default=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(t__gte=0, t__lte=1), name="trust_is_0_to_1")]

    def __str__(self):
        return f"{self.member_id}: {self.t:.2f}"


class Tally(models.Model):
    """The sums of an artefact in 1/10,000 vote, and what its page says of them. Written by ratings.tally only.

    ``settled`` is the newest major version with 5 proven ratings of its own (0: none); ``figures`` is what the
    panel prints, see ``tally.figures``. ``epoch`` is the batch whose μ, σ and ``prior`` the score was made with.
    """

    artefact = models.OneToOneField(
        Artefact, primary_key=True, on_delete=models.CASCADE, related_name="tally"
    )
    tw = models.BigIntegerField(default=0)
    ts = models.BigIntegerField(default=0)
    uw = models.BigIntegerField(default=0)
    us = models.BigIntegerField(default=0)
    settled = models.PositiveIntegerField(default=0)
    prior = models.FloatField(null=True)
    epoch = models.ForeignKey(SiteEpoch, null=True, on_delete=models.SET_NULL, related_name="+")
    figures = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(tw__gte=0, ts__gte=0, uw__gte=0, us__gte=0), name="sums_are_not_negative"
            )
        ]

    def __str__(self):
        return f"{self.artefact_id}: {self.tw}, {self.ts}, {self.uw}, {self.us}"


class RingFlag(models.Model):
    """A finding for moderators, with its evidence; it ties votes only once confirmed.

    ``suspicion`` orders the list and does nothing else. ``taken_out`` and ``creators_out`` are the ratings of
    artefacts and of creators that were quarantined with it, so that exactly these can be put back.
    """

    finding = models.CharField(max_length=5, choices=Finding.choices)
    verdict = models.CharField(max_length=9, choices=Verdict.choices, default=Verdict.OPEN)
    key = models.CharField(max_length=64, unique=True)  # the same finding is one row
    members = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")
    artefacts = models.ManyToManyField(Artefact, blank=True, related_name="+")
    evidence = models.JSONField(default=dict)
    suspicion = models.FloatField(default=0)
    taken_out = models.ManyToManyField("ratings.Rating", blank=True, related_name="+")
    creators_out = models.ManyToManyField("ratings.CreatorRating", blank=True, related_name="+")
    found_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        indexes = [models.Index(fields=["verdict", "-suspicion", "-id"], name="ring_by_suspicion")]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="open") | Q(decided_at__isnull=False), name="ring_verdict_says_when"
            )
        ]

    def __str__(self):
        return f"{self.get_finding_display()} {self.pk}"

    @property
    def headline(self):
        """What was found, in a sentence; as it was counted by the search."""
        things = self.evidence.get("things", [])
        if self.finding == Finding.BURST:
            said = ngettext("%(n)d rating on one day", "%(n)d ratings on one day", self.evidence["ratings"])
            return said % {"n": self.evidence["ratings"]}
        said = ngettext(
            "%(members)d members who agree on %(n)d artefact",
            "%(members)d members who agree on %(n)d artefacts",
            len(things),
        )
        return said % {"members": self.evidence["members"], "n": len(things)}

    @property
    def first(self):
        """The day of the first rating in it."""
        return date.fromisoformat(self.evidence["first"])

    @property
    def last(self):
        """The day of the last rating in it."""
        return date.fromisoformat(self.evidence["last"])
