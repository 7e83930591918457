"""Small deeds as JSON: the street's two fields and its wall, and what staff do."""

from __future__ import annotations

from litestar import Request, get, post
from litestar.params import FromPath, JSONBody

from groups.habits import deed_actions, deed_queries
from groups.habits.deed_schemas import DeedPage, DeedRow, HiddenDeed, NewDeed, ShownDeed, WallOut
from programs.communities.queries import access_community, public_community
from server.accounts.door import visit_of
from server.lib import clock
from server.lib.days import month_of, read_month
from server.lib.i18n import _
from server.web.access import PUBLIC, STAFF, actor_of
from server.web.asked import AskedMonth, Cursor
from server.web.forms import Created, created, written


@get("/api/c/{slug:str}/deeds", opt={"who": PUBLIC})
async def wall(slug: FromPath[str], month: AskedMonth = "") -> WallOut:
    """The wall of this month, or of the one that is asked for."""
    community = await public_community(slug)
    first = read_month(month) or clock.today().replace(day=1)
    counts = await deed_queries.wall_of(community.id, first)
    return WallOut(
        month=month_of(first),
        deeds=sum(row["deeds"] for row in counts),
        buildings=sum(row["building"] is not None for row in counts),
        latest=[row["text"] for row in await deed_queries.latest_on_wall(community.id, first)],
    )


@post("/api/c/{slug:str}/deeds", opt={"who": PUBLIC})
async def write_deed(request: Request, slug: FromPath[str], data: JSONBody[NewDeed]) -> Created:
    """Put a deed on the wall."""
    community = await public_community(slug)
    actor = deed_actions.passer_by(community, _("A resident of the community"))
    return await created(
        data,
        actor=actor,
        action="deed.written",
        write=lambda: deed_actions.write_deed(
            community, data, address=visit_of(request).address, actor=actor
        ),
    )


@get("/api/communities/{community_id:int}/deeds", opt={"who": STAFF})
async def list_deeds(request: Request, community_id: FromPath[int], after: Cursor = "") -> DeedPage:
    """What neighbours wrote, the newest first, hidden ones too."""
    actor = actor_of(request)
    community = await access_community(actor, community_id)
    found = await deed_queries.list_deeds(actor, community.id, cursor=after)
    rows = [
        DeedRow(
            id=row["id"],
            text=row["text"],
            building=row["building"],
            done_on=row["done_on"],
            hidden=bool(row["hidden"]),
            hidden_reason=row["hidden_reason"],
        )
        for row in found.rows
    ]
    return DeedPage(rows, found.next)


@post("/api/deeds/{deed_id:int}/hiding", opt={"who": STAFF})
async def hide_deed(request: Request, deed_id: FromPath[int], data: JSONBody[HiddenDeed]) -> Created:
    """Take a deed off the wall."""
    actor = actor_of(request)
    deed = await deed_queries.access_deed(actor, deed_id)
    return await written(deed, data, "deed.hidden", deed_actions.hide_deed, actor=actor)


@post("/api/deeds/{deed_id:int}/showing", opt={"who": STAFF})
async def show_deed(request: Request, deed_id: FromPath[int], data: JSONBody[ShownDeed]) -> Created:
    """Put a hidden deed back on the wall."""
    actor = actor_of(request)
    deed = await deed_queries.access_deed(actor, deed_id)
    return await created(
        data, actor=actor, action="deed.shown", write=lambda: deed_actions.show_deed(deed, actor=actor)
    )


HANDLERS = [wall, write_deed, list_deeds, hide_deed, show_deed]
