"""The weekly mail."""

from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core import mail as sent
from django.core.management import call_command
from django.utils import timezone
from freezegun import freeze_time

from people import digests, notices, outbox
from people.enums import NoticeKind
from people.models import Mail, Notice
from tests import factories

pytestmark = pytest.mark.django_db
MONDAY = datetime.fromisoformat("2026-11-23T02:30:00+00:00")
THURSDAY = "2026-11-19T10:00:00Z"


def tell(member, text="Bob asks about “Plan”.", **more):
    return notices.tell(member, kind=NoticeKind.REPLY, text=text, url="/artefacts/plan/", **more)


@pytest.fixture
def told(alice):
    with freeze_time(THURSDAY):
        tell(alice, thing="artefact:1", about="Plan")
    return alice


def test_the_week_begins_on_monday():
    days = [digests.monday(MONDAY + timedelta(days=day)).date().isoformat() for day in (-1, 0, 6, 7)]

    assert days == ["2026-11-16", "2026-11-23", "2026-11-23", "2026-11-30"]


def test_one_mail_a_week_whenever_the_night_has_its_round(told):
    rounds = [digests.post(MONDAY + timedelta(days=day)) for day in (-1, 0, 1, 7)]

    assert rounds == [0, 1, 0, 0]
    outbox.send_waiting()
    [mail] = sent.outbox
    assert mail.subject == "Back2ITSM: 1 thing you may want to know"
    body = mail.body.partition("-- ")[0].strip()
    assert body == "Plan\n- Bob asks about “Plan”.\n  http://localhost:8000/artefacts/plan/"


def test_a_monday_that_was_missed_is_made_up_for(told):
    assert digests.post(MONDAY + timedelta(days=2)) == 1


def test_a_round_that_died_half_way_makes_no_second_mail(told):
    digests.post(MONDAY)
    Notice.objects.update(for_digest=True)

    digests.post(MONDAY)

    assert Mail.objects.count() == 1


def test_what_was_read_meanwhile_is_left_out(told):
    notices.read_all(told, upto=Notice.objects.get().pk)

    assert digests.post(MONDAY) == 0


def test_at_most_ten_items_grouped_by_what_they_are_about(alice):
    with freeze_time(THURSDAY):
        for number in range(12):
            tell(alice, f"Question {number}", thing=f"artefact:{number % 2}", about=f"Plan {number % 2}")

    [digest] = digests.planned(MONDAY)

    lines = digest.body.splitlines()
    assert (len(digest.items), digest.more) == (10, 2)
    assert [line for line in lines if line.startswith("Plan")] == ["Plan 1", "Plan 0"]
    assert lines[-1] == "And 2 more: http://localhost:8000/notices/"


@pytest.mark.parametrize("members", [1, 3])
def test_planning_costs_one_query(members, django_assert_num_queries):
    with freeze_time(THURSDAY):
        for number in range(members):
            tell(factories.member(f"Member {number}"))

    with django_assert_num_queries(1):
        planned = list(digests.planned(MONDAY))

    assert len(planned) == members


def test_the_command_says_what_it_would_do_and_does_it(told):
    out = StringIO()
    with freeze_time(MONDAY):
        call_command("send_digests", dry_run=True, stdout=out)
        dry = Mail.objects.count()
        call_command("send_digests", stdout=out)

    assert (dry, Mail.objects.count()) == (0, 1)
    assert out.getvalue().splitlines() == [
        f"{told.email}: 1 notices",
        "1 weekly mails would be made.",
        "1 weekly mails are in the outbox.",
    ]


def test_old_notices_are_forgotten(told):
    now = timezone.now()

    assert notices.sweep(now) == 0
    assert notices.sweep(now + notices.KEPT_FOR + timedelta(days=10)) == 1
