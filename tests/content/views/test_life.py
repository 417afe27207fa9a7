"""Still valid, retired, superseded, shown again: each is asked on a page of its own before it is done."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from content import living, publishing
from content.enums import Status
from content.models import Artefact
from tests import factories

pytestmark = pytest.mark.django_db


def address(artefact, act):
    return reverse("artefact_life", args=[artefact.slug, act])


def names(user, artefact):
    return [act.name for act in living.acts_for(user, artefact)]


@pytest.mark.parametrize(
    ("status", "acts"),
    [
        (Status.DRAFT, []),
        (Status.PUBLISHED, ["confirm", "retire", "supersede"]),
        (Status.RETIRED, ["supersede", "show-again"]),
        (Status.SUPERSEDED, ["retire", "show-again"]),
        (Status.HIDDEN, []),
        (Status.REMOVED, []),
    ],
)
def test_each_status_has_its_acts(alice, bob, status, acts):
    artefact = factories.artefact(alice)
    artefact.status = status

    assert names(alice, artefact) == acts
    assert names(bob, artefact) == []


def test_one_click_says_that_it_is_still_valid(alice, client_of):
    past = timezone.localdate() - timedelta(days=1)
    artefact, browser = factories.artefact(alice, review_by=past), client_of(alice)
    shown = browser.get(artefact.get_absolute_url()).content.decode()
    assert shown.count("Review date passed.") == 1
    assert shown.count(f'action="{address(artefact, "confirm")}"') == 1

    after = browser.post(address(artefact, "confirm"), follow=True).content.decode()

    assert ("You said that it is still valid." in after, "Review date passed." in after) == (True, False)


def test_retiring_and_showing_again_is_asked_first(alice, client_of):
    artefact, browser = factories.artefact(alice), client_of(alice)

    asked = browser.get(address(artefact, "retire")).content.decode()
    browser.post(address(artefact, "retire"), {"note": "Nobody uses it"})
    artefact.refresh_from_db()
    assert ("Retire this artefact?" in asked, artefact.status) == (True, Status.RETIRED)

    browser.post(address(artefact, "show-again"))

    artefact.refresh_from_db()
    assert artefact.status == Status.PUBLISHED
    assert [change.note for change in artefact.changes.all()] == ["Nobody uses it", ""]


@pytest.mark.parametrize("form", ["number", "bare number", "slug", "address"])
def test_a_successor_is_named_by_number_or_address(alice, bob, client_of, form):
    artefact, other = factories.artefact(alice), factories.artefact(bob, title="Better")
    words = {
        "number": other.record_number.lower(),
        "bare number": str(other.pk),
        "slug": other.slug,
        "address": f"https://example.org{other.get_absolute_url()}",
    }

    client_of(alice).post(address(artefact, "supersede"), {"successor": words[form]})

    artefact.refresh_from_db()
    assert (artefact.status, artefact.superseded_by) == (Status.SUPERSEDED, other)


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("", "Enter the number or the address"),
        ("ART-999999", "Enter the number or the address"),
        ("9" * 60, "Enter the number or the address"),
        ("hidden", "Enter the number or the address"),
        ("itself", "point at each other"),
    ],
)
def test_a_wrong_successor_is_said_and_the_form_comes_back_filled(alice, bob, client_of, words, answer):
    artefact, hidden = factories.artefact(alice), factories.artefact(bob, title="Secret")
    Artefact.objects.filter(pk=hidden.pk).update(status=Status.HIDDEN)
    words = {"hidden": hidden.record_number, "itself": artefact.record_number}.get(words, words)

    page = client_of(alice).post(address(artefact, "supersede"), {"successor": words, "note": "Newer"})

    artefact.refresh_from_db()
    assert (answer in page.content.decode(), 'value="Newer"' in page.content.decode()) == (True, True)
    assert artefact.status == Status.PUBLISHED


def test_others_are_told_whose_it_is_and_what_cannot_be_done_now_leads_back(alice, bob, mona, client_of):
    artefact = factories.artefact(alice)

    for person in (bob, mona):
        answer = client_of(person).post(address(artefact, "retire"))
        assert (answer.status_code, "Only the contributor" in answer.content.decode()) == (403, True)
    assert client_of(alice).get(address(artefact, "nonsense")).status_code == 404
    assert client_of(alice).post(address(artefact, "show-again")).url == artefact.get_absolute_url()


def test_what_a_moderator_hid_the_creator_does_not_bring_back(alice, mona, client_of):
    artefact = publishing.hide(factories.artefact(alice), by=mona, note="Names a customer")

    client_of(alice).post(address(artefact, "show-again"))

    artefact.refresh_from_db()
    assert artefact.status == Status.HIDDEN


def test_the_panel_is_the_creators(alice, bob, client_of):
    artefact = factories.artefact(alice, work_in_progress=True)

    own, others = (client_of(who).get(artefact.get_absolute_url()).content.decode() for who in (alice, bob))

    assert (own.count("Keep it up to date"), others.count("Keep it up to date")) == (1, 0)
    assert others.count("Its creator asks for feedback. It cannot be rated until it is finished.") == 1
