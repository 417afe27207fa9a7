"""What people say about an artefact: one thread each, with answers one level deep, and who follows it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Window
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.enums import FaultState, ReplyKind, ReplyState
from content.models.artefacts import Artefact
from content.models.versions import Version


class ReplyQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What everybody may read, one's own, and for moderators all of it."""
        if getattr(user, "is_staff", False):
            return self
        shown = Q(state=ReplyState.SHOWN)
        if getattr(user, "is_authenticated", False):
            shown |= Q(by=user) & ~Q(state=ReplyState.TAKEN_BACK)
        return self.filter(shown)

    def shown(self):
        return self.filter(state=ReplyState.SHOWN)

    def waiting(self):
        """What a moderator has to look at first, oldest first."""
        return self.filter(state=ReplyState.WAITING).select_related("artefact", "by").order_by("pk")

    def threads_for(self, user):
        """First replies, newest first: those the user may read, and those under which they may read an answer.

        Adds ``total``, their number whatever part of them is taken.
        """
        answers = self.model.objects.filter(parent=OuterRef("pk")).visible_to(user)
        seen = Q(pk__in=self.visible_to(user).values("pk")) | Exists(answers)
        rows = self.filter(seen, parent=None).annotate(total=Window(Count("*")))
        return rows.order_by("-pk").for_thread()

    def for_thread(self):
        """With all that a thread prints beside the text."""
        return self.select_related("by", "as_role", "as_organisation__organisation", "fixed_in")


class Reply(models.Model):
    """A question, input or a fault, or an answer to one of them. Written by content.replying only."""

    artefact = models.ForeignKey(Artefact, on_delete=models.CASCADE, related_name="replies")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="answers"
    )
    kind = models.CharField(_("kind"), max_length=8, choices=ReplyKind.choices)
    state = models.CharField(max_length=10, choices=ReplyState.choices, default=ReplyState.SHOWN)
    body = models.TextField(_("text"))  # Markdown, at most 10,000 characters
    body_html = models.TextField(blank=True, editable=False)
    fault = models.CharField(max_length=5, choices=FaultState.choices, blank=True)
    fixed_in = models.ForeignKey(
        Version, null=True, blank=True, on_delete=models.RESTRICT, related_name="fixes"
    )

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="replies")
    as_role = models.ForeignKey(
        "people.Role", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    as_organisation = models.ForeignKey(
        "people.Affiliation", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # The form's own number: sent twice, it is one reply.
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    # The last decision of a moderator, and why something is hidden; its author reads it.
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    objects = ReplyQuerySet.as_manager()

    class Meta:
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        indexes = [
            models.Index(fields=["artefact", "parent", "-id"], name="reply_thread"),
            models.Index(fields=["by", "-created_at"], name="reply_by_member"),
            models.Index(fields=["id"], name="reply_to_decide", condition=Q(state="waiting")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(parent__isnull=True) & ~Q(kind="answer")
                | Q(parent__isnull=False, kind="answer") & ~Q(parent=F("id")),
                name="an_answer_answers_another",
            ),
            models.CheckConstraint(
                condition=Q(kind="fault") & ~Q(fault="") | ~Q(kind="fault") & Q(fault=""),
                name="a_fault_is_open_or_fixed",
            ),
            models.CheckConstraint(
                condition=Q(fault="fixed", fixed_in__isnull=False)
                | ~Q(fault="fixed") & Q(fixed_in__isnull=True),
                name="fixed_names_the_version",
            ),
            models.CheckConstraint(
                condition=Q(state="taken-back", removed_at__isnull=False)
                | ~Q(state="taken-back") & Q(removed_at__isnull=True),
                name="taken_back_says_when",
            ),
            models.CheckConstraint(condition=~Q(state="hidden") | ~Q(reason=""), name="hidden_says_why"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.pk}"

    def get_absolute_url(self):
        """Note: reads self.artefact. If it is not loaded already, this causes a query."""
        return f"{self.artefact.get_absolute_url()}#reply-{self.pk}"


class ReplyEdit(models.Model):
    """What a reply said before it was changed. Append-only."""

    reply = models.ForeignKey(Reply, on_delete=models.CASCADE, related_name="edits")
    body = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.reply_id} {self.at:%Y-%m-%d}"


class Watch(models.Model):
    """A member is told what is said about an artefact."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="watches")
    artefact = models.ForeignKey(Artefact, on_delete=models.CASCADE, related_name="watched_by")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "artefact"], name="one_watch_per_member")]

    def __str__(self):
        return f"{self.member_id} {self.artefact_id}"
