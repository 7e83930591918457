"""A handed-in photo, written anew: upright, in plain colours, no larger than a page shows, without what the camera noted.

Nothing of the file survives but the picture: no place, no time, no serial number, no second file behind the first.
"""

from __future__ import annotations

import contextlib
import io
import warnings
from typing import TYPE_CHECKING

import msgspec

from server.intake import limits
from server.intake.refusal import Unreadable

if TYPE_CHECKING:
    from PIL.Image import Image

CONTENT_TYPE = "image/webp"
LARGE = 2_048
SMALL = 480
_FORMATS = ("JPEG", "PNG", "WEBP")
_MAY_MOVE = frozenset({"PNG", "WEBP"})  # a phone's JPEG may carry a second picture, and stands still
_QUALITY = 82
_HEIF = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")


class Picture(msgspec.Struct):
    """A photo as it is kept: the large picture and the small one, both WebP; width and height of the large one."""

    large: bytes
    small: bytes
    width: int
    height: int


class PhotoAnswer(msgspec.Struct):
    """What the reading process says of one file: the picture, or why there is none."""

    picture: Picture | None = None
    code: str = ""


def read_picture(content: bytes) -> Picture:
    """The picture in the bytes of a JPEG, PNG or WebP; Unreadable for whatever else it is, or claims to be."""
    if not content:
        raise Unreadable("photo_empty")
    if len(content) > limits.PHOTO_BYTES:
        raise Unreadable("photo_too_large")
    if content[4:8] == b"ftyp" and content[8:12] in _HEIF:
        raise Unreadable("photo_heif")
    from PIL import Image, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = limits.PHOTO_DOTS
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
                if image.format in _MAY_MOVE and getattr(image, "n_frames", 1) > 1:
                    raise Unreadable("photo_moves")
                return _kept(image)
        except (Image.DecompressionBombWarning, Image.DecompressionBombError):
            raise Unreadable("photo_bomb") from None
        except UnidentifiedImageError:
            raise Unreadable("photo_kind") from None
        except (
            OSError,
            ValueError,
            SyntaxError,
            EOFError,
        ) as fault:  # all that Pillow raises for a damaged file
            raise Unreadable("photo_broken") from fault


def _kept(image: Image) -> Picture:
    from PIL import ImageOps

    image.draft("RGB", (LARGE, LARGE))  # a large JPEG is made smaller while it is read
    image.thumbnail((LARGE, LARGE))
    large = _flat(ImageOps.exif_transpose(image))
    small = large.copy()
    small.thumbnail((SMALL, SMALL))
    return Picture(large=_written(large), small=_written(small), width=large.width, height=large.height)


def _flat(image: Image) -> Image:
    """The picture in the red, green and blue of screens (sRGB); on white where it can be seen through."""
    from PIL import Image as images

    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        seen_through = image.convert("RGBA")
        ground = images.new("RGBA", seen_through.size, "white")
        return images.alpha_composite(ground, seen_through).convert("RGB")
    return _in_srgb(image)


def _in_srgb(image: Image) -> Image:
    from PIL import ImageCms

    profile = image.info.get("icc_profile")
    if profile and image.mode in {"RGB", "CMYK"}:
        with contextlib.suppress(ImageCms.PyCMSError, OSError):
            found = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            changed = ImageCms.profileToProfile(
                image, found, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
            if changed is not None:
                return changed
    return image.convert("RGB")


def _written(image: Image) -> bytes:
    """WebP of the dots alone: whatever else the picture carried is left behind."""
    from PIL import Image as images

    bare = images.frombytes("RGB", image.size, image.tobytes())
    file = io.BytesIO()
    bare.save(file, "WEBP", quality=_QUALITY, method=4)
    return file.getvalue()
