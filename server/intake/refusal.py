"""Why a file is not read."""

from __future__ import annotations


class Unreadable(Exception):
    """The file is not taken; `code` is one of `server.intake.words.REASONS` without its room."""

    def __init__(self, code: str, **facts: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts
