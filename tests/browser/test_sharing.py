"""From a file on somebody's desk to "sent for review" in a browser, with script and without; every step looked at."""

import pytest

from tests.browser import browser_samples as samples
from tests.browser.browser_steps import follow
from tests.browser.test_pages import wider_than_the_screen

PLAN = {
    "name": "incident_review.docx",
    "mimeType": "application/octet-stream",
    "buffer": samples.docx("Who does what in a review.", heading="Incident review"),
}
TOOL = {"name": "tool.exe", "mimeType": "application/octet-stream", "buffer": b"MZ"}
# Share an artefact, Continue, a practice, Continue, three declarations, Continue, Send for review.
CLICKS = 9


@pytest.fixture
def member(visit, site):
    """``member()`` is a visit of somebody who is signed in and has nothing here yet."""

    def signed_in(name="Ines", **options):
        visited = visit(**options)
        cookie = {"name": "session", "value": site.wish("session", name), "url": site.url}
        visited.page.context.add_cookies([cookie])
        return visited

    return signed_in


def click(clicked, thing):
    clicked.append(thing)
    thing.click()


def go(clicked, page, name):
    clicked.append(name)
    follow(page.locator("main").get_by_role("button", name=name, exact=True).last)


def share(page, look=lambda step: None, plan=PLAN):
    """The whole way from the home page with one file; answers what was clicked on."""
    clicked = ["Share an artefact"]
    follow(page.get_by_role("banner").get_by_role("link", name="Share"))
    look("file")
    page.get_by_label("Files").set_input_files(plan)
    go(clicked, page, "Continue")
    look("about")
    page.get_by_label("Title").fill("Incident review plan")
    page.get_by_label("Summary").fill("Who does what in a review.")
    click(clicked, page.get_by_role("checkbox", name="Incident management"))
    go(clicked, page, "Continue")
    look("licence")
    for box in page.locator(".declarations").get_by_role("checkbox").all():
        click(clicked, box)
    go(clicked, page, "Continue")
    look("check")
    go(clicked, page, "Send for review")
    look("done")
    return clicked


@pytest.mark.parametrize("has_script", [True, False], ids=["with script", "without script"])
def test_nine_clicks_lead_from_a_file_to_sent_for_review(member, has_script):
    visited = member(java_script_enabled=has_script).open("/")

    clicked = share(visited.page)

    assert visited.page.get_by_role("heading", level=1).inner_text() == "Sent for review"
    assert len(clicked) == CLICKS
    assert visited.noise == []


def test_every_step_is_in_order(member, findings):
    visited = member().open("/")
    wrong = {}

    def look(step):
        page = visited.page
        found = [*wider_than_the_screen(page), *findings(page)]
        page.set_viewport_size({"width": 360, "height": 740})
        page.emulate_media(color_scheme="dark")
        wrong[step] = [*found, *findings(page), *visited.violations()]
        page.set_viewport_size({"width": 1280, "height": 800})

    share(visited.page, look)

    assert wrong == {"file": [], "about": [], "licence": [], "check": [], "done": []}
    assert visited.strangers == []


@pytest.mark.parametrize("has_script", [True, False], ids=["with script", "without script"])
def test_a_refused_file_is_told_and_the_good_one_is_kept(member, has_script):
    page = member(java_script_enabled=has_script).open("/share/").page

    page.get_by_label("Files").set_input_files([TOOL, PLAN])
    with page.expect_navigation(url="**/share/**"):
        page.get_by_role("button", name="Continue").click()
    summary = page.get_by_role("alert")
    summary.wait_for()

    assert summary.inner_text().splitlines()[-1].startswith("tool.exe: Files of this kind are not accepted.")
    assert page.locator(".kept li").count() == 1
    assert page.title().startswith("Error: ")
    if has_script:
        assert page.evaluate("document.activeElement.className") == "error-summary stack"


def test_a_dropped_file_is_taken(member):
    page = member().open("/share/").page
    drop = """() => {
      const data = new DataTransfer();
      data.items.add(new File(["# Plan"], "plan.md"));
      document.querySelector(".drop").dispatchEvent(new DragEvent("drop", {dataTransfer: data, cancelable: true}));
    }"""

    page.evaluate(drop)
    follow(page.get_by_role("button", name="Continue"))

    assert page.get_by_label("Title").input_value() == "plan"


def test_the_practices_are_narrowed_while_one_types(member):
    page = begun(member())

    page.get_by_label("Find a practice").press_sequentially("incid")

    assert page.locator(".checks fieldset label:visible", has_text="management").count() == 1


def begun(visited):
    """Step 2 of a new draft."""
    page = visited.open("/share/").page
    page.get_by_text("Or write a text").click()
    page.get_by_label("Text", exact=True).fill("# Incident review")
    follow(page.get_by_role("button", name="Continue"))
    return page


def test_coming_back_continues_where_something_is_missing(member):
    visited = member()
    page = begun(visited)

    visited.open("/share/")
    follow(page.get_by_role("link", name="Continue"))

    assert page.get_by_role("heading", level=1).inner_text() == "About it"


def test_what_was_sent_back_says_why_and_is_sent_again(member, site):
    visited = member().open("/")
    page = visited.page
    share(page)
    site.wish("send back", page.locator(".id").first.inner_text(), "It names a customer.")

    follow(page.get_by_role("link", name="See its page"))
    told = page.get_by_role("region", name="Your work").inner_text()
    follow(page.get_by_role("link", name="Change and send again"))
    follow(page.get_by_role("button", name="Send for review"))

    assert "It names a customer." in told
    assert page.get_by_role("heading", level=1).inner_text() == "Sent for review"


def test_what_waits_is_taken_back(member):
    page = member().open("/").page
    share(page)

    follow(page.get_by_role("button", name="Take it back"))

    assert page.get_by_role("status").inner_text() == "It is a draft again."
    assert page.get_by_role("heading", level=1).inner_text() == "Check and send"
