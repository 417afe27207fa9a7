"""The wizard from the second step on: each saves, gives back what was typed, and goes on where something is missing."""

import io
import re

import pytest
from django.urls import reverse

from content import inspection, publishing
from content.enums import Check, Outcome, State
from content.models import Artefact, File, Version
from tests import factories
from tests.content.views.sharing_steps import (
    PLAN,
    about,
    begin,
    complete,
    rights,
    sent,
    started,
    step,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client_of, alice):
    return client_of(alice)


@pytest.fixture
def version(desk):
    return started(desk)


def page_of(response):
    return response.content.decode()


def test_about_is_kept_and_leads_on(desk, version):
    response = desk.post(step("about", version), about(made_for="A desk", work_in_progress="on"))

    artefact = Artefact.objects.get()
    assert response.url == step("licence", version)
    assert (artefact.title, artefact.slug, artefact.made_for) == (
        "Incident review plan",
        "incident-review-plan",
        "A desk",
    )
    assert sorted(tag.name for tag in artefact.tags.all()) == ["on call", "post-mortem"]
    assert artefact.work_in_progress


def test_everything_typed_comes_back_after_an_error(desk, version):
    typed = about(title="", made_for="A desk of ten", tags="on call", leave_it_when="You are alone")

    page = page_of(desk.post(step("about", version), typed))

    assert "<title>Error: About it" in page
    assert '<a href="#id_title">Enter a title</a>' in page
    assert 'value="A desk of ten"' in page
    assert 'value="You are alone"' in page
    assert Artefact.objects.get().made_for == ""


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("x" * 10_000, "Title: Use at most 200 characters; this has 10000"),
        (
            "Z" + "\u0338\u0321\u034e\u0310\u0301" * 4,
            "Title: This holds letters with piles of accents. Remove them.",
        ),
        (
            "plan \u202egpj.exe",
            "Title: This holds invisible characters. Type it again instead of pasting it.",
        ),
        ("nul \x00", "Title: This holds invisible characters. Type it again instead of pasting it."),
        ("   ", "Enter a title"),
    ],
)
def test_titles_that_cannot_be_shown_are_refused_with_a_sentence(desk, version, title, words):
    response = desk.post(step("about", version), about(title=title))

    assert f'<a href="#id_title">{words}</a>' in page_of(response)
    assert Artefact.objects.get().title == "review plan"


@pytest.mark.parametrize(
    "title", ["Überprüfung 📎👩‍💻", "مراجعة الحوادث", "インシデント", "<b>bold</b> & {{7*7}}"]
)
def test_titles_of_the_world_are_kept_and_escaped(desk, version, title):
    desk.post(step("about", version), about(title=title))

    page = page_of(desk.get(step("check", version)))
    assert Artefact.objects.get().title == title
    assert "<b>bold" not in page


def test_at_most_three_practices(desk, version):
    slugs = ["incident-management", "problem-management", "service-desk", "change-enablement"]
    practices = [factories.practice(slug).slug for slug in slugs]

    page = page_of(desk.post(step("about", version), about(practices=practices)))

    assert '<a href="#id_practices">Choose at most 3 practices</a>' in page


def test_practices_are_narrowed_without_script(desk, version):
    typed = about(title="", practices=["service-desk"], find="incid", narrow="1")
    factories.practice("service-desk")

    page = page_of(desk.post(step("about", version), typed))

    assert page.count('name="practices"') == 2
    assert "Error:" not in page.partition("</head>")[0]
    assert Artefact.objects.get().title == "review plan"


def test_save_for_later_asks_for_nothing_and_loses_nothing(desk, version):
    response = desk.post(
        step("about", version), about(summary="", practices=[], later="1", made_for="A desk")
    )

    assert response.url == reverse("share")
    assert Artefact.objects.get().made_for == "A desk"
    assert desk.get(reverse("share_draft", args=[version.pk])).url == step("about", version)


def test_only_steps_that_ask_for_nothing_more_are_done(desk, version):
    before = desk.get(step("check", version)).context["steps"]
    desk.post(step("about", version), about())
    after = desk.get(step("check", version)).context["steps"]

    assert [[it["is_done"] for it in steps] for steps in (before, after)] == [
        [True, False, False, False],
        [True, True, False, False],
    ]


def test_owner_and_status_in_the_form_do_nothing(desk, version, alice, bob):
    more = {
        "creator": bob.pk,
        "status": "published",
        "slug": "mine",
        "downloads": 9,
        "pk": 99,
        "reviewed_by": bob.pk,
    }

    desk.post(step("about", version), about() | more)
    desk.post(step("licence", version), rights() | more | {"state": "published", "by": bob.pk})

    artefact = Artefact.objects.get()
    assert (artefact.creator, artefact.status, artefact.downloads, artefact.slug) == (
        alice,
        "draft",
        0,
        "incident-review-plan",
    )
    assert Version.objects.get().state == State.DRAFT


def test_licence_and_declarations_are_kept(desk, version):
    desk.post(step("about", version), about())

    response = desk.post(step("licence", version), rights())

    version.refresh_from_db()
    assert response.url == step("check", version)
    assert (version.licence_id, version.declaration) == ("CC-BY-4.0", "2026-11")
    assert version.declared_at is not None


@pytest.mark.parametrize(
    ("left_out", "words"),
    [
        ("owns", "Confirm that you may share it"),
        ("no_names", "Confirm that it holds no customer names and no personal data"),
        ("agreed", "Confirm that your employer agrees or is not concerned"),
        ("licence", "Choose a licence"),
    ],
)
def test_each_declaration_is_asked_for(desk, version, left_out, words):
    page = page_of(desk.post(step("licence", version), rights(**{left_out: None})))

    version.refresh_from_db()
    assert f'<a href="#id_{left_out}">{words}</a>' in page or f">{words}</a>" in page
    assert version.declared_at is None


def test_the_default_licence_of_the_member_is_chosen(desk, version, alice):
    factories.licence("CC0-1.0")
    type(alice).objects.filter(pk=alice.pk).update(default_licence="CC0-1.0")

    page = page_of(desk.get(step("licence", version)))

    assert 'value="CC0-1.0" checked' in page
    assert page.count(" checked") == 1


def test_cc_by_is_chosen_where_nothing_is_wished(desk, version):
    page = page_of(desk.get(step("licence", version)))

    assert 'value="CC-BY-4.0" checked' in page


def test_link_only_is_not_for_files(desk, version):
    factories.licence("LicenseRef-LinkOnly")

    page = page_of(desk.post(step("licence", version), rights(licence="LicenseRef-LinkOnly")))

    assert "Choose a licence from the list" in page


def test_an_interest_is_declared_where_a_product_is_named(desk, version):
    desk.post(step("about", version), about(tool="Some Desk 5"))

    refused = page_of(desk.post(step("licence", version), rights(interest="")))
    desk.post(step("licence", version), rights(interest="I am a customer."))

    version.refresh_from_db()
    assert "Say what you have to do with the product or the firm" in refused
    assert version.interest == "I am a customer."


def test_a_complete_draft_is_sent_while_its_file_is_checked(desk):
    version = complete(desk)

    page = page_of(desk.get(step("check", version)))
    response = desk.post(step("check", version), {"send": "1"})

    version.refresh_from_db()
    assert "Being checked. You can send it now" in page
    assert (response.url, version.state) == (step("done", version), State.SUBMITTED)


def test_what_a_known_member_sends_is_on_its_page_at_once(desk, alice):
    for number in range(3):
        factories.artefact(by=alice, title=f"Known {number}")
    version = complete(desk)
    inspection.inspect_waiting()

    response = desk.post(step("check", version), {"send": "1"}, follow=True)

    version.refresh_from_db()
    assert (version.state, version.look_later) == (State.PUBLISHED, True)
    assert response.redirect_chain[-1][0] == version.artefact.get_absolute_url()
    said = [str(message) for message in response.context["messages"]]
    assert said == ["It is published. A moderator looks at it later."]


def test_an_unfinished_draft_is_not_sent_and_says_why(desk, version):
    page = page_of(desk.post(step("check", version), {"send": "1"}))

    version.refresh_from_db()
    assert version.state == State.DRAFT
    for words in (
        "Say in one sentence what it is for.",
        "Choose a practice.",
        "Confirm that you may share it.",
    ):
        assert f">{words}</a></li>" in page


def twin_of(version, by):
    """A published artefact of somebody with the same bytes."""
    other = factories.artefact(by, title="The same plan")
    digest = version.files.get().sha256
    File.objects.create(version=other.current, name="p.md", extension="md", size=len(PLAN), sha256=digest)
    return other


def test_a_twin_is_shown_and_sent_only_as_something_different(desk, bob):
    version = complete(desk)
    other = twin_of(version, bob)

    refused = page_of(desk.post(step("check", version), {"send": "1"}))
    response = desk.post(step("check", version), {"send": "1", "different": "1"})

    assert f'<a href="{other.get_absolute_url()}"><bdi>The same plan</bdi></a>' in refused
    assert "Say that your file is meant to be a different artefact." in refused
    assert response.url == step("done", version)


def test_ones_own_twin_offers_a_new_version(desk, alice):
    version = complete(desk)
    other = twin_of(version, alice)

    page = page_of(desk.get(step("check", version)))

    assert reverse("share_version", args=[other.slug]) in page


def test_a_hidden_twin_is_not_told(desk, bob, mona):
    version = complete(desk)
    publishing.hide(twin_of(version, bob), by=mona, note="Names a customer")

    assert "The same plan" not in page_of(desk.get(step("check", version)))


def test_sent_twice_is_sent_once(desk):
    version = sent(desk)

    response = desk.post(step("check", version), {"send": "1"})

    assert response.url == step("done", version)
    assert version.changes.count() == 1


def test_what_was_sent_is_taken_back(desk):
    version = sent(desk)

    meanwhile = page_of(desk.get(step("done", version)))
    inspection.inspect_waiting()
    page = page_of(desk.get(step("done", version)))
    response = desk.post(step("take_back", version))

    version.refresh_from_db()
    assert version.artefact.record_number in page
    assert "Your files have been checked" in page
    assert "Your files are being checked" in meanwhile
    assert (version.state, response.url) == (State.DRAFT, step("check", version))


def test_what_was_published_meanwhile_is_not_taken_back(desk, mona):
    version = sent(desk)
    File.objects.update(inspection=Check.DONE, outcome=Outcome.OK)
    publishing.publish(Version.objects.get(), by=mona)

    response = desk.post(step("take_back", version))

    version.refresh_from_db()
    assert (version.state, response.url) == (State.PUBLISHED, version.artefact.get_absolute_url())


def test_sent_back_work_shows_the_note_and_is_sent_again(desk, mona):
    version = sent(desk)
    publishing.send_back(Version.objects.get(), by=mona, note="It names a customer.")

    own_page = page_of(desk.get(version.artefact.get_absolute_url()))
    check = page_of(desk.get(step("check", version)))
    response = desk.post(step("check", version), {"send": "1"})

    assert "Change and send again" in own_page
    assert "It names a customer." in own_page
    assert "It names a customer." in check
    assert response.url == step("done", version)


def test_the_own_page_says_how_far_it_is(desk):
    version = sent(desk)

    page = page_of(desk.get(version.artefact.get_absolute_url()))

    assert "Version 1.0 waits for review." in page
    assert "This is not published yet." in page
    assert "This is a draft." not in page
    assert step("take_back", version) in page


@pytest.mark.parametrize(("name", "queries"), [("file", 5), ("about", 21), ("licence", 12), ("check", 14)])
@pytest.mark.parametrize("count", [1, 3])
def test_a_step_asks_the_same_questions_for_one_and_three_files(
    desk, django_assert_num_queries, name, queries, count
):
    version = complete(desk)
    for number in range(count - 1):
        desk.post(step("file", version), {"files": [named(number)]})

    with django_assert_num_queries(queries):
        desk.get(step(name, version))


def named(number):
    file = io.BytesIO(b"# Number %d\n" % number)
    file.name = f"part-{number}.md"
    return file


def test_a_text_is_enough(desk):
    begin(desk, body="# How we review")
    version = Version.objects.get()
    desk.post(step("about", version), about())
    desk.post(step("licence", version), rights())

    response = desk.post(step("check", version), {"send": "1"})

    assert response.url == step("done", version)


def test_equal_sentences_in_the_summary_name_their_fields(desk, version):
    page = page_of(desk.post(step("about", version), about(summary="", made_for="x" * 999, tool="x" * 999)))

    assert re.findall(r'<a href="(#id_[^"]*)">(.*?)</a>', page) == [
        ("#id_summary", "Say in one sentence what it is for"),
        ("#id_made_for", "Made for: Use at most 300 characters; this has 999"),
        ("#id_tool", "Tool: Use at most 100 characters; this has 999"),
    ]
