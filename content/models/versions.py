"""Versions of an artefact, their files, and the history of both."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.enums import OPEN_STATES, Check, Outcome, State
from content.models.artefacts import Artefact
from content.models.taxonomy import Licence

LIBRARY = "library"


class VersionQuerySet(models.QuerySet):
    def published(self):
        return self.filter(state=State.PUBLISHED)

    def newest_first(self):
        return self.order_by("-major", "-minor")


class Version(models.Model):
    """One edition of an artefact: its files, licence and text. Passes review; never hides the good one."""

    artefact = models.ForeignKey(Artefact, on_delete=models.CASCADE, related_name="versions")
    major = models.PositiveSmallIntegerField(default=1)
    minor = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    state_since = models.DateTimeField(default=timezone.now)  # written by content.moving; the queue's order
    licence = models.ForeignKey(
        Licence, null=True, blank=True, on_delete=models.PROTECT, related_name="versions"
    )
    body = models.TextField(_("text"), blank=True)  # Markdown, at most 200,000 characters
    body_html = models.TextField(blank=True, editable=False)  # written by content.publishing only
    change_note = models.CharField(_("what changed"), max_length=300, blank=True)

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="versions")
    as_role = models.ForeignKey(
        "people.Role", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    as_organisation = models.ForeignKey(
        "people.Affiliation", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)
    # Published at once, and no moderator has looked at it yet: content.publishing.look ends it.
    look_later = models.BooleanField(default=False)
    # When its contributor made the declarations, and in which edition of their words; LIBRARY for the site's own.
    declared_at = models.DateTimeField(null=True, blank=True)
    declaration = models.CharField(max_length=20, blank=True)
    interest = models.CharField(_("interest declared"), max_length=300, blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["state_since", "id"], name="version_to_review", condition=Q(state="submitted")
            ),
            models.Index(
                fields=["published_at", "id"], name="version_to_look_at", condition=Q(look_later=True)
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["artefact", "major", "minor"], name="one_version_per_number"),
            models.UniqueConstraint(
                fields=["artefact"],
                condition=Q(state__in=sorted(OPEN_STATES)),
                name="one_open_version_per_artefact",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(licence__isnull=False, published_at__isnull=False),
                name="published_version_has_licence",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["published", "submitted"])
                | Q(declaration=LIBRARY)
                | (Q(declared_at__isnull=False) & ~Q(declaration="")),
                name="sent_version_is_declared",
            ),
            models.CheckConstraint(
                condition=Q(look_later=False) | Q(state="published"), name="looked_at_later_is_published"
            ),
        ]

    def __str__(self):
        return self.number

    @property
    def number(self):
        return f"{self.major}.{self.minor}"

    def get_absolute_url(self):
        """Note: reads self.artefact. If it is not loaded already, this causes a query."""
        return reverse("version", args=[self.artefact.slug, self.number])


class Start(models.Model):
    """Which draft a form was sent for: the same form sent twice finds the draft it made."""

    token = models.UUIDField(primary_key=True)
    artefact = models.OneToOneField(Artefact, on_delete=models.CASCADE, related_name="start")

    def __str__(self):
        return str(self.token)


class FileQuerySet(models.QuerySet):
    def waiting(self, now):
        """Jobs to do: not tried yet, or whose worker has been silent past its lease."""
        return self.filter(
            Q(inspection=Check.WAITING) | Q(inspection=Check.RUNNING, leased_until__lt=now),
            attempts__lt=MOST_ATTEMPTS,
        ).order_by("pk")


MOST_ATTEMPTS = 3


class File(models.Model):
    """A stored file. Its place in the store is the UUID; the name is only what people see."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="files")
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=160)  # cleaned by content.files.kinds.clean_name
    extension = models.CharField(max_length=8)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    source_url = models.URLField(max_length=500, blank=True)  # where a collected file was taken from
    created_at = models.DateTimeField(default=timezone.now)

    # The inspection: the row is the job.
    inspection = models.CharField(max_length=8, choices=Check.choices, default=Check.WAITING)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, default=Outcome.NONE, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, blank=True)

    objects = FileQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        indexes = [
            models.Index(fields=["sha256"], name="file_hash"),
            models.Index(
                fields=["id"], name="file_to_check", condition=Q(inspection__in=["waiting", "running"])
            ),
        ]
        constraints = [models.UniqueConstraint(fields=["version", "name"], name="one_file_name_per_version")]

    def __str__(self):
        return self.name

    @property
    def store_path(self):
        """Where the bytes lie, relative to the store: nothing a person typed is part of it."""
        return f"artefacts/{self.uuid.hex[:2]}/{self.uuid}"

    @property
    def is_refused(self):
        """Whether the check is done and a file like this cannot be published."""
        is_done = self.inspection in {Check.DONE, Check.FAILED}
        return is_done and self.outcome not in {Outcome.OK, Outcome.EMPTY}

    @property
    def preview_folder(self):
        return f"previews/{self.uuid.hex[:2]}/{self.uuid}"


class FileContent(models.Model):
    """What the inspection took out of a file; kept apart, so that lists never drag it along."""

    file = models.OneToOneField(File, primary_key=True, on_delete=models.CASCADE, related_name="content")
    preview = models.JSONField(default=dict)  # content.files.run.Inspection.preview
    facts = models.JSONField(default=list)  # short facts in words: "4 sheets: Read me, Timeline, ..."
    parts = models.JSONField(default=list)  # [where, text] pairs for search
    pictures = models.JSONField(default=list)  # names below File.preview_folder
    findings = models.JSONField(default=list)  # what the file gives away: content.files.findings.Finding each

    def __str__(self):
        return str(self.file_id)


class StatusChange(models.Model):
    """One move of an artefact or a version: history for people, outbox for the rooms above. Never edited."""

    artefact = models.ForeignKey(Artefact, on_delete=models.CASCADE, related_name="changes")
    version = models.ForeignKey(
        Version, null=True, blank=True, on_delete=models.CASCADE, related_name="changes"
    )
    before = models.CharField(max_length=12)
    after = models.CharField(max_length=12)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    note = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.before} → {self.after}"
