"""All that Django's admin draws at the moderators' desk: lists, empty forms and rows."""

from itertools import cycle

from tests.browser.browser_steps import follow
from tests.browser.test_pages import WIDER

SCREENS = [(1280, "light"), (360, "dark")]
# What a page is made of, whatever its fields and columns are called.
LOOKS = """() => [...new Set([...document.querySelectorAll("body, body *")].map(part => [part.tagName, part.type,
  part.getAttribute("role"), part.getAttribute("class")?.replace(/\\b(app|column|field|model)-\\S+/g, "").trim(),
].join(" ")))]"""
# What nobody hears the name of.
NAMELESS = """() => [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea")]
  .filter(part => !(part.labels?.length || part.ariaLabel || part.title || part.getAttribute("aria-labelledby")
    || part.textContent.trim() || part.querySelector("[alt], [title], title") || /submit|button|image/.test(part.type)))
  .map(part => "nameless: " + part.outerHTML)"""

COLOURS = "(({color, backgroundColor}) => [color, backgroundColor])(getComputedStyle(document.body))"
DARK = ["rgb(233, 239, 235)", "rgb(15, 23, 25)"]


def test_every_page_of_the_desk_is_in_order(enter, site, findings):
    mona = enter(site.wish("session", "Mona of the desk", True))
    mona.page.context.unroute_all()  # with routes Chromium caches nothing and fetches every file for every page
    pages, wrong = site.wish("desk"), {}
    screens, known = cycle(SCREENS), {screen: set() for screen in SCREENS}

    for path in pages:
        width, scheme = screen = next(screens)
        mona.page.set_viewport_size({"width": 320, "height": 800})
        mona.open(path)
        wrong[path] = [*mona.noise, *mona.violations(), *mona.page.evaluate(WIDER)]
        wrong[path] += mona.page.evaluate(NAMELESS)
        looks = set(mona.page.evaluate(LOOKS))
        if looks - known[screen]:  # what looks like nothing before it; the same again would tell the same
            known[screen] |= looks
            mona.page.emulate_media(color_scheme=scheme)
            mona.page.set_viewport_size({"width": width, "height": 800})
            wrong[path] += findings(mona.page)
        mona.noise.clear()  # axe's own, which tries to add styles

    assert {path: found for path, found in wrong.items() if found} == {}
    assert len(pages) > 50


def test_the_desk_is_printed_on_white_whatever_was_chosen(enter, site):
    mona = enter(site.wish("session", "Mona who prints", True)).open("/")
    follow(mona.page.get_by_role("button", name="Dark"))
    mona.open("/admin/")

    shown = {}
    for media in ("screen", "print"):
        mona.page.emulate_media(media=media)
        shown[media] = mona.page.evaluate(COLOURS)

    assert shown == {"screen": DARK, "print": ["rgb(20, 32, 30)", "rgb(255, 255, 255)"]}
