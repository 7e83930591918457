"""Visits as rows: what the actions of doors and rounds share. Set-wise, for a round is many doors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from server.lib import clock, db
from server.lib.actor import Actor

_COLUMNS = (
    "organisation",
    "community",
    "program",
    "building",
    "household",
    "resident",
    "round",
    "procedure_version",
    "scenario",
    "purpose",
    "mode",
    "outcome",
    "visited_on",
    "visited_at",
    "again_on",
    "visitor_account",
    "visitor_resident",
    "visitor_name",
    "companion",
    "companion_kind",
    "steps_done",
    "skip_reason",
    "note",
    "labels",
    "recorded_by",
    "created_at",
)
_AT_ONCE = 500


def columns_of(data: Any) -> dict[str, Any]:
    """What was said of one door (a Knock, a NewVisit) as columns."""
    at = getattr(data, "visited_at", None)
    return {
        "outcome": data.outcome,
        "visited_at": at or "",
        "again_on": data.again_on if data.outcome == "rescheduled" else None,
        "steps_done": msgspec.json.encode(sorted(set(data.steps_done))).decode(),
        "skip_reason": data.skip_reason or "",
        "note": data.note or "",
        "labels": msgspec.json.encode(list(dict.fromkeys(data.labels))).decode(),
    }


async def insert(visits: Sequence[Mapping[str, Any]]) -> list[int]:
    """The ids of the rows, in the order of `visits`, which are of different households or alone."""
    ids: dict[int, int] = {}
    for start in range(0, len(visits), _AT_ONCE):
        batch = visits[start : start + _AT_ONCE]
        found = await db.execute(
            f"INSERT INTO visit ({', '.join(_COLUMNS)}) VALUES {db.tuples(len(batch), len(_COLUMNS))}"
            " RETURNING id, household",
            *(visit[name] for visit in batch for name in _COLUMNS),
        )
        ids |= {row["household"]: int(row["id"]) for row in found}
    return [ids[visit["household"]] for visit in visits]


def concerns_in(data: Any) -> int:
    """How many concerns were noted with a visit: what they care about, what they would gain by."""
    return bool(data.concern) + bool(data.benefit)


async def add_concerns(by_visit: Mapping[int, Any], *, actor: Actor) -> None:
    """The concerns noted with visits, by visit."""
    values: list[Any] = []
    for visit_id, data in by_visit.items():
        for text, benefit in ((data.concern, False), (data.benefit, True)):
            if text:
                values += [actor.organisation_id, visit_id, benefit, text, clock.now()]
    if values:
        await db.execute(
            "INSERT INTO visit_concern (organisation, visit, benefit, text, created_at) VALUES "
            + db.tuples(len(values) // 5, 5),
            *values,
        )
