"""Collections: what a member put together out of the library, in an order, with notes."""

from django.conf import settings
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from content.models.artefacts import Artefact


class CollectionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What this user may open: public ones, one's own, and for moderators all."""
        if getattr(user, "is_staff", False):
            return self
        seen = Q(is_public=True)
        if getattr(user, "is_authenticated", False):
            seen |= Q(owner=user)
        return self.filter(seen)

    def featured(self):
        """Those that moderators put on the home page, newest change first."""
        return self.filter(is_public=True, is_featured=True).order_by("-changed_at", "-pk")

    def for_list(self):
        """With the owner, and ``size``: how many artefacts everybody finds in it."""
        inside = CollectionItem.objects.filter(collection=OuterRef("pk"), artefact__in=_on_show())
        sizes = inside.order_by().values("collection").annotate(n=Count("pk")).values("n")
        return self.select_related("owner").annotate(size=Subquery(sizes))


def _on_show():
    return Artefact.objects.visible_to(None)


class Collection(models.Model):
    """Private until its owner publishes it; moderators put public ones on the home page."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="collections")
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("what it is for"), max_length=2000, blank=True)
    is_public = models.BooleanField(_("everybody can see it"), default=False)
    is_featured = models.BooleanField(_("on the home page"), default=False)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = CollectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("collection")
        verbose_name_plural = _("collections")
        indexes = [
            models.Index(fields=["-id"], name="collection_public", condition=Q(is_public=True)),
            models.Index(
                fields=["-changed_at", "-id"],
                name="collection_featured",
                condition=Q(is_public=True, is_featured=True),
            ),
        ]
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="collection_has_title")]

    def __str__(self):
        return self.title

    @property
    def slug(self):
        """The words in its address; the number before them finds it."""
        return slugify(self.title)[:80] or "collection"

    def get_absolute_url(self):
        return reverse("collection", args=[self.pk, self.slug])


class CollectionItem(models.Model):
    """An artefact in a collection, at a place, with what the owner says about it."""

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="items")
    artefact = models.ForeignKey(Artefact, on_delete=models.CASCADE, related_name="in_collections")
    place = models.PositiveIntegerField()
    note = models.CharField(_("note"), max_length=300, blank=True)
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["place", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["collection", "artefact"], name="one_artefact_once_per_collection"
            )
        ]

    def __str__(self):
        return f"{self.collection_id}: {self.artefact_id}"
