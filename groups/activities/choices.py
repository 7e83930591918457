"""The choices of this room and what they are called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from groups.activities.rules import By
from server.lib.i18n import Message, m

ACT_NAMES: dict[str, Message] = {
    "proposed": m("Proposed"),
    "decided": m("Decided"),
    "did": m("Did"),
    "answered": m("Answered for it"),
    "evaluated": m("Evaluated"),
}
STANDINGS: dict[str, Message] = {
    "residents": m("Residents"),
    "staff": m("Staff"),
    "others": m("Others"),
    "unproved": m("Not proved"),
}
PRESENCES: dict[str, Message] = {
    "full": m("all the time"),
    "part": m("part of the time"),
    "none": m("not there"),
}
LEVERS: dict[str, Message] = {
    "collaboration": m("Working together with others"),
    "tools": m("Smart tools"),
    "mobilisation": m("Mobilising residents"),
}
STATES: dict[str, Message] = {
    "planned": m("planned"),
    "held": m("held"),
    "cancelled": m("cancelled"),
}
STATE_TONES = {"planned": "info", "held": "good", "cancelled": "off"}
ROLES: dict[str, Message] = {
    "participant": m("Participant"),
    "volunteer": m("Volunteer"),
}


def options(choices: Mapping[str, Message], *names: str) -> list[tuple[str, Message]]:
    """Choices for a form; all of them, or those named."""
    return [(name, choices[name]) for name in names or choices]


def who_options(people: Iterable[Mapping[str, Any]], *, me: int | None = None) -> list[tuple[str, Any]]:
    """Who can have done an act: the reader herself first, then these people, then staff, others, nobody named."""
    named = [
        (f"r{person['id']}", m("I") if person["id"] == me else person["name"])
        for person in sorted(people, key=lambda person: person["id"] != me)
    ]
    return [
        *named,
        ("staff", m("Staff")),
        ("others", m("Others")),
        ("residents", m("Residents, no name (not proved)")),
    ]


def who_words(by: By | None, names: Mapping[int, str]) -> Message | str:
    """Who did an act, in words; a resident by name, where `names` has it."""
    if by is None:
        return m("not recorded")
    if by.resident is not None:
        return names.get(by.resident) or STANDINGS["residents"]
    return m("Residents, no name (not proved)") if by.by == "residents" else STANDINGS[by.by]
