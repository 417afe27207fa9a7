"""Taking a survey on a phone and on a desk: with and without script, offline and back, on a second device."""

import pytest
from playwright.sync_api import expect

from tests.browser.browser_steps import follow
from tests.browser.test_account import PASSWORD, join
from tests.browser.test_pages import wider_than_the_screen

CHECK, FIVE = "/surveys/practitioner-health-check/", "/surveys/five-community-questions/"
PAIRS = CHECK + "pairs/"
LOW = """() => [...document.querySelectorAll(".scale label, .choice.tall")]
  .filter(each => each.getBoundingClientRect().height < 56).map(each => each.innerText)"""
PHONE = {"width": 360, "height": 640, "has_touch": True}


@pytest.fixture
def shipped(site):
    """The surveys a new site begins with."""
    site.wish("manage", "ship_surveys")


def choose(page, importance, coverage):
    for name, value in (("importance", importance), ("coverage", coverage)):
        page.locator(f"input[name={name}][value='{value}']").check(force=True)


def go_on(page):
    follow(page.get_by_role("button", name="Continue"))


def need(page):
    return page.locator("#question").inner_text()


def test_who_breaks_off_after_four_goes_on_at_the_fifth_on_a_second_device(shipped, visit):
    phone = visit(CHECK, java_script_enabled=False, **PHONE)
    for number in range(4):
        choose(phone.page, 5, 1 + number)
        go_on(phone.page)
        if number == 2:
            go_on(phone.page)  # who answers: may stay open
    fifth = need(phone.page)
    follow(phone.page.get_by_role("button", name="Finish later"))
    code = phone.page.locator(".resume-code").inner_text()
    other = visit(CHECK + "resume/", java_script_enabled=False)
    other.page.get_by_label("Your code").fill(code)
    follow(other.page.get_by_role("button", name="Go on"))

    assert "Need 5 of 10." in other.page.locator("#progress").inner_text()
    assert need(other.page) == fifth
    follow(other.page.get_by_role("link", name="Back", exact=True))
    assert other.page.locator("input[name=coverage][value='4']").is_checked()


def test_the_question_fits_one_thumb_and_all_five_have_words(shipped, visit, findings):
    phone = visit(CHECK, **PHONE)

    last = phone.page.locator(".scale").first.bounding_box()
    assert last["y"] + last["height"] <= PHONE["height"]  # the first scale is on the first screen
    assert phone.page.evaluate(LOW) == []
    assert wider_than_the_screen(phone.page) == {}
    assert phone.page.locator(".scale").first.inner_text().split() == (
        "1 Not at all 2 Slightly 3 Moderately 4 Very 5 Extremely".split()
    )
    assert findings(phone.page) == []
    assert (phone.noise, phone.violations(), phone.strangers) == ([], [], [])


def test_keys_answer_and_each_choice_is_stored_at_once(shipped, visit):
    desk = visit(CHECK)
    status = desk.page.locator("[data-status]")
    first = need(desk.page)

    desk.page.keyboard.press("4")
    desk.page.keyboard.press("2")
    expect(status).to_have_text("Saved.")
    desk.page.wait_for_load_state("networkidle")
    desk.open(CHECK + "?at=1")

    assert need(desk.page) == first
    assert desk.page.locator("input:checked").evaluate_all("all => all.map(each => each.value)") == ["4", "2"]
    assert desk.noise == []


def test_what_is_chosen_without_a_connection_is_sent_when_it_is_back(shipped, visit):
    phone = visit(CHECK, **PHONE)
    choose(phone.page, 3, 3)
    go_on(phone.page)
    status, second = phone.page.locator("[data-status]"), need(phone.page)

    phone.page.context.set_offline(True)
    choose(phone.page, 5, 1)
    expect(status).to_contain_text("No connection.")
    phone.page.get_by_role("button", name="Continue").click()
    assert need(phone.page) == second
    phone.page.context.set_offline(False)
    expect(status).to_have_text("Saved.")
    go_on(phone.page)
    phone.open(CHECK + "?at=2")

    assert need(phone.page) == second
    values = phone.page.locator("input:checked").evaluate_all("all => all.map(each => each.value)")
    assert values == ["5", "1"]


def test_what_is_chosen_after_the_session_has_ended_waits_for_the_member(shipped, site, visit):
    visited = visit()
    visited.email = "ines-on-a-train@example.org"
    join(visited, site)
    page = visited.open(CHECK).page
    choose(page, 3, 3)
    go_on(page)
    second = need(page)
    page.context.clear_cookies(name="session")

    choose(page, 5, 1)
    expect(page.locator("[data-status]")).to_contain_text("You were signed out.")
    go_on(page)
    page.locator("main").get_by_label("E-mail address").fill(visited.email)
    page.locator("main").get_by_label("Password").fill(PASSWORD)
    follow(page.locator("main").get_by_role("button", name="Sign in", exact=True))

    assert need(page) == second
    values = page.locator("input:checked").evaluate_all("all => all.map(each => each.value)")
    assert values == ["5", "1"]
    go_on(page)
    assert visited.path == CHECK + "?at=3"


def test_five_questions_are_answered_without_script_to_the_end(shipped, visit, findings):
    visited = visit(FIVE, java_script_enabled=False)
    page = visited.page
    page.get_by_label("Yes, one that I could name").check()
    go_on(page)
    for value in ("3", "5"):
        page.locator(f"input[name=value][value='{value}']").check(force=True)
        go_on(page)
    page.get_by_label("Your role").select_option("practitioner")
    go_on(page)
    page.locator("textarea").fill("Templates, and honest talk.")
    go_on(page)
    page.get_by_label("Chat").check()
    go_on(page)

    assert "You gave 5 answers." in page.locator("main").inner_text()
    follow(page.get_by_role("link", name="Look at your answers"))
    assert page.get_by_label("Yes, one that I could name").is_checked()


@pytest.mark.parametrize(
    "path", ["/surveys/", FIVE, CHECK + "results/", CHECK + "resume/", PAIRS + "add/", "/needs/"]
)
def test_the_other_pages_are_for_everybody(shipped, visit, findings, path):
    visited = visit(path, width=360)

    assert (visited.status, findings(visited.page), wider_than_the_screen(visited.page)) == (200, [], {})
    assert (visited.noise, visited.violations()) == ([], [])


@pytest.mark.parametrize(("wish", "charts"), [("answered survey", 4), ("judged survey", 1)])
def test_results_are_for_everybody_and_fit_every_width(visit, site, findings, wish, charts):
    visited = visit(site.wish(wish, f"Owner of the {wish}"), width=360)

    assert (visited.status, findings(visited.page), wider_than_the_screen(visited.page)) == (200, [], {})
    assert (visited.noise, visited.violations()) == ([], [])
    assert visited.page.locator("figure.chart svg").count() >= charts


def judge(page, side, then):
    page.locator(f"[data-{side}]").tap()
    expect(page.locator("#progress")).to_contain_text(then)


def test_pairs_are_judged_with_one_thumb_and_left_after_two(shipped, visit, findings):
    phone = visit(PAIRS, **PHONE)
    page = phone.page
    before = page.locator(".duel .btn").all_inner_texts()
    boxes = [button.bounding_box() for button in page.locator(".duel .btn").all()]
    judge(page, "left", "Pair 2 of 5.")
    judge(page, "right", "Pair 3 of 5.")
    after = page.locator(".duel .btn").all_inner_texts()

    assert [box["height"] >= 56 and box["y"] + box["height"] <= 640 for box in boxes] == [True, True]
    assert before != after
    assert (findings(page), wider_than_the_screen(page)) == ([], {})
    follow(page.get_by_role("link", name="Leave"))
    assert "You judged 2 pairs." in page.locator("main").inner_text()
    assert findings(page) == []
    follow(page.get_by_role("link", name="Go on with five more"))
    assert "Pair 3 of 5." in page.locator("#progress").inner_text()
    assert (phone.noise, phone.violations(), phone.strangers) == ([], [], [])


def test_a_pair_chosen_without_a_connection_is_sent_when_it_is_back(shipped, visit):
    phone = visit(PAIRS, **PHONE)
    page = phone.page
    judge(page, "left", "Pair 2 of 5.")
    page.context.set_offline(True)
    page.locator("[data-right]").tap()
    expect(page.locator("[data-status]")).to_contain_text("No connection.")
    page.context.set_offline(False)
    expect(page.locator("#progress")).to_contain_text("Pair 3 of 5.")
    phone.open(PAIRS)

    assert "Pair 3 of 5." in page.locator("#progress").inner_text()


def test_five_pairs_without_script_and_with_keys(shipped, visit):
    plain, keys = visit(PAIRS, java_script_enabled=False).page, visit(PAIRS).page
    for _ in range(4):
        follow(plain.locator("[data-left]"))
    plain.get_by_text("I can't decide").click()
    follow(plain.get_by_role("button", name="Both the same"))
    for number, key in enumerate("121", 2):
        keys.keyboard.press(key)
        expect(keys.locator("#progress")).to_contain_text(f"Pair {number} of 5.")

    assert "You judged 5 pairs." in plain.locator("main").inner_text()
