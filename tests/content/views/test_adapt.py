"""From an artefact's page to an adaptation of it, and what both pages then say."""

import re
import uuid

import pytest
from django.urls import reverse

from content import lineage, publishing
from content.enums import Check, Status
from content.models import Artefact, Cleaning, File, Likeness, Version
from people import profile
from tests import factories
from tests.content.views.sharing_steps import rights, step

pytestmark = pytest.mark.django_db


def original(by, spdx="CC-BY-SA-4.0", **fields):
    artefact = factories.artefact(by, **fields)
    Version.objects.filter(pk=artefact.current_id).update(licence=factories.licence(spdx))
    return artefact


def address(artefact):
    return reverse("adapt", args=[artefact.slug, "1.0"])


def begun(browser, artefact):
    browser.post(address(artefact), {"token": str(uuid.uuid4())})
    return Version.objects.select_related("artefact").latest("pk")


def test_the_draft_names_its_original_and_keeps_where_it_belongs(alice, bob, client_of):
    practice = factories.practice()
    artefact = original(alice, practices=[practice], language="de", files=[("plan.md", b"# Plan")])
    token = {"token": str(uuid.uuid4())}

    answers = [client_of(bob).post(address(artefact), token) for _ in range(2)]

    draft = Version.objects.get(by=bob)
    assert [answer.url for answer in answers] == [reverse("share_file", args=[draft.pk])] * 2
    assert (draft.artefact.title, draft.artefact.language) == (
        "Major incident review workbook (adapted)",
        "de",
    )
    assert list(draft.artefact.practices.all()) == [practice]
    assert [row.original for row in draft.adapted_from.all()] == [artefact.current]
    assert File.objects.filter(version=draft).count() == 0


def test_a_long_title_leaves_room_for_the_ending(alice, bob, client_of):
    draft = begun(client_of(bob), original(alice, title="x" * 200))

    assert draft.artefact.title == "x" * 190 + " (adapted)"


def test_what_may_not_be_changed_says_so_on_its_page_and_behind_it(alice, bob, client_of):
    artefact, browser = original(alice, "CC-BY-ND-4.0"), client_of(bob)
    reason = "CC BY-ND 4.0 allows nobody to share a changed version"

    page, behind = browser.get(artefact.get_absolute_url()), browser.get(address(artefact))

    assert (page.content.decode().count(reason), page.content.decode().count(address(artefact))) == (1, 0)
    assert (behind.status_code, reason in behind.content.decode()) == (403, True)


def test_the_page_links_to_it_and_says_what_the_licence_asks(alice, client, client_of, bob):
    artefact = original(alice)

    page = client.get(artefact.get_absolute_url()).content.decode()
    asked = client_of(bob).get(address(artefact)).content.decode()

    assert page.count(f'href="{address(artefact)}"') == 1
    assert asked.count("so it can be shared under CC BY-SA 4.0.") == 1


def test_the_licence_step_offers_only_what_fits_with_the_sentence_why(alice, bob, client_of):
    for spdx in ("CC-BY-4.0", "CC-BY-SA-4.0", "MIT"):
        factories.licence(spdx)
    browser = client_of(bob)
    draft = begun(browser, original(alice))

    page = browser.get(step("licence", draft))
    browser.post(step("licence", draft), rights(licence="CC-BY-4.0"))

    draft.refresh_from_db()
    offered = [(card["licence"].pk, card["is_chosen"]) for card in page.context["cards"]]
    assert offered == [("CC-BY-SA-4.0", True)]
    assert page.content.decode().count("It is adapted from work under CC BY-SA 4.0") == 1
    assert draft.licence is None


def test_both_pages_show_each_other_and_a_hidden_one_only_its_number(alice, bob, mona, client):
    artefact = original(alice, title="The original")
    draft = publishing.start_draft(by=bob, title="My adaptation", kind=factories.kind()).versions.get()
    lineage.adapt_from(draft, originals=[artefact.current], by=bob)
    publishing.set_licence(draft, factories.licence("CC-BY-SA-4.0"), by=bob)
    before = client.get(artefact.get_absolute_url()).content.decode()
    made = publishing.publish(publishing.submit(publishing.declare(draft, by=bob), by=bob), by=mona).artefact
    client.cookies["session"] = "none"  # past the pages kept for visitors

    above = client.get(made.get_absolute_url()).content.decode()
    below = client.get(artefact.get_absolute_url()).content.decode()
    Artefact.objects.filter(pk=artefact.pk).update(status=Status.HIDDEN)
    hidden = client.get(made.get_absolute_url()).content.decode()

    assert ("My adaptation" in before, "My adaptation" in below) == (False, True)
    assert (above.count("The original"), hidden.count("The original")) == (1, 0)
    assert hidden.count(f"{artefact.record_number}</span> <span") == 1


def test_versions_print_who_made_them_in_which_role(alice, mona, client):
    profile.take_role(alice, by=alice, kind="practitioner", title="Incident manager")
    draft = publishing.start_draft(
        by=alice, title="Plan", kind=factories.kind(), licence=factories.licence()
    ).versions.get()
    made = publishing.publish(
        publishing.submit(publishing.declare(draft, by=alice), by=alice), by=mona
    ).artefact

    page = client.get(made.get_absolute_url()).content.decode()

    versions = page[page.index('id="versions"') :]
    assert (versions.count("Alice"), versions.count("Incident manager")) == (1, 1)


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_with_adaptations_costs_the_same(alice, bob, mona, client, count, django_assert_num_queries):
    artefact = original(alice)
    for number in range(count):
        draft = publishing.start_draft(by=bob, title=f"Mine {number}", kind=factories.kind()).versions.get()
        lineage.adapt_from(draft, originals=[artefact.current], by=bob)
        publishing.set_licence(draft, factories.licence("CC-BY-SA-4.0"), by=bob)
        publishing.publish(publishing.submit(publishing.declare(draft, by=bob), by=bob), by=mona)

    with django_assert_num_queries(10):
        client.get(artefact.get_absolute_url())


def twin_of(by, artefact):
    """A complete draft of ``by`` with a file that ``artefact`` has."""
    File.objects.filter(version=artefact.current).update(sha256="a" * 64)
    draft = publishing.start_draft(
        by=by, title="Mine", kind=factories.kind(), summary="What for", practices=[factories.practice()]
    ).versions.get()
    publishing.declare(publishing.set_licence(draft, factories.licence(), by=by), by=by)
    File.objects.create(version=draft, name="plan.md", extension="md", size=1, sha256="a" * 64)
    return draft


def test_a_twin_is_answered_with_it_is_an_adaptation(alice, bob, client_of):
    artefact = original(alice, "CC-BY-4.0", files=[("plan.md", b"# Plan")])
    draft, browser = twin_of(bob, artefact), client_of(bob)
    asked = browser.get(step("check", draft)).content.decode()
    assert asked.count(f'name="adapt" value="{artefact.current_id}"') == 1

    answered = browser.post(step("check", draft), {"adapt": artefact.current_id})
    after = browser.get(step("check", draft))

    assert answered.url == step("check", draft)
    assert [row.original for row in draft.adapted_from.all()] == [artefact.current]
    assert after.context["twins"] == []
    assert after.content.decode().count(f'name="own" value="{artefact.current_id}"') == 1

    browser.post(step("check", draft), {"own": artefact.current_id})
    assert draft.adapted_from.count() == 0


def test_what_was_cleaned_is_named_once_and_enter_sends(alice, bob, client_of):
    artefact = original(alice, "CC-BY-4.0", files=[("plan.md", b"# Plan"), ("copy.md", b"# Plan")])
    draft = twin_of(bob, artefact)
    file, (kept, cleaned) = draft.files.get(), artefact.current.files.order_by("pk")
    Cleaning.objects.create(file=file, state=Check.DONE, sha256_before="b" * 64)
    File.objects.filter(pk=cleaned.pk).update(sha256="b" * 64)
    File.objects.filter(pk=file.pk).update(sha256="c" * 64)
    Likeness.objects.create(file=file, other=kept, percent=100)

    page = client_of(bob).get(step("check", draft)).content.decode()
    buttons = re.findall(r"<button[^>]*>", page[page.index("<main") : page.index("</main>")])

    assert [named for named in buttons if "adapt" in named] == [
        f'<button class="btn second" form="named" name="adapt" value="{artefact.current_id}">'
    ]
    assert next(sent for sent in buttons if "form=" not in sent).endswith('name="send" value="1">')


def test_where_the_originals_licence_does_not_fit_the_step_is_asked_again(alice, bob, client_of):
    artefact = original(alice, files=[("plan.md", b"# Plan")])
    draft = twin_of(bob, artefact)

    answered = client_of(bob).post(step("check", draft), {"adapt": artefact.current_id})

    draft.refresh_from_db()
    assert (answered.url, draft.licence, draft.declared_at) == (step("licence", draft), None, None)


@pytest.mark.parametrize("answer", ["own", "9" * 30, "nonsense", "no derivatives"])
def test_a_wrong_answer_is_said(alice, bob, client_of, answer):
    artefact = original(alice, "CC-BY-ND-4.0", files=[("plan.md", b"# Plan")])
    draft = twin_of(bob, artefact)
    number = {"own": draft.pk, "no derivatives": artefact.current_id}.get(answer, answer)

    page = client_of(bob).post(step("check", draft), {"adapt": number}, follow=True).content.decode()

    assert page.count('role="status"') + page.count('role="alert"') == 1
    assert draft.adapted_from.count() == 0


def test_much_alike_texts_are_shown_with_the_way_out(alice, bob, client_of):
    artefact = original(alice, "CC-BY-4.0", files=[("plan.md", b"# Plan")])
    draft = publishing.start_draft(by=bob, title="Mine", kind=factories.kind()).versions.get()
    file = File.objects.create(version=draft, name="mine.md", extension="md", size=1, sha256="b" * 64)
    other = File.objects.get(version=artefact.current)
    Likeness.objects.create(file=file, other=other, percent=82)

    page = client_of(bob).get(step("check", draft)).content.decode()

    assert page.count(f"82 % of the text of mine.md is in {artefact.record_number}.") == 1
    assert page.count(f'name="adapt" value="{artefact.current_id}"') == 1
