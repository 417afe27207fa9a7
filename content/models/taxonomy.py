"""The taxonomy: data, not code, so that moderators edit it (specs/taxonomy.md)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from taggit.models import TagBase, TaggedItemBase

from content.enums import Shape


class TermQuerySet(models.QuerySet):
    def active(self):
        return self.filter(active=True)


class Term(models.Model):
    """A word of the taxonomy; a retired one points to its successor."""

    slug = models.SlugField(max_length=60, unique=True)
    label = models.CharField(max_length=100)
    order = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)
    replaced_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="replaces"
    )

    objects = TermQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["order", "label"]

    def __str__(self):
        return self.label


class Practice(Term):
    """A management practice, by its name in an edition of a framework (names only, no definitions)."""

    edition = models.CharField(max_length=40, default="ITIL 4")
    group = models.CharField(max_length=40)
    synonyms = models.JSONField(default=list, blank=True)  # earlier and common words, for search

    class Meta(Term.Meta):
        verbose_name = _("practice")
        verbose_name_plural = _("practices")

    def get_absolute_url(self):
        return reverse("practice", args=[self.slug])


class Framework(Term):
    """A framework or standard in one edition ("ITIL 4", "ISO/IEC 20000-1:2018")."""

    family = models.CharField(max_length=40)
    edition = models.CharField(max_length=40, blank=True)

    class Meta(Term.Meta):
        verbose_name = _("framework")
        verbose_name_plural = _("frameworks")


class Audience(Term):
    class Meta(Term.Meta):
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")


class Kind(Term):
    """What an artefact is: template, checklist, case study ..."""

    shape = models.CharField(max_length=12, choices=Shape.choices, default=Shape.PLAIN)

    class Meta(Term.Meta):
        verbose_name = _("kind")
        verbose_name_plural = _("kinds")


class Licence(models.Model):
    """A licence by its SPDX id, with the card that says it in plain words."""

    spdx = models.CharField("SPDX id", max_length=40, primary_key=True)
    name = models.CharField(max_length=100)
    short = models.CharField(max_length=40)  # "CC BY 4.0"
    url = models.URLField(max_length=200, blank=True)
    plain_words = models.CharField(max_length=300)
    may = models.CharField(max_length=200)
    must = models.CharField(max_length=200, blank=True)
    must_not = models.CharField(max_length=200, blank=True)
    warning = models.CharField(max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)  # offered for new work

    class Meta:
        ordering = ["order", "spdx"]
        constraints = [models.CheckConstraint(condition=~Q(spdx=""), name="licence_has_spdx_id")]

    def __str__(self):
        return self.short


class Tag(TagBase):
    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")


class TaggedArtefact(TaggedItemBase):
    """A tag on an artefact: a real foreign key, so that the database refuses a tag on nothing."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="tagged")
    content_object = models.ForeignKey("content.Artefact", on_delete=models.CASCADE, related_name="tagged")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tag", "content_object"], name="one_tag_once_per_artefact")
        ]
