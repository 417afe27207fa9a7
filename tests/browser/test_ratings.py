"""A rating is given, changed and withdrawn, a use reported, a work recommended: without script; the page looked at."""

import pytest

from tests.browser.browser_steps import follow
from tests.browser.test_pages import wider_than_the_screen


def fill(page, anchor, *, radios, texts, button):
    form = page.locator(f"#{anchor}")
    if form.locator("summary").count() and not form.locator("button").first.is_visible():
        form.locator("summary").first.click()
    for group, name in radios:
        form.get_by_role("group", name=group).get_by_role("radio", name=name).check()
    for label, text in texts:
        form.get_by_label(label).fill(text)
    follow(form.get_by_role("button", name=button))


TIES = ("What ties you to it?", "None")


def test_a_rating_is_given_changed_and_withdrawn(enter, site):
    _creator, path = site.wish("creator", "Ines Kowalczyk", "Plan to rate")
    page = enter(site.wish("session", "Tomasz"), java_script_enabled=False).open(path).page
    toast = page.locator(".toast")

    fill(page, "rate", radios=[], texts=[("Your review", "Half")], button="Save the rating")
    wrong = (
        page.title().startswith("Error: "),
        page.locator("#rate").get_by_label("Your review").input_value(),
    )
    stars = ("How good is it?", "4: good")
    fill(page, "rate", radios=[stars, TIES], texts=[("Your review", "It works.")], button="Save the rating")
    given = (toast.inner_text().strip(), page.locator("article.review").count())
    fill(page, "rate", radios=[("How good is it?", "5: very good")], texts=[], button="Change the rating")
    changed = page.locator("#ratings-title").inner_text()
    follow(page.locator("#rate").get_by_role("button", name="Withdraw the rating"))

    assert wrong == (True, "Half")
    assert given == ("Your rating is saved.", 1)
    assert changed == "1 rating"
    assert (page.locator("#ratings-title").inner_text(), page.locator("article.review").count()) == (
        "No ratings yet",
        0,
    )


def test_a_review_helps_and_is_answered(enter, site):
    creator, path, _own = site.wish("praised", "Ines Kowalczyk", "Plan with a review", 1)
    reader = enter(site.wish("session", "Tomasz"), java_script_enabled=False).open(path).page
    follow(reader.get_by_role("button", name="Helpful review by Peer 0"))
    answering = enter(creator, java_script_enabled=False).open(path).page

    answering.get_by_text("Answer this review").click()
    answering.get_by_label("Your answer").fill("Thank you, mended.")
    follow(answering.get_by_role("button", name="Show the answer"))

    assert reader.locator(".toast").inner_text().strip() == "Your vote is saved."
    review = enter(site.wish("session", "Bob")).open(path).page.locator("article.review")
    assert "Thank you, mended." in review.inner_text()
    assert review.get_by_role("button", name="Helpful review by Peer 0").inner_text().endswith("(1)")


def test_a_use_and_a_recommendation(enter, site):
    _creator, path = site.wish("creator", "Ines Kowalczyk", "Plan to use")
    page = enter(site.wish("session", "Tomasz")).open(path).page

    became = ("What became of it?", "We use it with changes")
    fill(
        page,
        "used",
        radios=[became, TIES],
        texts=[("Where did you use it?", "A bank")],
        button="Save the report",
    )
    sentence = ("For whom is it good?", "Small service desks")
    fill(page, "recommend", radios=[TIES], texts=[sentence], button="Save the recommendation")

    shown = page.locator("main").inner_text()
    assert ("1 team used it" in shown, "1 member recommends it" in shown) == (True, True)
    assert "recommends it: Small service desks" in shown


@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_is_in_order(enter, site, findings, width):
    creator, path = site.wish("creator", "Ines Kowalczyk", f"Rated plan of {width}")
    stars = ("How good is it?", "5: very good")
    texts = [("Your review", "It works. " + "w" * 90)]
    for name in ("Tomasz", "Dora", "Li"):
        page = enter(site.wish("session", name)).open(path).page
        fill(page, "rate", radios=[stars, TIES], texts=texts, button="Save the rating")
    wrong = []
    for key in (creator, site.wish("session", "Bob")):
        seen = enter(key, width=width).open(path)
        for summary in seen.page.locator(".ratings summary").all():
            summary.click()
        wrong += [*findings(seen.page), *wider_than_the_screen(seen.page), *seen.violations()]

    assert wrong == []
