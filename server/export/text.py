"""Text that a spreadsheet program will show and never carry out.

Rules of OWASP "CSV Injection"; the mark is an apostrophe and not a tab since CVE-2021-41270.
"""

from __future__ import annotations

from server.lib.patterns import late_pattern

_BLANKS = "(?:[^\\S\t\r\n]|[\u200b-\u200f\u2060\ufeff])*"
_LIVE = late_pattern(
    # a formula, at the start of any line
    f"(?:\\A|(?<=[\r\n]))'*{_BLANKS}[=+\\-@\t|\uff1d\uff0b\uff0d\uff20]"
    f"|\\A'*{_BLANKS}[\r\n]"
    # a phone or identity number, of which a number would keep only a part
    "|\\A'*(?:0\\d+|\\d{12,})\\Z"
)
_UNWRITABLE = late_pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def writable(text: str) -> str:
    """The text without what no spreadsheet file can hold: control characters and halves of characters."""
    return _UNWRITABLE.sub("", text)


def inert(text: str) -> str:
    """The text with an apostrophe before all that a spreadsheet would take for a formula or a number."""
    return _LIVE.sub(lambda found: f"'{found.group()}", text)


def restored(text: str) -> str:
    """What `inert` was given: for reading our own files back in."""
    return _LIVE.sub(lambda found: found.group().removeprefix("'"), text)
