"""Reading rosters: whoever's community it is not does not see it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import msgspec

from programs.communities.queries import estates_with_buildings, within_reach
from programs.residents import policy
from programs.residents.import_schemas import Counts, Matching, Row
from programs.residents.roster_match_rules import Known
from programs.residents.roster_place_rules import Places, estate_meant
from programs.residents.tables import ImportBatch
from server.lib import db
from server.lib.actor import Actor
from server.lib.errors import Forbidden, NotFound
from server.lib.records import own_row
from server.web.paging import PAGE, Slice, after_id, cut

PART = 500
# Rows that are not imported: those at fault, and those that nobody has answered for.
LEFT_OUT = ("rejected", "question")

_decode_rows = msgspec.json.Decoder(list[Row]).decode


async def access_batch(actor: Actor, batch_id: int, *, to_edit: bool = False) -> ImportBatch:
    """The only way from an id in an address to a roster, for staff of its community."""
    batch = await own_row(ImportBatch, batch_id, actor)
    if not actor.works_in(batch.community):
        raise NotFound("import_batch")
    if to_edit and not policy.may_edit_resident(actor, batch.community):
        raise Forbidden
    return batch


async def list_batches(
    actor: Actor, *, community_id: int | None = None, cursor: str | None = None
) -> Slice[dict[str, Any]]:
    """The rosters of the actor's communities, the newest first."""
    where, values = within_reach(actor, "b", community_id)
    if last := after_id(cursor):
        where.append("b.id < {}")
        values.append(last)
    found = await db.rows(
        "SELECT b.id, b.community, c.name AS community_name, b.file_name, b.purpose, b.delete_after, b.state, b.rows,"
        " b.counts, b.created_at, u.display_name AS created_by FROM import_batch AS b"
        " JOIN community AS c ON c.id = b.community LEFT JOIN user_account AS u ON u.id = b.created_by"
        f" WHERE {' AND '.join(where)} ORDER BY b.id DESC LIMIT {PAGE + 1}",
        *values,
    )
    return cut(found, "id")


def matching_of(batch: ImportBatch) -> Matching:
    """How the columns are read."""
    return msgspec.json.decode(batch.matching, type=Matching)


def counts_of(batch: ImportBatch) -> Counts:
    """What the check found, or the import did."""
    return msgspec.json.decode(batch.counts, type=Counts)


async def remembered(organisation_id: int) -> dict[str, str]:
    """The field that each heading stood for the last time, by folded heading."""
    found = await db.rows("SELECT heading, field FROM column_memory WHERE organisation = {}", organisation_id)
    return {row["heading"]: row["field"] for row in found}


async def places_of(community_id: int, *, estate: int | None = None) -> Places:
    """The buildings of a community, to be found by any spelling; who names no estate lives in `estate`."""
    named = await db.rows(
        "SELECT name FROM estate WHERE id = {} AND community = {}", estate or 0, community_id
    )
    return Places(
        await db.rows(
            "SELECT b.id, b.name, e.name AS estate FROM building AS b JOIN estate AS e ON e.id = b.estate"
            " WHERE b.community = {}",
            community_id,
        ),
        meant=await db.rows(
            "SELECT written_estate AS estate, written_building AS building, building AS id FROM place_memory"
            " WHERE community = {}",
            community_id,
        ),
        estate=named[0]["name"] if named else "",
    )


async def estate_of_list(batch: ImportBatch) -> dict[str, Any]:
    """Whether it must be said of which estate a list is, and the estates; the one that was last said in its community is
    proposed."""
    said, unplaced = matching_of(batch).estate, counts_of(batch).unplaced
    if not said and not unplaced:
        return {"unplaced": 0, "said": None, "estates": []}
    earlier = await db.rows(
        "SELECT matching FROM import_batch WHERE community = {} AND id < {} ORDER BY id DESC LIMIT 20",
        batch.community,
        batch.id,
    )
    found = (msgspec.json.decode(row["matching"], type=Matching).estate for row in earlier)
    return {
        "unplaced": unplaced,
        "said": said,
        "proposed": said or next((one for one in found if one), None),
        "estates": await estates_with_buildings(batch.community),
    }


async def missing_places(batch: ImportBatch) -> dict[str, Any]:
    """Buildings that a list names and the community has not, what it has, and whether it must be said in which estate to
    make them."""
    missing = counts_of(batch).missing
    estates = await estates_with_buildings(batch.community) if missing else []
    named = [(row["id"], row["name"]) for row in estates]
    return {
        "missing": missing,
        "estates": estates,
        "asks_where": any(estate_meant(one.estate, named) is None for one in missing),
    }


async def part_positions(batch_id: int) -> list[int]:
    """The parts of a roster that waits, from the top."""
    found = await db.rows("SELECT position FROM import_part WHERE batch = {} ORDER BY position", batch_id)
    return [row["position"] for row in found]


async def rows_of_part(batch_id: int, position: int) -> list[Row]:
    """The rows of one part."""
    found = await db.rows(
        "SELECT content FROM import_part WHERE batch = {} AND position = {}", batch_id, position
    )
    return _decode_rows(found[0]["content"]) if found else []


async def has_rows(batch_id: int) -> bool:
    """Whether rows of a list are still kept."""
    return bool(await db.rows("SELECT 1 AS one FROM import_part WHERE batch = {} LIMIT 1", batch_id))


async def waiting_rows(batch_id: int) -> AsyncIterator[list[Row]]:
    """All rows of a roster, part by part from the top."""
    for position in await part_positions(batch_id):
        yield await rows_of_part(batch_id, position)


async def rows_page(batch_id: int, kind: str, *, cursor: str | None, size: int = PAGE) -> Slice[Row]:
    """Some rows of one kind (every kind for ""), from the top; `cursor` is the last row that was shown."""
    after = after_id(cursor) or 0
    found: list[Row] = []
    async for rows in waiting_rows(batch_id):
        if rows and rows[-1].number > after:
            found += [row for row in rows if row.number > after and (not kind or row.kind == kind)]
        if len(found) > size:
            break
    more = len(found) > size
    return Slice(found[:size], str(found[size - 1].number) if more else None)


async def register_mark(community_id: int) -> list[int]:
    """What changes whenever somebody's record in the community does. Who arrives or leaves with an import is not counted."""
    moving = await db.rows(
        "SELECT id FROM import_batch WHERE community = {} AND state IN ('running', 'undoing')", community_id
    )
    ids = [0, *(row["id"] for row in moving)]
    [found] = await db.rows(
        "SELECT COUNT(*) AS n, COALESCE(MAX(id), 0) AS newest, COALESCE(SUM(version), 0) AS versions"
        " FROM resident WHERE community = {} AND (erased_at IS NULL OR batch IS NULL"
        f" OR batch NOT IN ({db.marks(ids)}))",
        community_id,
        *ids,
    )
    return [int(found["n"]), int(found["newest"]), int(found["versions"])]


async def namesakes_of(community_id: int, names: set[str]) -> dict[str, list[Known]]:
    """The people of a community under each of these folded names."""
    found = await db.rows(
        "SELECT r.id, r.folded_name, r.phone_tail, r.building, COALESCE(h.door, '') AS door FROM resident AS r"
        " LEFT JOIN household AS h ON h.id = r.household"
        f" WHERE r.community = {{}} AND r.erased_at IS NULL AND r.folded_name IN ({db.marks(names)}) ORDER BY r.id",
        community_id,
        *names,
    )
    known: dict[str, list[Known]] = {}
    for row in found:
        known.setdefault(row["folded_name"], []).append(
            Known(row["id"], row["phone_tail"], row["building"], row["door"])
        )
    return known


async def people_of(batch_id: int) -> list[int]:
    """Who came with a roster, in the order of its rows; read in parts, so that others are answered in between."""
    ids: list[int] = []
    while found := await db.rows(
        "SELECT id FROM resident WHERE batch = {} AND id > {} ORDER BY id LIMIT 2000",
        batch_id,
        ids[-1] if ids else 0,
    ):
        ids += [row["id"] for row in found]
        await asyncio.sleep(0)
    return ids


async def names_of(ids: list[int]) -> dict[int, dict[str, Any]]:
    """What a question shows of people who are known: name, last four digits, building and door."""
    found = await db.rows(
        "SELECT r.id, r.name, r.phone_tail, r.age_band, b.name AS building_name, h.door FROM resident AS r"
        " LEFT JOIN building AS b ON b.id = r.building LEFT JOIN household AS h ON h.id = r.household"
        f" WHERE r.id IN ({db.marks(ids)})",
        *ids,
    )
    return {row["id"]: row for row in found}
