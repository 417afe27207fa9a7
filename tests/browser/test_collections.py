"""Collections and adaptations in a browser, without script too: every page looked at."""

import io
import zipfile

import pytest

from tests.browser.browser_steps import follow
from tests.browser.test_pages import wider_than_the_screen


@pytest.fixture
def member(visit, site):
    """``member()`` is a visit of somebody who is signed in and has nothing here yet."""

    def signed_in(name="Ines", **options):
        visited = visit(**options)
        cookie = {"name": "session", "value": site.wish("session", name), "url": site.url}
        visited.page.context.add_cookies([cookie])
        return visited

    return signed_in


def collect(visited, slug, title=""):
    """Put an artefact into a new collection, or into the one there is."""
    page = visited.open(f"/artefacts/{slug}/").page
    if title:
        page.get_by_label("Title of a new collection").fill(title)
    follow(page.get_by_role("button", name="Add to collection"))
    return page


def titles(page):
    return page.locator(".collected h2").all_inner_texts()


def looked_at(visited, findings):
    """What is wrong with a page on a desk in light and on a phone in the dark."""
    page = visited.page
    found = [*wider_than_the_screen(page), *findings(page)]
    page.set_viewport_size({"width": 360, "height": 740})
    page.emulate_media(color_scheme="dark")
    found += [*findings(page), *visited.violations()]
    page.set_viewport_size({"width": 1280, "height": 800})
    return found


@pytest.mark.parametrize("has_script", [True, False], ids=["with script", "without script"])
def test_artefacts_are_put_together_ordered_and_taken(member, visit, has_script):
    visited = member(java_script_enabled=has_script)
    collect(visited, "escalation-flow", title="First week")
    page = collect(visited, "escalation-note")
    assert page.get_by_role("status").inner_text() == "It is in your collection “First week”."
    follow(page.get_by_role("link", name="First week").first)
    assert titles(page) == ["Escalation flow", "Escalation note"]

    follow(page.get_by_role("button", name="Up Escalation note"))
    page.get_by_label("Note").first.fill("Begin here")
    follow(page.get_by_role("button", name="Save the note").first)
    follow(page.get_by_role("link", name="Rename, publish or delete"))
    page.get_by_label("Everybody can see it").check()
    follow(page.get_by_role("button", name="Save"))

    stranger = visit(visited.path).page
    assert titles(stranger) == ["Escalation note", "Escalation flow"]
    assert stranger.locator(".collected .callout").all_inner_texts() == ["Begin here"]
    address = stranger.get_by_role("link", name="Download all as ZIP").get_attribute("href")
    answer = stranger.request.get(visited.site.url + address, headers={"user-agent": "Examplebot"})
    names = zipfile.ZipFile(io.BytesIO(answer.body())).namelist()
    assert [name.rpartition("/")[2] for name in names] == [
        "ATTRIBUTION.txt",
        "LICENCE.txt",
        "escalation.md",
        "escalation.bpmn",
    ]


def test_the_pages_of_collections_are_in_order(member, findings):
    visited, wrong = member(), {}
    collect(visited, "escalation-flow", title="W" * 120)
    wrong["artefact"] = looked_at(visited, findings)
    follow(visited.page.get_by_role("link", name="W" * 120).first)
    wrong["collection"] = looked_at(visited, findings)
    follow(visited.page.get_by_role("link", name="Rename, publish or delete"))
    visited.page.get_by_label("Everybody can see it").check()
    wrong["edit"] = looked_at(visited, findings)
    follow(visited.page.get_by_role("button", name="Save"))
    for path in ("/collections/", "/collections/mine/"):
        visited.open(path)
        wrong[path] = looked_at(visited, findings)

    assert wrong == {name: [] for name in wrong}
    assert visited.noise == []


@pytest.mark.parametrize("has_script", [True, False], ids=["with script", "without script"])
def test_an_adaptation_begins_on_the_page_of_its_original(member, findings, has_script):
    visited = member(java_script_enabled=has_script).open("/artefacts/escalation-note/")
    page = visited.page

    follow(page.get_by_role("link", name="Adapt this"))
    wrong = looked_at(visited, findings) if has_script else []
    follow(page.get_by_role("button", name="Start the draft"))
    page.get_by_text("Or write a text").click()
    page.get_by_label("Text", exact=True).fill("# Escalation, shorter")
    follow(page.get_by_role("button", name="Continue"))
    title = page.get_by_label("Title").input_value()
    page.get_by_label("Summary").fill("Whom to call.")
    follow(page.get_by_role("button", name="Continue"))

    assert title == "Escalation note (adapted)"
    assert page.get_by_role("heading", level=1).inner_text() == "Licence"
    assert (
        page.locator(".callout")
        .first.inner_text()
        .startswith("The originals decide. It is adapted from work")
    )
    assert wrong == []
