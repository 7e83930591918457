"""What may come from the street without an account."""

from __future__ import annotations


def refuse_hidden(leave_empty: str | None) -> str | None:
    """A reason code when the box was filled in that no person sees: a program wrote this."""
    return "compacts.leave_empty" if leave_empty else None
