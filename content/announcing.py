"""New work, told to the members who chose its practices; by the weekly mail, unless they chose another way."""

from django.contrib.auth import get_user_model
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from content.enums import Status
from people import notices
from people.digests import monday
from people.enums import NoticeKind
from people.models import Notice

# A member is told of so many new artefacts a week; the rest is in the lists of their practices.
MOST_A_WEEK = 10
BATCH = 500


def of_new(change):
    """Whoever chose a practice of what is published for the first time; answers how many were told.

    Each is told once of an artefact, under the first practice both share; never of their own work.
    Note: reads change.artefact with its creator and its practices.
    """
    artefact = change.artefact
    is_first = change.version_id is None and change.before == Status.DRAFT
    if not is_first or artefact.status != Status.PUBLISHED:
        return 0
    return sum(_tell(artefact, practice) for practice in artefact.practices.all())


def _tell(artefact, practice):
    names = {"title": artefact.title, "name": artefact.creator.name}
    said = {
        "kind": NoticeKind.INTEREST,
        "text": _("New: “%(title)s” by %(name)s") % names,
        "url": artefact.get_absolute_url(),
        "by": artefact.creator,
        "thing": f"practice:{practice.slug}",
        "about": practice.label,
        "key": f"new-{artefact.pk}",
    }
    return sum(notices.tell_all(members, **said) for members in _batches(practice))


def _batches(practice):
    """Those who chose the practice and were not told enough this week, some hundred at a time."""
    interested = get_user_model().objects.filter(interests__practice=practice).order_by("pk")
    after = 0
    while members := list(interested.filter(pk__gt=after)[:BATCH]):
        after = members[-1].pk
        told = Notice.objects.filter(
            member__in=members, kind=NoticeKind.INTEREST, at__gte=monday(timezone.now())
        )
        counts = told.order_by().values("member").annotate(n=Count("pk"))
        enough = set(counts.filter(n__gte=MOST_A_WEEK).values_list("member", flat=True))
        yield [member for member in members if member.pk not in enough]
