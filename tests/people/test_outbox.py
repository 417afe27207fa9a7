"""Each mail is sent, and sent once: whatever the mail server does, and however many workers there are."""

import smtplib
import socket
from datetime import timedelta
from email import message_from_bytes
from threading import Barrier, Thread

import pytest
from django.core import mail as sent
from django.core.mail.backends import locmem
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time

from people import outbox
from people.enums import MailState, NoticeKind
from people.models import Mail, Member
from tests import factories

pytestmark = pytest.mark.django_db
NOON = "2026-11-20T12:00:00Z"


class Choosy(locmem.EmailBackend):
    """A mail server that is there and refuses: the address for good or for now, or the text."""

    def send_messages(self, messages):
        [to] = messages[0].to
        if to.startswith("gone"):
            raise smtplib.SMTPRecipientsRefused({to: (550, b"No such user")})
        if to.startswith("later"):
            raise smtplib.SMTPRecipientsRefused({to: (451, b"Greylisted")})
        if to.startswith("spam"):
            raise smtplib.SMTPDataError(554, b"We do not like it")
        return super().send_messages(messages)


def post(*members, key="notice:1"):
    outbox.post_all(
        [one.pk for one in members], kind=NoticeKind.REPLY, key=key, subject="Bob asks", body="Why?"
    )


def no_server(settings):
    """A port of this machine at which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        settings.EMAIL_HOST, settings.EMAIL_PORT = taken.getsockname()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"


def try_to_send():
    """One round of the worker; whether the server was there."""
    try:
        outbox.send_waiting()
    except OSError:
        return False
    return True


def test_a_mail_server_away_for_an_hour_loses_nothing_and_doubles_nothing(settings):
    working = settings.EMAIL_BACKEND
    with freeze_time(NOON) as clock:
        people = [factories.member(f"Member {number}") for number in range(5)]
        post(*people)
        no_server(settings)
        for _minute in range(60):
            assert try_to_send() in (False, True)
            clock.tick(timedelta(minutes=1))
        assert Mail.objects.filter(state=MailState.WAITING, attempts__gte=1).count() == 5

        settings.EMAIL_BACKEND = working
        for _minute in range(70):
            try_to_send()
            clock.tick(timedelta(minutes=1))

    assert sorted(to for one in sent.outbox for to in one.to) == sorted(one.email for one in people)
    assert set(Mail.objects.values_list("state", flat=True)) == {MailState.SENT}


def test_pauses_grow_from_a_minute_to_six_hours_and_last_three_days():
    pauses = [outbox.pause(attempt) for attempt in range(1, outbox.MOST_ATTEMPTS)]

    assert pauses[:3] == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert max(pauses) == timedelta(hours=6)
    assert timedelta(days=2) < sum(pauses, timedelta()) < timedelta(days=4)


def test_one_mail_that_is_refused_holds_up_no_other(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Choosy"
    for name in ("gone", "later", "spam", "fine"):
        post(factories.member(name, email=f"{name}@example.org"), key=name)

    outbox.send_waiting()

    states = dict(Mail.objects.values_list("member__name", "state"))
    assert states == {
        "gone": MailState.GIVEN_UP,
        "later": MailState.WAITING,
        "spam": MailState.GIVEN_UP,
        "fine": MailState.SENT,
    }
    assert "No such user" in Mail.objects.get(member__name="gone").problem


def test_nothing_goes_to_an_address_that_nobody_can_have(client, alice):
    ada = factories.member("Ada (demo)", email="ada@demo.invalid")
    post(ada, alice)
    outbox.post_to_address("rights@Demo.INVALID", key="claim:1", subject="Yes", body="It is gone.")
    outbox.post_to_address("rights@valid.invalid.org", key="claim:2", subject="Yes", body="It is gone.")

    outbox.send_waiting()
    client.post(reverse("account_request_login_code"), {"email": ada.email})

    assert sorted(to for one in sent.outbox for to in one.to) == [alice.email, "rights@valid.invalid.org"]
    given_up = Mail.objects.filter(state=MailState.GIVEN_UP)
    assert set(given_up.values_list("problem", flat=True)) == {"Nobody can have this address."}
    assert given_up.count() == 2


def test_after_the_last_try_a_mail_is_given_up(settings, alice):
    settings.EMAIL_BACKEND = f"{__name__}.Choosy"
    Member.objects.filter(pk=alice.pk).update(email="later@example.org")
    post(alice)
    Mail.objects.update(attempts=outbox.MOST_ATTEMPTS - 1)

    outbox.send_waiting()

    assert Mail.objects.get().state == MailState.GIVEN_UP


def test_a_claimed_mail_is_let_alone_until_its_lease_is_over(alice):
    with freeze_time(NOON) as clock:
        post(alice)
        first = outbox.claim()
        again_at_once = outbox.claim()
        clock.tick(outbox.LEASE)
        second = outbox.claim()

    assert (first.attempts, again_at_once, second.attempts) == (1, None, 2)
    assert outbox.message(first).message()["Message-ID"] == outbox.message(second).message()["Message-ID"]


def test_a_worker_that_lost_its_claim_marks_nothing(alice):
    with freeze_time(NOON) as clock:
        post(alice)
        slow = outbox.claim()
        clock.tick(outbox.LEASE)
        outbox.claim()
        outbox._settle(slow, state=MailState.GIVEN_UP)

    assert Mail.objects.get().state == MailState.WAITING


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_mail_once():
    people = [factories.member(f"Member {number}") for number in range(12)]
    post(*people)
    ready, faults = Barrier(2), []

    def work():
        try:
            ready.wait()
            outbox.send_waiting()
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert (faults, sorted(to for one in sent.outbox for to in one.to)) == (
        [],
        sorted(one.email for one in people),
    )
    assert set(Mail.objects.values_list("state", "attempts")) == {(MailState.SENT, 1)}


def test_the_same_mail_is_posted_once(alice):
    post(alice)
    post(alice)
    outbox.post_to_address("owner@example.org", key="takedown:1", subject="Received", body="We look at it.")
    outbox.post_to_address("owner@example.org", key="takedown:1", subject="Received", body="We look at it.")

    assert Mail.objects.count() == 2


def test_a_mail_is_plain_text_with_two_ways_out(alice):
    post(alice)

    outbox.send_waiting()

    mail = message_from_bytes(sent.outbox[0].message().as_bytes())
    out = mail["List-Unsubscribe"].strip().strip("<>")
    assert out.startswith("http://localhost:8000/notices/stop/")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert (mail.get_content_type(), mail["To"], mail["Subject"]) == (
        "text/plain",
        alice.email,
        "Back2ITSM: Bob asks",
    )
    assert f"No more mails of this kind: {out}" in mail.get_payload(decode=True).decode()
    member, kind = outbox.read_way_out(out.rsplit("/", 2)[1])
    assert (member, kind) == (alice, NoticeKind.REPLY)


def test_who_has_no_account_gets_no_way_out():
    outbox.post_to_address("owner@example.org", key="takedown:1", subject="Received\r\nBcc: x", body="Soon.")

    outbox.send_waiting()

    [mail] = sent.outbox
    assert (mail.to, "List-Unsubscribe" in mail.message(), mail.subject) == (
        ["owner@example.org"],
        False,
        "Back2ITSM: Received Bcc: x",
    )


@pytest.mark.parametrize("token", ["", "1.reply", "1.reply:forged", "x" * 500])
def test_a_way_out_that_we_did_not_sign_is_none(alice, token):
    assert outbox.read_way_out(token) is None


def test_settled_mails_are_forgotten_after_a_month_and_waiting_ones_are_not(alice, bob):
    post(alice, bob)
    Mail.objects.filter(member=alice).update(state=MailState.SENT, sent_at=timezone.now())

    assert outbox.sweep(timezone.now()) == 0
    assert outbox.sweep(timezone.now() + outbox.KEPT_FOR + timedelta(days=1)) == 1
    assert Mail.objects.get().member == bob
