"""Records: the wall around them, which fields an edit changes, and whether somebody saved first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from piccolo.columns import Column
from piccolo.table import Table

from server.lib import db
from server.lib.actor import Actor
from server.lib.errors import Stale

SomeTable = TypeVar("SomeTable", bound=Table)


async def own_row(table: type[SomeTable], row_id: int, actor: Actor) -> SomeTable:
    """The row with this id in the actor's organisation; NotFound for another's, which does not exist for her.

    What she may do with the row, and whether it lies in her communities, is for the `access_*` that asks.
    """
    # Every table behind a door has these two columns.
    return await db.record(table, "id = {} AND organisation = {}", row_id, actor.organisation_id)


def changed_fields(record: Table, new: Mapping[str, Any]) -> dict[str, list[Any]]:
    """`{field: [before, after]}` of the fields whose value changes, as the audit log wants it."""
    return {
        name: [_plain(getattr(record, name)), _plain(value)]
        for name, value in new.items()
        if getattr(record, name) != value
    }


def check_version(record: Table, version: int, new: Mapping[str, Any]) -> None:
    """Raise `Stale`, with what stands now in the fields that differ, unless `version` is the record's own."""
    if record.version != version:  # type: ignore[attr-defined]  # every editable record has one
        differing = {
            name: getattr(record, name) for name, value in new.items() if getattr(record, name) != value
        }
        raise Stale(differing, version=record.version)  # type: ignore[attr-defined]  # as above


def next_version(record: Table, new: Mapping[Any, Any]) -> dict[Column | str, Any]:
    """The columns to update when an edit is saved: what changes, and the version after the record's own."""
    return {**new, "version": record.version + 1}  # type: ignore[attr-defined]  # as above


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)
