"""Adapted from: who may adapt what, which licences are left, and what the pages of both sides are told."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.urls import reverse

from content import lineage, publishing
from content.enums import State, Status
from content.models import Adaptation, Artefact, Version
from content.moving import NotReady, Refused, refresh
from tests import factories

pytestmark = pytest.mark.django_db


def original(by, spdx="CC-BY-SA-4.0", **fields):
    """A published version under a licence."""
    version = factories.artefact(by, **fields).current
    Version.objects.filter(pk=version.pk).update(licence=factories.licence(spdx))
    return Version.objects.select_related("artefact").get(pk=version.pk)


def draft(by, *, title="Review plan (adapted)", **fields):
    fields = {"kind": factories.kind()} | fields
    return publishing.start_draft(by=by, title=title, **fields).versions.select_related("artefact").get()


def adapted(by, *originals, spdx="CC-BY-SA-4.0", **fields):
    version = lineage.adapt_from(draft(by, **fields), originals=originals, by=by)
    return publishing.set_licence(version, factories.licence(spdx), by=by)


def out(version, mona):
    """Sent and published."""
    by = version.by
    return publishing.publish(publishing.submit(publishing.declare(version, by=by), by=by), by=mona)


def shown(relatives):
    return [(relative.version.artefact.title, relative.is_shown) for relative in relatives]


def test_a_draft_names_its_originals_and_another_set_replaces_them(alice, bob):
    first, second = original(alice), original(alice, title="Second")
    version = draft(bob)

    lineage.adapt_from(version, originals=[first], by=bob)
    lineage.adapt_from(version, originals=[second, second], by=bob)

    assert list(Adaptation.objects.values_list("version", "original")) == [(version.pk, second.pk)]
    assert lineage.originals_of(version) == ["CC-BY-SA-4.0"]
    assert lineage.adapt_from(version, originals=[], by=bob).adapted_from.count() == 0


@pytest.mark.parametrize(
    ("spdx", "reason"),
    [
        ("CC-BY-ND-4.0", "allows nobody to share a changed version"),
        ("LicenseRef-LinkOnly", "All rights in the original are reserved"),
    ],
)
def test_what_may_not_be_changed_is_refused_with_the_reason(alice, bob, spdx, reason):
    kept = original(alice, spdx)

    with pytest.raises(PermissionDenied, match=reason):
        lineage.adapt_from(draft(bob), originals=[kept], by=bob)

    assert lineage.may_adapt(bob, kept).reason.count(reason) == 1


@pytest.mark.parametrize("status", set(Status) - {Status.PUBLISHED, Status.RETIRED, Status.SUPERSEDED})
def test_only_what_is_on_show_can_be_adapted(alice, bob, status):
    version = original(alice)
    version.artefact.status = status

    assert bool(lineage.may_adapt(bob, version)) is False
    assert bool(lineage.may_adapt(alice, version)) is False


def test_originals_that_exclude_each_other_are_refused(alice, bob):
    originals = [original(alice, "CC-BY-SA-4.0"), original(alice, "CC-BY-NC-SA-4.0", title="Second")]

    with pytest.raises(Refused, match="No licence fits CC BY-NC-SA"):
        lineage.adapt_from(draft(bob), originals=originals, by=bob)

    assert Adaptation.objects.count() == 0


def test_an_artefact_is_no_adaptation_of_itself(alice):
    first = original(alice)
    second = publishing.add_version(first.artefact, by=alice, major=False, change_note="Shorter")

    with pytest.raises(Refused, match="a version of the same artefact"):
        lineage.adapt_from(second, originals=[first], by=alice)
    with pytest.raises(IntegrityError):
        Adaptation.objects.create(version=first, original=first)


def test_there_is_no_ring_however_long(alice, bob, mona):
    first = original(alice)
    second = out(adapted(bob, first, title="Second"), mona)
    third = out(adapted(bob, second, title="Third"), mona)
    back = publishing.add_version(first.artefact, by=alice, major=False, change_note="Taken back")

    with pytest.raises(Refused, match="was itself adapted from this artefact"):
        lineage.adapt_from(back, originals=[third], by=alice)


def test_only_the_contributor_names_originals_and_only_on_a_draft(alice, bob, mona):
    kept, version = original(alice), draft(bob)

    with pytest.raises(PermissionDenied, match="Only the contributor"):
        lineage.adapt_from(version, originals=[kept], by=alice)
    with pytest.raises(PermissionDenied, match="not a draft any more"):
        lineage.adapt_from(out(adapted(bob, kept), mona), originals=[], by=bob)


def test_a_licence_that_does_not_fit_cannot_be_set(alice, bob):
    version = lineage.adapt_from(draft(bob), originals=[original(alice)], by=bob)

    with pytest.raises(lineage.WrongLicence, match="so it can be shared under CC BY-SA"):
        publishing.set_licence(version, factories.licence("CC-BY-4.0"), by=bob)

    version.refresh_from_db()
    assert version.licence is None


def test_a_licence_chosen_before_is_taken_off_and_the_declaration_asked_again(alice, bob):
    version = publishing.declare(draft(bob, licence=factories.licence("CC-BY-4.0")), by=bob)

    lineage.adapt_from(version, originals=[original(alice)], by=bob)

    version.refresh_from_db()
    assert (version.licence, version.declared_at, version.declaration) == (None, None, "")


@pytest.mark.parametrize("verb", ["submit", "publish"])
def test_what_has_a_wrong_licence_all_the_same_is_not_sent_and_not_published(alice, bob, mona, verb):
    version = publishing.declare(adapted(bob, original(alice)), by=bob)
    if verb == "publish":
        publishing.submit(version, by=bob)
    Version.objects.filter(pk=version.pk).update(licence=factories.licence("MIT"))
    version.refresh_from_db()

    with pytest.raises(NotReady) as refused:
        getattr(publishing, verb)(version, by=bob if verb == "submit" else mona)

    assert refused.value.reasons == [
        "It is adapted from work under CC BY-SA 4.0, so it can be shared under CC BY-SA 4.0."
    ]


def test_the_next_version_of_an_adaptation_is_one_too(alice, bob, mona):
    first = original(alice)
    version = out(adapted(bob, first), mona)

    following = publishing.add_version(version.artefact, by=bob, major=False, change_note="Shorter")

    assert list(following.adapted_from.values_list("original", flat=True)) == [first.pk]


def test_the_wizard_is_told_what_it_may_offer(alice, bob):
    version = lineage.adapt_from(draft(bob), originals=[original(alice)], by=bob)

    assert lineage.choices(draft(bob, title="Own")) == (None, "")
    assert lineage.choices(version) == (
        {"CC-BY-SA-4.0"},
        "It is adapted from work under CC BY-SA 4.0, so it can be shared under CC BY-SA 4.0.",
    )


def test_both_sides_see_each_other_over_generations(alice, bob, mona):
    first = original(alice, title="First")
    second = out(adapted(bob, first, title="Second"), mona)
    third = out(adapted(alice, second, title="Third"), mona)
    adapted(bob, first, title="Still a draft")

    above, below = lineage.relatives(second.artefact, bob)
    furthest, _ = lineage.relatives(third.artefact, bob)

    assert (shown(above[0]), shown(below)) == ([("First", True)], [("Third", True)])
    assert [shown(generation) for generation in furthest] == [[("Second", True)], [("First", True)]]
    assert shown(lineage.relatives(first.artefact, bob)[1]) == [("Second", True)]


def test_what_is_hidden_is_a_relative_without_a_face(alice, bob, mona):
    first = original(alice, title="First")
    second = out(adapted(bob, first, title="Second"), mona)
    Artefact.objects.filter(pk=first.artefact_id).update(status=Status.HIDDEN)

    above, _ = lineage.relatives(second.artefact, bob)

    assert shown(above[0]) == [("First", False)]
    assert shown(lineage.relatives(second.artefact, alice)[0][0]) == [("First", True)]


def test_a_draft_shows_its_originals_to_those_who_see_it(alice, bob):
    first = original(alice, title="First")
    version = adapted(bob, first)

    above, below = lineage.relatives(version.artefact, bob)

    assert ([shown(one) for one in above], below) == ([[("First", True)]], [])
    assert version.state == State.DRAFT


@pytest.mark.parametrize("count", [1, 3])
def test_relatives_cost_a_query_a_generation(alice, bob, mona, count, django_assert_num_queries):
    first = original(alice, title="First")
    for number in range(count):
        second = out(adapted(bob, first, original(alice, title=f"Other {number}"), title=f"B {number}"), mona)

    with django_assert_num_queries(4):
        above, _ = lineage.relatives(second.artefact, bob)
    with django_assert_num_queries(3):
        _, below = lineage.relatives(first.artefact, bob)

    assert (len(above[0]), len(below)) == (2, count)


def test_adaptations_are_a_filter_of_the_library(alice, bob, mona, client):
    first = original(alice, title="First")
    refresh(first.artefact_id)
    out(adapted(bob, first, title="Second"), mona)

    everything = client.get(reverse("browse"))
    filtered = client.get(reverse("browse"), {"lineage": "adapted"})

    assert everything.content.decode().count("Adapted from another") == 1
    assert [artefact.pk for artefact in filtered.context["result"].artefacts] == [
        Artefact.objects.get(title="Second").pk
    ]
