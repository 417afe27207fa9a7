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

every_page = pytest.mark.parametrize("name", PAGES)


@every_page
def test_no_page_scrolls_sideways(visit, name):
    page = visit(PAGES[name]).page
    wider = {}

    for width in (320, 360, 1280):
        for scheme in ("light", "dark"):
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)
            wider[width, scheme] = page.evaluate(WIDER)

    assert {key: parts for key, parts in wider.items() if parts} == {}


@every_page
def test_axe_finds_nothing(visit, findings, name):
    page = visit(PAGES[name]).page

    on_a_desk = findings(page)
    page.set_viewport_size({"width": 360, "height": 740})
    page.emulate_media(color_scheme="dark")
    on_a_phone = findings(page)

    assert (on_a_desk, on_a_phone) == ([], [])


@every_page
def test_no_page_makes_a_noise_or_asks_another_host(visit, name):
    visited = visit(PAGES[name], reduced_motion="reduce")
    page = visited.page
    page.mouse.wheel(0, 20_000)  # pictures are loaded when they come near
    page.wait_for_load_state("networkidle")

    noise = [text for text in visited.noise if not (name in STATUS and HONEST.match(text))]

    assert (visited.status, noise, visited.violations()) == (STATUS.get(name, 200), [], [])
    assert (visited.strangers, page.evaluate(MOVING)) == ([], [])
