"""What may be said about an artefact, by whom, and who reads it."""

import uuid
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from content import publishing, replying
from content.enums import FaultState, ReplyKind, ReplyState, Status
from content.models import Artefact, Reply, ReplyEdit, Watch
from content.publishing import Refused, TooLate
from people import profile
from people.models import Notice
from tests import factories


def say(artefact, by, body="How long does it take?", kind=ReplyKind.QUESTION, **more):
    return replying.reply(artefact, by=by, kind=kind, body=body, **more)


def answer(parent, by, body="An hour."):
    return say(parent.artefact, by, body, ReplyKind.ANSWER, parent=parent)


def told(member):
    return list(Notice.objects.filter(member=member).order_by("pk").values_list("text", flat=True))


@pytest.fixture
def artefact(alice):
    return factories.artefact(alice, title="Plan")


@pytest.fixture
def known(bob):
    """Bob, after three contributions on show."""
    for number in range(3):
        factories.artefact(bob, title=f"Note {number}")
    return bob


def test_a_question_stands_in_the_role_of_the_day_and_the_creator_is_told(artefact, alice, known):
    role = profile.take_role(known, by=known, kind="manager")

    made = say(artefact, known, "How **long**?")

    assert (made.state, made.as_role, made.body_html) == (
        ReplyState.SHOWN,
        role,
        "<p>How <strong>long</strong>?</p>\n",
    )
    assert told(alice) == ["Bob asks about “Plan”."]
    notice = Notice.objects.get(member=alice)
    assert (notice.url, notice.detail, notice.about) == (made.get_absolute_url(), "How long?", "Plan")


def test_the_thread_is_told_of_answers_and_nobody_of_their_own(artefact, alice, known):
    asked = say(artefact, known)
    answer(asked, alice)

    assert told(known) == ["Alice answered about “Plan”."]
    assert told(alice) == ["Bob asks about “Plan”."]
    replying.stop_watching(artefact, by=known)
    answer(asked, alice, "Or two.")
    assert len(told(known)) == 1


def test_the_first_contributions_wait_and_are_read_by_nobody_else(artefact, alice, bob, mona, client):
    waiting = say(artefact, bob)

    readers = {
        person: list(Reply.objects.visible_to(person)) for person in (alice, factories.member("Carol"))
    }
    assert (waiting.state, list(readers.values())) == (ReplyState.WAITING, [[], []])
    assert [list(Reply.objects.visible_to(person)) for person in (bob, mona)] == [[waiting], [waiting]]
    assert (list(Reply.objects.waiting()), told(alice)) == ([waiting], [])

    replying.accept_reply(waiting, by=mona)

    assert list(Reply.objects.visible_to(alice)) == [waiting]
    assert (told(alice), told(bob)) == (["Bob asks about “Plan”."], ["Your reply to “Plan” is shown."])


def test_a_creator_and_a_moderator_never_wait(artefact, alice, mona):
    assert {say(artefact, person).state for person in (alice, mona)} == {ReplyState.SHOWN}


def test_three_contributions_on_show_make_somebody_known(artefact, bob, mona):
    for number in range(3):
        replying.accept_reply(say(artefact, bob, f"Question {number}"), by=mona)

    assert say(artefact, bob).state == ReplyState.SHOWN


def test_not_more_than_three_wait_at_once(artefact, bob):
    for number in range(replying.MOST_WAITING):
        say(artefact, bob, f"Question {number}")

    with pytest.raises(Refused, match="A moderator looks"):
        say(artefact, bob)


def test_not_too_many_in_an_hour(artefact, alice):
    for number in range(replying.MOST_AN_HOUR):
        say(artefact, alice, f"Note {number}")
    with pytest.raises(Refused, match="within an hour"):
        say(artefact, alice)

    Reply.objects.update(created_at=timezone.now() - timedelta(hours=2))

    assert say(artefact, alice).state == ReplyState.SHOWN


def test_a_form_sent_twice_makes_one_reply(artefact, alice, known):
    token = uuid.uuid4()

    made = [say(artefact, known, token=token) for _ in range(2)]

    assert (made[0], len(told(alice))) == (made[1], 1)
    with pytest.raises(Refused, match="sent before"):
        say(artefact, alice, token=token)


@pytest.mark.parametrize("body", ["", "  \n ", "x" * (replying.MOST_CHARACTERS + 1)])
def test_nothing_and_too_much_are_refused(artefact, alice, body):
    with pytest.raises(Refused):
        say(artefact, alice, body)


def test_answers_go_one_level_deep_and_stay_at_their_artefact(artefact, alice):
    asked = say(artefact, alice)
    answered = answer(asked, alice)

    with pytest.raises(Refused, match="one level"):
        answer(answered, alice)
    with pytest.raises(Refused, match="one level"):
        say(factories.artefact(alice), alice, kind=ReplyKind.ANSWER, parent=asked)
    with pytest.raises(Refused, match="Choose"):
        say(artefact, alice, kind=ReplyKind.ANSWER)


@pytest.mark.parametrize("status", [Status.DRAFT, Status.HIDDEN, Status.REMOVED])
def test_what_is_not_on_show_takes_no_replies(artefact, alice, mona, status):
    Artefact.objects.filter(pk=artefact.pk).update(status=status)

    for person in (alice, mona):
        with pytest.raises(PermissionDenied):
            say(artefact, person)


def test_an_edit_keeps_what_was_said(artefact, known):
    made = say(artefact, known)

    replying.edit(made, by=known, body="How long, and for whom?")
    replying.edit(made, by=known, body="How long, and for whom?")

    kept = Reply.objects.get(pk=made.pk)
    assert (kept.body, kept.edited_at is not None) == ("How long, and for whom?", True)
    assert list(ReplyEdit.objects.values_list("body", flat=True)) == ["How long does it take?"]


def test_a_new_members_changed_reply_waits_again(artefact, alice, bob, mona):
    made = replying.accept_reply(say(artefact, bob), by=mona)

    changed = replying.edit(made, by=bob, body="Buy my tool")

    assert (changed.state, list(Reply.objects.visible_to(alice))) == (ReplyState.WAITING, [])
    replying.accept_reply(changed, by=mona)
    assert told(alice) == ["Bob asks about “Plan”."]


def test_a_fault_is_fixed_in_a_version_and_opened_again(artefact, alice, known):
    fault = say(artefact, known, "Row 7 adds up wrongly", ReplyKind.FAULT)

    fixed = replying.mark_fixed(fault, by=alice, version=artefact.current)
    replying.mark_fixed(fault, by=alice, version=artefact.current)

    assert (fixed.fault, fixed.fixed_in) == (FaultState.FIXED, artefact.current)
    assert told(known) == ["A fault in “Plan” is fixed in version 1.0."]
    opened = replying.reopen(fixed, by=known)
    assert (opened.fault, opened.fixed_in) == (FaultState.OPEN, None)
    assert told(alice) == ["Bob found a fault in “Plan”.", "A fault in “Plan” is open again."]


def test_a_fault_is_fixed_in_a_published_version_of_its_own_artefact(artefact, alice, known):
    fault = say(artefact, known, "Row 7", ReplyKind.FAULT)
    draft = publishing.add_version(artefact, by=alice, major=False, change_note="Row 7")

    for version in (draft, factories.artefact(alice).current):
        with pytest.raises(Refused, match="Choose a published version"):
            replying.mark_fixed(fault, by=alice, version=version)


def test_who_may_do_what(artefact, alice, known, mona):
    fault = say(artefact, known, "Row 7", ReplyKind.FAULT)
    carol = factories.member("Carol")
    acts = {
        "edit": lambda by: replying.edit(fault, by=by, body="Row 8"),
        "fixed": lambda by: replying.mark_fixed(fault, by=by, version=artefact.current),
        "reopen": lambda by: replying.reopen(fault, by=by),
        "hide": lambda by: replying.hide_reply(fault, by=by, reason="Names a customer"),
        "take back": lambda by: replying.take_back(fault, by=by),
    }

    def may(act, person):
        try:
            with transaction.atomic():
                acts[act](person)
                transaction.set_rollback(True)
        except PermissionDenied:
            return False
        return True

    found = {act: [may(act, person) for person in (alice, known, carol, mona)] for act in acts}

    assert found == {
        "edit": [False, True, False, False],
        "fixed": [True, False, False, True],
        "reopen": [True, True, False, True],
        "hide": [False, False, False, True],
        "take back": [False, True, False, False],
    }


def test_a_hidden_reply_keeps_its_row_and_its_author_reads_why(artefact, alice, known, mona):
    made = say(artefact, known)

    replying.hide_reply(made, by=mona, reason="Names a customer")

    assert list(Reply.objects.visible_to(alice)) == []
    assert [list(Reply.objects.visible_to(person)) for person in (known, mona)] == [[made], [made]]
    assert Notice.objects.get(member=known).detail == "Names a customer"
    with pytest.raises(TooLate):
        replying.hide_reply(Reply.objects.get(pk=made.pk), by=mona, reason="Again")
    assert replying.show_reply_again(made, by=mona).state == ReplyState.SHOWN


@pytest.mark.parametrize("reason", ["", "  ", "x" * 501])
def test_hiding_needs_a_reason(artefact, known, mona, reason):
    with pytest.raises(Refused, match="Say why"):
        replying.hide_reply(say(artefact, known), by=mona, reason=reason)


def test_moderators_do_not_decide_on_their_own_replies_where_there_are_two(artefact, mona):
    factories.moderator("Marek")

    with pytest.raises(PermissionDenied, match="own work"):
        replying.hide_reply(say(artefact, mona), by=mona, reason="Mine")


def test_answers_stay_when_what_they_answer_is_taken_back(artefact, alice, known):
    asked = say(artefact, known)
    answered = answer(asked, alice)
    replying.take_back(asked, by=known)

    for reader in (alice, known):
        assert list(Reply.objects.visible_to(reader)) == [answered]
        [thread] = artefact.replies.threads_for(reader)
        assert (thread.pk, thread.total) == (asked.pk, 1)
    with pytest.raises(Refused, match="not on show"):
        answer(Reply.objects.get(pk=asked.pk), alice)


def test_whoever_replies_watches(artefact, alice, known):
    say(artefact, known)
    say(artefact, known, "And then?")

    assert list(Watch.objects.values_list("member", flat=True)) == [known.pk]


@pytest.mark.parametrize(
    "broken",
    [
        {"kind": "answer"},
        {"kind": "fault"},
        {"fault": "open"},
        {"kind": "fault", "fault": "fixed"},
        {"state": "taken-back"},
        {"removed_at": timezone.now()},
        {"state": "hidden"},
    ],
)
def test_the_database_refuses_what_cannot_be(artefact, alice, broken):
    with pytest.raises(IntegrityError), transaction.atomic():
        Reply.objects.create(artefact=artefact, by=alice, body="x", **{"kind": "question"} | broken)


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_twice_at_once_makes_one_reply(artefact, known):
    token, ready, faults = uuid.uuid4(), Barrier(2), []

    def work():
        try:
            ready.wait()
            say(artefact, known, token=token)
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (faults, Reply.objects.count()) == ([], 1)
