"""The check step: one click records the wish, the page says how far it is and what was removed."""

import pytest

from content import cleaning, inspection
from content.models import Cleaning, File
from tests import factories
from tests.content.files import giving_samples
from tests.content.files.file_samples import pdf
from tests.content.views.sharing_steps import complete, started, step, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client_of, alice):
    return client_of(alice)


@pytest.fixture
def version(desk, tmp_path):
    """A draft with a Word file that was checked."""
    version = complete(desk)
    content = giving_samples.word(tmp_path / "offer.docx").read_bytes()
    desk.post(step("file", version), {"files": [upload("offer.docx", content)]})
    inspection.inspect_waiting()
    return version


def page(desk, version):
    text = desk.get(step("check", version)).content.decode()
    return " ".join(text[text.index("<main") :].split())


def wish(desk, version, file):
    return desk.post(step("check", version), {"clean": file.pk})


def test_one_click_is_a_wish_and_the_page_tells_how_it_goes(desk, version):
    file = File.objects.get(extension="docx")
    offered = page(desk, version)

    answer = wish(desk, version, file)
    waiting = page(desk, version)
    cleaning.clean_waiting()
    inspection.inspect_waiting()
    done = page(desk, version)

    assert (answer.url, Cleaning.objects.get().file) == (step("check", version) + "#checks", file)
    assert f'name="clean" value="{file.pk}">Remove document properties' in offered
    assert "Being cleaned: its document properties are being removed." in waiting
    assert "Removed from it: author," in done
    assert ["Remove document properties" in text for text in (waiting, done)] == [False, False]


def test_a_cleaned_file_is_no_longer_called_the_same_byte_for_byte(desk, version, bob):
    file = File.objects.get(extension="docx")
    other = factories.artefact(bob, title="The same offer").current
    File.objects.create(version=other, name="o.docx", extension="docx", size=1, sha256=file.sha256)
    same = page(desk, version)

    wish(desk, version, file)
    cleaning.clean_waiting()

    assert "offer.docx is byte for byte a file of" in same
    assert "offer.docx, as it was before its document properties were removed, is byte" in page(desk, version)


def test_a_kind_that_cannot_be_cleaned_says_so_beside_what_it_gives_away(desk):
    version = started(desk)
    content = pdf("Write to desk@harbour-works.eu")
    desk.post(step("file", version), {"files": [upload("plan.pdf", content)]})
    inspection.inspect_waiting()

    refused = wish(desk, version, File.objects.get(extension="pdf"))

    text = page(desk, version)
    assert "The properties of a PDF cannot be removed here." in text
    assert (refused.status_code, Cleaning.objects.count()) == (302, 0)


@pytest.mark.parametrize("number", ["", "x", "²", "0", "9" * 30])
def test_what_is_not_there_is_not_cleaned(desk, version, number):
    assert desk.post(step("check", version), {"clean": number}).status_code == 302
    assert Cleaning.objects.count() == 0


def test_a_file_of_somebody_else_is_not_cleaned(desk, version, client_of, bob):
    theirs = started(client_of(bob)).files.get()

    wish(desk, version, theirs)

    assert (client_of(bob).post(step("check", version), {"clean": 1}).status_code) == 404
    assert Cleaning.objects.count() == 0
