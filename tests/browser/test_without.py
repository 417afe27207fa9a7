"""Without script, without a mouse, without colour of one's own choice, on paper."""

import pytest

from tests.browser.browser_steps import follow, narrow, search, shown

# The part in focus: what it is called, whether its ring is drawn, and whether it is on the screen.
FOCUS = """() => {
  const part = document.activeElement, style = getComputedStyle(part), box = part.getBoundingClientRect();
  return {
    words: (part.innerText || part.getAttribute("aria-label") || part.name || "").trim(),
    ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    there: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}"""

COLOURS = """() => [getComputedStyle(document.querySelector(".lede")).color,
                     getComputedStyle(document.body).backgroundColor]"""


@pytest.fixture
def scriptless(visit):
    """Somebody whose browser runs no script."""
    return visit("/", java_script_enabled=False)


def test_finding_and_taking_needs_no_script(scriptless):
    page = scriptless.page

    search(page, "note")
    narrow(page, "Runbook")
    follow(page.get_by_role("link", name="Next"))
    last = shown(page)
    scriptless.open("/artefacts/handover-checklist/")
    with page.expect_download() as begun:
        page.get_by_role("link", name="Download DOCX").click()

    assert len(last) == 2
    assert begun.value.suggested_filename == "Handover checklist.docx"


def test_the_choice_of_colours_needs_no_script(scriptless):
    page = scriptless.page

    follow(page.get_by_role("button", name="Dark"))
    follow(page.get_by_role("link", name="Practices", exact=True))

    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.get_by_role("button", name="Dark").get_attribute("aria-pressed") == "true"


@pytest.mark.parametrize(
    ("choice", "system", "ground"),
    [("Dark", "light", "rgb(15, 23, 25)"), ("Light", "dark", "rgb(245, 246, 242)")],
)
def test_the_chosen_colours_stay_on_the_next_page_and_go_with_system(visit, choice, system, ground):
    visited = visit("/artefacts/?q=incident", color_scheme=system)
    own = ground_of(visited.page)

    follow(visited.page.get_by_role("button", name=choice))
    here = visited.path
    follow(visited.page.locator(".tickets h3 a").first)
    chosen = ground_of(visited.page)
    follow(visited.page.get_by_role("button", name="System"))

    assert here == "/artefacts/?q=incident"
    assert (chosen, ground_of(visited.page)) == (ground, own)
    assert own != ground


def ground_of(page):
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


def test_the_skip_link_is_first_and_leads_to_the_content(visit):
    page = visit("/artefacts/").page

    page.keyboard.press("Tab")
    first = page.evaluate(FOCUS)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert first == {"words": "Skip to content", "ring": True, "there": True}
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_filters_and_pages_work_by_keyboard_with_the_focus_in_sight(visit):
    visited = visit("/artefacts/")
    page = visited.page

    walk = tab_to(page, "document.activeElement.value === 'runbook'")
    page.keyboard.press("Space")
    walk += tab_to(page, "document.activeElement.innerText === 'Show results'")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    walk += tab_to(page, "document.activeElement.rel === 'next'")
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert visited.path == "/artefacts/?kind=runbook&page=2"
    assert [stop for stop in walk if not (stop["ring"] and stop["there"])] == []


def tab_to(page, condition, most=80):
    """Press Tab until the condition holds; answers each stop."""
    stops = []
    while len(stops) < most:
        page.keyboard.press("Tab")
        stops.append(page.evaluate(FOCUS))
        if page.evaluate(condition):
            return stops
    raise AssertionError(f"Not reached in {most} stops: {condition}")


def test_on_a_phone_the_download_is_three_stops_after_the_breadcrumb(visit):
    page = visit("/artefacts/major-incident-handbook/", width=360, height=740).page
    page.locator(".crumbs a").last.focus()

    stops = tab_to(page, "document.activeElement.innerText.trim() === 'Download DOCX'", most=3)

    assert [stop["ring"] and stop["there"] for stop in stops] == [True] * len(stops)


def test_on_a_laptop_the_download_is_on_the_first_screen(visit):
    page = visit("/artefacts/major-incident-handbook/").page

    box = page.get_by_role("link", name="Download DOCX").bounding_box()

    assert box["y"] + box["height"] < 800


def test_on_a_phone_the_search_of_the_home_page_is_on_the_first_screen(visit):
    page = visit("/", width=360, height=640).page

    boxes = [
        page.get_by_role("searchbox").bounding_box(),
        page.get_by_role("link", name="Browse everything").bounding_box(),
    ]

    assert [box["y"] + box["height"] < 640 for box in boxes] == [True, True]


def test_on_a_phone_results_come_first_and_filters_by_a_link(visit):
    visited = visit("/artefacts/?kind=template", width=360, height=740)
    page = visited.page
    before = page.locator("#filters").is_visible()

    follow(page.get_by_role("link", name="Filters (1 on)"))
    narrow(page, "Incident management")

    assert (before, page.locator("#filters").is_visible()) == (False, False)
    assert visited.path == "/artefacts/?kind=template&practice=incident-management"


@pytest.mark.parametrize("path", ["/artefacts/?kind=template", "/artefacts/escalation-flow/"])
def test_on_paper_only_the_content_is_left(visit, path):
    page = visit(path).page
    follow(page.get_by_role("button", name="Dark"))

    page.emulate_media(media="print")
    left = {part: page.locator(part).first.is_visible() for part in (".masthead", ".foot", ".skip", "h1")}

    assert left == {".masthead": False, ".foot": False, ".skip": False, "h1": True}
    forms = "#used, #rate, #recommend, #reply-form, label:has(.fit)"
    hidden = page.locator(f"#filters, .pages, .onpage, .btn, #collect, {forms}").filter(visible=True)
    assert hidden.count() == 0
    assert page.evaluate(COLOURS) == ["rgb(71, 84, 79)", "rgb(255, 255, 255)"]  # the light --ink-2, on paper
