"""A photo is kept as a picture and nothing else; what is no photo is refused by name, in a process of its own."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import pytest
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from server.intake import limits
from server.intake.photo import read_picture
from server.intake.photo_reader import read_photo
from server.intake.refusal import Unreadable
from server.lib.errors import Refused

WHERE = "GPS of the camera"


def file_of(image: Image.Image, kind: str, **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def from_a_phone(kind: str, *, width: int = 3000, height: int = 1500, turned: int = 6) -> bytes:
    """A picture, red above and blue below as it is seen, that says where it was taken and how it was held."""
    image = Image.new("RGB", (width, height), "blue")
    image.paste("red", (0, 0, width // 2, height))
    exif = Image.Exif()
    exif[0x0112], exif[0x010E], exif[0x010F] = turned, WHERE, "Camera 9000"
    exif.get_ifd(0x8825).update(
        {1: "N", 2: (IFDRational(22), IFDRational(32), IFDRational(0)), 3: "E", 4: (114, 3, 0)}
    )
    return (
        file_of(image, kind, exif=exif, xmp=f"<x>{WHERE}</x>".encode())
        if kind != "PNG"
        else file_of(image, kind, exif=exif)
    )


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_picture_stays_and_what_the_camera_noted_goes(kind: str) -> None:
    picture = read_picture(from_a_phone(kind))
    for written, most in ((picture.large, 2048), (picture.small, 480)):
        with Image.open(io.BytesIO(written)) as kept:
            assert kept.format == "WEBP"
            assert max(kept.size) == most
            assert kept.height == 2 * kept.width  # it was held upright
            above, below = (kept.getpixel((kept.width // 2, at)) for at in (5, kept.height - 5))
            assert above[0] > 200 > 60 > above[2]
            assert below[0] < 60 < 200 < below[2]
            assert not dict(kept.getexif())
            assert not {"exif", "xmp", "icc_profile"} & set(kept.info)
        assert WHERE.encode() not in written
        assert b"Camera" not in written
    assert (picture.width, picture.height) == (1024, 2048)


def test_what_can_be_seen_through_stands_on_white() -> None:
    picture = read_picture(file_of(Image.new("RGBA", (50, 40), (0, 0, 0, 0)), "PNG"))
    with Image.open(io.BytesIO(picture.large)) as kept:
        assert kept.getpixel((20, 20)) == (255, 255, 255)


def test_a_phone_may_lay_a_second_picture_behind_the_first() -> None:
    one, two = Image.new("RGB", (60, 40), "red"), Image.new("RGB", (60, 40), "blue")
    assert read_picture(file_of(one, "MPO", save_all=True, append_images=[two])).width == 60


def a_bomb() -> bytes:
    """A PNG of a few bytes that says it is 10,000 dots high and wide."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 10_000, 10_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\x00" * 1000))
        + chunk(b"IEND", b"")
    )


PLAIN = Image.new("RGB", (8, 8))
REFUSED: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "photo_empty"),
    "a drawing with a script": (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "photo_kind"),
    "a page": (b"<!doctype html><img src=x onerror=alert(1)>", "photo_kind"),
    "a gif that moves": (
        file_of(PLAIN, "GIF", save_all=True, append_images=[Image.new("RGB", (8, 8), "red")]),
        "photo_kind",
    ),
    "a webp that moves": (
        file_of(PLAIN, "WEBP", save_all=True, append_images=[Image.new("RGB", (8, 8), "red")]),
        "photo_moves",
    ),
    "a png that moves": (
        file_of(PLAIN, "PNG", save_all=True, append_images=[Image.new("RGB", (8, 8), "red")]),
        "photo_moves",
    ),
    "a scan": (file_of(PLAIN, "TIFF"), "photo_kind"),
    "a paper": (file_of(PLAIN, "PDF"), "photo_kind"),
    "postscript": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 8 8\nshowpage", "photo_kind"),
    "a layered drawing": (b"8BPS\x00\x01" + b"\x00" * 40, "photo_kind"),
    "a new phone's format": (b"\x00\x00\x00\x18ftypheic" + b"\x00" * 40, "photo_heif"),
    "half a photo": (from_a_phone("JPEG")[:2_000], "photo_broken"),
    "a bomb": (a_bomb(), "photo_bomb"),
    "a photo with a page behind it": (b"GIF89a/*" + b"\x00" * 40, "photo_kind"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_photo_is_refused_by_name(what: str) -> None:
    content, code = REFUSED[what]
    with pytest.raises(Unreadable) as refusal:
        read_picture(content)
    assert refusal.value.code == code


async def test_it_is_read_in_a_process_of_its_own() -> None:
    picture = await read_photo(from_a_phone("JPEG", width=7_700, height=5_100))  # 39 million dots
    assert picture.height == 2048
    assert len(picture.large) < 200_000
    with pytest.raises(Refused) as refused:
        await read_photo(b"<svg/>")
    assert refused.value.code == "intake.photo_kind"
    with pytest.raises(Refused) as refused:
        await read_photo(b"\xff" * (limits.PHOTO_BYTES + 1))
    assert refused.value.code == "intake.photo_too_large"


@pytest.mark.matrix
async def test_the_largest_photo_of_each_kind_fits_into_its_memory() -> None:
    for kind in ("JPEG", "PNG", "WEBP"):
        image = Image.effect_noise((400, 300), 60).convert("RGBA" if kind != "JPEG" else "RGB")
        content = file_of(image.resize((7_300, 5_470), Image.Resampling.NEAREST), kind)
        assert (await read_photo(content)).width == 2048
