"""Replies on the artefact's page: forms, what each reader meets, and a session that ended meanwhile."""

import re
import uuid

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.models import Session
from django.template.loader import render_to_string
from django.urls import reverse

from content import panels, replying
from content.enums import FaultState, ReplyKind, ReplyState
from content.models import Artefact, Reply, Watch
from content.threads import A_PAGE
from people.models import Notice
from tests import factories


@pytest.fixture
def artefact(alice):
    return factories.artefact(alice, title="Plan")


def say(artefact, by, body="How long does it take?", kind=ReplyKind.QUESTION, **more):
    return replying.reply(artefact, by=by, kind=kind, body=body, **more)


def send(browser, artefact, **more):
    said = {"kind": "question", "body": "How **long**?", "token": str(uuid.uuid4())}
    return browser.post(reverse("replies", args=[artefact.slug]), said | more)


def page_of(browser, artefact):
    return browser.get(artefact.get_absolute_url()).content.decode()


def test_a_question_is_sent_waits_and_is_shown_to_all(client_of, artefact, alice, bob, mona, client):
    answer = send(client_of(bob), artefact)

    made = Reply.objects.get()
    assert (answer["Location"], made.state) == (made.get_absolute_url(), ReplyState.WAITING)
    assert "Waits for a moderator" in page_of(client_of(bob), artefact)
    assert "How <strong>long" not in page_of(client_of(alice), artefact)
    replying.accept_reply(made, by=mona)
    for browser in (client_of(alice), client):
        assert page_of(browser, artefact).count("How <strong>long</strong>?") == 1


def test_a_form_sent_twice_leads_to_the_same_reply(client_of, artefact, alice):
    browser, token = client_of(alice), str(uuid.uuid4())

    places = {send(browser, artefact, token=token)["Location"] for _ in range(2)}

    assert (len(places), Reply.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"body": " "}, "Write what you want to say"),
        ({"body": "x" * 10_001}, "Use at most 10000 characters; this has 10001"),
        ({"body": "cod\u202eexe"}, "This holds invisible characters."),
        ({"kind": ""}, "Choose what it is"),
        ({"kind": "answer"}, "Choose what it is"),
        ({"parent": "999999"}, "Choose what it is."),
    ],
)
def test_what_cannot_be_taken_stands_in_the_form_again(client_of, artefact, alice, wrong, sentence):
    say(artefact, alice)

    answer = send(client_of(alice), artefact, **{"body": "My words"} | wrong)

    page = answer.content.decode()
    assert (answer.status_code, Reply.objects.count()) == (200, 1)
    assert "<title>Error: Plan" in page
    if "parent" not in wrong:
        assert sentence in page
        assert ("My words" in page) == ("body" not in wrong)


def test_a_wrong_answer_stands_below_its_question_again(client_of, artefact, alice):
    asked = say(artefact, alice)
    Reply.objects.filter(pk=asked.pk).update(state=ReplyState.HIDDEN, reason="x")
    Reply.objects.filter(pk=asked.pk).update(state=ReplyState.SHOWN)
    answered = say(artefact, alice, "An hour.", ReplyKind.ANSWER, parent=asked)

    page = send(client_of(alice), artefact, parent=asked.pk, body="").content.decode()
    deep = send(client_of(alice), artefact, parent=answered.pk, body="Deeper")

    assert re.search(r"<details open>.*Write what you want to say", page, re.S)
    assert (deep.status_code, Reply.objects.count()) == (200, 2)


def test_words_outlive_the_session(client_of, artefact, alice):
    browser = client_of(alice)
    asked = say(artefact, alice)
    mark = re.search(r'name="typed_by" value="([^"]+)"', page_of(browser, artefact))[1]
    for words, shown in (
        ({"kind": "fault"}, ">\nRow 7 is wrong</textarea>"),
        ({"parent": asked.pk}, ">Row 7 is wrong</textarea>"),
    ):
        Session.objects.all().delete()
        sent = send(browser, artefact, body="Row 7 is wrong", typed_by=mark, **words)
        said = {"login": alice.email, "password": "correct horse"}
        back = browser.post(sent["Location"], said)["Location"]

        page = browser.get(back).content.decode()

        assert back == f"{artefact.get_absolute_url()}#replies"
        assert (page.count(shown), Reply.objects.count()) == (1, 1)


def test_a_visitor_is_asked_to_sign_in_and_comes_back(client, artefact):
    page = page_of(client, artefact)

    assert f"/accounts/login/?next={artefact.get_absolute_url()}%23reply-form" in page
    assert ("csrf" in page, send(client, artefact)["Location"]) == (
        False,
        f"/accounts/login/?next={artefact.get_absolute_url()}%23replies",
    )


def test_a_fault_is_marked_fixed_and_opened_again(client_of, artefact, alice, mona):
    fault = say(artefact, mona, "Row 7", ReplyKind.FAULT)
    browser = client_of(alice)
    assert "Mark as fixed" in page_of(browser, artefact)

    browser.post(reverse("reply_fixed", args=[fault.pk]), {"version": artefact.current_id})

    fault.refresh_from_db()
    assert (fault.fault, "Fixed in version 1.0" in page_of(browser, artefact)) == (FaultState.FIXED, True)
    browser.post(reverse("reply_reopen", args=[fault.pk]))
    fault.refresh_from_db()
    assert fault.fault == FaultState.OPEN


@pytest.mark.parametrize("version", ["", "x", "9" * 30, "999999"])
def test_a_version_that_is_none_is_said(client_of, artefact, alice, mona, version):
    fault = say(artefact, mona, "Row 7", ReplyKind.FAULT)

    answer = client_of(alice).post(reverse("reply_fixed", args=[fault.pk]), {"version": version}, follow=True)

    assert "Choose the version in which it is fixed." in answer.content.decode()


def test_an_author_changes_and_takes_back_and_others_do_not(client_of, artefact, alice, bob, mona):
    made = replying.accept_reply(say(artefact, bob), by=mona)
    address = reverse("reply_edit", args=[made.pk])

    refused = [client_of(person).post(address, {"body": "Mine"}).status_code for person in (alice, mona)]
    client_of(bob).post(address, {"body": "How long, then?"})
    seen = [
        client_of(person).get(reverse("reply_before", args=[made.pk])).status_code
        for person in (bob, mona, alice)
    ]
    client_of(bob).post(reverse("reply_take_back", args=[made.pk]))

    assert (refused, seen) == ([403, 403], [200, 200, 404])
    assert Reply.objects.get().state == ReplyState.TAKEN_BACK
    assert "How long, then?" not in page_of(client_of(alice), artefact)


def test_a_member_watches_and_stops(client_of, artefact, bob):
    browser, address = client_of(bob), reverse("watch", args=[artefact.slug])

    browser.post(address)
    browser.post(address)
    watching = Watch.objects.count()
    browser.post(address, {"stop": "1"})

    assert (watching, Watch.objects.count()) == (1, 0)


def test_input_is_asked_for_where_the_work_is_in_progress(client, alice):
    plain, unfinished = factories.artefact(alice), factories.artefact(alice, work_in_progress=True)

    assert [page_of(client, one).count("Input wanted.") for one in (plain, unfinished)] == [0, 1]


def test_older_threads_are_a_page_away(client, artefact, alice):
    rows = [
        Reply(artefact=artefact, by=alice, kind="question", body="x", body_html=f"<p>No {number}.</p>")
        for number in range(A_PAGE + 1)
    ]
    Reply.objects.bulk_create(rows)

    first = page_of(client, artefact)
    older = re.search(r'href="([^"]+)#replies" rel="next"', first)[1]
    second = client.get(older).content.decode()

    assert (f"Replies ({A_PAGE + 1})" in first, "<p>No 0.</p>" in first) == (True, False)
    assert (second.count("<p>No "), "<p>No 0.</p>" in second) == (1, True)


@pytest.mark.parametrize("before", ["x", "-1", "0", "9" * 30])
def test_a_place_that_is_none_is_the_beginning(client, artefact, alice, before):
    say(artefact, alice)

    page = client.get(artefact.get_absolute_url(), {"replies": before}).content.decode()

    assert "How long does it take?" in page


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("person", "queries"), [("charlie", 3), ("bob", 3), ("alice", 4)])
def test_the_thread_costs_the_same(
    rf, artefact, alice, bob, mona, person, queries, count, django_assert_num_queries
):
    for number in range(count):
        asked = say(artefact, mona, f"Question {number}")
        say(artefact, alice, "An hour.", ReplyKind.ANSWER, parent=asked)
        say(artefact, mona, "Row 7", ReplyKind.FAULT)
    request = rf.get(artefact.get_absolute_url())
    request.user = {"charlie": AnonymousUser(), "bob": bob, "alice": alice}[person]
    request.session = {}

    with django_assert_num_queries(queries):
        template, panel = panels.replies(request, artefact)
        page = render_to_string(template, {"panel": panel, "user": request.user, "request": request})

    assert page.count("<article") == 3 * count


def test_the_creator_reads_in_the_notices_who_asks(client_of, artefact, alice, mona):
    send(client_of(mona), artefact)

    page = client_of(alice).get(reverse("notices")).content.decode()

    assert ("Mona asks about “Plan”." in page, Notice.objects.count()) == (True, 1)


def test_there_is_no_thread_on_what_is_not_on_show(client_of, artefact, alice):
    Artefact.objects.filter(pk=artefact.pk).update(status="hidden")

    assert 'id="replies"' not in page_of(client_of(alice), artefact)
    assert send(client_of(alice), artefact).status_code == 403
