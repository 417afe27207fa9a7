"""The practices that a member wants to hear about. Private: no page shows them to anybody else."""

from django.db import transaction

from content.models import Interest, Practice
from people.answers import demand
from people.rules import may_change


@transaction.atomic
def choose(member, slugs, *, by):
    """Be interested in exactly the active practices with these slugs."""
    demand(may_change(by, member))
    wanted = set(Practice.objects.active().filter(slug__in=slugs).values_list("pk", flat=True))
    known = set(Interest.objects.filter(member=member).values_list("practice", flat=True))
    Interest.objects.filter(member=member, practice__in=known - wanted).delete()
    rows = [Interest(member=member, practice_id=pk) for pk in sorted(wanted - known)]
    Interest.objects.bulk_create(rows, ignore_conflicts=True)


def chosen(member):
    """The slugs of the practices a member is interested in."""
    rows = Interest.objects.filter(member=member, practice__active=True)
    return list(rows.values_list("practice__slug", flat=True))
