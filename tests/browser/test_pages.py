"""What holds for every page: no sideways scrolling, nothing for axe to find, silence, nothing from elsewhere."""

import re

import pytest

from tests.browser.browser_pages import PAGES, STATUS

# What stands further right than the screen ends; what scrolls in a box of its own may.
WIDER = """() => {
  const end = document.documentElement.clientWidth, out = [];
  if (document.documentElement.scrollWidth <= end) return out;
  for (const part of document.querySelectorAll("body *"))
    if (part.getBoundingClientRect().right > end + 1 && !part.closest(".visually-hidden"))
      out.push(part.tagName + "." + part.className);
  return out.length ? out : ["the page"];
}"""
MOVING = """() => [...document.querySelectorAll("*")].filter(part => {
  const style = getComputedStyle(part);
  return style.transitionDuration.split(", ").some(time => time !== "0s") || style.animationName !== "none";
}).map(part => part.tagName + "." + part.className)"""
# Chromium says this of every page that is honestly missing.
HONEST = re.compile(r"Failed to load resource: the server responded with a status of (404|410) ")


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_in_order(visit, findings, name):
    visited = visit(PAGES[name], reduced_motion="reduce")

    wider = wider_than_the_screen(visited.page)
    on_a_desk = findings(visited.page)
    visited.page.set_viewport_size({"width": 360, "height": 740})
    visited.page.emulate_media(color_scheme="dark")
    on_a_phone = findings(visited.page)

    assert (visited.status, wider) == (STATUS.get(name, 200), {})
    assert (on_a_desk, on_a_phone) == ([], [])
    assert told(visited, name) == {"console": [], "policy": [], "elsewhere": [], "moving": []}


def wider_than_the_screen(page):
    """{(width, colours): what sticks out}, in both colours of three widths; the page is left at the widest."""
    found = {}
    for width in (320, 360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        for scheme in ("dark", "light"):
            page.emulate_media(color_scheme=scheme)
            found[width, scheme] = page.evaluate(WIDER)
    return {key: parts for key, parts in found.items() if parts}


def told(visited, name):
    """What the page did that a visitor does not see: all of it should be nothing."""
    page = visited.page
    page.mouse.wheel(0, 20_000)  # pictures are loaded when they come near
    page.wait_for_load_state("networkidle")
    return {
        "console": [text for text in visited.noise if not (name in STATUS and HONEST.match(text))],
        "policy": visited.violations(),
        "elsewhere": visited.strangers,
        "moving": page.evaluate(MOVING),
    }
