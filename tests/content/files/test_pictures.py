"""Pictures, drawn anew without what they carried along."""

import io
import struct

import pytest
from PIL import Image, PngImagePlugin

from content.files.outcome import Unfit
from content.files.pictures import inspect
from tests.content.files.file_samples import png, png_chunk


@pytest.fixture
def read(tmp_path):
    def saved(data, name="a.png"):
        (tmp_path / name).write_bytes(data)
        return inspect(tmp_path / name, tmp_path)

    return saved


def drawn(folder):
    with Image.open(folder / "page-1.webp") as picture:
        picture.load()
        return picture


def test_a_picture_keeps_its_size_and_becomes_webp(read, tmp_path):
    found = read(png(40, 30))

    assert found.preview == {"form": "picture", "picture": "page-1.webp", "width": 40, "height": 30}
    assert (found.facts, drawn(tmp_path).format) == (["40 × 30 pixels"], "WEBP")


def test_a_large_picture_is_made_smaller(read):
    preview = read(png(3200, 800)).preview

    assert (preview["width"], preview["height"]) == (1600, 400)


def test_metadata_does_not_pass(read, tmp_path):
    out, info = io.BytesIO(), PngImagePlugin.PngInfo()
    info.add_text("Author", "somebody")
    exif = Image.Exif()
    exif[0x013B] = "somebody"
    Image.new("RGB", (9, 9)).save(out, "PNG", pnginfo=info, exif=exif, icc_profile=b"profile of somebody")

    read(out.getvalue())

    assert b"somebody" not in (tmp_path / "page-1.webp").read_bytes()
    assert (b"somebody" in out.getvalue(), dict(drawn(tmp_path).getexif())) == (True, {})


def test_a_photo_is_turned_upright(read):
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (40, 20)).save(out, "JPEG", exif=exif)

    preview = read(out.getvalue(), "a.jpg").preview

    assert (preview["width"], preview["height"]) == (20, 40)


def test_transparency_is_kept(read, tmp_path):
    out = io.BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(out, "PNG")

    read(out.getvalue())

    assert drawn(tmp_path).mode == "RGBA"


def test_a_broken_colour_profile_does_no_harm(read):
    data = png(5, 5)
    broken = data[:33] + png_chunk(b"iCCP", b"x")[:-4] + b"\x00\x00\x00\x00" + data[33:]

    assert read(broken).preview["width"] == 5


def test_a_picture_of_too_many_pixels_is_not_opened(read):
    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 0, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", head) + png_chunk(b"IDAT", b"") + png_chunk(b"IEND", b"")

    with pytest.raises(Unfit) as refusal:
        read(bomb)

    assert refusal.value.outcome == "too_big"


def test_a_cut_png_is_damaged(read):
    with pytest.raises(Unfit) as refusal:
        read(png(50, 50)[:60])

    assert refusal.value.outcome == "damaged"
