"""Reading a handed-in photo in a process of its own."""

from __future__ import annotations

import msgspec

from server.intake import limits
from server.intake.photo import PhotoAnswer, Picture
from server.intake.process import ask
from server.intake.refusal import Unreadable
from server.lib.errors import Refused


async def read_photo(content: bytes, *, field: str = "photos") -> Picture:
    """The picture in a handed-in file; Refused beside `field` with a sentence for whatever it is instead."""
    if len(content) > limits.PHOTO_BYTES:
        raise Refused("intake.photo_too_large", field=field, limit=limits.PHOTO_BYTES // 1_000_000)
    try:
        said = await ask("server.intake.photo_child", content=content)
    except Unreadable as stopped:
        raise Refused(f"intake.photo_{stopped.code}", field=field) from None
    answer = msgspec.msgpack.decode(said, type=PhotoAnswer)
    if answer.picture is None:
        raise Refused(f"intake.{answer.code}", field=field)
    return answer.picture
