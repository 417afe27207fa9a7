"""The moderators' desk for the library: what can be edited, what only read, and who may come in."""

import pytest
from django.apps import apps
from django.urls import reverse

from content import gathering, publishing, terms
from content.enums import Status
from content.models import Artefact, FacetValue, Kind, Practice, StatusChange
from tests import factories

pytestmark = pytest.mark.django_db

TERMS = ["practice", "framework", "audience", "kind", "licence", "tag"]
MODELS = ["artefact", "version", "statuschange", *TERMS]
lists = pytest.mark.parametrize("model", MODELS)


@pytest.fixture(autouse=True)
def _terms(db):
    terms.load(lambda name: apps.get_model("content", name))


@pytest.fixture
def desk(client_of):
    """A browser of a moderator who is no superuser."""
    return client_of(factories.member("Mona", is_staff=True))


def work(by, title="Incident review", **fields):
    fields = {"kind": Kind.objects.get(slug="template"), "licence": factories.licence()} | fields
    version = publishing.start_draft(by=by, title=title, **fields).versions.get()
    return publishing.submit(publishing.declare(version, by=by), by=by)


def shown(by, mona, **fields):
    return publishing.publish(work(by, **fields), by=mona).artefact


def form_of(artefact, **changes):
    """What the browser sends back when nothing else is touched."""
    inlines = {}
    for prefix in ("versions", "changes"):
        inlines |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    kept = {"title": artefact.title, "kind": artefact.kind_id, "language": "en", "origin": "in-house"}
    return inlines | kept | changes


@lists
def test_the_desk_is_for_moderators(model, client_of, bob, desk):
    url = reverse(f"admin:content_{model}_changelist")

    answers = [browser.get(url).status_code for browser in (client_of(None), client_of(bob), desk)]
    assert answers == [302, 302, 200]


@lists
def test_nothing_is_deleted_here(model, desk, alice, mona):
    shown(alice, mona, tags=["review"])
    row = apps.get_model("content", model).objects.first()

    assert desk.post(reverse(f"admin:content_{model}_delete", args=[row.pk])).status_code == 403
    listing = desk.get(reverse(f"admin:content_{model}_changelist")).content.decode()
    assert listing.count("delete_selected") == 0


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("model", "queries"), [("artefact", 8), ("version", 7), ("statuschange", 8)])
def test_a_list_asks_the_same_questions_for_one_and_three(
    model, queries, rows, desk, alice, mona, django_assert_num_queries
):
    for _ in range(rows):
        shown(alice, mona)

    with django_assert_num_queries(queries):
        desk.get(reverse(f"admin:content_{model}_changelist"))


def test_an_artefact_is_edited_through_the_verb(desk, alice, mona):
    artefact = shown(alice, mona)
    practice = Practice.objects.get(slug="service-desk")

    desk.post(
        reverse("admin:content_artefact_change", args=[artefact.pk]),
        form_of(artefact, title="Blameless review", practices=[practice.pk]),
    )

    artefact.refresh_from_db()
    assert (artefact.title, list(artefact.practices.all())) == ("Blameless review", [practice])
    assert artefact.words.parts[0][1] == "Blameless review"
    assert artefact.facet_entries.filter(value__slug="service-desk").count() == 1


def test_status_creator_and_tallies_are_not_for_the_form(desk, alice, bob, mona):
    artefact = shown(alice, mona)
    hostile = {
        "status": "removed",
        "creator": bob.pk,
        "downloads": 9000,
        "score": 5,
        "slug": "mine",
        "title": "New",
    }

    desk.post(reverse("admin:content_artefact_change", args=[artefact.pk]), form_of(artefact, **hostile))

    now = Artefact.objects.get(pk=artefact.pk)
    assert (now.title, now.status, now.creator, now.downloads, now.score, now.slug) == (
        "New",
        Status.PUBLISHED,
        alice,
        0,
        None,
        "incident-review",
    )


def test_what_was_removed_is_only_read(desk, alice, mona):
    artefact = shown(alice, mona)
    publishing.remove(artefact, by=mona, note="Not theirs")
    url = reverse("admin:content_artefact_change", args=[artefact.pk])

    assert (desk.get(url).status_code, desk.post(url, form_of(artefact)).status_code) == (200, 403)


def test_history_is_only_read(desk, alice, mona):
    shown(alice, mona)
    change = StatusChange.objects.first()

    answer = desk.post(reverse("admin:content_statuschange_change", args=[change.pk]), {"note": "forged"})

    assert (answer.status_code, StatusChange.objects.get(pk=change.pk).note) == (403, "")


def test_an_address_does_not_change_with_its_label(desk):
    practice = Practice.objects.get(slug="service-desk")
    sent = {
        "label": "Service desk team",
        "slug": "other",
        "order": 5,
        "group": "Service management",
        "edition": "5",
    }

    desk.post(reverse("admin:content_practice_change", args=[practice.pk]), sent | {"synonyms": "[]"})

    practice.refresh_from_db()
    assert (practice.label, practice.slug) == ("Service desk team", "service-desk")


def test_new_words_reach_the_lists_on_request(desk, alice, mona):
    practice = Practice.objects.get(slug="service-desk")
    shown(alice, mona, practices=[practice])
    Practice.objects.filter(pk=practice.pk).update(label="Desk of all")

    desk.post(
        reverse("admin:content_practice_changelist"),
        {"action": "index_again", "_selected_action": [practice.pk]},
    )

    assert FacetValue.objects.get(slug="service-desk").label == "Desk of all"


def test_tags_of_the_unused_table_are_not_offered(desk):
    assert "taggit" not in {app["app_label"] for app in desk.get(reverse("admin:index")).context["app_list"]}


def test_moderators_feature_and_withdraw_collections(desk, alice, mona):
    made = gathering.make(by=alice, title="First week", is_public=True)
    private = gathering.make(by=alice, title="Mine")
    address = reverse("admin:content_collection_changelist")

    def act(name):
        answer = desk.post(address, {"action": name, "_selected_action": [made.pk, private.pk]}, follow=True)
        made.refresh_from_db()
        return [str(message) for message in answer.context["messages"]], made.is_public, made.is_featured

    told, *state = act("feature")
    assert sorted(told) == ["First week is changed.", "Mine: Its owner has not published this collection."]
    assert state == [True, True]
    assert act("unfeature")[1:] == (True, False)
    assert act("withdraw")[1:] == (False, False)


@pytest.mark.parametrize("model", ["artefact", "practice", "tag", "statuschange"])
@pytest.mark.parametrize("asked", ["?p=99999999999999999999999", "?id__exact=zz", "?e=1&p=-1", "?all=&o=9.9"])
def test_a_list_asked_for_nonsense_is_a_list(model, asked, desk):
    answer = desk.get(reverse(f"admin:content_{model}_changelist") + asked, follow=True)

    assert answer.status_code == 200


@pytest.mark.parametrize("chosen", ["zz", "", "\0"])
def test_an_action_on_what_is_no_row_leads_back_to_the_list(chosen, desk):
    url = reverse("admin:content_practice_changelist")

    answer = desk.post(url, {"action": "index_again", "_selected_action": chosen}, follow=True)

    assert answer.status_code == 200
    assert "There are no such rows: this is the whole list." in answer.content.decode()


def test_an_action_on_a_number_no_row_can_have_does_nothing(desk):
    data = {"action": "index_again", "_selected_action": "9" * 23}

    answer = desk.post(reverse("admin:content_practice_changelist"), data, follow=True)

    assert answer.status_code == 200
