"""The doors for everybody: reporting, claiming a right, and the creator's answer."""

import uuid

import pytest
from django.urls import reverse

from content.enums import Status
from content.models import Artefact
from moderation import takedowns
from moderation.models import Report, Takedown
from tests import factories
from tests.moderation.waiting import claimed

pytestmark = pytest.mark.django_db

CLAIM = {
    "reason": "copyright",
    "why": "It is chapter 3 of our handbook.",
    "name": "R. Holder",
    "email": "rights@example.org",
    "good_faith": "on",
}


@pytest.fixture
def artefact(alice):
    return factories.artefact(by=alice)


def address(artefact):
    return reverse("report", args=[artefact.slug])


@pytest.mark.parametrize(("person", "sees"), [("bob", True), (None, True), ("alice", False)])
def test_the_page_of_an_artefact_leads_to_the_form(request, client_of, artefact, person, sees):
    browser = client_of(request.getfixturevalue(person) if person else None)

    page = browser.get(artefact.get_absolute_url()).content.decode()

    assert (f'href="{address(artefact)}"' in page) == sees


def test_a_visitor_reports_and_is_thanked(client, artefact):
    form = {"reason": "personal-data", "words": "Page 3 names a customer.", "token": uuid.uuid4()}

    answer = client.post(address(artefact), form, follow=True)

    assert [str(message) for message in answer.context["messages"]] == ["Your report is with the moderators."]
    row = Report.objects.get()
    assert (row.artefact, row.reason, row.words, row.reporter) == (
        artefact,
        "personal-data",
        "Page 3 names a customer.",
        None,
    )


def test_sent_twice_is_one_report(client, artefact):
    form = {"reason": "spam", "token": client.get(address(artefact)).context["token"]}

    statuses = [client.post(address(artefact), form).status_code for _ in range(2)]

    assert (statuses, Report.objects.count()) == ([302, 302], 1)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"reason": ""}, "Choose what is wrong"),
        ({"reason": "no such"}, "Choose from the list"),
        ({"words": "x" * 1001}, "Use at most 1000 characters; this has 1001"),
        ({"words": "a\u202eb"}, "This holds invisible characters."),
    ],
    ids=["none", "unknown", "long", "turned"],
)
def test_a_wrong_report_comes_back_filled(client, artefact, change, sentence):
    form = {"reason": "spam", "words": "Page 3", "token": str(uuid.uuid4())} | change

    response = client.post(address(artefact), form)

    page = response.content.decode()
    assert sentence in page
    assert f'value="{form["token"]}"' in page
    assert response.context["form"]["words"].value() == form["words"]
    assert Report.objects.count() == 0


def test_one_address_reports_ten_times_an_hour(client, alice):
    works = [factories.artefact(by=alice, title=f"Work {number}") for number in range(11)]

    statuses = [client.post(address(work), {"reason": "spam"}).status_code for work in works]

    assert statuses == [302] * 10 + [429]
    assert Report.objects.count() == 10


def test_own_work_is_not_reported(client_of, artefact, alice):
    assert client_of(alice).get(address(artefact)).status_code == 403


@pytest.mark.parametrize(
    "work", ["ART-{0.pk:04d}", "{0.pk}", "https://example.org/artefacts/{0.slug}/", "{0.slug}"]
)
def test_a_claim_names_the_work_by_number_or_address(client, artefact, work):
    response = client.post(reverse("takedown"), CLAIM | {"work": work.format(artefact)})

    row = Takedown.objects.get()
    assert response["Location"] == reverse("takedown_sent", args=[row.token])
    assert (row.artefact, row.name, row.email, row.reason) == (
        artefact,
        "R. Holder",
        "rights@example.org",
        "copyright",
    )


@pytest.mark.parametrize(
    ("reason", "before", "sentence"),
    [
        ("personal-data", None, "The work is hidden."),
        ("copyright", None, "Only claims about personal data"),
        ("personal-data", "refused", "Such a claim on the same version was refused before"),
    ],
)
def test_the_next_page_says_whether_the_work_is_hidden(client, mona, artefact, reason, before, sentence):
    if before:
        takedowns.restore(claimed(artefact, reason=reason), by=mona, message="The names are invented.")

    form = CLAIM | {"work": artefact.slug, "reason": reason}
    page = client.post(reverse("takedown"), form, follow=True)

    text = page.content.decode()
    assert sentence in text
    assert artefact.record_number in text


def test_the_decision_stands_where_the_claim_was_sent(client, mona, artefact):
    claim = claimed(artefact)
    takedowns.remove(claim, by=mona, message="It is chapter 3 of a book.")

    text = client.get(reverse("takedown_sent", args=[claim.token])).content.decode()

    assert [part in text for part in ("Your claim is decided", "The work was removed", "chapter 3")] == [
        True
    ] * 3
    assert client.get(reverse("takedown_sent", args=[uuid.uuid4()])).status_code == 404


def test_a_claim_with_high_risk_hides_at_once(client, artefact):
    client.post(reverse("takedown"), CLAIM | {"work": artefact.slug, "reason": "personal-data"})

    assert client.get(artefact.get_absolute_url()).status_code == 404
    assert Artefact.objects.get().status == Status.HIDDEN


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"work": "ART-9999"}, "There is no work on this site with this number or address"),
        ({"work": "http://[::1"}, "There is no work on this site with this number or address"),
        ({"work": ""}, "Name the work"),
        ({"email": "nobody"}, "Enter an e-mail address like name@example.org"),
        ({"good_faith": ""}, "Confirm that you say this in good faith"),
        ({"why": ""}, "Say what it is and where"),
        ({"name": "x" * 10_000}, "Use at most 120 characters"),
    ],
    ids=["number", "address", "no work", "mail", "faith", "why", "name"],
)
def test_a_wrong_claim_comes_back_filled(client, artefact, change, sentence):
    form = CLAIM | {"work": artefact.slug} | change

    response = client.post(reverse("takedown"), form)

    assert sentence in response.content.decode()
    kept = {name: response.context["form"][name].value() for name in ("why", "name", "email")}
    assert kept == {name: form[name] for name in kept}
    assert Takedown.objects.count() == 0


def test_a_draft_is_not_said_to_exist(client, alice):
    hidden = factories.artefact(by=alice, published=False)

    response = client.post(reverse("takedown"), CLAIM | {"work": hidden.slug})

    assert "There is no work on this site" in response.content.decode()


def test_one_address_claims_five_times_a_day(client, artefact):
    form = CLAIM | {"work": artefact.slug}

    statuses = [client.post(reverse("takedown"), form).status_code for _ in range(6)]

    assert statuses == [302] * 5 + [429]


def test_the_creator_is_asked_and_answers(client_of, alice, artefact):
    claim = claimed(artefact, reason="confidential")
    browser = client_of(alice)
    own = browser.get(artefact.get_absolute_url()).content.decode()

    browser.post(reverse("counter_notice", args=[artefact.slug]), {"text": "I wrote it in 2019."})

    assert reverse("counter_notice", args=[artefact.slug]) in own
    assert Takedown.objects.get(pk=claim.pk).counter_notice == "I wrote it in 2019."


def test_after_the_decision_the_answer_is_only_read(client_of, alice, mona, artefact):
    takedowns.restore(claimed(artefact), by=mona, message="The claim is not right.")
    place = reverse("counter_notice", args=[artefact.slug])

    page, sent = client_of(alice).get(place), client_of(alice).post(place, {"text": "Again."})

    assert "The claim is not right." in page.content.decode()
    assert (sent.status_code, Takedown.objects.get().counter_notice) == (403, "")
