"""What a member or a visitor finds wrong with something that is on show."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.models import Artefact, Reply
from moderation.enums import ReportReason, ReportState
from ratings.models import Rating, ReviewReply

MOST_WORDS = 1000
# What a report may be about; each is a column, and exactly one of them is filled.
TARGETS = {"artefact": Artefact, "reply": Reply, "review": Rating, "answer": ReviewReply}
NAMES = {model: name for name, model in TARGETS.items()}


def _one_target():
    """The condition that one of the columns is filled and the others are not."""
    one = Q()
    for name in TARGETS:
        one |= Q(**{f"{other}__isnull": other != name for other in TARGETS})
    return one


def _one_open(target, name):
    """A member has one open report on a thing."""
    condition = Q(**{"state": "open", "reporter__isnull": False, f"{target}__isnull": False})
    return models.UniqueConstraint(fields=["reporter", target], condition=condition, name=name)


class ReportQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state=ReportState.OPEN)

    def about(self, thing):
        """Those on an artefact, a reply, a review or an answer to one."""
        return self.filter(**{NAMES[type(thing)]: thing})

    def with_things(self):
        """With what each is about, and whose it is, in one query."""
        return self.select_related(
            *("artefact__creator", "artefact__kind", "reply__by", "reply__artefact__kind"),
            *("review__by", "review__use_report", "review__artefact__kind"),
            *("answer__by", "answer__rating__artefact__kind"),
        )


class Report(models.Model):
    """One thing that one person thinks is wrong; decided once."""

    # Exactly one of TARGETS.
    artefact = models.ForeignKey(
        Artefact, null=True, blank=True, on_delete=models.CASCADE, related_name="reports"
    )
    reply = models.ForeignKey(Reply, null=True, blank=True, on_delete=models.CASCADE, related_name="reports")
    review = models.ForeignKey(
        Rating, null=True, blank=True, on_delete=models.CASCADE, related_name="reports"
    )
    answer = models.ForeignKey(
        ReviewReply, null=True, blank=True, on_delete=models.CASCADE, related_name="reports"
    )
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
            _one_open("artefact", "one_open_report_per_member"),
            _one_open("reply", "one_open_report_per_reply"),
            _one_open("review", "one_open_report_per_review"),
            _one_open("answer", "one_open_report_per_answer"),
            models.CheckConstraint(condition=_one_target(), name="report_has_one_target"),
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
        """What it is about. Note: reads whichever it is."""
        return next(getattr(self, name) for name in TARGETS if getattr(self, f"{name}_id"))

    @property
    def work(self):
        """The artefact, or the one that what was reported stands under. Note: reads both."""
        return self.artefact or self.thing.artefact

    @property
    def owner(self):
        """Whose it is. Note: reads whichever it is about, and its member."""
        return self.artefact.creator if self.artefact else self.thing.by
