"""What an outgoing leader hands on, and when nothing is missing (S39)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

KINDS = ("seal", "account", "documents", "keys", "money", "contacts")


class Item(msgspec.Struct, frozen=True):
    """One line of the list: a thing, received or not, or that there is none of its kind."""

    kind: str
    none_held: bool
    received_on: date | None


def missing(items: Sequence[Item]) -> tuple[str, ...]:
    """The kinds of which something is still to be received, or of which nothing is said."""
    return tuple(kind for kind in KINDS if not _settled([item for item in items if item.kind == kind]))


def _settled(items: Sequence[Item]) -> bool:
    return bool(items) and all(item.none_held or item.received_on is not None for item in items)


def refuse_item(items: Sequence[Item], *, kind: str, none_held: bool) -> str | None:
    """A reason code when a line contradicts the list: there is something of this kind, or there is none."""
    same = [item for item in items if item.kind == kind]
    if any(item.none_held for item in same):
        return "teams.said_none_held"
    return "teams.said_something_held" if none_held and same else None


def refuse_line(what: str, *, none_held: bool) -> str | None:
    """A reason code unless a line says what there is, or that there is none: silence is neither."""
    return None if bool(what) != none_held else "teams.item_unnamed"


def refuse_receipt(received_on: date, *, since: date, received: bool, none_held: bool) -> str | None:
    """A reason code when a thing cannot have been received on this day."""
    if none_held:
        return "teams.nothing_to_receive"
    if received:
        return "teams.received_already"
    return "teams.received_before_term" if received_on < since else None


def last_two(terms: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Of leaders' terms, the newest of each group first: that one, and the newest of the leader before, if another's."""
    kept: dict[int, list[Mapping[str, Any]]] = {}
    for term in terms:
        known = kept.setdefault(term["group"], [])
        if len(known) < 2 and all(one["resident"] != term["resident"] for one in known):
            known.append(term)
    return [term for known in kept.values() for term in known]
