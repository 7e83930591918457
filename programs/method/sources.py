"""Where evidence comes from: every figure opens to the records under it. The ceiling enters the rooms' kinds of record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from server.lib import db
from server.lib.late_entries import complete


class Source(msgspec.Struct, frozen=True):
    """One kind of record: the address it opens at, and the table and column that name it."""

    path: str
    table: str = ""
    column: str = ""

    @classmethod
    def of_person(cls, path: str, table: str) -> Source:
        """A kind of record that is about one resident and called by her name."""
        named = f"(SELECT t.id, r.name FROM {table} AS t JOIN resident AS r ON r.id = t.resident) AS named"
        return cls(path, named, "name")


_sources: dict[str, Source] = {
    "indicator": Source("/desk/indicators/{id}", "indicator", "name"),
    "focal_issue": Source("/desk/focal-issues/{id}", "focal_issue", "title"),
    "consolidation": Source("/desk/consolidations/{id}"),
    "relapse": Source("/desk/relapses/{id}"),
    "mechanism": Source("/desk/mechanisms/{id}", "mechanism", "what"),
}


def register(sources: Mapping[str, Source]) -> None:
    """Enter the kinds of record of rooms above."""
    _sources.update(sources)


def known_sources() -> Mapping[str, Source]:
    """Every kind of record that evidence comes from."""
    complete(__name__)
    return _sources


def path_of(source_kind: str, source_id: int) -> str:
    """Where a record opens; empty for a kind that has no page."""
    source = known_sources().get(source_kind)
    return source.path.format(id=source_id) if source else ""


async def names_of(rows: Iterable[dict[str, Any]]) -> dict[tuple[str, int], str]:
    """The names of the records behind some rows of evidence; one read for each kind of record."""
    wanted: dict[str, set[int]] = {}
    for row in rows:
        wanted.setdefault(row["source_kind"], set()).add(row["source_id"])
    names: dict[tuple[str, int], str] = {}
    for kind, ids in wanted.items():
        source = known_sources().get(kind)
        if source is None or not source.column:
            continue
        found = await db.rows(
            f"SELECT id, {source.column} AS name FROM {source.table} WHERE id IN ({db.marks(ids)})",
            *sorted(ids),
        )
        names |= {(kind, row["id"]): str(row["name"]) for row in found}
    return names
