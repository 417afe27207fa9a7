"""New work is told to whoever chose its practices, on the site and in the weekly mail."""

from datetime import datetime

import pytest
from django.test import Client
from freezegun import freeze_time

from content import announcing, interests, jobs, publishing
from content.enums import State
from people import digests, notices, outbox
from people.enums import DIGEST, How, NoticeKind
from people.models import Mail, Notice
from tests import factories

THURSDAY, MONDAY = "2026-11-19T10:00:00Z", datetime.fromisoformat("2026-11-23T02:30:00+00:00")
INCIDENT, PROBLEM, CHANGE = "incident-management", "problem-management", "change-enablement"


@pytest.fixture
def interested(alice, bob, mona):
    """Bob chose two practices; Alice, who shares, chose one of them, and so did somebody who wants no word of it."""
    dora = factories.member("Dora")
    with freeze_time(THURSDAY):
        for member, slugs in ((bob, [INCIDENT, PROBLEM]), (alice, [INCIDENT]), (dora, [INCIDENT])):
            interests.choose(member, [factories.practice(slug).slug for slug in slugs], by=member)
        notices.choose(dora, {NoticeKind.INTEREST: How.OFF}, by=dora)
        yield bob


def published(by, mona, title, *practices):
    fields = {"title": title, "kind": factories.kind(), "licence": factories.licence()}
    fields["practices"] = [factories.practice(slug) for slug in practices]
    version = publishing.start_draft(by=by, **fields).versions.get()
    sent = publishing.submit(publishing.declare(version, by=by), by=by)
    # After three published versions a fourth goes out at once.
    return sent.artefact if sent.state == State.PUBLISHED else publishing.publish(sent, by=mona).artefact


def news():
    rows = Notice.objects.filter(kind=NoticeKind.INTEREST).order_by("pk")
    return list(rows.values_list("member__name", "about", "text", "url"))


def test_only_new_work_of_others_in_chosen_practices_is_told_and_once(interested, alice, mona):
    both = published(alice, mona, "Plan", INCIDENT, PROBLEM)
    published(alice, mona, "Calendar", CHANGE)
    withdrawn = published(alice, mona, "Withdrawn", PROBLEM)
    publishing.hide(withdrawn, by=mona, note="A rights holder wrote.")
    jobs.tell_people()
    publishing.hide(both, by=mona, note="A rights holder wrote.")
    publishing.show_again(both, by=mona)
    jobs.tell_people()

    assert news() == [("Bob", "Incident management", "New: “Plan” by Alice", both.get_absolute_url())]


def test_at_most_ten_a_week_which_crowd_out_nothing_in_the_mail(interested, alice, mona):
    notices.tell(interested, kind=NoticeKind.REPLY, text="Dora asks.", url="/artefacts/plan/")
    for number in range(announcing.MOST_A_WEEK + 2):
        published(alice, mona, f"Plan {number}", PROBLEM)
    jobs.tell_people()

    [digest] = [found for found in digests.planned(MONDAY) if found.member == interested]

    assert (len(digest.items), digest.more) == (11, 0)
    assert digest.body.splitlines()[0] == "- Dora asks."
    assert digest.body.count("New: “Plan ") == 10


def test_the_weekly_mail_has_a_way_out_by_one_click(interested, alice, mona):
    published(alice, mona, "Plan", INCIDENT)
    jobs.tell_people()
    digests.post(MONDAY)
    mail = Mail.objects.get(member=interested, kind=DIGEST)
    way_out = outbox.way_out(mail).removeprefix("http://localhost:8000")

    Client().post(way_out, {"List-Unsubscribe": "One-Click"})
    published(alice, mona, "Map", INCIDENT)
    jobs.tell_people()

    assert "New: “Plan” by Alice" in mail.body
    assert list(Notice.objects.filter(member=interested).values_list("for_digest", flat=True)) == [
        False,
        False,
    ]
