"""The nightly recommendations: different members get different lists, each with its reason, and nothing unwanted."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from content import facets
from content.models import Artefact, Interest, Taken
from people import following, profile
from ratings import ignoring, judging, suggesting, suggestions
from ratings.models import Endorsement, ForYou, PersonForYou, Similar, TrustMark
from ratings.suggesting import Outcome
from tests import factories
from tests.ratings.judged import rate

pytestmark = pytest.mark.django_db


def take(members, artefacts, *, days=0):
    at = timezone.now() - timedelta(days=days)
    Taken.objects.bulk_create(
        [Taken(member=member, artefact=artefact, at=at) for member in members for artefact in artefacts]
    )


@pytest.fixture
def shelves(alice):
    """Two groups of artefacts, each liked by a group of members of its own: {name: artefacts}."""
    found = {}
    for name in ("Change", "Desk"):
        found[name] = [factories.artefact(alice, title=f"{name} {number}") for number in range(4)]
        take([factories.member(f"{name} reader") for _ in range(5)], found[name])
    return found


def titles(rows):
    return [row.thing.title for row in rows]


def test_members_with_different_histories_get_different_lists_with_reasons(shelves, bob, mona):
    take([bob], shelves["Change"][:1])
    rate(shelves["Desk"][0], mona, 5)
    rate(shelves["Change"][3], mona, 1)

    call_command("build_recommendations")

    of_bob, of_mona = (suggestions.for_you(member, 9) for member in (bob, mona))
    assert set(titles(of_bob)) == {"Change 1", "Change 2", "Change 3"}
    assert set(titles(of_mona)) == {"Desk 1", "Desk 2", "Desk 3"}
    assert {row.reason for row in of_bob} == {"Because you liked “Change 0”"}
    assert {row.reason for row in of_mona} == {"Because you liked “Desk 0”"}


def test_a_second_night_changes_nothing_and_a_withdrawn_like_does(shelves, bob):
    rate(shelves["Change"][0], bob, 5)
    first = suggesting.build()

    assert (first.artefacts, first.members, suggesting.build()) == (8, 1, Outcome(0, 0, 0))
    judging.withdraw(shelves["Change"][0], by=bob)
    assert (suggesting.build().members, suggestions.for_you(bob, 9)) == (1, [])


def test_above_three_thousand_artefacts_neighbours_do_without_the_ridge(shelves, bob, monkeypatch):
    monkeypatch.setattr(suggesting, "RIDGE_UP_TO", 0)
    take([bob], shelves["Change"][:1])

    suggesting.build()

    assert set(titles(suggestions.for_you(bob, 9))) == {"Change 1", "Change 2", "Change 3"}


def test_an_artefact_is_shown_with_what_the_same_members_liked(client, shelves, bob):
    suggesting.build()

    shown = client.get(shelves["Change"][0].get_absolute_url()).content.decode()

    rows = suggestions.beside(shelves["Change"][0], bob, 9)
    assert sorted(titles(rows)) == ["Change 1", "Change 2", "Change 3"]
    assert "Recommended with this" in shown
    assert "5 members who took or rated this one liked it too" in shown
    assert ("Change 2" in shown, "Desk 2" in shown, "Not interested" in shown) == (True, False, False)


def test_where_little_is_known_the_best_of_the_practice_stands_in(alice, bob):
    incident = factories.practice()
    lonely, best = (
        factories.artefact(alice, title=title, practices=[incident]) for title in ("Lonely", "Best")
    )
    Artefact.objects.filter(pk=best.pk).update(low=4.1)

    suggesting.build()

    rows = suggestions.beside(lonely, bob, 9)
    assert [(row.thing.title, row.reason) for row in rows] == [
        ("Best", "Among the best rated in Incident management")
    ]


def test_a_new_member_gets_the_best_of_the_profile_and_a_new_voice(alice, bob):
    incident = factories.practice()
    by = {"practices": [incident]}
    made = [factories.artefact(alice, title=f"Incident {n}", low=4 - n / 10, **by) for n in range(3)]
    made.append(factories.artefact(alice, title="For clinics", made_for_sector="health", low=3.95))
    voice = factories.artefact(factories.member("Dora"), title="First try")
    factories.artefact(alice, title="Somewhere else", low=4.9)
    facets.bulk_list([*(one.pk for one in made), voice.pk])
    Interest.objects.create(member=bob, practice=incident)
    profile.join_organisation(bob, by=bob, sector="health")

    suggesting.build()

    assert [(row.thing.title, row.reason) for row in suggestions.for_you(bob, 9)] == [
        ("Incident 0", "Among the best rated in Incident management, which you follow"),
        ("For clinics", "Used in or made for places like yours: Health and social care"),
        ("First try", "A new voice: the first artefact by Dora"),
        ("Incident 1", "Among the best rated in Incident management, which you follow"),
        ("Incident 2", "Among the best rated in Incident management, which you follow"),
    ]


def test_nothing_hidden_own_known_or_unwanted_is_shown(shelves, alice, bob, mona):
    change = shelves["Change"]
    take([bob, alice, mona], change[:1])
    suggesting.build()
    assert len(suggestions.for_you(bob, 9)) == 3

    Artefact.objects.filter(pk=change[1].pk).update(status="hidden")
    ignoring.ignore(change[2], by=bob)
    take([bob], change[3:])

    assert suggestions.for_you(bob, 9) == []
    assert (ForYou.objects.filter(member=alice).count(), suggestions.beside(change[0], alice, 9)) == (0, [])
    assert titles(suggestions.beside(change[0], bob, 9)) == ["Change 3"]
    suggesting.build()
    assert ForYou.objects.filter(member=bob, artefact__in=change[1:3]).count() == 0


def test_what_led_to_it_is_not_named_once_it_is_hidden(shelves, bob):
    take([bob], shelves["Change"][:1])
    suggesting.build()

    Artefact.objects.filter(pk=shelves["Change"][0].pk).update(status="hidden")

    assert {row.reason for row in suggestions.for_you(bob, 9)} == {"Because of what you liked"}


def test_whom_a_moderator_suspended_is_not_heard(shelves):
    readers = Taken.objects.filter(artefact=shelves["Desk"][0]).values_list("member", flat=True)
    TrustMark.objects.bulk_create([TrustMark(member_id=pk, is_suspended=True) for pk in readers])

    suggesting.build()

    assert Similar.objects.filter(artefact__in=shelves["Desk"]).count() == 0
    assert Similar.objects.filter(artefact__in=shelves["Change"]).count() == 12


@pytest.fixture
def creators():
    found = [factories.member(name) for name in ("Ines", "Tomasz", "Li")]
    for creator in found:
        factories.artefact(creator, title=f"Work of {creator.name}")
    return found


def endorse(by, creator, slug="incident-management"):
    Endorsement.objects.create(
        by=by, creator=creator, practice=factories.practice(slug), sentence="Knows it."
    )


def people(member):
    return [(row.person.name, row.reason) for row in suggestions.people(member, 9)]


def test_people_are_recommended_by_whom_one_follows_and_by_their_work(creators, bob, mona):
    ines, tomasz, li = creators
    following.follow(ines, by=bob)
    endorse(ines, tomasz)
    take([bob], [li.artefacts.get()])
    Interest.objects.create(member=mona, practice=factories.practice())
    li.artefacts.get().practices.add(factories.practice())
    Artefact.objects.filter(creator=li).update(low=4.2)

    suggesting.build()

    assert people(bob) == [
        ("Tomasz", "Recommended for Incident management by Ines, whom you follow or recommend"),
        ("Li", "You liked “Work of Li”"),
    ]
    assert people(mona) == [("Li", "Made some of the best rated in Incident management, which you follow")]
    ignoring.ignore_person(tomasz, by=bob)
    following.follow(li, by=bob)
    assert people(bob) == []


def test_whom_somebody_follows_in_private_is_named_to_nobody(creators, bob):
    ines, tomasz, _li = creators
    following.follow(ines, by=bob)
    following.follow(tomasz, by=ines)

    suggesting.build()

    assert people(bob) == [("Tomasz", "Fits whom you follow and recommend")]
    assert PersonForYou.objects.get(member=bob).because is None


@pytest.mark.parametrize("rows", [1, 3])
def test_each_list_is_read_in_one_query(shelves, creators, bob, rows, django_assert_num_queries):
    take([bob], shelves["Change"][:1], days=20)
    take([bob], [creator.artefacts.get() for creator in creators[:rows]], days=30)
    suggesting.build()

    with django_assert_num_queries(1):
        assert suggestions.for_you(bob, rows)[rows - 1].reason
    with django_assert_num_queries(1):
        assert suggestions.beside(shelves["Change"][0], bob, rows)[rows - 1].reason
    with django_assert_num_queries(1):
        assert suggestions.people(bob, rows)[rows - 1].reason
    with django_assert_num_queries(1):
        assert suggestions.to_ask(bob)[0].ago == "2\xa0weeks"
