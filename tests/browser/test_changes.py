"""What changed between two versions, seen in a browser: a document, a text and a model; and a drawing as a whole."""

import pytest

from tests.browser.test_pages import wider_than_the_screen

# What stands in the page as taken away, as new, and in the drawing under which sign.
PIECES = """() => [...document.querySelectorAll("main del, main ins")].map(part => {
  const words = [...part.childNodes].filter(node => node.nodeType === 3).map(node => node.data.trim());
  return part.tagName.toLowerCase() + ": " + words.join("");
})"""
SAID = {
    "docx": ["del: owner", "ins: duty manager"],
    "md": ["del: write", "ins: shout"],
    "bpmn": ["del: Write", "ins: Keep", "del: Hold the review", "ins: Tell the owner"],
}


@pytest.mark.parametrize("has_script", [True, False], ids=["with script", "without script"])
@pytest.mark.parametrize("kind", SAID)
def test_what_changed_stands_in_the_page(visit, site, findings, kind, has_script):
    visited = visit(site.wish("two versions", kind), java_script_enabled=has_script)
    page = visited.page

    said = page.evaluate(PIECES)
    wide = wider_than_the_screen(page)
    looked = []
    for width, scheme in ((1280, "light"), (360, "dark")) if has_script else ():
        page.set_viewport_size({"width": width, "height": 740})
        page.emulate_media(color_scheme=scheme)
        looked += findings(page)

    assert said == SAID[kind]
    assert (wide, looked) == ({}, [])
    assert (visited.noise, visited.violations(), visited.strangers) == ([], [], [])


def test_a_model_shows_in_its_drawing_what_was_added_changed_and_removed(visit, site):
    page = visit(site.wish("two versions", "bpmn")).page

    rows = [row.inner_text().splitlines()[0] for row in page.locator(".diff-elements tbody tr").all()]

    assert page.locator(".bpmn-drawing").count() == 1
    assert rows == [
        "~ changed\tKeep the timeline",
        "+ added\tTell the owner",
        "~ changed\tKeep the timeline → Tell the owner",
        "− removed\tHold the review",
    ]


def test_a_drawing_wider_than_the_page_is_fitted_to_it(visit):
    page = visit("/artefacts/escalation-flow/", width=360, java_script_enabled=False).page
    drawing, frame = page.locator(".bpmn-drawing"), page.locator(".bpmn-scroll")

    natural = drawing.bounding_box()["width"]
    page.get_by_label("Fit the drawing to the page").check()
    fitted = drawing.bounding_box()["width"]

    assert natural > frame.bounding_box()["width"] >= fitted
