"""The way of a practitioner with ten minutes, and the side roads: typos, phrases, numbers, nothing found."""

import hashlib

from tests.browser.browser_library import TAKEN
from tests.browser.browser_steps import follow, narrow, search, shown, sort


def test_from_the_home_page_to_a_file_on_the_disk(visit):
    page = visit("/").page

    search(page, "checklist")
    narrow(page, "Checklist", "Change enablement")
    follow(page.get_by_role("link", name="Checklist remove filter"))
    sort(page, "Newest")
    follow(page.get_by_role("link", name="Handover checklist"))
    inside = page.get_by_role("region", name="Text of Handover checklist.docx").inner_text()
    with page.expect_download() as begun:
        page.get_by_role("link", name="Download DOCX").click()

    assert "Tick each line when it is done." in inside
    assert begun.value.suggested_filename == "Handover checklist.docx"
    assert digest(begun.value.path().read_bytes()) == digest(TAKEN)


def test_filters_narrow_and_a_chip_widens(visit):
    visited = visit("/artefacts/?q=incident")

    narrow(visited.page, "Template", "Problem management")
    both, narrowed = visited.path, shown(visited.page)
    chips = visited.page.locator(".chip").all_inner_texts()
    follow(visited.page.get_by_role("link", name="Template remove filter"))

    assert both == "/artefacts/?q=incident&kind=template&practice=problem-management"
    assert narrowed == ["Major incident review workbook"]
    assert [chip.split("\n")[0].strip() for chip in chips] == ["Template", "Problem management"]
    assert visited.path == "/artefacts/?q=incident&practice=problem-management"


def test_the_count_beside_an_option_is_the_length_of_the_list(visit):
    page = visit("/artefacts/").page
    option = page.locator("#filters .opt", has_text="Service desk")
    promised = int(option.locator(".n").inner_text().replace(",", " ").split()[0])

    narrow(page, "Service desk")

    assert len(shown(page)) == promised == 4
    assert page.locator("#res").inner_text() == "4 artefacts"


def test_a_download_counts_once_for_a_person_and_hour(visit, site):
    first, second = visit("/artefacts/counted-checklist/"), visit(agent="155.0.0.0")
    before = download_line(first)

    take(first), take(first)
    site.wish("roll up")
    once = download_line(first)
    take(second.open("/artefacts/counted-checklist/"))
    site.wish("roll up")

    assert (before, once, download_line(second)) == ("0 downloads", "1 download", "2 downloads")


def take(visited):
    with visited.page.expect_download() as begun:
        visited.page.get_by_role("link", name="Download MD").click()
    begun.value.path()


def digest(content):
    return hashlib.sha256(content).hexdigest()


def download_line(visited):
    """The words about the count, as they are now."""
    visited.page.reload()
    return visited.page.locator(".panel.strong .muted").first.inner_text().rpartition(", ")[2]


def test_a_typo_is_forgiven(visit):
    page = visit("/").page

    search(page, "incidnt")
    offered = page.locator(".callout", has_text="Did you mean").inner_text()

    assert offered == "Did you mean incident? Nothing found for “incidnt”, so these are the results for it."
    assert "Major incident handbook" in shown(page)
    follow(page.get_by_role("link", name="incident", exact=True))
    assert page.title() == "“incident” in artefacts – Back2ITSM"


def test_a_phrase_is_found_in_the_file_and_marked(visit):
    page = visit("/").page

    search(page, '"duty manager before breakfast"')
    snippet = page.locator(".ticket .snippet")

    assert shown(page) == ["Major incident handbook"]
    assert " ".join(snippet.locator("mark").all_inner_texts()).split() == [
        "duty",
        "manager",
        "before",
        "breakfast",
    ]
    assert "found in the file" in page.locator(".ticket").inner_text()
    assert page.get_by_role("searchbox").input_value() == '"duty manager before breakfast"'


def test_a_record_number_finds_its_artefact(visit):
    page = visit("/artefacts/").page
    number = page.locator(".ticket .id").first.inner_text()
    title = shown(page)[0]

    search(page, number.lower())

    assert shown(page)[0] == title
    assert page.locator(".ticket .id").first.inner_text() == number


def test_nothing_found_says_so_and_the_next_step_works(visit):
    visited = visit("/artefacts/?kind=template")

    search(visited.page, "xylophone")
    said = visited.page.locator(".empty h3").inner_text()
    follow(visited.page.locator(".empty").get_by_role("link", name="Clear all filters"))
    cleared = visited.path
    follow(visited.page.locator(".empty").get_by_role("link", name="Browse all artefacts"))

    assert (said, cleared) == ("Nothing found for “xylophone”", "/artefacts/?q=xylophone")
    assert (visited.path, len(shown(visited.page))) == ("/artefacts/", 20)


def test_an_address_gives_the_same_list_to_somebody_else(visit):
    mine = visit("/artefacts/?q=incident")
    narrow(mine.page, "Incident management")
    sort(mine.page, "Recently confirmed")

    yours = visit(mine.path)

    asked = sorted(mine.path.partition("?")[2].split("&"))
    assert asked == ["practice=incident-management", "q=incident", "sort=confirmed"]
    assert shown(yours.page) == shown(mine.page) != []


def test_back_and_reload_give_the_list_again(visit):
    visited = visit("/artefacts/?kind=runbook")
    before = shown(visited.page)

    follow(visited.page.locator(".tickets h3 a").nth(3))
    visited.page.go_back()
    back = shown(visited.page)
    visited.page.reload()

    assert before == back == shown(visited.page)
    assert len(before) == 20


def test_pages_follow_each_other_without_a_gap(visit):
    page = visit("/artefacts/?kind=runbook").page
    first = shown(page)

    follow(page.get_by_role("link", name="Next"))

    assert page.locator(".pages [aria-current]").inner_text().split() == ["Page", "2"]
    assert sorted(first + shown(page)) == [f"Note on capacity {number:02}" for number in range(3, 25)]
