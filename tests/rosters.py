"""Rosters on their way, as tests hand them in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from programs.communities.tables import Community
from programs.residents import import_actions
from programs.residents.import_queries import counts_of
from programs.residents.import_schemas import Confirmed, Counts, HandIn, TakenBack
from programs.residents.import_undo_actions import take_back
from programs.residents.tables import ImportBatch
from server.intake.grid import Grid, finished
from server.jobs.runner import run_all
from server.lib import clock, db
from server.lib.actor import Actor
from server.lib.ids import new_op_id
from server.routes import register_rooms

HEADER = ["姓名", "电话", "楼栋", "房号", "年龄"]


def grid_of(*rows: Sequence[str], header: Sequence[str] = HEADER) -> Grid:
    """A list under its headings."""
    cells = [[*row, *[""] * (len(header) - len(row))] for row in [header, *rows]]
    return finished(cells, sheet="名单", kind="xlsx")


def hand_in(**more: Any) -> HandIn:
    """What comes with a file."""
    day = clock.today() + timedelta(days=365)
    return HandIn(
        **{"op_id": new_op_id(), "purpose": "register", "delete_after": day, "how": "paper", **more}
    )


async def handed_in(community_id: int, grid: Grid, *, actor: Actor, **more: Any) -> ImportBatch:
    """A list that was handed in and has been checked."""
    register_rooms()
    data = hand_in(**more)
    community = await Community.objects().get(Community.id == community_id)
    assert community is not None
    read = await import_actions.read_roster(grid, data, actor=actor)
    batch_id = await import_actions.hand_in(community, "名单.xlsx", data, read, actor=actor)
    await run_all()
    return await again(batch_id)


async def again(batch_id: int) -> ImportBatch:
    """A list as it stands now."""
    batch = await ImportBatch.objects().get(ImportBatch.id == batch_id)
    assert batch is not None
    return batch


async def imported(batch: ImportBatch, *, actor: Actor) -> ImportBatch:
    """The list, confirmed and carried out."""
    data = Confirmed(op_id=new_op_id(), version=batch.version)
    await import_actions.confirm(batch, data, actor=actor)
    await run_all()
    return await again(batch.id)


async def taken_back(batch: ImportBatch, *, actor: Actor) -> ImportBatch:
    """The import, undone."""
    await take_back(batch, TakenBack(op_id=new_op_id()), actor=actor)
    await run_all()
    return await again(batch.id)


def numbers(batch: ImportBatch) -> tuple[int, int, int, int]:
    """New, matched, rejected, questions."""
    counts: Counts = counts_of(batch)
    return counts.new, counts.matched, counts.rejected, counts.question


async def register_of(community: int) -> list[dict[str, Any]]:
    """Everything that is kept of a community's people, without what counts saves."""
    people = await db.rows(
        "SELECT r.id, r.name, r.folded_name, r.phone_tail, r.age_band, r.building, r.household, r.guardian_name,"
        " r.keep_until, r.batch, r.sealed_phone, h.door, h.size FROM resident AS r"
        " LEFT JOIN household AS h ON h.id = r.household WHERE r.community = {} ORDER BY r.id",
        community,
    )
    of_organisation = "organisation = (SELECT organisation FROM community WHERE id = {})"
    beside = {
        name: await db.rows(f"SELECT * FROM {name} WHERE {of_organisation} ORDER BY id", community)
        for name in ("resident_tag", "consent", "person_key", "household")
    }
    doors = [{k: v for k, v in row.items() if k != "version"} for row in beside.pop("household")]
    return [*people, beside, sorted(doors, key=lambda row: row["id"])]
