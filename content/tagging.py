"""Keeping tags in order: several spellings of one thought become one tag."""

from django.db import transaction
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content import facets, search
from content.enums import Status
from content.models import Artefact, Tag, TaggedArtefact
from content.moving import Refused
from content.rules import may_merge_tags
from people.answers import demand


@transaction.atomic
def merge_tags(tags, *, into, by):
    """Move every use of ``tags`` to the tag ``into`` and delete them; answers how many artefacts changed.

    An artefact that had several of them has the one tag once. Lists, counts and search hold the new words when
    this ends. Raises Refused when there is nothing to merge.
    """
    demand(may_merge_tags(by))
    gone = [tag.pk for tag in tags if tag.pk != into.pk]
    if not gone:
        raise Refused(_("Choose at least two tags."))
    uses = TaggedArtefact.objects.filter(tag__in=gone)
    tagged = Artefact.objects.filter(pk__in=uses.values("content_object"))
    status = {row.pk: row.status for row in tagged.select_for_update(no_key=True).order_by("pk")}
    _move(uses, into)
    Tag.objects.filter(pk__in=gone).delete()
    Artefact.objects.filter(pk__in=status).update(changed_at=timezone.now())
    listed = [pk for pk, value in status.items() if value == Status.PUBLISHED]
    facets.bulk_list(listed)
    search.bulk_index(listed)
    return len(status)


def _move(uses, into):
    """One use for each artefact that has not got the tag yet; the others go."""
    has = TaggedArtefact.objects.filter(tag=into).values("content_object")
    uses.filter(content_object__in=has).delete()
    first = uses.order_by().values("content_object").annotate(first=Min("pk")).values("first")
    uses.exclude(pk__in=list(first.values_list("first", flat=True))).delete()
    uses.update(tag=into)
