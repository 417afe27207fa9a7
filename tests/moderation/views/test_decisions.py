"""The pages on which a moderator decides: what they show, what the buttons do, what a double click does."""

import io
import re

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.urls import reverse

from content import inspection, publishing
from content.enums import Check, Outcome, State, Status
from content.models import Artefact, Cleaning, Version
from moderation import takedowns
from moderation.enums import CLAIM_WORDS, SEND_BACK_WORDS, ClaimReason, ReportState
from moderation.models import Decision, Report, Takedown
from people import outbox
from tests import factories
from tests.moderation.views.test_queue import words
from tests.moderation.waiting import claimed, draft, reported, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client_of, mona):
    return client_of(mona)


def page(name, thing):
    return reverse(f"queue_{name}", args=[thing.pk])


def said(response):
    return [str(message) for message in response.context["messages"]]


def with_file(by, title, content=b"# Plan\n\nWrite to ines@klinik-nord.de.\n"):
    version = draft(by, title)
    publishing.attach(version, io.BytesIO(content), name="plan.md", by=by)
    publishing.submit(version, by=by)
    inspection.inspect_waiting()
    return Version.objects.select_related("artefact").get(pk=version.pk)


def test_all_that_a_moderator_weighs_is_on_the_page(desk, alice, bob):
    twin = with_file(bob, "Twin of it")
    version = with_file(alice, "Incident review")

    text = words(desk.get(page("version", version)))

    shown = [
        "plan.md",  # preview and check results
        "Write to",
        "It gives away",
        "all three, on",  # declarations
        "Twin of it",  # the same bytes elsewhere
        page("artefact", twin.artefact),
        'id="record"',
        "Draft → Waits for review",  # history
    ]
    assert [part for part in shown if part not in text] == []


@pytest.mark.parametrize("rows", [1, 3])
def test_it_asks_the_same_questions_for_one_and_three(rows, desk, alice, mona, django_assert_num_queries):
    version = draft(alice)
    for number in range(rows):
        publishing.attach(version, io.BytesIO(b"# %d\n" % number), name=f"{number}.md", by=alice)
        with_file(factories.member(f"Twin {number}"), f"Twin {number}", b"# %d\n" % number)
    publishing.submit(version, by=alice)
    for _number in range(rows):
        publishing.take_back(version, by=alice)
        publishing.submit(version, by=alice)

    with django_assert_num_queries(18):
        desk.get(page("version", version))


def test_drafts_are_their_contributors_alone(desk, alice):
    assert desk.get(page("version", draft(alice))).status_code == 404


def test_one_click_publishes_and_the_second_finds_nothing(desk, alice, mona):
    version = sent(alice)
    pressed = {"act": "publish", "seen": version.state_since.isoformat()}

    first = desk.post(page("version", version), pressed, follow=True)
    second = desk.post(page("version", version), pressed, follow=True)

    assert said(first) == ["Incident review is published."]
    assert said(second) == ["It does not wait for review any more."]
    assert Version.objects.get().reviewed_by == mona
    assert Decision.objects.count() == 1


def test_what_cannot_be_published_says_why_in_place_of_the_button(desk, alice):
    text = words(desk.get(page("version", sent(alice, licence=None))))

    assert "Choose a licence." in text
    assert 'value="publish"' not in text


def test_own_work_has_the_reason_in_place_of_the_button(desk, mona):
    factories.moderator("Milo")

    text = words(desk.get(page("version", sent(mona))))

    assert "another moderator decides on it" in text
    assert 'value="publish"' not in text


@pytest.mark.parametrize("reason", SEND_BACK_WORDS)
def test_each_reason_brings_its_own_words_to_be_edited(desk, alice, reason):
    response = desk.get(page("version", sent(alice)), {"reason": reason})

    assert response.context["message"].initial == {"message": SEND_BACK_WORDS[reason]}


def test_sending_back_takes_the_edited_words(desk, client_of, alice):
    version = sent(alice)
    form = {"act": "send-back", "reason": "rights", "message": "Page 2 is from a book. Remove it."}

    answer = desk.post(page("version", version), form, follow=True)

    assert said(answer) == ["Incident review is sent back."]
    assert Decision.objects.get().reason == "rights"
    own = client_of(alice).get(version.artefact.get_absolute_url()).content.decode()
    assert "Page 2 is from a book. Remove it." in own
    assert reverse("share_check", args=[version.pk]) in own


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"message": " "}, "Write to the creator what is wrong and how to go on"),
        ({"message": "x" * 1001}, "Use at most 1000 characters; this has 1001"),
        ({"reason": "none"}, "Choose a reason from the list."),
    ],
    ids=["empty", "long", "no reason"],
)
def test_bad_input_is_told_and_the_form_comes_back_filled(desk, alice, change, sentence):
    version = sent(alice)
    form = {"act": "send-back", "reason": "rights", "message": "Say whose work it is."} | change

    response = desk.post(page("version", version), form)

    assert sentence in words(response) or sentence in said(response)
    assert Version.objects.get().state == State.SUBMITTED
    if "reason" not in change:
        assert response.context["message"]["message"].value() == form["message"]


def test_what_is_public_is_hidden_and_shown_again(desk, client_of, alice):
    artefact = factories.artefact(by=alice)
    form = {"act": "hide", "reason": "sales", "message": "It sells a tool."}

    desk.post(page("artefact", artefact), form)
    hidden = Artefact.objects.get().status
    own = client_of(alice).get(artefact.get_absolute_url()).content.decode()
    desk.post(page("artefact", artefact), {"act": "show-again", "message": ""})

    assert (hidden, Artefact.objects.get().status) == (Status.HIDDEN, Status.PUBLISHED)
    assert "It sells a tool." in own


def test_a_later_look_is_ended_by_a_click(desk, alice):
    for number in range(3):
        factories.artefact(by=alice, title=f"Known {number}")
    version = sent(alice)

    text = words(desk.get(page("version", version)))
    desk.post(page("version", version), {"act": "look"})

    assert "Published at once, look later" in text
    assert not Version.objects.get(pk=version.pk).look_later


@pytest.mark.parametrize(
    ("act", "state", "status"),
    [
        ("hide", ReportState.UPHELD, Status.HIDDEN),
        ("uphold", ReportState.UPHELD, Status.PUBLISHED),
        ("dismiss", ReportState.DISMISSED, Status.PUBLISHED),
    ],
)
def test_a_report_is_decided(desk, alice, act, state, status):
    report = reported(factories.artefact(by=alice))

    text = words(desk.get(page("report", report)))
    desk.post(page("report", report), {"act": act, "message": "It is advertising."})

    assert "Look at page 3." in text
    assert (Report.objects.get().state, Artefact.objects.get().status) == (state, status)
    assert "Upheld" in words(desk.get(page("report", report))) or act == "dismiss"


@pytest.mark.parametrize(("act", "status"), [("remove", Status.REMOVED), ("restore", Status.PUBLISHED)])
def test_a_claim_is_decided_with_both_sides_on_the_page(desk, alice, act, status):
    claim = claimed(factories.artefact(by=alice), reason="confidential")
    takedowns.answer(claim, by=alice, text="I wrote it in 2019.")

    text = words(desk.get(page("claim", claim)))
    form = {"act": act, "message": "We have read both sides.", "confirmed": "1"}
    desk.post(page("claim", claim), form)

    assert [part in text for part in ("chapter 3", "R. Holder", "2019", "Hidden by this claim")] == [True] * 4
    assert (Takedown.objects.get().decided_at is None, Artefact.objects.get().status) == (False, status)


@pytest.mark.parametrize(("act", "form"), [("remove", "form"), ("restore", "stay_form")])
def test_each_claim_brings_the_words_of_either_decision(desk, alice, act, form):
    words_of = CLAIM_WORDS[act]
    claims = {reason: claimed(factories.artefact(by=alice), reason=reason) for reason in words_of}

    shown = {reason: desk.get(page("claim", claim)).context[form] for reason, claim in claims.items()}

    assert words_of.keys() == set(ClaimReason)
    assert {reason: form["message"].value() for reason, form in shown.items()} == words_of


@pytest.mark.parametrize(("act", "form"), [("remove", "form"), ("restore", "stay_form")])
def test_who_claims_reads_the_words_as_they_were_edited(desk, alice, act, form):
    claim = claimed(factories.artefact(by=alice))
    offered = desk.get(page("claim", claim)).context[form]["message"].value()
    edited = f"{offered} We looked at pages 3 to 9."

    empty = desk.post(page("claim", claim), {"act": act, "message": " "})
    long = desk.post(page("claim", claim), {"act": act, "message": "x" * 1001})
    desk.post(page("claim", claim), {"act": act, "message": edited, "confirmed": "1"})
    outbox.send_waiting()

    assert [answer.context[form].errors["message"] for answer in (empty, long)] == [
        ["Write what you decided, and why"],
        ["Use at most 1000 characters; this has 1001"],
    ]
    assert long.context[form]["message"].value() == "x" * 1001
    assert edited in next(one.body for one in reversed(mail.outbox) if one.to == [claim.email])


def test_taking_down_for_good_asks_first_and_loses_no_word(desk, alice):
    claim = claimed(factories.artefact(by=alice))
    form = {"act": "remove", "message": "It is chapter 3 of a book."}

    asked = desk.post(page("claim", claim), form)
    before = Artefact.objects.get().status
    back = desk.post(page("claim", claim), form | {"act": "back", "confirmed": "1"})
    empty = desk.post(page("claim", claim), form | {"message": " "})
    desk.post(page("claim", claim), form | {"confirmed": "1"})

    assert 'value="It is chapter 3 of a book."' in words(asked)
    assert (before, Artefact.objects.get().status) == (Status.PUBLISHED, Status.REMOVED)
    assert back.context["form"]["message"].value() == form["message"]
    assert '<a href="#id_message">Write what you decided, and why</a>' in words(empty)


@pytest.mark.parametrize("act", ["publish", "look", "nonsense", ""])
def test_an_act_that_an_artefact_does_not_have_changes_nothing(desk, alice, act):
    artefact = factories.artefact(by=alice)

    answer = desk.post(page("artefact", artefact), {"act": act})

    assert (answer.status_code, Artefact.objects.get().status) == (200, Status.PUBLISHED)


def test_what_was_removed_and_what_is_still_given_away_stand_at_the_desk(desk, alice):
    version = with_file(alice, "Cleaned")
    file = version.files.get()
    Cleaning.objects.create(file=file, state=Check.DONE, removed=["author", "company"])

    text = words(desk.get(page("version", version)))

    assert "Removed from it: author, company." in text
    assert 'class="callout warn"' in text  # it names an address
    assert 'class="callout good"' not in text


def test_words_typed_at_the_desk_outlive_the_session(client_of, alice, mona):
    place, browser = page("version", sent(alice)), client_of(mona)
    opened = browser.get(place, {"reason": "rights"}).content.decode()
    mark = re.search(r'name="typed_by" value="([^"]+)"', opened)[1]
    Session.objects.all().delete()

    form = {"act": "send-back", "reason": "rights", "message": "Page 2 is from a book.", "typed_by": mark}
    answer = browser.post(place, form)
    browser.force_login(mona, backend=settings.AUTHENTICATION_BACKENDS[-1])
    back = browser.get(place)

    assert answer["Location"] == f"{reverse('account_login')}?next={place}"
    assert back.context["message"]["message"].value() == "Page 2 is from a book."
    assert (back.context["reason"], Version.objects.get().state) == ("rights", State.SUBMITTED)


def test_files_there_was_no_time_for_are_checked_again(desk, alice):
    version = with_file(alice, "Incident review")
    version.files.update(outcome=Outcome.TIMED_OUT, reason="Reading the file took too long.")
    offered = words(desk.get(page("version", version)))

    answer = desk.post(page("version", version), {"act": "again"})

    file = version.files.get()
    assert ("Check the slow files again" in offered, answer.url) == (True, page("version", version))
    assert (file.inspection, file.outcome, Version.objects.get(pk=version.pk).state) == (
        Check.WAITING,
        Outcome.NONE,
        State.SUBMITTED,
    )
