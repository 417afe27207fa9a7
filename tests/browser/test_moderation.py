"""A moderator's day in a browser: the queue, one decision after the other, and what the creator sees of it."""

import re
from itertools import count

import pytest

from tests.browser import browser_samples as samples
from tests.browser.browser_steps import follow
from tests.browser.test_pages import wider_than_the_screen
from tests.browser.test_sharing import PLAN, share

QUEUE = "/admin/queue/"
_numbers = count(1)


@pytest.fixture
def person(visit, site):
    """``person("Ines")`` is a visit of a new member who is signed in; ``person("Mona", True)`` of a moderator."""

    def signed_in(name, is_moderator=False, **options):
        visited = visit(**options)
        cookie = {"name": "session", "value": site.wish("session", name, is_moderator), "url": site.url}
        visited.page.context.add_cookies([cookie])
        return visited

    return signed_in


def submitted(visited, site):
    """A submission of this member with a checked file, unlike all others; answers its record number."""
    content = samples.docx(f"Who decides in review {next(_numbers)}.", heading="Incident review")
    share(visited.open("/").page, plan=PLAN | {"buffer": content})
    number = visited.page.locator(".id").first.inner_text()
    follow(visited.page.get_by_role("link", name="See its page"))
    site.wish("inspect")
    return number


def entry(page, number):
    return page.locator(".entry").filter(has=page.get_by_text(number)).get_by_role("link").first


def test_a_click_in_the_queue_publishes(person, site):
    ines, mona = person("Ines"), person("Mona", True)
    number = submitted(ines, site)

    follow(entry(mona.open(QUEUE).page, number))
    follow(mona.page.get_by_role("button", name="Publish"))

    assert mona.page.get_by_role("status").inner_text() == "Incident review plan is published."
    ines.open(ines.path)
    assert "Reviewed by a moderator" in ines.page.locator("main").inner_text()
    assert (mona.violations(), mona.noise) == ([], [])


def test_what_is_sent_back_says_why_and_comes_again(person, site):
    ines, mona = person("Ines"), person("Mona", True, java_script_enabled=False)
    number = submitted(ines, site)

    follow(entry(mona.open(QUEUE).page, number))
    follow(mona.page.get_by_role("link", name="Unclear rights"))
    mona.page.get_by_label("Message to the creator").fill("Say whose work page 2 is.")
    follow(mona.page.get_by_role("button", name="Send back"))
    ines.open(ines.path)
    told = ines.page.get_by_role("region", name="Your work").inner_text()
    follow(ines.page.get_by_role("link", name="Change and send again"))
    follow(ines.page.get_by_role("button", name="Send for review"))

    assert "Say whose work page 2 is." in told
    assert mona.open(QUEUE).page.locator(".entry").filter(has_text=number).count() == 1


def test_a_claim_ends_in_a_tombstone(person, site, visit):
    ines, mona, holder = person("Ines"), person("Mona", True), visit()
    number = submitted(ines, site)
    follow(entry(mona.open(QUEUE).page, number))
    follow(mona.page.get_by_role("button", name="Publish"))

    form = holder.open(f"/takedown/?work={number}").page.locator("main")
    form.get_by_label("I hold the copyright").check()
    form.get_by_label("What is it, and where").fill("It is chapter 3 of our handbook.")
    form.get_by_label("Your name").fill("R. Holder")
    form.get_by_label("Your e-mail address").fill("rights@example.org")
    form.get_by_label("I say this in good faith").check()
    follow(form.get_by_role("button", name="Send the claim"))
    sent = holder.page.get_by_role("heading", level=1).inner_text()
    claims = mona.open(f"{QUEUE}?what=claims").page
    follow(entry(claims, number))
    right = mona.page.get_by_role("region", name="The claim is right")
    right.get_by_label("Message to the creator").fill("It is part of a book.")
    follow(right.get_by_role("button", name="Take the work down"))
    asked = mona.page.get_by_role("heading", level=1).inner_text()
    follow(mona.page.get_by_role("button", name="Take it down for good"))
    ines.open(ines.path)

    assert (sent, asked) == ("Your claim is with us", "Take it down for good?")
    assert ines.status == 410
    assert "Somebody else holds the copyright." in ines.page.locator("main").inner_text()


def test_a_reported_review_loses_its_words_and_comes_back_changed(person, site, visit):
    _creator, path = site.wish("creator", "Ines Kowalczyk", "Plan with a review")
    tomasz, charlie = person("Tomasz", java_script_enabled=False), visit()
    mona = person("Mona", True, java_script_enabled=False)

    def rate(words):
        form = tomasz.open(path).page.locator("#rate")
        form.get_by_role("group", name="How good is it?").get_by_role("radio", name="2: weak").check()
        form.get_by_role("group", name="What ties you to it?").get_by_role("radio", name="None").check()
        form.get_by_label("Your review").fill(words)
        follow(form.get_by_role("button", name=re.compile("the rating")).first)

    rate("Whoever made this is a fool.")
    follow(charlie.open(path).page.get_by_role("link", name="Report the review by Tomasz"))
    charlie.page.get_by_label("Abusive").check()
    follow(charlie.page.get_by_role("button", name="Send the report"))
    follow(mona.open(f"{QUEUE}?what=reports&reason=abusive").page.locator(".entry a").first)
    reported = mona.page.locator("main").inner_text()
    follow(mona.page.get_by_role("button", name="Uphold and hide"))
    hidden = tomasz.open(path).page.locator("#reviews").inner_text()
    rate("The second table has no units.")
    follow(mona.open(f"{QUEUE}?what=reviews").page.locator(".entry a").first)
    follow(mona.page.get_by_role("button", name="Show it"))

    assert "Whoever made this is a fool." in reported
    assert "We hid the words of your review: It attacks people." in hidden
    assert tomasz.open(path).page.locator("article.review .prose").inner_text() == (
        "The second table has no units."
    )


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_every_page_is_in_order(person, site, visit, findings, width, scheme):
    ines = person("Ines")
    mona = person("Mona", True, width=width, color_scheme=scheme)
    charlie = visit(width=width, color_scheme=scheme)
    number = submitted(ines, site)
    wrong = {}

    def look(visited, name):
        found = [*findings(visited.page), *wider_than_the_screen(visited.page), *visited.violations()]
        wrong[name] = [*found, *visited.noise]
        visited.page.emulate_media(color_scheme=scheme)
        visited.page.set_viewport_size({"width": width, "height": 800})

    look(mona.open(QUEUE), "queue")
    follow(entry(mona.page, number))
    look(mona, "version")
    version = mona.path
    look(mona.open(f"{version}?reason=rights"), "message")
    mona.open(QUEUE).page.get_by_label(re.compile(f"Tick {number}")).check()
    follow(mona.page.get_by_role("button", name="Publish the ticked versions"))
    look(mona, "confirm")
    follow(mona.page.get_by_role("button", name="Publish them"))
    page = ines.path
    follow(charlie.open(page).page.get_by_role("link", name="Report to moderators"))
    look(charlie, "report")
    charlie.page.get_by_label("Personal or customer data").check()
    follow(charlie.page.get_by_role("button", name="Send the report"))
    look(charlie.open(f"/takedown/?work={number}"), "takedown")
    follow(entry(mona.open(f"{QUEUE}?what=reports").page, number))
    look(mona, "report at the desk")

    assert {name: found for name, found in wrong.items() if found} == {}


def test_the_admin_is_in_our_colours_and_breaks_no_policy(person, findings):
    mona = person("Mona", True).open("/admin/")

    band = mona.page.evaluate("getComputedStyle(document.querySelector('#header')).backgroundColor")

    assert band == "rgb(11, 46, 44)"
    assert (mona.violations(), mona.noise) == ([], [])
    assert mona.page.get_by_role("link", name=re.compile("To decide")).count() == 1
