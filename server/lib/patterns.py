"""Patterns that are compiled when they are first used.

Python needs a millisecond for a class of Chinese characters, and most of what reads spreadsheets and drawings is not
asked for hours after a start.
"""

from __future__ import annotations

import re
from typing import Any, cast


class _Late:
    def __init__(self, text: str, flags: int) -> None:
        self._text = text
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(self._text, self._flags), name)
        setattr(self, name, found)
        return found


def late_pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """`re.compile`, later. Only for the pattern's own methods, not to be handed to functions of `re`."""
    return cast("re.Pattern[str]", _Late(text, flags))
