"""One draft in two windows: neither overwrites the other unasked, and nothing that was typed is lost."""

import re

import pytest

from content import publishing
from content.models import Artefact, File, Version
from people import keeping_words
from tests import factories
from tests.content.views.sharing_steps import about, complete, rights, started, step, upload

pytestmark = pytest.mark.django_db
SAID = "This was changed in another window"


@pytest.fixture
def desk(client_of, alice):
    return client_of(alice)


def page_of(response):
    return response.content.decode()


def seen_on(page):
    """The mark in the form of a step."""
    return re.search(r'name="seen" value="([^"]*)"', page)[1]


def opened(desk, name, version):
    return seen_on(page_of(desk.get(step(name, version))))


def test_what_the_other_window_wrote_is_shown_before_it_is_replaced(desk):
    version = started(desk)
    mine = opened(desk, "about", version)
    desk.post(step("about", version), about(title="Their plan", tags="theirs"))

    asked = page_of(desk.post(step("about", version), about(title="My plan", seen=mine, made_for="A desk")))
    kept = Artefact.objects.get().title
    answer = desk.post(step("about", version), about(title="My plan", seen=seen_on(asked)))

    assert (SAID in asked, 'value="My plan"' in asked, 'value="A desk"' in asked) == (True, True, True)
    assert re.findall(r"<dt>(.*?)</dt><dd><bdi>(.*?)</bdi>", asked) == [
        ("Title", "Their plan"),
        ("Tags", "theirs"),
    ]
    assert (kept, answer.status_code, Artefact.objects.get().title) == ("Their plan", 302, "My plan")


def test_the_same_form_twice_and_fields_nobody_else_touched_ask_nothing(desk):
    version = started(desk)
    mine = opened(desk, "about", version)
    twice = [desk.post(step("about", version), about(tags="b, a, B", seen=mine)).url for _ in range(2)]
    mine = opened(desk, "about", version)
    publishing.describe(version.artefact, by=version.by, tool="Any")

    answer = desk.post(step("about", version), about(tags="b, a", title="Mine", tool="Any", seen=mine))

    assert (twice, answer.status_code) == ([step("licence", version)] * 2, 302)


def test_practices_and_choices_of_the_other_window_are_told_in_words(desk):
    version, other = complete(desk), factories.practice("service-desk")
    mine = opened(desk, "about", version)
    publishing.describe(version.artefact, by=version.by, practices=[other], work_in_progress=True)

    page = page_of(desk.post(step("about", version), about(seen=mine)))

    assert re.findall(r"<dt>(.*?)</dt><dd><bdi>(.*?)</bdi>", page) == [
        ("Practices", "Service desk"),
        ("This is work in progress: I would like feedback", "yes"),
    ]


def test_a_text_waits_and_a_file_is_kept(desk):
    version = started(desk)
    mine = opened(desk, "file", version)
    publishing.set_body(version, "# Theirs", by=version.by)
    sent = {"body": "# Mine", "author": "", "publisher": "", "url": "", "seen": mine}
    sent["typed_by"] = keeping_words.mark(version.by)

    page = page_of(desk.post(step("file", version), sent | {"files": [upload("more.md", b"# More")]}))
    files = sorted(File.objects.values_list("name", flat=True))
    by_script = desk.post(step("file", version), sent, headers={"accept": "application/json"}).json()
    again = page_of(desk.get(by_script["stay"]))

    assert (SAID in page, "# Theirs" in page, "# Mine</textarea>" in page) == (True, True, True)
    assert files == ["more.md", "review_plan.md"]
    assert by_script["problems"][0].startswith(SAID)
    assert ("# Mine</textarea>" in again, seen_on(again)) == (True, mine)
    assert Version.objects.get().body == "# Theirs"


def test_a_declaration_that_was_taken_back_is_not_made_by_an_old_window(desk):
    version = complete(desk)
    mine = opened(desk, "licence", version)
    desk.post(step("file", version), {"files": [upload("more.md", b"# More")]})

    page = page_of(desk.post(step("licence", version), rights(seen=mine)))

    version.refresh_from_db()
    assert (SAID in page, page.count("<bdi>no</bdi>"), version.declared_at) == (True, 3, None)


def test_what_is_sent_is_what_was_looked_at(desk):
    version = complete(desk)
    mine = opened(desk, "check", version)
    desk.post(step("about", version), about(title="Another plan"))

    page = page_of(desk.post(step("check", version), {"send": "1", "seen": mine}))
    sent = desk.post(step("check", version), {"send": "1", "seen": seen_on(page)})

    assert "It was changed in another window since you looked at it." in page
    assert ("Another plan" in page, sent.url) == (True, step("done", version))


def test_a_mark_that_is_none_and_one_without_end_are_taken_as_none(desk):
    version = started(desk)

    answers = [
        desk.post(step("about", version), about(seen=mark)).url for mark in ("", ":", "title", "x:" * 9999)
    ]

    assert answers == [step("licence", version)] * 4


def test_a_note_on_what_changed_is_not_overwritten_either(desk, alice):
    version = publishing.add_version(factories.artefact(alice), by=alice, major=False, change_note="Shorter")
    mine = opened(desk, "edition", version)
    publishing.renumber(version, by=alice, major=True, change_note="In another order")

    page = page_of(
        desk.post(step("edition", version), {"size": "minor", "change_note": "Mine", "seen": mine})
    )

    version.refresh_from_db()
    assert re.findall(r"<dt>(.*?)</dt><dd><bdi>(.*?)</bdi>", page) == [
        ("How much of a change is it?", "It is used in another way now: version 2.0"),
        ("What changed", "In another order"),
    ]
    assert ('value="Mine"' in page, version.change_note) == (True, "In another order")
