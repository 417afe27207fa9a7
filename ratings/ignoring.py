"""What and whom a member wants to be recommended never again, and how to take that back. Sent twice, it is one row."""

from content.downloads import forget
from content.models import Artefact
from people.answers import demand
from people.models import Member
from ratings.models import NotInterested, NotInterestedIn
from ratings.rules import may_ignore

MOST = 200  # shown in the settings, the last ones


def ignore(artefact, *, by):
    """Never be recommended this artefact again."""
    demand(may_ignore(by))
    NotInterested.objects.bulk_create([NotInterested(by=by, artefact=artefact)], ignore_conflicts=True)


def heed(artefact, *, by):
    """Let it be recommended again."""
    NotInterested.objects.filter(by=by, artefact=artefact).delete()


def ignore_person(person, *, by):
    """Never be recommended this creator again."""
    demand(may_ignore(by))
    NotInterestedIn.objects.bulk_create([NotInterestedIn(by=by, person=person)], ignore_conflicts=True)


def heed_person(person, *, by):
    """Let them be recommended again."""
    NotInterestedIn.objects.filter(by=by, person=person).delete()


def did_not_use(artefact, *, by):
    """Forget that a member took an artefact: they did not use it, and are not asked again."""
    demand(may_ignore(by))
    forget(artefact, by=by)


def ignored(member):
    """(artefacts, people) that a member hears nothing of, the last ones first."""
    seen, members = Artefact.objects.visible_to(member), Member.objects.visible_to(member)
    artefacts = NotInterested.objects.filter(by=member, artefact__in=seen).select_related("artefact")
    people = NotInterestedIn.objects.filter(by=member, person__in=members).select_related("person")
    return (
        [row.artefact for row in artefacts.order_by("-pk")[:MOST]],
        [row.person for row in people.order_by("-pk")[:MOST]],
    )
