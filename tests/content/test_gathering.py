"""Collections: what members put together, in which order, and what nobody may."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from content import gathering
from content.enums import Status
from content.models import Artefact, Collection, CollectionItem
from content.moving import Refused
from tests import factories

pytestmark = pytest.mark.django_db


def collection_of(by, *titles, **fields):
    made = gathering.make(by=by, title="For a new service desk", **fields)
    for title in titles:
        gathering.add(made, factories.artefact(title=title), by=by)
    return made


def titles(made):
    return list(made.items.values_list("artefact__title", flat=True))


def item(made, title):
    return made.items.get(artefact__title=title).pk


def test_what_is_added_stands_last_and_only_once(bob):
    made = collection_of(bob, "One", "Two")

    again = gathering.add(made, Artefact.objects.get(title="One"), by=bob)

    assert titles(made) == ["One", "Two"]
    assert again.place == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        CollectionItem.objects.create(collection=made, artefact=again.artefact, place=3)


@pytest.mark.parametrize(
    ("title", "up", "order"),
    [
        ("Two", True, ["Two", "One", "Three"]),
        ("Two", False, ["One", "Three", "Two"]),
        ("One", True, ["One", "Two", "Three"]),
        ("Three", False, ["One", "Two", "Three"]),
    ],
)
def test_an_artefact_changes_places_with_its_neighbour(bob, title, up, order):
    made = collection_of(bob, "One", "Two", "Three")

    gathering.move(made, item(made, title), by=bob, up=up)

    assert titles(made) == order


def test_places_with_gaps_are_ordered_as_well(bob):
    made = collection_of(bob, "One", "Two", "Three")
    gathering.take_out(made, item(made, "Two"), by=bob)

    gathering.move(made, item(made, "Three"), by=bob, up=True)
    gathering.add(made, factories.artefact(title="Four"), by=bob)

    assert titles(made) == ["Three", "One", "Four"]


def test_a_note_and_the_words_are_changed(bob):
    made = collection_of(bob, "One")

    gathering.annotate(made, item(made, "One"), by=bob, note="Begin here")
    gathering.describe(made, by=bob, title="First week", text="What to read", is_public=True)

    made.refresh_from_db()
    assert made.items.get().note == "Begin here"
    assert (made.title, made.text, made.is_public, made.slug) == (
        "First week",
        "What to read",
        True,
        "first-week",
    )


def test_the_same_form_twice_makes_one_collection(bob):
    assert collection_of(bob) == collection_of(bob)
    assert Collection.objects.count() == 1


def test_limits_are_said(bob, monkeypatch):
    made = collection_of(bob, "One")
    monkeypatch.setattr(gathering, "MOST_ITEMS", 1)
    monkeypatch.setattr(gathering, "MOST_COLLECTIONS", 1)

    with pytest.raises(Refused, match="at most 1 artefacts"):
        gathering.add(made, factories.artefact(), by=bob)
    with pytest.raises(Refused, match="You have 1 collections"):
        gathering.make(by=bob, title="Another")


@pytest.mark.parametrize("status", [Status.DRAFT, Status.HIDDEN, Status.REMOVED])
def test_only_published_work_is_collected_even_ones_own(alice, status):
    artefact = factories.artefact(alice)
    Artefact.objects.filter(pk=artefact.pk).update(status=status)
    artefact.refresh_from_db()

    with pytest.raises(Refused, match="Only published artefacts"):
        gathering.add(collection_of(alice), artefact, by=alice)


def test_nobody_else_changes_a_collection_not_even_a_moderator(alice, bob, mona):
    made = collection_of(bob, "One", is_public=True)
    thing, place = factories.artefact(), item(made, "One")
    tries = [
        lambda by: gathering.add(made, thing, by=by),
        lambda by: gathering.take_out(made, place, by=by),
        lambda by: gathering.move(made, place, by=by, up=True),
        lambda by: gathering.annotate(made, place, by=by, note="Mine"),
        lambda by: gathering.describe(made, by=by, title="Mine"),
        lambda by: gathering.delete(made, by=by),
    ]

    for attempt in tries:
        for person in (alice, mona):
            with pytest.raises(PermissionDenied, match="Only its owner"):
                attempt(person)

    assert (titles(made), Collection.objects.get().title) == (["One"], "For a new service desk")


def test_moderators_feature_what_is_public_and_take_it_off(bob, mona):
    made = collection_of(bob)

    with pytest.raises(Refused, match="has not published"):
        gathering.feature(made, by=mona, is_featured=True)
    with pytest.raises(PermissionDenied):
        gathering.feature(made, by=bob, is_featured=True)
    gathering.describe(made, by=bob, is_public=True)
    gathering.feature(made, by=mona, is_featured=True)
    assert list(Collection.objects.featured()) == [made]

    gathering.describe(made, by=bob, is_public=False)
    assert list(Collection.objects.featured()) == []


def test_a_moderator_withdraws_a_collection(bob, mona):
    made = collection_of(bob, is_public=True)

    gathering.withdraw(made, by=mona)

    assert list(Collection.objects.visible_to(None)) == []


def test_who_sees_which(alice, bob, mona):
    hers, private = collection_of(alice, is_public=True), collection_of(bob)

    assert list(Collection.objects.visible_to(None)) == [hers]
    assert list(Collection.objects.visible_to(alice)) == [hers]
    assert set(Collection.objects.visible_to(bob)) == {hers, private}
    assert set(Collection.objects.visible_to(mona)) == {hers, private}


def test_the_size_counts_what_everybody_finds(bob):
    made = collection_of(bob, "One", "Two")
    Artefact.objects.filter(title="Two").update(status=Status.HIDDEN)

    assert Collection.objects.for_list().get(pk=made.pk).size == 1
