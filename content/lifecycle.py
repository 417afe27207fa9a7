"""Review dates: an artefact is looked at again a year after it was published or said to be still valid."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from content.enums import Status
from content.models import Artefact, StatusChange
from content.moving import lock, relist
from content.rules import may_confirm
from people import notices
from people.answers import demand
from people.enums import NoticeKind
from people.models import Notice
from people.naming import quoted

BATCH = 500


def next_review(today):
    """Twelve months from a day on; from 29 February on, 28 February."""
    try:
        return today.replace(year=today.year + 1)
    except ValueError:
        return today.replace(year=today.year + 1, day=28)


def review_date(artefact, now):
    """The review date of an artefact whose version is published now. Note: reads artefact.creator.

    A date that was set for the first publication stays; a new version starts the twelve months anew. What the
    site's own accounts collected has none: nobody there can say whether it still fits.
    """
    if artefact.creator.is_collector:
        return artefact.review_by
    if artefact.published_at is None and artefact.review_by is not None:
        return artefact.review_by
    return next_review(timezone.localdate(now))


@transaction.atomic
def confirm(artefact, *, by):
    """Say that an artefact is still valid: its review date is a year from now, and its history says who said so."""
    held = lock(artefact.pk)
    demand(may_confirm(by, held))
    now = timezone.now()
    held.confirmed_at = held.changed_at = now
    held.review_by = next_review(timezone.localdate(now))
    held.save(update_fields=["confirmed_at", "changed_at", "review_by"])
    StatusChange.objects.create(
        artefact=held, before=held.status, after=held.status, by=by, note=_("Still valid")
    )
    if held.status == Status.PUBLISHED:
        relist(held)
    return held


def due(today):
    """Published artefacts whose review date is past and whose creators were not told of this date, by number."""
    late = Artefact.objects.listed().filter(
        review_by__lt=today, creator__closed_at=None, creator__is_active=True
    )
    rows = late.exclude(creator__is_collector=True).select_related("creator").order_by("pk")
    after = 0
    while batch := list(rows.filter(pk__gt=after)[:BATCH]):
        after = batch[-1].pk
        told = set(
            Notice.objects.filter(
                member__in={row.creator_id for row in batch}, key__in=[_key(row) for row in batch]
            ).values_list("key", flat=True)
        )
        yield from (row for row in batch if _key(row) not in told)


def tell_due(today):
    """Tell the creators of what is ``due``, once for each date; answers how many were told."""
    return sum(_tell(artefact) for artefact in due(today))


def _tell(artefact):
    day = date_format(artefact.review_by, "j F Y")
    return notices.tell(
        artefact.creator,
        kind=NoticeKind.REVIEW_DATE,
        text=_("“%(title)s” was to be reviewed by %(day)s. Is it still valid?")
        % {"title": quoted(artefact.title), "day": day},
        url=reverse("artefact_life", args=[artefact.slug, "confirm"]),
        thing=f"artefact:{artefact.pk}",
        about=artefact.title,
        key=_key(artefact),
    )


def _key(artefact):
    return f"review:{artefact.pk}:{artefact.review_by:%Y-%m-%d}"
