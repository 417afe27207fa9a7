"""What one member says of one thing: ratings with their former values, and reports of use."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.models import Artefact, Version
from people.enums import Maturity, Sector, SizeBand
from ratings.enums import Adoption, Ending, Interest, Standing, Words
from ratings.scoring import VOTE


def stars(label="", **options):
    """A column for 1 to 5 stars; the constraint that says so is ``is_stars``."""
    return models.PositiveSmallIntegerField(label, **options)


def is_stars(*names):
    """The condition that each of these columns holds 1 to 5, or nothing where it may."""
    condition = Q()
    for name in names:
        condition &= Q(**{f"{name}__gte": 1, f"{name}__lte": 5}) | Q(**{f"{name}__isnull": True})
    return condition


class Said(models.Model):
    """Who says something, in which role and for which organisation, and with what interest."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="%(class)ss", verbose_name=_("by")
    )
    as_role = models.ForeignKey(
        "people.Role", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    as_organisation = models.ForeignKey(
        "people.Affiliation", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    interest = models.CharField(_("declared interest"), max_length=9, choices=Interest.choices)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True


class Judgement(Said):
    """Stars with what they weigh. ``w`` and ``w_new`` are the proven and the unproven part in 1/10,000 vote.

    Weights, ``tie`` and ``state`` are written by ratings.tally only.
    """

    overall = stars(_("overall"))
    text = models.TextField(_("review"), blank=True)  # at most 5,000 characters
    state = models.CharField(max_length=11, choices=Standing.choices, default=Standing.COUNTED)
    w = models.PositiveIntegerField(default=0, editable=False)
    w_new = models.PositiveIntegerField(default=0, editable=False)
    tie = models.PositiveSmallIntegerField(default=VOTE, editable=False)  # d, in 1/10,000

    class Meta:
        abstract = True


class Worded(models.Model):
    """Words that a moderator may hide."""

    words = models.CharField(max_length=7, choices=Words.choices, default=Words.SHOWN)
    # What the author reads: why they were hidden, last time.
    words_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        abstract = True


class UseReport(Said):
    """A member used it: what became of it, where, what was changed and what came of it."""

    artefact = models.ForeignKey(Artefact, on_delete=models.CASCADE, related_name="use_reports")
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="+")
    adoption = models.CharField(_("what became of it"), max_length=8, choices=Adoption.choices)
    size_band = models.CharField(_("size"), max_length=12, choices=SizeBand.choices, blank=True)
    sector = models.CharField(_("sector"), max_length=20, choices=Sector.choices, blank=True)
    maturity = models.CharField(_("maturity"), max_length=1, choices=Maturity.choices, blank=True)
    tool = models.CharField(_("tool"), max_length=100, blank=True)
    where = models.CharField(_("where it was used"), max_length=300, blank=True)
    changes = models.CharField(_("what you changed"), max_length=1000, blank=True)
    metric = models.CharField(_("what you measured"), max_length=200, blank=True)
    before = models.CharField(_("before"), max_length=60, blank=True)
    after = models.CharField(_("after"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("use report")
        verbose_name_plural = _("use reports")
        constraints = [
            models.UniqueConstraint(fields=["by", "artefact"], name="one_use_report_per_member"),
            models.CheckConstraint(
                condition=Q(adoption__in=Adoption.values), name="use_report_says_what_became"
            ),
        ]

    def __str__(self):
        return f"{self.get_adoption_display()} ({self.artefact_id})"


class RatingQuerySet(models.QuerySet):
    def counted(self):
        return self.filter(state=Standing.COUNTED)

    def reviews(self):
        """Those that say something, the most helpful first."""
        said = self.counted().filter(~Q(text="") | Q(use_report__isnull=False))
        said = said.filter(words=Words.SHOWN)
        return said.order_by((F("helpful") - F("unhelpful")).desc(), "-pk")

    def waiting(self):
        """Reviews that were hidden and changed since: a moderator looks at them."""
        return self.filter(words=Words.WAITING)

    def for_reviews(self):
        """With all that a review prints, in one query."""
        return self.select_related(
            "by", "as_role", "as_organisation__organisation", "use_report", "version", "reply"
        )


class Rating(Judgement, Worded):
    """Stars for an artefact, given for one version of it. Written by ratings.judging and ratings.tally only.

    Its ``words`` are those of the review with the report of use below it.
    """

    artefact = models.ForeignKey(Artefact, on_delete=models.CASCADE, related_name="ratings")
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="+")
    use_report = models.OneToOneField(
        UseReport, null=True, blank=True, on_delete=models.SET_NULL, related_name="rating"
    )
    # Nothing says that a criterion does not apply.
    useful = stars(null=True, blank=True)
    clear = stars(null=True, blank=True)
    complete = stars(null=True, blank=True)
    adaptable = stars(null=True, blank=True)
    would_use_again = models.BooleanField(null=True, blank=True)
    # Counts of HelpfulVote, written by ratings.tally only.
    helpful = models.PositiveIntegerField(default=0, editable=False)
    unhelpful = models.PositiveIntegerField(default=0, editable=False)

    objects = RatingQuerySet.as_manager()

    class Meta:
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        indexes = [
            models.Index(fields=["by", "-created_at"], name="rating_by_member"),
            models.Index(fields=["changed_at", "id"], name="review_to_decide", condition=Q(words="waiting")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["artefact", "by"], name="one_rating_per_member"),
            models.CheckConstraint(
                condition=is_stars("overall", "useful", "clear", "complete", "adaptable"),
                name="rating_is_1_to_5",
            ),
            models.CheckConstraint(condition=Q(interest__in=Interest.values), name="rating_says_interest"),
            models.CheckConstraint(
                condition=Q(state="counted") | Q(state="quarantined", w=0, w_new=0),
                name="quarantined_rating_weighs_nothing",
            ),
            models.CheckConstraint(
                condition=~Q(words="hidden") | ~Q(words_reason=""), name="hidden_review_says_why"
            ),
        ]

    def __str__(self):
        return f"{self.overall} ({self.artefact_id})"

    def get_absolute_url(self):
        """Note: reads self.artefact. If it is not loaded already, this causes a query."""
        return f"{self.artefact.get_absolute_url()}#review-{self.pk}"


class RatingRevision(models.Model):
    """What a rating said before it was changed or withdrawn. Append-only; a withdrawn one keeps no words."""

    artefact = models.ForeignKey(Artefact, on_delete=models.CASCADE, related_name="rating_revisions")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="rating_revisions"
    )
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="+")
    ending = models.CharField(max_length=9, choices=Ending.choices)
    overall = stars()
    useful = stars(null=True)
    clear = stars(null=True)
    complete = stars(null=True)
    adaptable = stars(null=True)
    would_use_again = models.BooleanField(null=True)
    interest = models.CharField(max_length=9, choices=Interest.choices)
    text = models.TextField(blank=True)
    # A moderator had hidden its words: what the same member writes here next waits.
    was_hidden = models.BooleanField(default=False)
    given_at = models.DateTimeField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(ending="withdrawn") | Q(text=""), name="withdrawn_keeps_no_words"
            )
        ]

    def __str__(self):
        return f"{self.overall} ({self.artefact_id}, {self.ending})"


class HelpfulVote(models.Model):
    """Whether a review helped somebody: one vote per member and review."""

    rating = models.ForeignKey(Rating, on_delete=models.CASCADE, related_name="votes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="helpful_votes")
    is_helpful = models.BooleanField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rating", "by"], name="one_helpful_vote_per_member")]

    def __str__(self):
        return f"{self.rating_id} {self.is_helpful}"


class AnswerQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(words=Words.WAITING)


class ReviewReply(Worded):
    """The creator's answer to a review: one, which can be changed."""

    rating = models.OneToOneField(Rating, on_delete=models.CASCADE, related_name="reply")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="review_replies")
    text = models.TextField()  # at most 2,000 characters
    at = models.DateTimeField(default=timezone.now)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["at", "id"], name="answer_to_decide", condition=Q(words="waiting"))]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="review_reply_says_something"),
            models.CheckConstraint(
                condition=~Q(words="hidden") | ~Q(words_reason=""), name="hidden_answer_says_why"
            ),
        ]

    def __str__(self):
        return f"{self.rating_id}"

    @property
    def artefact(self):
        """Note: reads self.rating.artefact."""
        return self.rating.artefact

    def get_absolute_url(self):
        """Note: reads self.rating.artefact."""
        return f"{self.artefact.get_absolute_url()}#answer-{self.rating_id}"


class Recommendation(Said):
    """One sentence for whom an artefact is good, public and under one's name."""

    artefact = models.ForeignKey(Artefact, on_delete=models.CASCADE, related_name="recommendations")
    sentence = models.CharField(_("for whom"), max_length=200)

    class Meta:
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")
        constraints = [
            models.UniqueConstraint(fields=["artefact", "by"], name="one_recommendation_per_member"),
            models.CheckConstraint(condition=~Q(sentence=""), name="recommendation_says_for_whom"),
        ]

    def __str__(self):
        return self.sentence
