from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from people import closing, profile
from people.enums import RoleKind, SpeaksFor
from people.models import FormerSlug, Member, Organisation
from tests import factories

HOSPITAL = {"name": "St Elsewhere", "size_band": "250-999", "sector": "health"}


def rows(member):
    """[(role, where, for whom, ended)] in the order of their making."""
    found = member.roles.order_by("pk").select_related("affiliation__organisation")
    return [(r.kind, r.affiliation_id, r.speaks_for, r.until is not None) for r in found]


def test_a_new_name_brings_a_new_slug(alice):
    profile.describe(alice, by=alice, name="Ines Kowalczyk", headline="Service manager")

    kept = Member.objects.get(pk=alice.pk)
    assert (kept.name, kept.slug, kept.headline) == ("Ines Kowalczyk", "ines-kowalczyk", "Service manager")


def test_the_old_slug_answers_404_and_is_nobody_elses(alice, client):
    profile.describe(alice, by=alice, name="Ines Kowalczyk")

    assert client.get("/people/alice/").status_code == 404
    assert factories.member("Alice").slug.startswith("alice-")


def test_old_slugs_lead_to_the_page_where_the_member_wants_it(alice, client):
    for name in ("Ines", "Ines Kowalczyk"):
        profile.describe(alice, by=alice, name=name, leads_on=True)

    answers = [client.get(f"/people/{slug}/") for slug in ("alice", "ines")]
    profile.describe(alice, by=alice, leads_on=False)

    assert [(a.status_code, a["Location"], a["Cache-Control"]) for a in answers] == [
        (301, "/people/ines-kowalczyk/", "no-cache")
    ] * 2
    assert client.get("/people/alice/").status_code == 404


def test_a_former_name_is_taken_again_by_its_member(alice, client):
    for name in ("Ines", "Alice"):
        profile.describe(alice, by=alice, name=name, leads_on=True)

    assert (alice.slug, list(alice.former_slugs.values_list("slug", flat=True))) == ("alice", ["ines"])
    assert (client.get("/people/alice/").status_code, client.get("/people/ines/").status_code) == (200, 301)


def test_addresses_are_kept_in_a_number(alice, client):
    for number in range(profile.MOST_FORMER + 2):
        profile.describe(alice, by=alice, name=f"Ines {number}")

    kept = set(alice.former_slugs.values_list("slug", flat=True))
    assert (len(kept), "alice" in kept, "ines-10" in kept) == (profile.MOST_FORMER, False, True)


def test_a_closed_account_is_led_to_from_nowhere(alice, client):
    profile.describe(alice, by=alice, name="Ines", leads_on=True)
    closing.close(alice, by=alice, keep_name=True)

    assert (client.get("/people/alice/").status_code, FormerSlug.objects.count()) == (404, 0)


def test_a_name_that_slugs_the_same_keeps_the_address(alice):
    profile.describe(alice, by=alice, name="ALICE")

    assert (alice.name, alice.slug) == ("ALICE", "alice")


def test_a_taken_name_gets_random_characters(alice, bob):
    profile.describe(alice, by=alice, name="Bob")

    assert alice.slug.startswith("bob-")
    assert len(alice.slug) == len("bob-") + 6


def test_other_fields_leave_the_slug_alone(alice):
    profile.describe(alice, by=alice, links=["https://example.org/ines"])

    assert Member.objects.values_list("slug", "links").get() == ("alice", ["https://example.org/ines"])


def test_nobody_is_made_a_moderator_by_describing(alice):
    with pytest.raises(TypeError, match="is_staff"):
        profile.describe(alice, by=alice, is_staff=True)


@pytest.mark.parametrize("verb", ["describe", "take_role", "join_organisation"])
def test_nobody_speaks_for_somebody_else(alice, bob, verb):
    with pytest.raises(PermissionDenied):
        getattr(profile, verb)(alice, by=bob, **({"kind": "vendor"} if verb == "take_role" else {}))


def test_nobody_ends_what_is_not_theirs(alice, bob):
    role = profile.take_role(alice, by=alice, kind=RoleKind.MANAGER)
    place = profile.join_organisation(alice, by=alice, **HOSPITAL)

    for verb, thing in ((profile.end_role, role), (profile.leave_organisation, place)):
        with pytest.raises(PermissionDenied):
            verb(thing, by=bob)
    assert (profile.current_roles(alice).get(), profile.current_affiliation(alice)) == (role, place)


def test_a_changed_role_ends_the_row_and_starts_another(alice):
    role = profile.take_role(alice, by=alice, kind=RoleKind.PRACTITIONER, since=date(2019, 4, 1))

    changed = profile.change_role(role, by=alice, kind=RoleKind.MANAGER, since=date(2019, 4, 1))

    role.refresh_from_db()
    assert (role.kind, role.until) == (RoleKind.PRACTITIONER, timezone.localdate())
    assert list(profile.current_roles(alice)) == [changed]


def test_ending_twice_keeps_the_first_day(alice):
    role = profile.take_role(alice, by=alice, kind=RoleKind.ANALYST, since=date(2020, 1, 1))
    profile.end_role(role, by=alice, until=date(2021, 1, 1))

    assert profile.end_role(role, by=alice).until == date(2021, 1, 1)


def test_a_role_cannot_end_before_it_starts(alice):
    role = profile.take_role(alice, by=alice, kind=RoleKind.ANALYST)

    assert profile.end_role(role, by=alice, until=role.since - timedelta(days=9)).until == role.since


def test_to_speak_for_an_organisation_one_must_be_there(alice):
    with pytest.raises(ValueError, match="are not at"):
        profile.take_role(alice, by=alice, kind=RoleKind.VENDOR, speaks_for=SpeaksFor.ORGANISATION)


def test_a_role_is_not_held_at_somebody_elses_or_a_former_place(alice, bob):
    theirs = profile.join_organisation(bob, by=bob, **HOSPITAL)
    former = profile.join_organisation(alice, by=alice, **HOSPITAL)
    profile.leave_organisation(former, by=alice)

    for place in (theirs, former):
        with pytest.raises(ValueError, match="of today"):
            profile.take_role(alice, by=alice, kind=RoleKind.MANAGER, affiliation=place)


def test_joining_another_organisation_hands_the_roles_on(alice):
    first = profile.join_organisation(alice, by=alice, **HOSPITAL)
    profile.take_role(alice, by=alice, kind=RoleKind.MANAGER, affiliation=first, speaks_for="organisation")

    second = profile.join_organisation(alice, by=alice, **HOSPITAL | {"name": "Mercy"})

    assert rows(alice) == [
        ("manager", first.pk, "organisation", True),
        ("manager", second.pk, "organisation", False),
    ]
    assert profile.current_affiliation(alice) == second
    assert list(Organisation.objects.order_by("pk").values_list("name", flat=True)) == [
        "St Elsewhere",
        "Mercy",
    ]


def test_leaving_leaves_the_role_speaking_for_oneself(alice):
    place = profile.join_organisation(alice, by=alice, **HOSPITAL)
    profile.take_role(alice, by=alice, kind=RoleKind.MANAGER, affiliation=place, speaks_for="organisation")

    profile.leave_organisation(place, by=alice)

    assert rows(alice) == [("manager", place.pk, "organisation", True), ("manager", None, "self", False)]
    assert profile.current_affiliation(alice) is None
