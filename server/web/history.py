"""The changes of one record, in the reader's words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import msgspec

from server import audit
from server.lib.actor import Actor
from server.lib.i18n import _, format_date, format_moment
from server.web.words import act_words, field_words, value_words

Words = Mapping[str, Mapping[Any, Any]]


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _as_it_stands(value: Any) -> Any:
    return value


async def history_of(
    subject_kind: str,
    subject_id: int,
    *,
    actor: Actor,
    words: Words | None = None,
    read: Callable[[Any], Any] = _as_it_stands,
) -> list[dict[str, Any]]:
    """Entries for the `history` component, newest first. `words` says, by field, how stored values are called
    that no room could enter in its VALUES: the names of rows, and what is called otherwise on this page.

    `read` opens what was sealed before it was written down.
    """
    entries = await audit.entries_of(subject_kind, subject_id, organisation_id=actor.organisation_id)
    return [
        {
            "when": format_moment(entry["at"]),
            "who": entry["actor_name"],
            "what": act_words(entry["action"]),
            "reason": read(entry["reason"]) or "",
            "changes": _changes(subject_kind, entry["changes"], words or {}, read),
        }
        for entry in entries
    ]


def _changes(
    subject_kind: str, changes: str | None, words: Words, read: Callable[[Any], Any]
) -> list[tuple[Any, Any, Any]]:
    """`(field, before, after)`; a personal field shows that it changed and not what it was."""
    found: dict[str, list[Any] | None] = msgspec.json.decode(changes) if changes else {}
    return [
        (
            field_words(subject_kind, name),
            *(
                [
                    _called({**value_words(subject_kind, name), **words.get(name, {})}, read(value))
                    for value in pair
                ]
                if pair is not None
                else ("***", "***")
            ),
        )
        for name, pair in found.items()
    ]


def _called(names: Mapping[Any, Any], value: Any) -> Any:
    """A value by its name; several codes in one text by theirs."""
    if value in names:
        return names[value]
    codes = value.split(", ") if names and isinstance(value, str) else []
    if codes and all(code in names for code in codes):
        return _(", ").join(str(names[code]) for code in codes)
    return in_words(value)


def in_words(value: Any) -> Any:
    """A stored value as people read it: a day, yes or no; anything else as it stands."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return format_date(date.fromisoformat(value))
        except ValueError:  # somebody typed a text of this form
            return value
    return value
