"""What we share: the artefact as a concept, and the fields only some kinds have."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from content.enums import READABLE, Evidence, Origin, Status
from content.models.taxonomy import Audience, Framework, Kind, Practice, Tag, TaggedArtefact
from people.enums import Maturity, Sector, SizeBand


class ArtefactQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What this user may open: the one door to every list, feed, count and search."""
        if getattr(user, "is_staff", False):
            return self
        # Said as what it is not: beside "status = published", SQLite would read an IN in no order and sort.
        readable = ~Q(status__in=sorted(set(Status) - READABLE))
        if getattr(user, "is_authenticated", False):
            readable |= Q(creator=user) & ~Q(status=Status.REMOVED)
        return self.filter(readable)

    def listed(self):
        """What default lists show to everybody: published, neither retired nor superseded."""
        return self.filter(status=Status.PUBLISHED)

    def about(self, practice):
        return self.filter(practices=practice)

    def by(self, member):
        return self.filter(creator=member)

    def newest(self):
        return self.order_by("-published_at", "-pk")

    def most_downloaded(self):
        return self.order_by("-downloads", "-pk")

    def for_cards(self):
        """What says which card an artefact has, and by what lists are sorted; ``content.cards`` does the rest."""
        return self.only(*CARD_FIELDS)

    def drawn_by(self):
        """All that a card prints, in one query: what most lists find drawn already."""
        labels = (
            Practice.objects.filter(artefacts=models.OuterRef("pk"))
            .order_by("order", "label")
            .values("label")
        )
        return (
            self.select_related("kind", "creator", "current__licence", "source")
            .annotate(
                first_practice=models.Subquery(labels[:1]), second_practice=models.Subquery(labels[1:2])
            )
            .only(*DRAWN_FIELDS)
        )

    def for_stamp(self):
        """What says whether a page that was kept is still true, and what most panels ask."""
        return self.only(*STAMP_FIELDS)

    def for_page(self):
        """The row with all that hangs on it one to one."""
        return self.select_related(
            "kind", "creator", "current__licence", "superseded_by", "source", "case_study", "measure"
        )


class Artefact(models.Model):
    """A concept with versions; the latest published version is the one at its address."""

    slug = models.SlugField(max_length=120, unique=True)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.DRAFT)
    creator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="artefacts")
    current = models.ForeignKey(
        "content.Version", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    superseded_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="supersedes"
    )

    title = models.CharField(_("title"), max_length=200)
    summary = models.CharField(_("summary"), max_length=300, blank=True)
    kind = models.ForeignKey(Kind, on_delete=models.PROTECT, related_name="artefacts")
    practices = models.ManyToManyField(Practice, blank=True, related_name="artefacts")
    frameworks = models.ManyToManyField(Framework, blank=True, related_name="artefacts")
    audiences = models.ManyToManyField(Audience, blank=True, related_name="artefacts")
    tags = TaggableManager(through=TaggedArtefact, blank=True)
    language = models.CharField(_("language"), max_length=35, default="en")  # BCP 47; "mul" for several

    # Where it comes from.
    origin = models.CharField(_("origin"), max_length=12, choices=Origin.choices, default=Origin.IN_HOUSE)
    made_for = models.CharField(_("made for"), max_length=300, blank=True)
    made_for_size = models.CharField(max_length=12, choices=SizeBand.choices, blank=True)
    made_for_sector = models.CharField(max_length=20, choices=Sector.choices, blank=True)
    in_use_since = models.CharField(_("in use since"), max_length=200, blank=True)
    you_need = models.CharField(_("you need"), max_length=300, blank=True)
    works_best_when = models.CharField(_("works best when"), max_length=300, blank=True)
    leave_it_when = models.CharField(_("leave it when"), max_length=300, blank=True)
    maturity = models.CharField(_("maturity"), max_length=1, choices=Maturity.choices, blank=True)
    tool = models.CharField(_("tool"), max_length=100, blank=True)  # empty: tool-neutral

    # In the contributor's words, or number and title of a need on the board (settings.NEED_CHOICES).
    need = models.CharField(_("which need does this answer?"), max_length=200, blank=True)

    work_in_progress = models.BooleanField(_("work in progress, feedback wanted"), default=False)
    review_by = models.DateField(_("review by"), null=True, blank=True)

    created_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)  # the first time; keyset key of "newest"
    confirmed_at = models.DateTimeField(null=True, blank=True)  # last published or said to be still valid
    changed_at = models.DateTimeField(default=timezone.now)  # stamp of whatever a card or a page shows
    file_type = models.CharField(max_length=8, blank=True)  # of the current version's first file, "" for none

    # Written by content.downloads only.
    downloads = models.PositiveIntegerField(default=0)
    # Written by ratings.tally only.
    rating_count = models.PositiveIntegerField(default=0)
    score = models.FloatField(null=True, blank=True)
    low = models.FloatField(default=0)
    team_count = models.PositiveIntegerField(default=0)
    again_yes = models.PositiveIntegerField(default=0)  # would use it again, of those who said whether
    again_asked = models.PositiveIntegerField(default=0)
    evidence = models.CharField(max_length=7, choices=Evidence.choices, blank=True)
    used_in = models.JSONField(default=dict, blank=True)  # {aspect: [values]}, see content.contexts

    objects = ArtefactQuerySet.as_manager()

    class Meta:
        verbose_name = _("artefact")
        verbose_name_plural = _("artefacts")
        indexes = [
            models.Index(fields=["status", "-published_at", "-id"], name="artefact_newest"),
            models.Index(fields=["status", "-downloads", "-id"], name="artefact_downloads"),
            models.Index(fields=["status", "-confirmed_at", "-id"], name="artefact_confirmed"),
            models.Index(fields=["status", "-low", "-id"], name="artefact_best"),
            models.Index(fields=["creator", "status", "-published_at", "-id"], name="artefact_by_creator"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["draft", "removed"])
                | Q(current__isnull=False, published_at__isnull=False, confirmed_at__isnull=False),
                name="live_artefact_has_current_version",
            ),
            models.CheckConstraint(
                condition=~Q(status="superseded") | Q(superseded_by__isnull=False),
                name="superseded_names_successor",
            ),
            models.CheckConstraint(
                condition=Q(superseded_by__isnull=True) | ~Q(superseded_by=models.F("id")),
                name="artefact_not_its_own_successor",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="artefact_has_title"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("artefact", args=[self.slug])

    @property
    def record_number(self):
        return f"ART-{self.pk:04d}"

    @property
    def is_collected(self):
        return self.origin == Origin.COLLECTED

    def is_review_due(self, today):
        return self.review_by is not None and self.review_by < today


# Whatever may change a card is here, or changes ``changed_at``.
CARD_FIELDS = ("changed_at", "published_at", "confirmed_at", "downloads", "rating_count", "team_count", "low")
# What says how close it is to where a member works.
CONTEXT_FIELDS = ("made_for_size", "made_for_sector", "maturity", "tool", "used_in")
STAMP_FIELDS = (
    *("slug", "status", "creator", "current", "changed_at", "downloads", "review_by", "work_in_progress"),
    *(
        "title",
        "kind",
        "origin",
        "published_at",
        "confirmed_at",
        "rating_count",
        "score",
        "low",
        "team_count",
    ),
)
DRAWN_FIELDS = (
    "slug",
    "status",
    "title",
    "summary",
    "language",
    "origin",
    "file_type",
    "work_in_progress",
    "published_at",
    "confirmed_at",
    "changed_at",
    "downloads",
    "rating_count",
    "score",
    "team_count",
    "evidence",
    "kind__label",
    "creator__name",
    "creator__slug",
    "creator__is_collector",
    "current__licence__short",
    "current__reviewed_by",
    "source__author",
)


class Source(models.Model):
    """Whose work a collected or link-only artefact is, and where the original stands."""

    artefact = models.OneToOneField(
        Artefact, primary_key=True, on_delete=models.CASCADE, related_name="source"
    )
    author = models.CharField(_("author"), max_length=200)
    publisher = models.CharField(_("published in"), max_length=200, blank=True)
    url = models.URLField(_("address of the original"), max_length=500)

    def __str__(self):
        return self.author


class CaseStudy(models.Model):
    """The shape of a case study: what was, what was done, what is left."""

    artefact = models.OneToOneField(
        Artefact, primary_key=True, on_delete=models.CASCADE, related_name="case_study"
    )
    situation = models.TextField(_("situation"), max_length=5000)
    what_we_did = models.TextField(_("what we did"), max_length=5000)
    still_wrong = models.TextField(_("what is still wrong"), max_length=5000, blank=True)
    input_wanted = models.TextField(_("what I want input on"), max_length=2000, blank=True)

    def __str__(self):
        return str(self.artefact_id)


class Measure(models.Model):
    """What a metric or benchmark must say to be comparable."""

    artefact = models.OneToOneField(
        Artefact, primary_key=True, on_delete=models.CASCADE, related_name="measure"
    )
    formula = models.CharField(_("formula"), max_length=500)
    unit = models.CharField(_("unit"), max_length=60)
    data_source = models.CharField(_("source of the data"), max_length=300)
    target_range = models.CharField(_("target range"), max_length=200, blank=True)

    def __str__(self):
        return self.formula


__all__ = ["Artefact", "CaseStudy", "Measure", "Source", "Tag"]
