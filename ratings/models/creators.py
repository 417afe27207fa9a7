"""What members say of creators, with former values and sums, and what they do not want to be shown."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.models import Artefact, Practice
from ratings.enums import Ending, Interest, Standing
from ratings.models.epochs import SiteEpoch
from ratings.models.judgements import Judgement, is_stars, stars


class CreatorRatingQuerySet(models.QuerySet):
    def counted(self):
        return self.filter(state=Standing.COUNTED)


class CreatorRating(Judgement):
    """Stars for a creator, from somebody who rated or used a work of theirs.

    Written by ratings.judging_creators and ratings.creator_tally only.
    """

    creator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="ratings_received"
    )
    answers = stars(null=True, blank=True)
    upkeep = stars(null=True, blank=True)
    openness = stars(null=True, blank=True)

    objects = CreatorRatingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["creator", "by"], name="one_creator_rating_per_member"),
            models.CheckConstraint(
                condition=is_stars("overall", "answers", "upkeep", "openness"),
                name="creator_rating_is_1_to_5",
            ),
            models.CheckConstraint(condition=~Q(creator=F("by")), name="nobody_rates_themselves"),
            models.CheckConstraint(
                condition=Q(state="counted") | Q(state="quarantined", w=0, w_new=0),
                name="quarantined_creator_rating_weighs_nothing",
            ),
        ]

    def __str__(self):
        return f"{self.overall} ({self.creator_id})"


class CreatorRevision(models.Model):
    """What a creator's rating said before it was changed or withdrawn. Append-only; withdrawn, it keeps no words."""

    creator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="creator_revisions"
    )
    ending = models.CharField(max_length=9, choices=Ending.choices)
    overall = stars()
    answers = stars(null=True)
    upkeep = stars(null=True)
    openness = stars(null=True)
    interest = models.CharField(max_length=9, choices=Interest.choices)
    text = models.TextField(blank=True)
    given_at = models.DateTimeField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(ending="withdrawn") | Q(text=""), name="withdrawn_creator_rating_keeps_no_words"
            )
        ]

    def __str__(self):
        return f"{self.overall} ({self.creator_id}, {self.ending})"


class CreatorTally(models.Model):
    """The sums of a creator's ratings in 1/10,000 vote, and what their page says. Written by ratings.creator_tally.

    ``score`` is None below 3 ratings; ``figures`` is what ``creator_tally`` gathers: "why", "stars", "criteria",
    "endorsed" and "work". ``epoch`` is the batch whose μ and σ the score was made with.
    """

    creator = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="creator_tally"
    )
    tw = models.BigIntegerField(default=0)
    ts = models.BigIntegerField(default=0)
    uw = models.BigIntegerField(default=0)
    us = models.BigIntegerField(default=0)
    rating_count = models.PositiveIntegerField(default=0)
    score = models.FloatField(null=True)
    low = models.FloatField(default=0)
    epoch = models.ForeignKey(SiteEpoch, null=True, on_delete=models.SET_NULL, related_name="+")
    figures = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(tw__gte=0, ts__gte=0, uw__gte=0, us__gte=0), name="creator_sums_are_not_negative"
            )
        ]

    def __str__(self):
        return f"{self.creator_id}: {self.tw}, {self.ts}, {self.uw}, {self.us}"


class EndorsementQuerySet(models.QuerySet):
    def standing(self):
        """Without those of members whom a moderator suspended; closed accounts keep what stays under their name."""
        suspended = Q(by__is_active=False, by__closed_at__isnull=True) | Q(by__trust_mark__is_suspended=True)
        return self.exclude(suspended)


class Endorsement(models.Model):
    """A creator is recommended for one practice: the trust edge. Revoked by deleting it."""

    creator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="endorsements_received"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="endorsements")
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="endorsements")
    sentence = models.CharField(_("why"), max_length=300)
    at = models.DateTimeField(default=timezone.now)

    objects = EndorsementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["creator", "by", "practice"], name="one_endorsement_per_practice"
            ),
            models.CheckConstraint(condition=~Q(creator=F("by")), name="nobody_endorses_themselves"),
            models.CheckConstraint(condition=~Q(sentence=""), name="endorsement_says_why"),
        ]

    def __str__(self):
        return self.sentence


class NotInterested(models.Model):
    """An artefact that is recommended to a member never again."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="not_interested")
    artefact = models.ForeignKey(Artefact, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["by", "artefact"], name="not_interested_once")]

    def __str__(self):
        return f"{self.by_id} {self.artefact_id}"
