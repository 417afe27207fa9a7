"""What was searched for and not found: words, a week and a number, and nothing of who searched."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Unfound(models.Model):
    """How often the same words found nothing in one week. Written by content.unfound only."""

    words = models.CharField(max_length=60)
    week = models.DateField()  # its Monday
    n = models.PositiveIntegerField()
    kept_back = models.BooleanField(default=False)  # a moderator does not want these words on the board

    class Meta:
        verbose_name = _("search without a hit")
        verbose_name_plural = _("searches without a hit")
        constraints = [
            models.UniqueConstraint(fields=["words", "week"], name="one_count_per_words_and_week"),
            models.CheckConstraint(condition=Q(n__gt=0) & ~Q(words=""), name="unfound_says_something"),
        ]

    def __str__(self):
        return self.words
