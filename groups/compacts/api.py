"""Compacts and their texts as JSON: the same actions as the pages."""

from __future__ import annotations

from datetime import date, datetime

import msgspec
from litestar import Request, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody

from groups.compacts import actions, draft_actions, queries, text_queries
from groups.compacts.schemas import (
    CompactPage,
    CompactRow,
    EditedClause,
    EditedCompact,
    EditedPreamble,
    MovedClause,
    NewClause,
    NewCompact,
    RemovedClause,
)
from programs.communities.queries import access_community
from server.web.access import STAFF, actor_of
from server.web.asked import AskedId, Cursor
from server.web.forms import Created, created, written

_HOME = "/api/compacts/{compact_id:int}"
_CLAUSE = f"{_HOME}/clauses/{{key:int}}"


class ClauseOut(msgspec.Struct):
    """A clause of a text; `key` is the same in all texts."""

    key: int
    number: int
    text: str
    origin: str
    origin_id: int | None
    origin_note: str
    reason: str


class TextOut(msgspec.Struct):
    """A text of a compact; `version` is what an edit sends back, `text_hash` what a signature is bound to."""

    major: int
    minor: int
    preamble: str
    substantive: bool
    reason: str
    text_hash: str
    fixed_at: datetime | None
    version: int
    clauses: tuple[ClauseOut, ...]


class CompactOut(msgspec.Struct):
    """A compact with all its texts."""

    id: int
    community: int
    program: int | None
    group: int | None
    title: str
    state: str
    consulting_until: date | None
    ratified_on: date | None
    in_force_on: date | None
    review_on: date | None
    renews: int | None
    version: int
    texts: list[TextOut]


@get("/api/compacts", opt={"who": STAFF})
async def list_compacts(
    request: Request, community: FromQuery[AskedId] = None, after: Cursor = ""
) -> CompactPage:
    """The compacts of the caller's communities, the newest first."""
    actor = actor_of(request)
    if community is not None:
        await access_community(actor, community)
    found = await queries.list_compacts(actor, community, cursor=after)
    return CompactPage(msgspec.convert(found.rows, list[CompactRow]), found.next)


@get(_HOME, opt={"who": STAFF})
async def show_compact(request: Request, compact_id: FromPath[int]) -> CompactOut:
    """One compact with its texts."""
    compact = await queries.access_compact(actor_of(request), compact_id)
    texts = await text_queries.texts_of(compact.id)
    plain = {name: getattr(compact, name) for name in CompactOut.__struct_fields__ if name != "texts"}
    return CompactOut(**plain, texts=msgspec.convert(texts, list[TextOut], from_attributes=True))


@post("/api/communities/{community_id:int}/compacts", opt={"who": STAFF})
async def begin_compact(request: Request, community_id: FromPath[int], data: JSONBody[NewCompact]) -> Created:
    """Begin a compact."""
    actor = actor_of(request)
    community = await access_community(actor, community_id, to_edit=True)
    return await written(community, data, "compact.begun", actions.begin_compact, actor=actor)


@put(_HOME, opt={"who": STAFF})
async def edit_compact(request: Request, compact_id: FromPath[int], data: JSONBody[EditedCompact]) -> Created:
    """Save a compact's cover."""
    actor = actor_of(request)
    compact = await queries.access_compact(actor, compact_id, to_edit=True)
    return await written(compact, data, "compact.edited", actions.edit_compact, actor=actor)


@put(f"{_HOME}/preamble", opt={"who": STAFF})
async def edit_preamble(
    request: Request, compact_id: FromPath[int], data: JSONBody[EditedPreamble]
) -> Created:
    """Save the words before the first clause."""
    actor = actor_of(request)
    compact = await queries.access_compact(actor, compact_id, to_edit=True)
    return await written(compact, data, "compact.written", draft_actions.edit_preamble, actor=actor)


@post(f"{_HOME}/clauses", opt={"who": STAFF})
async def add_clause(request: Request, compact_id: FromPath[int], data: JSONBody[NewClause]) -> Created:
    """Add a clause; the id is its key."""
    actor = actor_of(request)
    compact = await queries.access_compact(actor, compact_id, to_edit=True)
    return await written(compact, data, "compact.written", draft_actions.add_clause, actor=actor)


@put(_CLAUSE, opt={"who": STAFF})
async def edit_clause(
    request: Request, compact_id: FromPath[int], key: FromPath[int], data: JSONBody[EditedClause]
) -> Created:
    """Save a clause; 409 with both texts when somebody wrote first."""
    actor = actor_of(request)
    compact = await queries.access_compact(actor, compact_id, to_edit=True)
    return await created(
        data,
        actor=actor,
        action="compact.written",
        write=lambda: draft_actions.edit_clause(compact, key, data, actor=actor),
    )


@post(f"{_CLAUSE}/move", opt={"who": STAFF})
async def move_clause(
    request: Request, compact_id: FromPath[int], key: FromPath[int], data: JSONBody[MovedClause]
) -> Created:
    """Move a clause by a place."""
    actor = actor_of(request)
    compact = await queries.access_compact(actor, compact_id, to_edit=True)
    return await created(
        data,
        actor=actor,
        action="compact.written",
        write=lambda: draft_actions.move_clause(compact, key, data, actor=actor),
    )


@post(f"{_CLAUSE}/removal", opt={"who": STAFF})
async def remove_clause(
    request: Request, compact_id: FromPath[int], key: FromPath[int], data: JSONBody[RemovedClause]
) -> Created:
    """Take a clause out."""
    actor = actor_of(request)
    compact = await queries.access_compact(actor, compact_id, to_edit=True)
    return await created(
        data,
        actor=actor,
        action="compact.written",
        write=lambda: draft_actions.remove_clause(compact, key, data, actor=actor),
    )


HANDLERS = [
    list_compacts,
    show_compact,
    begin_compact,
    edit_compact,
    edit_preamble,
    add_clause,
    edit_clause,
    move_clause,
    remove_clause,
]
