"""The wizard's beginning: files, a text or a link become one draft, and nothing typed is lost."""

import uuid

import pytest
from django.urls import reverse

from content import publishing, storing
from content.enums import State
from content.models import Artefact, File, Start, Version
from tests import factories
from tests.content.views.sharing_steps import PLAN, begin, sent, started, step, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client_of, alice):
    return client_of(alice)


def names():
    return list(File.objects.order_by("pk").values_list("name", flat=True))


def test_charlie_signs_in_and_comes_back(client):
    response = client.get(reverse("share"))

    assert response.url == "/accounts/login/?next=/share/"


def test_a_file_becomes_a_draft_of_its_sender(desk, alice):
    response = begin(desk, files=[upload()])

    version = Version.objects.get()
    assert response.url == step("about", version)
    assert (version.by, version.state, version.artefact.title) == (alice, State.DRAFT, "review plan")
    assert names() == ["review_plan.md"]


def test_several_files_become_one_draft(desk):
    begin(desk, files=[upload(), upload("steps.csv", b"a,b\n1,2\n")])

    assert Version.objects.count() == 1
    assert names() == ["review_plan.md", "steps.csv"]


def test_a_text_becomes_a_draft_named_by_its_first_line(desk):
    begin(desk, body="# How we review\n\nWe ask what, not who.")

    version = Version.objects.get()
    assert version.artefact.title == "How we review"
    assert version.body_html == "<h3>How we review</h3>\n<p>We ask what, not who.</p>\n"


def test_a_link_becomes_a_draft_that_names_its_author(desk):
    begin(desk, author="A. Author", url="https://example.org/review")

    artefact = Artefact.objects.get()
    assert (artefact.source.author, artefact.source.url) == ("A. Author", "https://example.org/review")
    assert artefact.kind.shape == "link"


def test_the_same_form_twice_is_one_draft(desk):
    token = str(uuid.uuid4())

    answers = [begin(desk, token=token, files=[upload()]).url for _ in range(2)]

    assert Artefact.objects.count() == Start.objects.count() == 1
    assert names() == ["review_plan.md"]
    assert answers[0] == answers[1]


def test_the_token_of_somebody_else_opens_nothing(desk, client_of, bob):
    token = str(uuid.uuid4())
    begin(desk, token=token, files=[upload()])

    response = begin(client_of(bob), token=token, files=[upload("mine.md")])

    assert "This form was sent before. Open the page again." in response.content.decode()
    assert names() == ["review_plan.md"]


def test_the_form_sent_again_after_its_draft_was_sent_leads_there(desk):
    token = str(uuid.uuid4())
    begin(desk, token=token, body="A text")
    version = Version.objects.get()
    publishing.submit(publishing.declare(version, by=version.by), by=version.by)

    response = begin(desk, token=token, body="Another text")

    assert response.url == reverse("share_draft", args=[version.pk])
    assert Version.objects.get().body == "A text"


def test_nothing_at_all_is_asked_for(desk):
    response = begin(desk)

    page = response.content.decode()
    assert "<title>Error: Share an artefact" in page
    assert '<a href="#id_files">Choose a file, write a text or name a link</a>' in page
    assert Artefact.objects.count() == 0


def test_a_refused_file_alone_makes_no_draft(desk):
    response = begin(desk, files=[upload("tool.exe", b"MZ")])

    assert "tool.exe: Files of this kind are not accepted." in response.content.decode()
    assert Artefact.objects.count() == 0


def test_of_several_files_the_good_ones_are_kept(desk):
    response = begin(desk, files=[upload("tool.exe", b"MZ"), upload(), upload("empty.md", b"")])

    page = response.content.decode()
    assert names() == ["review_plan.md"]
    assert "tool.exe: Files of this kind are not accepted." in page
    assert "empty.md: The file is empty." in page
    assert f'action="{step("file", Version.objects.get())}"' in page


def test_half_a_link_comes_back_as_it_was_typed(desk):
    response = begin(desk, author="A. Author")

    page = response.content.decode()
    assert "Enter the address of the original" in page
    assert 'value="A. Author"' in page


@pytest.mark.parametrize("name", ["../../etc/passwd.md", "\u202egnp.md", "x" * 390 + ".md", "CON.md"])
def test_hostile_names_are_kept_clean(desk, name):
    begin(desk, files=[upload(name)])

    kept = File.objects.get()
    assert len(kept.name) <= 120
    assert not {"/", "\r", "\n", "\u202e"} & set(kept.name)
    assert storing.path(kept.store_path).read_bytes() == PLAN


def test_a_hostile_name_is_escaped_in_its_refusal(desk):
    response = begin(desk, files=[upload("<img src=x onerror=alert(1)>.exe")])

    assert b"<img src=x" not in response.content


def test_owner_status_and_keys_in_the_form_do_nothing(desk, alice, bob):
    more = {"owner": bob.pk, "creator": bob.pk, "by": bob.pk, "status": "published", "pk": 7, "id": 7}

    begin(desk, files=[upload()], **more, state="published")

    artefact = Artefact.objects.get()
    assert (artefact.creator, artefact.status, artefact.versions.get().state) == (alice, "draft", "draft")


def test_a_file_is_added_and_taken_off(desk):
    version = started(desk)
    desk.post(step("file", version), {"files": [upload("second.md", b"# Two\n")]})
    first = File.objects.order_by("pk").first()

    desk.post(step("file", version), {"remove": first.pk})

    assert names() == ["second.md"]


@pytest.mark.parametrize("wrong", ["", "x", "0", "9" * 30, "-1"])
def test_what_is_not_there_is_not_taken_off(desk, wrong):
    version = started(desk)

    response = desk.post(step("file", version), {"remove": wrong})

    assert (response.status_code, names()) == (302, ["review_plan.md"])


def test_a_file_of_another_draft_is_not_taken_off(desk, client_of, bob):
    theirs = started(client_of(bob)).files.get()

    desk.post(step("file", started(desk)), {"remove": theirs.pk})

    assert File.objects.filter(pk=theirs.pk).exists()


def test_a_new_file_asks_for_the_declarations_again(desk, alice):
    version = publishing.declare(started(desk), by=alice)

    desk.post(step("file", version), {"files": [upload("second.md", b"# Two\n")]})

    version.refresh_from_db()
    assert version.declared_at is None


def test_the_bytes_of_one_member_are_bounded(desk, settings):
    settings.MOST_STORED_BYTES = 30

    response = begin(desk, files=[upload(), upload("second.md", b"# Two, and more\n")])

    assert "second.md: Your files would take more than 0 MB together." in response.content.decode()
    assert names() == ["review_plan.md"]


def test_the_drafts_of_one_member_are_bounded(desk, settings):
    settings.MOST_OPEN_DRAFTS = 1
    started(desk)

    response = begin(desk, body="One more")

    assert "You have 1 drafts. Finish or delete one of them" in response.content.decode()
    assert Artefact.objects.count() == 1


def test_a_full_disk_in_mid_upload_keeps_the_text_and_nothing_half(desk, monkeypatch):
    with open("/dev/full", "wb", buffering=0) as disk:
        monkeypatch.setattr("tempfile.NamedTemporaryFile", lambda **_: disk)
        response = begin(desk, files=[upload()], body="Typed for an hour")

    assert response.status_code == 507
    assert "Your file was not kept. Try again later." in response.content.decode()
    assert "Typed for an hour" in response.content.decode()
    assert Artefact.objects.count() == 0


def test_uploads_leave_nothing_behind(desk, settings):
    begin(desk, files=[upload(), upload("tool.exe", b"MZ")])

    assert list((settings.MEDIA_ROOT / storing.INCOMING).iterdir()) == []


def test_a_script_gets_the_next_page_or_the_problems(desk):
    asks = {"accept": "application/json"}
    said = {"token": str(uuid.uuid4())}

    kept = desk.post(reverse("share"), said | {"files": [upload()]}, headers=asks).json()
    refused = desk.post(reverse("share"), said | {"files": [upload("tool.exe", b"MZ")]}, headers=asks).json()

    version = Version.objects.get()
    assert kept == {"next": step("about", version)}
    assert [problem[:10] for problem in refused["problems"]] == ["tool.exe: "]


def test_other_peoples_drafts_are_not_there(desk, client_of, bob, mona):
    version = started(desk)
    pages, buttons = ["file", "about", "licence", "check"], ["discard", "take_back"]
    read = ["draft", "done", *pages]

    answers = {client_of(who).get(step(page, version)).status_code for who in (bob, mona) for page in read}
    changes = {client_of(bob).post(step(page, version)).status_code for page in [*pages, *buttons]}

    assert (answers, changes) == ({404}, {404})


def test_the_desk_lists_ones_own_unfinished_work(desk, client_of, bob):
    started(client_of(bob))
    mine = started(desk)

    page = desk.get(reverse("share")).content.decode()

    assert page.count("ART-") == 1
    assert reverse("share_draft", args=[mine.pk]) in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_asks_the_same_questions_for_one_and_three(desk, django_assert_num_queries, count):
    for _ in range(count):
        started(desk)

    with django_assert_num_queries(4):
        desk.get(reverse("share"))


def test_a_draft_is_deleted_for_good(desk, settings):
    version = started(desk)

    desk.post(step("discard", version))

    assert (Artefact.objects.count(), File.objects.count()) == (0, 0)


def test_deleting_a_new_version_leaves_the_published_one(desk, alice):
    artefact = factories.artefact(alice)
    version = publishing.add_version(artefact, by=alice, major=False, change_note="Shorter")

    desk.post(step("discard", version))

    assert [version.number for version in artefact.versions.all()] == ["1.0"]


def test_what_was_sent_is_not_deleted(desk):
    version = sent(desk)

    response = desk.post(step("discard", version))

    assert response.url == step("done", version)
    assert Version.objects.get().state == State.SUBMITTED
