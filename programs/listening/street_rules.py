"""What is kept of what somebody writes on the street without an account."""

from __future__ import annotations

# Under fourteen nothing that names a child is kept without a guardian (PIPL article 31).
_CHILDREN = frozenset({"0-6", "7-13"})


def kept_nickname(nickname: str | None, age_band: str | None) -> str:
    """The nickname that may be kept: none of a child's."""
    return "" if age_band in _CHILDREN else nickname or ""


def willing_said(word: str | None) -> bool | None:
    """Whether somebody would do something about it with others; None when she left it open."""
    return None if word is None else word == "yes"


def refuse_taking_in(*, from_street: bool, taken_in: bool, voided: bool) -> str | None:
    """A reason code when a note does not wait in the inbox."""
    return None if from_street and not taken_in and not voided else "needs.not_in_inbox"
