"""What a member is told, how they want to be told, and the mails that carry it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.enums import How, MailState, NoticeKind


class NoticeQuerySet(models.QuerySet):
    def of(self, member):
        """A member's own, newest first; nobody else sees them."""
        return self.filter(member=member).order_by("-pk")

    def unread(self):
        return self.filter(read_at__isnull=True)

    def for_digest(self, until):
        """What waits for a weekly mail and came before ``until``."""
        return self.unread().filter(for_digest=True, at__lt=until)


class Notice(models.Model):
    """One thing a member is told. Written by people.notices only."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=16, choices=NoticeKind.choices)
    text = models.CharField(max_length=300)
    detail = models.TextField(blank=True)  # what somebody wrote: the note of a decision, a reply
    url = models.CharField(max_length=500)  # a path of ours
    # What it is about, such as "artefact:12", and its name then: notices are grouped by it.
    thing = models.CharField(max_length=60, blank=True)
    about = models.CharField(max_length=200, blank=True)
    # Who caused it; never the one who is told.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # What happened, under a name of its caller: told again, it is told once.
    key = models.CharField(max_length=80)
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    for_digest = models.BooleanField(default=False)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        indexes = [
            models.Index(fields=["member", "-id"], name="notice_of_member"),
            models.Index(fields=["member"], name="notice_unread", condition=Q(read_at__isnull=True)),
            models.Index(fields=["member", "id"], name="notice_for_digest", condition=Q(for_digest=True)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["member", "key"], name="told_once"),
            models.CheckConstraint(
                condition=Q(by__isnull=True) | ~Q(by=models.F("member")), name="nobody_is_told_own_act"
            ),
            models.CheckConstraint(condition=Q(url__startswith="/"), name="notice_leads_to_our_pages"),
            models.CheckConstraint(condition=~Q(text="") & ~Q(key=""), name="notice_says_something"),
        ]

    def __str__(self):
        return self.text


class NoticeChoice(models.Model):
    """How a member wants to be told of one kind; without a row it is NoticeKind's default."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_choices"
    )
    kind = models.CharField(max_length=16, choices=NoticeKind.choices)
    how = models.CharField(max_length=8, choices=How.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "kind"], name="one_choice_per_kind")]

    def __str__(self):
        return f"{self.kind}: {self.how}"


class MailQuerySet(models.QuerySet):
    def due(self, now):
        """What waits to be sent and is in no worker's hands."""
        return self.filter(state=MailState.WAITING, next_try_at__lte=now).order_by("next_try_at", "pk")


class Mail(models.Model):
    """One mail to be sent. The row is the job; written by people.outbox only."""

    # The same in every try, and part of the Message-ID: who gets a mail twice can tell.
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(max_length=120, unique=True)
    # To a member, at the address they have when it is sent; or to somebody without an account.
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="mails"
    )
    address = models.EmailField(max_length=254, blank=True)
    kind = models.CharField(max_length=16, blank=True)  # NoticeKind or DIGEST: what its way out ends
    subject = models.CharField(max_length=200)
    body = models.TextField()

    state = models.CharField(max_length=8, choices=MailState.choices, default=MailState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=timezone.now)
    problem = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        indexes = [
            models.Index(fields=["next_try_at", "id"], name="mail_to_send", condition=Q(state="waiting")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(member__isnull=False, address="") | (Q(member__isnull=True) & ~Q(address="")),
                name="mail_has_one_receiver",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="sent_mail_says_when",
            ),
        ]

    def __str__(self):
        return self.subject
