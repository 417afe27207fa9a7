"""The page of notices, the settings of it, and the way out of a mail."""

import pytest
from django.test import Client
from django.urls import reverse

from people import notices, outbox
from people.enums import How, NoticeKind
from people.models import Mail, Notice
from people.views.notices import A_PAGE


def tell(member, text="Version 1.0 is published.", **more):
    notices.tell(member, kind=NoticeKind.DECISION, text=text, url="/artefacts/plan/", **more)


def way_out(member):
    tell(member)
    return outbox.way_out(Mail.objects.get(member=member)).removeprefix("http://localhost:8000")


def test_notices_are_grouped_by_what_they_are_about_newest_first(client_of, alice, bob):
    for thing in ("a", "b", "a"):
        tell(alice, f"About {thing}", thing=thing, about=thing.upper())
    tell(bob, "For Bob only")

    groups = client_of(alice).get(reverse("notices")).context["groups"]

    assert [[notice.text for notice in group] for group in groups] == [["About a", "About a"], ["About b"]]


def test_the_header_counts_what_is_unread_until_it_is_read(client_of, alice):
    tell(alice)
    tell(alice)
    browser = client_of(alice)
    page = browser.get(reverse("notices"))
    before = browser.get(reverse("about")).content.decode()

    browser.post(reverse("notices_read"), {"upto": page.context["newest"]})

    after = browser.get(reverse("about")).content.decode()
    assert (before.count("(2 new)"), after.count(" new)")) == (2, 0)
    assert page.content.decode().count(">New<") == 2


@pytest.mark.parametrize("upto", ["", "x", "-1", "9" * 40])
def test_a_number_that_is_none_reads_nothing(client_of, alice, upto):
    tell(alice)

    client_of(alice).post(reverse("notices_read"), {"upto": upto})

    assert notices.count_unread(alice) == 1


def test_older_notices_are_a_page_away(client_of, alice):
    for number in range(A_PAGE + 2):
        tell(alice, f"Notice {number}")
    browser = client_of(alice)

    first = browser.get(reverse("notices"))
    second = browser.get(reverse("notices"), {"before": first.context["next"]})

    shown = [notice.text for group in second.context["groups"] for notice in group]
    assert (shown, second.context["next"]) == (["Notice 1", "Notice 0"], None)


@pytest.mark.parametrize("count", [1, 3])
def test_pages_cost_the_same(client_of, alice, count, django_assert_num_queries):
    for number in range(count):
        tell(alice, f"Notice {number}", thing=str(number))
    browser = client_of(alice)

    with django_assert_num_queries(4):
        browser.get(reverse("notices"))
    with django_assert_num_queries(4):
        browser.get(reverse("settings_notices"))


def test_a_visitor_costs_no_query(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get(reverse("about"))


def test_a_choice_is_saved_and_shown(client_of, bob):
    browser = client_of(bob)
    chosen = {kind.value: How.SITE.value for kind in NoticeKind} | {"reply": "at-once"}

    browser.post(reverse("settings_notices"), chosen)

    shown = browser.get(reverse("settings_notices")).context["form"].initial
    assert {kind.value: how.value for kind, how in shown.items()} == chosen


def test_what_is_no_way_is_refused_and_nothing_is_saved(client_of, bob):
    answer = client_of(bob).post(reverse("settings_notices"), {"reply": "by pigeon"})

    assert set(answer.context["form"].errors) == {kind.value for kind in NoticeKind}
    assert answer.context["form"].errors["reply"] == ["Choose one of the four ways"]
    assert notices.how_of(bob)[NoticeKind.REPLY] == How.WEEKLY


def test_a_look_at_the_way_out_changes_nothing_and_one_click_ends_the_mails(alice):
    path = way_out(alice)
    program = Client(enforce_csrf_checks=True)

    looked = program.get(path)
    before = notices.how_of(alice)[NoticeKind.DECISION]
    clicked = program.post(path, {"List-Unsubscribe": "One-Click"})

    assert (looked.status_code, before, clicked.status_code) == (200, How.AT_ONCE, 200)
    assert notices.how_of(alice)[NoticeKind.DECISION] == How.SITE
    assert (Mail.objects.count(), Notice.objects.count()) == (0, 1)


def test_a_forged_way_out_is_not_there(client, alice, bob):
    path = way_out(alice).replace(f"/{alice.pk}.", f"/{bob.pk}.")

    assert client.post(path).status_code == 404
    assert notices.how_of(bob)[NoticeKind.DECISION] == How.AT_ONCE
