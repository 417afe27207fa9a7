"""All that Django's admin draws at the moderators' desk: lists, empty forms and rows."""

from itertools import cycle

from tests.browser.test_pages import WIDER

SCREENS = [(1280, "light"), (360, "dark")]


def test_every_page_of_the_desk_is_in_order(enter, site, findings):
    mona = enter(site.wish("session", "Mona of the desk", True))
    pages, wrong = site.wish("desk"), {}
    screens = cycle(SCREENS)

    for path in pages:
        width, scheme = next(screens)
        mona.page.emulate_media(color_scheme=scheme)
        mona.page.set_viewport_size({"width": width, "height": 800})
        mona.open(path)
        heard = [*mona.noise, *mona.violations()]
        found = findings(mona.page)
        mona.page.set_viewport_size({"width": 320, "height": 800})
        wrong[path] = [*heard, *found, *mona.page.evaluate(WIDER)]
        mona.noise.clear()  # axe's own, which tries to add styles

    assert {path: found for path, found in wrong.items() if found} == {}
    assert len(pages) > 50
