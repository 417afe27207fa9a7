"""The pages below /settings/, as their member uses them."""

import pytest
from django.urls import reverse

from people import profile
from people.models import Member
from tests import factories

PROFILE = {"name": "Ines K", "headline": "", "links": "", "maturity": "", "tools": "", "default_licence": ""}
ROLE = {"kind": "manager", "title": "", "since": "2024-03-01", "speaks_for": "self"}
PLACE = {
    "name": "St Elsewhere",
    "size_band": "250-999",
    "sector": "health",
    "region": "",
    "since": "2024-03-01",
}


def test_the_profile_is_saved_and_shown(client_of, bob):
    factories.licence()
    links = "https://example.org/ines\n\n https://example.org/ines \nhttps://social.example/@ines"
    browser = client_of(bob)

    browser.post(
        reverse("settings_profile"),
        PROFILE
        | {"links": links, "headline": "Runs a  desk", "default_licence": "CC-BY-4.0", "maturity": "3"},
    )

    bob.refresh_from_db()
    assert (bob.name, bob.slug, bob.headline, bob.maturity) == ("Ines K", "ines-k", "Runs a desk", "3")
    assert bob.default_licence == "CC-BY-4.0"
    assert bob.links == ["https://example.org/ines", "https://social.example/@ines"]
    page = browser.get("/people/ines-k/").content.decode()
    assert page.count('rel="me nofollow ugc noopener"') == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "a" * 81),
        ("name", "Ines\u202eK"),
        ("links", "http://example.org/"),
        ("links", "javascript:alert(1)"),
        ("links", "https://example.org@evil.example/"),
        ("links", "https://example.org/" + "a" * 200),
        ("links", "\n".join(f"https://example.org/{n}" for n in range(6))),
        ("name", "Back2ITSM team"),
        ("name", "ＢＡＣＫ-2-itsm"),
        ("name", "Moderator"),
        ("headline", "a" * 121),
        ("headline", "a\x00b"),
        ("maturity", "9"),
        ("default_licence", "WTFPL"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_saved(client_of, bob, field, value):
    answer = client_of(bob).post(reverse("settings_profile"), PROFILE | {field: value})

    assert list(answer.context["form"].errors) == [field]
    assert Member.objects.get(pk=bob.pk).name == "Bob"
    assert ("Error: " in answer.content.decode().partition("</title>")[0]) is True


def test_a_form_changes_only_its_own_fields(client_of, bob):
    client_of(bob).post(
        reverse("settings_profile"), PROFILE | {"is_staff": "1", "email": "x@example.org", "id": "1"}
    )

    fresh = Member.objects.get(pk=bob.pk)
    assert (fresh.is_staff, fresh.email, fresh.name) == (False, bob.email, "Ines K")


def test_a_role_is_taken_changed_and_ended(client_of, bob):
    browser = client_of(bob)
    browser.post(reverse("settings_roles"), ROLE | {"title": "Problem manager"})
    held = bob.roles.get()
    browser.post(reverse("settings_role", args=[held.pk]), ROLE | {"kind": "consultant"})
    changed = profile.current_roles(bob).get()

    browser.post(reverse("settings_role_end", args=[changed.pk]))

    assert (held.title, str(held.since), changed.kind) == ("Problem manager", "2024-03-01", "consultant")
    assert bob.roles.filter(until=None).count() == 0
    assert browser.get(reverse("settings_role", args=[held.pk])).status_code == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "king"),
        ("since", "2999-01-01"),
        ("since", "soon"),
        ("speaks_for", "organisation"),
        ("title", "a" * 81),
    ],
)
def test_a_role_that_cannot_be_is_refused(client_of, bob, field, value):
    answer = client_of(bob).post(reverse("settings_roles"), ROLE | {field: value})

    assert list(answer.context["form"].errors) == [field]
    assert bob.roles.count() == 0


def test_six_roles_are_enough(client_of, bob):
    for _ in range(6):
        profile.take_role(bob, by=bob, kind="trainer")

    answer = client_of(bob).post(reverse("settings_roles"), ROLE)

    assert answer.context["form"] is None
    assert bob.roles.count() == 6


def test_an_organisation_is_shown_by_size_and_sector_unless_its_name_may_be(client_of, bob):
    browser = client_of(bob)
    browser.post(reverse("settings_organisation"), PLACE)
    hidden = browser.get(bob.get_absolute_url()).content.decode()
    browser.post(reverse("settings_organisation"), PLACE | {"name_shown": "on"})
    shown = browser.get(bob.get_absolute_url()).content.decode()

    assert "Health and social care, 250 to 999 people" in hidden
    assert ("St Elsewhere" in hidden, "St Elsewhere" in shown) == (False, True)
    assert bob.affiliations.filter(until=None).count() == 1


def test_no_choice_is_a_row_of_dashes(client_of, bob):
    page = client_of(bob).get(reverse("settings_organisation")).content.decode()

    assert [page.count(words) for words in (">Choose a size<", ">Choose a sector<", "-----")] == [1, 1, 0]


def test_a_name_that_is_to_be_shown_must_be_there(client_of, bob):
    answer = client_of(bob).post(reverse("settings_organisation"), PLACE | {"name": "", "name_shown": "on"})

    assert list(answer.context["form"].errors) == ["name"]


def test_somebody_leaves(client_of, bob):
    browser = client_of(bob)
    browser.post(reverse("settings_organisation"), PLACE)
    browser.post(reverse("settings_roles"), ROLE | {"here": "on", "speaks_for": "organisation"})

    browser.post(reverse("settings_organisation_leave"))

    role = profile.current_roles(bob).get()
    assert (profile.current_affiliation(bob), role.speaks_for, role.affiliation) == (None, "self", None)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"),
    [("settings", 3), ("settings_profile", 5), ("settings_roles", 6), ("settings_organisation", 4)],
)
def test_pages_cost_the_same(client_of, bob, name, queries, rows, django_assert_num_queries):
    factories.licence()
    for _ in range(rows):
        place = profile.join_organisation(bob, by=bob, size_band="1-9", sector="other")
        profile.end_role(profile.take_role(bob, by=bob, kind="trainer", affiliation=place), by=bob)
        profile.take_role(bob, by=bob, kind="trainer", affiliation=place)

    browser = client_of(bob)
    with django_assert_num_queries(queries):
        browser.get(reverse(name))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_members_page_costs_the_same(client, bob, rows, django_assert_num_queries):
    for _ in range(rows):
        place = profile.join_organisation(bob, by=bob, size_band="1-9", sector="other")
        profile.take_role(bob, by=bob, kind="trainer", affiliation=place)

    with django_assert_num_queries(7):
        client.get(bob.get_absolute_url())


def test_a_text_that_is_too_long_is_told_in_our_words_with_its_field(client_of, bob):
    browser = client_of(bob)

    wrong = [
        browser.post(reverse("settings_roles"), ROLE | {"title": "x" * 81}).content.decode(),
        browser.post(reverse("settings_organisation"), PLACE | {"region": "x" * 61}).content.decode(),
    ]

    assert '<a href="#id_title">In your words: Use at most 80 characters; this has 81</a>' in wrong[0]
    assert '<a href="#id_region">Country or region: Use at most 60 characters; this has 61</a>' in wrong[1]
