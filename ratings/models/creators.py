"""What members say of creators, and what they do not want to be shown."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.models import Artefact, Practice
from ratings.models.judgements import Judgement, is_stars, stars


class CreatorRating(Judgement):
    """Stars for a creator, from somebody who rated or used a work of theirs."""

    creator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="ratings_received"
    )
    answers = stars(null=True, blank=True)
    upkeep = stars(null=True, blank=True)
    openness = stars(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["creator", "by"], name="one_creator_rating_per_member"),
            models.CheckConstraint(
                condition=is_stars("overall", "answers", "upkeep", "openness"),
                name="creator_rating_is_1_to_5",
            ),
            models.CheckConstraint(condition=~Q(creator=F("by")), name="nobody_rates_themselves"),
        ]

    def __str__(self):
        return f"{self.overall} ({self.creator_id})"


class Endorsement(models.Model):
    """A creator is recommended for one practice: the trust edge. Revoked by deleting it."""

    creator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="endorsements_received"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="endorsements")
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="endorsements")
    sentence = models.CharField(_("why"), max_length=300)
    at = models.DateTimeField(default=timezone.now)

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
