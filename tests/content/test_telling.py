"""Contributors are told what was decided on their work."""

import pytest
from django.db.models import F

from content import jobs, publishing
from content.history import SETTLED
from content.models import StatusChange, Version
from people.models import Mail, Notice
from tests import factories


def told(member):
    return list(Notice.objects.filter(member=member).order_by("pk").values_list("text", "detail"))


def sent(by, title="Plan"):
    fields = {"title": title, "kind": factories.kind(), "licence": factories.licence()}
    version = publishing.start_draft(by=by, **fields).versions.get()
    return publishing.submit(publishing.declare(version, by=by), by=by)


def test_each_decision_of_somebody_else_is_told_once(alice, mona):
    version = sent(alice)
    publishing.send_back(version, by=mona, note="It names a customer on page 2.")
    publishing.submit(version, by=alice)
    artefact = publishing.publish(version, by=mona).artefact
    publishing.hide(artefact, by=mona, note="A rights holder wrote.")
    publishing.show_again(artefact, by=mona)
    publishing.supersede(artefact, by=mona, successor=factories.artefact(alice, title="Newer"))
    publishing.remove(artefact, by=mona, note="The rights holder was right.")

    rounds = [jobs.tell_people() for _ in range(2)]

    assert told(alice) == [
        ("We sent version 1.0 of “Plan” back to you.", "It names a customer on page 2."),
        ("Version 1.0 of “Plan” is published.", ""),
        ("We hid “Plan”: only you and moderators see it.", "A rights holder wrote."),
        ("“Plan” is shown again.", ""),
        ("“Plan” was marked as superseded.", ""),
        ("We removed “Plan”.", "The rights holder was right."),
    ]
    assert (rounds, Mail.objects.filter(member=alice).count()) == ([6, 0], 6)


def test_nobody_is_told_of_their_own_act(alice, mona):
    artefact = publishing.publish(sent(alice), by=mona).artefact
    jobs.tell_people()

    publishing.retire(artefact, by=alice)
    publishing.show_again(artefact, by=alice)

    assert jobs.tell_people() == 0
    assert (told(alice), told(mona)) == ([("Version 1.0 of “Plan” is published.", "")], [])


def test_what_was_sent_back_leads_to_the_step_that_mends_it(alice, mona):
    version = sent(alice)
    publishing.send_back(version, by=mona, note="Page 2.")

    jobs.tell_people()

    assert Notice.objects.get().url == f"/share/{version.pk}/check/"
    assert Version.objects.get().artefact.title == Notice.objects.get().about


@pytest.mark.parametrize("count", [1, 3])
def test_a_quiet_round_costs_two_queries_and_writes_nothing(alice, mona, count, django_assert_num_queries):
    for number in range(count):
        publishing.publish(sent(alice, f"Plan {number}"), by=mona)
    jobs.tell_people()
    StatusChange.objects.update(at=F("at") - SETTLED)
    jobs.tell_people()

    with django_assert_num_queries(2):
        assert jobs.tell_people() == 0
