"""Rosters as JSON: the same actions as the pages."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from litestar import Request, get, post, put
from litestar.params import FromPath, JSONBody, QueryParameter

from programs.communities.queries import access_community
from programs.residents import (
    import_actions,
    import_check_actions,
    import_place_actions,
    import_queries,
    import_undo_actions,
)
from programs.residents.import_exports import sentence_of
from programs.residents.import_pages import pasted
from programs.residents.import_schemas import (
    Answered,
    BatchOut,
    BatchPage,
    Columns,
    Confirmed,
    Dropped,
    FixedCells,
    HandInFile,
    HandInText,
    ListEstate,
    Row,
    RowOut,
    RowPage,
    SettledPlaces,
    TakenBack,
)
from programs.residents.import_words import REASONS
from programs.residents.roster_layout_rules import column_letter
from server.intake import limits
from server.intake.reader import read_grid
from server.web.access import STAFF, actor_of
from server.web.asked import AskedId, Cursor
from server.web.forms import Created, created, written

_LARGEST = limits.MOST_BYTES * 4 // 3 + 500_000
RowKind = Literal["", "new", "matched", "rejected", "question"]


@get("/api/rosters", opt={"who": STAFF})
async def list_rosters(request: Request, community: AskedId = None, after: Cursor = "") -> BatchPage:
    """Lists that were handed in, the newest first."""
    actor = actor_of(request)
    if community is not None:
        await access_community(actor, community)
    found = await import_queries.list_batches(actor, community_id=community, cursor=after)
    return msgspec.convert(found, BatchPage, from_attributes=True)


@post("/api/communities/{community_id:int}/rosters", opt={"who": STAFF}, request_max_body_size=_LARGEST)
async def hand_in(request: Request, community_id: FromPath[int], data: JSONBody[HandInFile]) -> Created:
    """Hand in a list as a file; 422 on `file` when it cannot be read or holds a column that is never taken."""
    actor = actor_of(request)
    community = await access_community(actor, community_id, to_edit=True)
    grid = await read_grid(data.content, data.file_name)
    read = await import_actions.read_roster(grid, data, actor=actor)
    return await created(
        data,
        actor=actor,
        action="roster.handed_in",
        write=lambda: import_actions.hand_in(community, data.file_name, data, read, actor=actor),
    )


@post("/api/communities/{community_id:int}/rosters/text", opt={"who": STAFF})
async def hand_in_text(request: Request, community_id: FromPath[int], data: JSONBody[HandInText]) -> Created:
    """Hand in a list as it stands in a group chat (接龙)."""
    actor = actor_of(request)
    community = await access_community(actor, community_id, to_edit=True)
    read = await import_actions.read_roster(pasted(data.text), data, actor=actor)
    return await created(
        data,
        actor=actor,
        action="roster.handed_in",
        write=lambda: import_actions.hand_in(community, "接龙", data, read, actor=actor),
    )


@get("/api/rosters/{batch_id:int}", opt={"who": STAFF})
async def show(request: Request, batch_id: FromPath[int]) -> BatchOut:
    """Where a list stands. It is checked when `state` is `checked`, and over when it is `done`."""
    batch = await import_queries.access_batch(actor_of(request), batch_id)
    matching, counts = import_queries.matching_of(batch), import_queries.counts_of(batch)
    return BatchOut(
        id=batch.id,
        community=batch.community,
        file_name=batch.file_name,
        purpose=str(batch.purpose),
        delete_after=batch.delete_after,
        state=str(batch.state),
        rows=batch.rows,
        progress=batch.progress,
        fault=str(REASONS[batch.fault]) if batch.fault else "",
        version=batch.version,
        headings=matching.headings,
        fields=matching.fields,
        counts={
            "new": counts.new,
            "matched": counts.matched,
            "rejected": counts.rejected,
            "question": counts.question,
            "stayed": len(counts.stayed),
            "unplaced": counts.unplaced,
        },
        missing=counts.missing,
        estate=matching.estate,
    )


@get("/api/rosters/{batch_id:int}/rows", opt={"who": STAFF})
async def list_rows(
    request: Request,
    batch_id: FromPath[int],
    kind: Annotated[RowKind, QueryParameter()] = "",
    after: Cursor = "",
) -> RowPage:
    """Rows of a list that waits, from the top, with each problem at its cell."""
    batch = await import_queries.access_batch(actor_of(request), batch_id)
    found = await import_queries.rows_page(batch.id, kind, cursor=after)
    return RowPage([_row(row) for row in found.rows], found.next)


def _row(row: Row) -> RowOut:
    problems = [
        {
            "cell": f"{column_letter(problem.place)}{row.number}",
            "column": problem.place,
            "code": problem.code,
            "sentence": str(sentence_of(problem.code, problem.facts)),
        }
        for problem in row.problems
    ]
    return RowOut(row.number, row.cells, row.kind, row.resident, problems)


@put("/api/rosters/{batch_id:int}/columns", opt={"who": STAFF})
async def match_columns(request: Request, batch_id: FromPath[int], data: JSONBody[Columns]) -> Created:
    """Say which column is what."""
    actor = actor_of(request)
    batch = await import_queries.access_batch(actor, batch_id, to_edit=True)
    return await written(batch, data, "roster.matched", import_actions.match_columns, actor=actor)


@post("/api/rosters/{batch_id:int}/cells", opt={"who": STAFF})
async def fix_cells(request: Request, batch_id: FromPath[int], data: JSONBody[FixedCells]) -> Created:
    """Correct cells."""
    actor = actor_of(request)
    batch = await import_queries.access_batch(actor, batch_id, to_edit=True)
    return await written(batch, data, "roster.corrected", import_check_actions.fix_cells, actor=actor)


@post("/api/rosters/{batch_id:int}/answers", opt={"who": STAFF})
async def answer(request: Request, batch_id: FromPath[int], data: JSONBody[Answered]) -> Created:
    """Say whether rows are the people of the same name."""
    actor = actor_of(request)
    batch = await import_queries.access_batch(actor, batch_id, to_edit=True)
    return await written(batch, data, "roster.answered", import_check_actions.answer, actor=actor)


@post("/api/rosters/{batch_id:int}/places", opt={"who": STAFF})
async def settle_places(request: Request, batch_id: FromPath[int], data: JSONBody[SettledPlaces]) -> Created:
    """Say what buildings are that the community has not: make them, or say which ones are meant."""
    actor = actor_of(request)
    batch = await import_queries.access_batch(actor, batch_id, to_edit=True)
    return await written(batch, data, "roster.places_settled", import_place_actions.settle, actor=actor)


@post("/api/rosters/{batch_id:int}/estate", opt={"who": STAFF})
async def say_estate(request: Request, batch_id: FromPath[int], data: JSONBody[ListEstate]) -> Created:
    """Say of which estate all rows are that name none."""
    actor = actor_of(request)
    batch = await import_queries.access_batch(actor, batch_id, to_edit=True)
    return await written(batch, data, "roster.estate_said", import_place_actions.say_estate, actor=actor)


@post("/api/rosters/{batch_id:int}/confirm", opt={"who": STAFF})
async def confirm(request: Request, batch_id: FromPath[int], data: JSONBody[Confirmed]) -> Created:
    """Import the list as it was read."""
    actor = actor_of(request)
    batch = await import_queries.access_batch(actor, batch_id, to_edit=True)
    return await written(batch, data, "roster.confirmed", import_actions.confirm, actor=actor)


@post("/api/rosters/{batch_id:int}/drop", opt={"who": STAFF})
async def drop(request: Request, batch_id: FromPath[int], data: JSONBody[Dropped]) -> Created:
    """Do not import the list."""
    actor = actor_of(request)
    batch = await import_queries.access_batch(actor, batch_id, to_edit=True)
    return await written(batch, data, "roster.dropped", import_actions.drop, actor=actor)


@post("/api/rosters/{batch_id:int}/undo", opt={"who": STAFF})
async def take_back(request: Request, batch_id: FromPath[int], data: JSONBody[TakenBack]) -> Created:
    """Undo an import; it is over when `state` is `undone`, and `stayed` counts who has since taken part and is kept."""
    actor = actor_of(request)
    batch = await import_queries.access_batch(actor, batch_id, to_edit=True)
    return await written(batch, data, "roster.undone", import_undo_actions.take_back, actor=actor)


HANDLERS = [
    list_rosters,
    hand_in,
    hand_in_text,
    show,
    list_rows,
    match_columns,
    fix_cells,
    answer,
    settle_places,
    say_estate,
    confirm,
    drop,
    take_back,
]
