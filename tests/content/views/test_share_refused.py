"""What the wizard says of files that cannot be published, and of those there was no time to check."""

import pytest

from content.enums import Check, Outcome, State
from content.models import File, Version
from tests.content.views.sharing_steps import complete, step

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client_of, alice):
    return client_of(alice)


def page_of(response):
    return response.content.decode()


def test_a_refused_file_is_told_with_its_reason(desk):
    version = complete(desk)
    refused = {"inspection": Check.DONE, "outcome": Outcome.REFUSED, "reason": "It holds macros."}
    File.objects.update(**refused)

    page = page_of(desk.get(step("check", version)))

    assert "Refused: It holds macros." in page


@pytest.mark.parametrize(("name", "times"), [("file", 1), ("about", 1), ("licence", 1), ("check", 1)])
def test_a_refused_file_is_told_on_each_step(desk, name, times):
    version = complete(desk)
    File.objects.update(inspection=Check.DONE, outcome=Outcome.REFUSED, reason="It holds macros.")

    page = page_of(desk.get(step(name, version)))

    assert page.count("Refused: It holds macros.") == times


def test_a_file_that_can_never_be_published_is_not_sent(desk):
    version = complete(desk)
    File.objects.update(inspection=Check.DONE, outcome=Outcome.DAMAGED, reason="It is damaged.")

    page = page_of(desk.post(step("check", version), {"send": "1"}))

    assert "<li>review_plan.md cannot be published: It is damaged.</li>" in page
    assert Version.objects.get().state == State.DRAFT


def test_a_file_there_was_no_time_for_is_checked_again(desk, client_of, bob):
    version = complete(desk)
    File.objects.update(
        inspection=Check.DONE, outcome=Outcome.TIMED_OUT, reason="Reading the file took too long."
    )
    file = File.objects.get()
    offered = page_of(desk.get(step("check", version)))

    others = client_of(bob).post(step("check", version), {"again": file.pk}).status_code
    answer = desk.post(step("check", version), {"again": file.pk})
    waiting = page_of(desk.get(step("check", version)))

    file.refresh_from_db()
    assert (f'name="again" value="{file.pk}"' in offered, 'name="again"' in waiting) == (True, False)
    assert (others, answer.url, file.inspection) == (404, step("check", version) + "#checks", Check.WAITING)
