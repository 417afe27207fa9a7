"""Collections: a member puts published artefacts together, in an order, with notes; moderators feature public ones.

Each verb asks its rule first and raises PermissionDenied with its reason. The collection's row is locked
before its places are changed.
"""

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.enums import READABLE
from content.models import Collection, CollectionItem
from content.moving import Refused
from content.rules import may_change_collection, may_feature, may_share, may_view
from people.answers import demand

MOST_COLLECTIONS = 100
MOST_ITEMS = 100


def make(*, by, title, text="", is_public=False):
    """A collection of ``by``, empty. The same title a second time is the same collection: a form sent twice
    makes one. Raises Refused for more than MOST_COLLECTIONS.
    """
    demand(may_share(by))
    with transaction.atomic():
        # The member's row is what two forms sent at once meet at.
        get_user_model().objects.select_for_update(no_key=True).get(pk=by.pk)
        mine = Collection.objects.filter(owner=by)
        if known := mine.filter(title=title).first():
            return known
        if mine.count() >= MOST_COLLECTIONS:
            raise Refused(
                _("You have %(limit)d collections. Delete one of them first.") % {"limit": MOST_COLLECTIONS}
            )
        return Collection.objects.create(owner=by, title=title, text=text, is_public=is_public)


@transaction.atomic
def describe(collection, *, by, **fields):
    """Change title, text, and whether everybody can see it; what is private is not featured."""
    held = _lock(collection, by)
    for name in ("title", "text", "is_public"):
        setattr(held, name, fields.get(name, getattr(held, name)))
    held.is_featured = held.is_featured and held.is_public
    return _stamp(held, "title", "text", "is_public", "is_featured")


@transaction.atomic
def delete(collection, *, by):
    """Delete a collection; the artefacts stay."""
    _lock(collection, by).delete()


@transaction.atomic
def add(collection, artefact, *, by):
    """Put an artefact last; one that is there stays where it is. Raises Refused for what is not published."""
    held = _lock(collection, by)
    if artefact.status not in READABLE or not may_view(by, artefact):
        raise Refused(_("Only published artefacts go into collections."))
    items = held.items.all()
    if known := items.filter(artefact=artefact).first():
        return known
    if items.count() >= MOST_ITEMS:
        raise Refused(_("A collection holds at most %(limit)d artefacts.") % {"limit": MOST_ITEMS})
    last = items.aggregate(last=Max("place"))["last"] or 0
    _stamp(held)
    return CollectionItem.objects.create(collection=held, artefact=artefact, place=last + 1)


@transaction.atomic
def take_out(collection, item_id, *, by):
    """Take an artefact out; one that is not there is fine."""
    held = _lock(collection, by)
    held.items.filter(pk=item_id).delete()
    _stamp(held)


@transaction.atomic
def move(collection, item_id, *, by, up):
    """Let an artefact change places with the one before it, or after it; at the end it stays."""
    held = _lock(collection, by)
    items = list(held.items.all())
    at = next((number for number, item in enumerate(items) if item.pk == item_id), None)
    to = None if at is None else at - 1 if up else at + 1
    if to is None or not 0 <= to < len(items):
        return
    items[at], items[to] = items[to], items[at]
    for place, item in enumerate(items, 1):
        item.place = place
    CollectionItem.objects.bulk_update(items, ["place"])
    _stamp(held)


@transaction.atomic
def annotate(collection, item_id, *, by, note):
    """Say something about an artefact in a collection."""
    held = _lock(collection, by)
    held.items.filter(pk=item_id).update(note=note)
    _stamp(held)


@transaction.atomic
def feature(collection, *, by, is_featured):
    """Put a public collection on the home page, or take it off. Raises Refused for a private one."""
    demand(may_feature(by))
    held = Collection.objects.select_for_update(no_key=True).get(pk=collection.pk)
    if is_featured and not held.is_public:
        raise Refused(_("Its owner has not published this collection."))
    held.is_featured = is_featured
    held.save(update_fields=["is_featured"])
    return held


@transaction.atomic
def withdraw(collection, *, by):
    """Make a public collection private again, for a moderator: its text breaks the rules."""
    demand(may_feature(by))
    held = Collection.objects.select_for_update(no_key=True).get(pk=collection.pk)
    held.is_public = held.is_featured = False
    held.save(update_fields=["is_public", "is_featured"])
    return held


def _lock(collection, by):
    held = Collection.objects.select_for_update(no_key=True).get(pk=collection.pk)
    demand(may_change_collection(by, held))
    return held


def _stamp(held, *fields):
    held.changed_at = timezone.now()
    held.save(update_fields=[*fields, "changed_at"])
    return held
