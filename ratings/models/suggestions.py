"""What is recommended, as the nightly work left it. Written by ratings.suggesting only; pages only read.

Each row says why: ``why`` is the kind of reason, the other columns what it is about.
"""

from django.conf import settings
from django.db import models

from content.models import Artefact, Practice
from ratings.enums import Why


class Suggestion(models.Model):
    """One place of a list of recommendations; the first place is 1."""

    place = models.PositiveSmallIntegerField()
    why = models.CharField(max_length=8, choices=Why.choices)
    practice = models.ForeignKey(
        Practice, null=True, blank=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.place}: {self.why}"


class Similar(Suggestion):
    """An artefact recommended beside another; ``shared`` is how many members liked both."""

    artefact = models.ForeignKey(Artefact, on_delete=models.CASCADE, related_name="similar", db_index=False)
    other = models.ForeignKey(Artefact, on_delete=models.CASCADE, related_name="+")
    shared = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["artefact", "place"], name="one_similar_per_place")]


class ForYou(Suggestion):
    """An artefact recommended to a member. ``because`` is what they liked, ``about`` a context (content.contexts)."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="for_you", db_index=False
    )
    artefact = models.ForeignKey(Artefact, on_delete=models.CASCADE, related_name="+")
    because = models.ForeignKey(Artefact, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    about = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "place"], name="one_for_you_per_place")]


class PersonForYou(Suggestion):
    """A creator recommended to a member. ``because`` is who recommends them, ``artefact`` their work one liked."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="people_for_you", db_index=False
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    because = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    artefact = models.ForeignKey(Artefact, null=True, blank=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "place"], name="one_person_per_place")]


class NotInterestedIn(models.Model):
    """A creator who is recommended to a member never again. Written by ratings.ignoring only."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["by", "person"], name="not_interested_in_once")]

    def __str__(self):
        return f"{self.by_id} {self.person_id}"
