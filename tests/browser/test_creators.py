"""A creator is followed, rated and recommended from their page, and each is taken back: without script."""

import pytest

from tests.browser.browser_steps import follow
from tests.browser.test_pages import wider_than_the_screen


def press(page, name):
    follow(page.locator("main").get_by_role("button", name=name))
    return page.locator(".toast").inner_text().strip()


def choose(page, group, name):
    page.get_by_role("group", name=group).get_by_role("radio", name=name).check()


def test_a_creator_is_followed_rated_and_recommended_and_each_is_taken_back(enter, site):
    _creator, path, own = site.wish("praised", "Ines Kowalczyk", "Plan of Ines", 1)
    page = enter(site.wish("session", "Tomasz"), java_script_enabled=False).open(own).page

    followed = press(page, "Follow")
    follow(page.get_by_role("link", name="Recommend Ines Kowalczyk"))
    reason = page.locator(".callout strong").inner_text()
    page.goto(site.url + path)
    choose(page.locator("#rate"), "How good is it?", "5: very good")
    choose(page.locator("#rate"), "What ties you to it?", "None")
    follow(page.get_by_role("button", name="Save the rating"))
    page.goto(site.url + own)
    follow(page.get_by_role("link", name="Rate Ines Kowalczyk"))
    page.get_by_label("Your words").fill("Half")
    follow(page.get_by_role("button", name="Save the rating"))
    wrong = page.title().startswith("Error: "), page.get_by_label("Your words").input_value()
    choose(page, "How good is what they make?", "4: good")
    choose(page, "What ties you to them?", "None")
    rated = press(page, "Save the rating")
    follow(page.get_by_role("link", name="Recommend Ines Kowalczyk"))
    page.get_by_label("For which practice?").select_option("Practice 0")
    page.get_by_label("Why?").fill("Answers within a day")
    recommended = press(page, "Save the recommendation"), page.get_by_text("Practice 0 (2)").count()
    taken_back = press(page, "Take it back (Practice 0)"), page.get_by_text("Practice 0 (1)").count()
    follow(page.get_by_role("link", name="Rate Ines Kowalczyk"))
    withdrawn = press(page, "Withdraw the rating")

    assert followed.startswith("You follow Ines Kowalczyk")
    assert (reason, wrong) == ("First rate, or report using, one of their artefacts.", (True, "Half"))
    assert (rated, withdrawn) == ("Your rating is saved.", "Your rating is withdrawn.")
    assert (recommended, taken_back) == (
        ("Your recommendation is saved.", 1),
        ("You no longer recommend Ines Kowalczyk for this.", 1),
    )
    assert press(page, "Stop following") == "You no longer follow Ines Kowalczyk."


@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_are_in_order(enter, site, findings, width):
    creator, _path, own = site.wish(
        "praised", "Ines Kowalczyk " + "w" * 60, f"Plan of {width} " + "w" * 180, 3
    )
    wrong = []
    for key, path in [
        (creator, own),
        (site.wish("session", "Bob"), own),
        *(
            (creator, f"{own}peers/?show={show}")
            for show in ("recommendations", "ratings", "uses", "reviews")
        ),
        (creator, f"{own}rate/"),
        (creator, "/settings/following/"),
    ]:
        seen = enter(key, width=width).open(path)
        for summary in seen.page.locator(".ratings summary").all():
            summary.click()
        wrong += [*findings(seen.page), *wider_than_the_screen(seen.page), *seen.violations()]

    assert wrong == []
