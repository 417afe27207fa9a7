"""Whose text is nearly whose: what makes near-duplicates findable without reading the library."""

from django.db import models
from django.db.models import F, Q

from content.models.versions import File


class TextPrint(models.Model):
    """The text of a file was looked at; so many different passages it has. Written by content.similar only."""

    file = models.OneToOneField(File, primary_key=True, on_delete=models.CASCADE, related_name="text_print")
    passages = models.PositiveIntegerField()

    def __str__(self):
        return f"{self.file_id}: {self.passages}"


class TextBand(models.Model):
    """One of the BANDS hashes of a file's text: files that share one are worth comparing.

    The band's number is part of the hash, so one index finds the others however large the library is.
    """

    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="text_bands")
    hash = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["hash", "file"], name="text_band")]

    def __str__(self):
        return f"{self.file_id}: {self.hash}"


class Likeness(models.Model):
    """So many hundredths of the text of ``file`` stand in ``other`` as well. Written by content.similar only."""

    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="likenesses")
    other = models.ForeignKey(File, on_delete=models.CASCADE, related_name="+")
    percent = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["file", "other"], name="one_likeness_per_pair"),
            models.CheckConstraint(condition=~Q(file=F("other")), name="like_another_file"),
            models.CheckConstraint(condition=Q(percent__lte=100), name="likeness_in_hundredths"),
        ]

    def __str__(self):
        return f"{self.file_id} in {self.other_id}: {self.percent} %"
