"""A question, an answer and a fault that is fixed, as two people meet them, without script; each page looked at."""

import pytest

from tests.browser.browser_steps import follow
from tests.browser.test_pages import wider_than_the_screen


def press(page, name):
    follow(page.locator("main").get_by_role("button", name=name, exact=True).first)


def say(page, kind, body):
    form = page.locator("#reply-form")
    form.get_by_role("radio", name=kind).check()
    form.get_by_label("Your text").fill(body)
    follow(form.get_by_role("button", name="Send"))


def test_a_question_is_answered_and_a_fault_is_fixed(enter, site):
    creator, path = site.wish("creator", "Ines Kowalczyk", "Plan with a thread")
    bob = enter(site.wish("session", "Tomasz"), java_script_enabled=False).open(path)
    say(bob.page, "A question", "How long does **a review** take?")
    waits = bob.page.locator("article").inner_text()
    say(bob.page, "A fault I found in it", "Row 7 adds up wrongly.")
    accepted = site.wish("accept replies")
    ines = enter(creator, java_script_enabled=False).open("/notices/")
    told = ines.page.locator("main").get_by_role("link", name="Tomasz").all_inner_texts()

    follow(ines.page.get_by_role("link", name="Tomasz asks about"))
    question = ines.page.locator("article", has_text="a review")
    question.locator("summary").click()
    question.get_by_label("Your answer").fill("An hour.")
    follow(question.get_by_role("button", name="Send the answer"))
    press(ines.page, "Mark as fixed")
    bob.open("/notices/")

    assert ("Waits for a moderator" in waits, accepted) == (True, 2)
    assert told == [
        "Tomasz found a fault in “Plan with a thread”.",
        "Tomasz asks about “Plan with a thread”.",
    ]
    assert bob.page.locator("main li a").all_inner_texts()[:2] == [
        "A fault in “Plan with a thread” is fixed in version 1.0.",
        "Ines Kowalczyk answered about “Plan with a thread”.",
    ]
    thread = bob.open(path).page.locator("#replies").inner_text()
    assert ("Fixed in version 1.0" in thread, "An hour." in thread) == (True, True)


def test_what_was_typed_stands_there_again(enter, site):
    creator, path = site.wish("creator", "Ines Kowalczyk", "Plan with a fault")
    ines = enter(creator, java_script_enabled=False).open(path)
    say(ines.page, "A question", "x" * 10_001)

    form = ines.page.locator("#reply-form")
    assert "this has 10001" in form.inner_text()
    assert len(form.get_by_label("Your text").input_value()) == 10_001


@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_are_in_order(enter, site, findings, width):
    creator, path = site.wish("creator", "Ines Kowalczyk", f"Plan of {width}")
    tomasz = enter(site.wish("session", "Tomasz Wiśniewski")).open(path)
    say(tomasz.page, "Input", "We add a column for the *duty manager*.\n\n- before breakfast\n- after lunch")
    say(tomasz.page, "A fault I found in it", "Row 7 adds up wrongly. " + "w" * 90)
    site.wish("accept replies")
    ines = enter(creator, width=width)
    wrong = {}
    for address in (
        path,
        "/notices/",
        "/settings/notices/",
        "/settings/practices/",
        "/settings/",
    ):
        page = ines.open(address).page
        if problems := [*findings(page), *wider_than_the_screen(page)]:
            wrong[address] = problems

    assert wrong == {}
    assert ines.violations() == []
