"""The pairwise round: what people added to it, and how its votes stand."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from surveys.enums import TextState
from surveys.models.surveys import Item, Wave


class PairIdea(models.Model):
    """What somebody added to a round; nothing here says who. It waits for a moderator."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="pair_ideas")
    label = models.CharField(_("what costs pain"), max_length=120)
    folded = models.CharField(max_length=360, editable=False)  # in small letters: said twice, it is one
    state = models.CharField(
        _("state"), max_length=10, choices=TextState.choices, default=TextState.WAITING, editable=False
    )
    item = models.OneToOneField(
        Item, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    day = models.DateField(_("day"), editable=False)

    class Meta:
        verbose_name = _("addition to a pairwise round")
        verbose_name_plural = _("additions to pairwise rounds")
        constraints = [models.UniqueConstraint(fields=["wave", "folded"], name="one_idea_per_label")]

    def __str__(self):
        return self.label


class PairRanking(models.Model):
    """How the votes of a wave stand. Written by surveys.ranking only."""

    wave = models.OneToOneField(Wave, on_delete=models.CASCADE, related_name="pair_ranking")
    appearances = models.JSONField(default=dict)  # {item id: votes it stood in}: what pairs are drawn by
    votes_at = models.DateTimeField(null=True)  # Wave.last_vote_at of the votes that are counted in
    counted_at = models.DateTimeField()
    payload = models.JSONField(default=dict)  # what is published; empty as long as nothing is
    voters = models.PositiveIntegerField(default=0)  # of the payload
    published_at = models.DateTimeField(null=True)
    final = models.BooleanField(default=False)  # counted after closing

    def __str__(self):
        return str(self.wave_id)
