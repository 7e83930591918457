"""A roster that waits for a decision."""

from __future__ import annotations

from typing import Any

import msgspec

from programs.residents.import_schemas import Counts, Matching, Row
from programs.residents.roster_rules import Person
from programs.residents.tables import ImportBatch, ImportPart
from tests.cast import Side, _row


async def waiting_roster(side: Side, mark: str) -> int:
    """The id of a list of one new person."""
    place: dict[str, Any] = {"organisation": side.organisation, "community": side.community}
    matching = Matching(["name"], [f"{mark}姓名"], "paper")
    batch = await _row(
        ImportBatch,
        **place,
        file_name=f"{mark}名单.xlsx",
        file_hash="",
        state="checked",
        matching=msgspec.json.encode(matching).decode(),
        counts=msgspec.json.encode(Counts(new=1)).decode(),
        rows=1,
    )
    rows = [Row(2, [f"{mark}老钱"], Person(f"{mark}老钱"), kind="new")]
    content = msgspec.json.encode(rows).decode()
    await _row(ImportPart, organisation=side.organisation, batch=batch, position=0, content=content)
    return batch
