"""Who is told what, and how."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from people import closing, notices
from people.enums import DIGEST, How, MailState, NoticeKind
from people.models import Mail, Member, Notice
from tests import factories


def tell(member, kind=NoticeKind.DECISION, **more):
    said = {"kind": kind, "text": "Version 1.0 of “Plan” is published.", "url": "/artefacts/plan/"}
    return notices.tell(member, **said | more)


@pytest.mark.parametrize(
    ("how", "told", "mailed", "digested"),
    [
        (How.AT_ONCE, 1, 1, 0),
        (How.WEEKLY, 1, 0, 1),
        (How.SITE, 1, 0, 0),
        (How.OFF, 0, 0, 0),
    ],
)
def test_a_member_is_told_as_they_chose(alice, how, told, mailed, digested):
    notices.choose(alice, {NoticeKind.REPLY: how}, by=alice)

    tell(alice, NoticeKind.REPLY)

    digest = Notice.objects.filter(for_digest=True).count()
    assert (Notice.objects.count(), Mail.objects.count(), digest) == (told, mailed, digested)


def test_without_a_choice_decisions_come_at_once_and_the_rest_weekly(alice):
    hows = notices.how_of(alice)

    assert hows.pop(NoticeKind.DECISION) == How.AT_ONCE
    assert set(hows.values()) == {How.WEEKLY}


def test_nobody_is_told_of_their_own_act(alice):
    assert tell(alice, by=alice) is False
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.create(member=alice, by=alice, kind="decision", text="x", url="/", key="x")
    assert Notice.objects.count() == 0


def test_a_closed_account_is_told_nothing_and_leaves_nothing(alice, bob):
    tell(alice)
    closing.close(alice, by=alice, keep_name=True)

    assert tell(Member.objects.get(pk=alice.pk)) is False
    assert (Notice.objects.count(), Mail.objects.count()) == (0, 0)


@pytest.mark.parametrize(("keep_name", "left"), [(True, 1), (False, 0)])
def test_notices_that_name_somebody_go_with_the_name(alice, bob, keep_name, left):
    tell(alice, by=bob, text="Bob replied.")

    closing.close(bob, by=bob, keep_name=keep_name)

    assert Notice.objects.filter(member=alice, by=None).count() == left


def test_what_happened_once_is_told_once(alice):
    assert [tell(alice, key="change-7") for _ in range(2)] == [True, False]
    assert (Notice.objects.count(), Mail.objects.count()) == (1, 1)


def test_a_notice_on_one_line_leads_to_our_pages(alice):
    tell(alice, text="Plan\r\nBcc: x@example.org \u202e" + "a" * 400, about="One\nPlan")

    notice = Notice.objects.get()
    assert (notice.text[:24], len(notice.text), notice.about) == ("Plan Bcc: x@example.org ", 300, "One Plan")
    for url in ("https://example.org/", "//example.org/", ""):
        with pytest.raises(ValueError, match="page of ours"):
            tell(alice, url=url)


@pytest.mark.parametrize("count", [1, 3])
def test_telling_many_costs_the_same(alice, count, django_assert_num_queries):
    people = [factories.member(f"Member {number}") for number in range(count)]

    with django_assert_num_queries(3):
        told = notices.tell_all(people, kind=NoticeKind.DECISION, text="New", url="/", by=alice)

    assert (told, Mail.objects.count()) == (count, count)


def test_only_a_member_chooses_for_themselves(alice, bob):
    with pytest.raises(PermissionDenied):
        notices.choose(alice, {NoticeKind.REPLY: How.OFF}, by=bob)


def test_mails_that_wait_go_when_they_are_not_wanted_any_more(alice):
    tell(alice)
    tell(alice, NoticeKind.REPLY)

    notices.choose(alice, {NoticeKind.DECISION: How.SITE, NoticeKind.REPLY: How.SITE}, by=alice)

    assert (Mail.objects.count(), Notice.objects.filter(for_digest=True).count()) == (0, 0)
    assert Notice.objects.count() == 2


def test_the_way_out_of_the_weekly_mail_leaves_mails_at_once(alice):
    notices.stop_mail(alice, DIGEST)

    hows = notices.how_of(alice)
    assert hows.pop(NoticeKind.DECISION) == How.AT_ONCE
    assert set(hows.values()) == {How.SITE}


def test_the_way_out_does_not_switch_on_what_is_off(alice):
    notices.choose(alice, {NoticeKind.REPLY: How.OFF}, by=alice)

    notices.stop_mail(alice, NoticeKind.REPLY)

    assert notices.how_of(alice)[NoticeKind.REPLY] == How.OFF


def test_what_came_after_the_page_was_made_stays_unread(alice, bob):
    tell(alice)
    tell(bob)
    seen = Notice.objects.filter(member=alice).get().pk
    tell(alice)

    assert notices.read_all(alice, upto=seen) == 1
    assert (notices.count_unread(alice), notices.count_unread(bob)) == (1, 1)
    assert Mail.objects.filter(state=MailState.WAITING).count() == 3
