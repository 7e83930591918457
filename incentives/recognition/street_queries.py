"""What the street reads of honours: only what stands, only as each person allows it, worked out at every request."""

from __future__ import annotations

from typing import Any

from incentives.recognition import award_queries
from incentives.recognition.deed_queries import agreeing, community_honours
from programs.communities.tables import Community
from programs.residents.photo_queries import may_show
from server.lib import db
from server.web.paging import PAGE, Slice, cut

# So many of the newest are looked at, for consent hides some; and so many are shown.
_LOOKED_AT = 500
_STORIES, _SHOWINGS = 20, 50


async def wall_of(
    community: Community, *, size: int = PAGE, cursor: str | None = None
) -> Slice[dict[str, Any]]:
    """The awards that stand and may be shown, the latest first, page by page.

    Each with `honour`, `on`, and, unless the person stays unnamed, `name`, `deed`, `number` and `code`.
    """
    looked = await award_queries.given_on_street(community.id, size=_LOOKED_AT, cursor=cursor)
    shown = cut([row for row in looked.rows if row["shown"] is not None], "awarded_on", "id", size=size)
    return Slice([_on_wall(row) for row in shown.rows], shown.next or looked.next)


def _on_wall(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "honour": row["honour"],
        "on": row["awarded_on"],
        "name": row["shown"],
        "deed": row["told"],
        "number": row["number"] if row["shown"] else "",
        "code": row["code"] if row["shown"] else "",
    }


async def stories_on_street(community: Community) -> list[dict[str, Any]]:
    """The published stories of people who agree to publicity today."""
    found = await db.rows(
        "SELECT id, resident, title, story, published_on FROM role_model_story WHERE community = {}"
        " AND published_on IS NOT NULL AND taken_down_on IS NULL ORDER BY published_on DESC, id DESC LIMIT {}",
        community.id,
        _LOOKED_AT,
    )
    agreed = await agreeing(found)
    return [row for row in found if row["resident"] in agreed][:_STORIES]


async def publicity_on_street(community: Community) -> list[dict[str, Any]]:
    """Where people who agree to it today, and groups, were shown; `photo` only while it may be seen."""
    found = await db.rows(
        'SELECT i.id, i.resident, i."group", g.name AS group_name, i.medium, i.title, i.place, i.shown_on, i.photo'
        ' FROM publicity_item AS i LEFT JOIN community_group AS g ON g.id = i."group"'
        " WHERE i.community = {} AND i.voided_at IS NULL ORDER BY i.shown_on DESC, i.id DESC LIMIT {}",
        community.id,
        _LOOKED_AT,
    )
    agreed = await agreeing(found)
    kept = [row for row in found if row["resident"] is None or row["resident"] in agreed]
    kept = kept[:_SHOWINGS]
    return await _with_photos_to_see(kept)


async def own_on_street(community: Community) -> list[dict[str, Any]]:
    """What the community itself was given; `photo` only while it may be seen."""
    return await _with_photos_to_see(await community_honours(community.id))


async def all_but_wall(community: Community) -> dict[str, list[dict[str, Any]]]:
    """What the page of honours shows beside the awards."""
    return {
        "stories": await stories_on_street(community),
        "publicity": await publicity_on_street(community),
        "own": await own_on_street(community),
    }


async def _with_photos_to_see(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    seen = await may_show([row["photo"] for row in rows if row["photo"] is not None])
    return [{**row, "photo": row["photo"] if row["photo"] in seen else None} for row in rows]
