"""PDF files: pages as pictures, text of all."""

import pytest
from PIL import Image

from content.files.outcome import Unfit
from content.files.pdf import inspect
from tests.content.files.file_samples import pdf


@pytest.fixture
def read(tmp_path):
    def saved(data):
        (tmp_path / "a.pdf").write_bytes(data)
        return inspect(tmp_path / "a.pdf", tmp_path)

    return saved


def test_pages_become_pictures_with_their_text(read, tmp_path):
    found = read(pdf("Runbook", pages=2))

    assert found.preview["pages"] == [
        {"picture": "page-1.webp", "width": 900, "height": 600, "text": "Runbook 1"},
        {"picture": "page-2.webp", "width": 900, "height": 600, "text": "Runbook 2"},
    ]
    with Image.open(tmp_path / "page-2.webp") as picture:
        assert (picture.format, picture.size) == ("WEBP", (900, 600))


def test_only_twelve_pages_are_drawn_and_all_are_searched(read):
    found = read(pdf("Step", pages=14))

    assert (len(found.pictures), found.preview["total"], found.parts[-1]) == (12, 14, ["page 14", "Step 14"])
    assert found.facts == ["14 pages", "12 of them shown here"]


def test_a_page_without_text_is_still_drawn(read):
    found = read(pdf(""))

    assert (found.parts, found.pictures) == ([["page 1", ""]], ["page-1.webp"])


def test_a_file_with_a_password_is_told_apart(read):
    lock = f"/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<{'11' * 32}>/U<{'22' * 32}>>>"

    with pytest.raises(Unfit) as refusal:
        read(pdf().replace(b"/Root 1 0 R", b"/Root 1 0 R" + lock.encode()))

    assert refusal.value.outcome == "encrypted"


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.4\n1 0 obj<<>>endobj", b"%PDF-" + bytes(99)])
def test_a_broken_file_is_damaged(read, data):
    with pytest.raises(Unfit) as refusal:
        read(data)

    assert refusal.value.outcome == "damaged"
