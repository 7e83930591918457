"""The process that reads one photo and ends: `python -m server.intake.photo_child`, the file on its standard input."""

from __future__ import annotations

import sys

import msgspec

from server.intake import limits
from server.intake.photo import PhotoAnswer, read_picture
from server.intake.process import confine
from server.intake.refusal import Unreadable


def main() -> None:
    """Read standard input, answer on standard output."""
    confine(memory=limits.PHOTO_ADDRESS_SPACE)
    try:
        answer = PhotoAnswer(picture=read_picture(sys.stdin.buffer.read()))
    except Unreadable as refusal:
        answer = PhotoAnswer(code=refusal.code)
    except MemoryError:
        answer = PhotoAnswer(code="photo_bomb")
    sys.stdout.buffer.write(msgspec.msgpack.encode(answer))


if __name__ == "__main__":
    main()
