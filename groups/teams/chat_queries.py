"""Reading chat groups and how many were in them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from groups.teams.tables import ChatGroup
from server.lib import db
from server.lib.actor import Actor
from server.lib.errors import NotFound
from server.lib.records import own_row

_ROW = (
    'SELECT c.id, c.community, c."group", c.name, c.purpose, c.keepers, c.started_on, c.closed_on, c.version,'
    ' g.name AS group_name FROM chat_group AS c LEFT JOIN community_group AS g ON g.id = c."group"'
)
_OPEN_FIRST = " ORDER BY CASE WHEN c.closed_on IS NULL THEN 0 ELSE 1 END, c.name, c.id"


async def access_chat(actor: Actor, chat_id: int) -> ChatGroup:
    """The only way from an id in an address to a chat group, for staff of its community."""
    chat = await own_row(ChatGroup, chat_id, actor)
    if not actor.works_in(chat.community):
        raise NotFound
    return chat


async def chats_of_community(community_id: int) -> list[dict[str, Any]]:
    """The chat groups of a community, open ones first, each with `members` by month."""
    return await _counted(await db.rows(f"{_ROW} WHERE c.community = {{}}{_OPEN_FIRST}", community_id))


async def chats_of_group(group_id: int) -> list[dict[str, Any]]:
    """The chat groups of a group, open ones first, each with `members` by month."""
    return await _counted(await db.rows(f'{_ROW} WHERE c."group" = {{}}{_OPEN_FIRST}', group_id))


async def members_of(chat_ids: Collection[int]) -> dict[int, dict[str, int]]:
    """How many were in each, by month, the oldest first."""
    if not chat_ids:
        return {}
    found = await db.rows(
        f"SELECT chat_group, month, members FROM chat_group_count WHERE chat_group IN ({db.marks(chat_ids)})"
        " ORDER BY month",
        *chat_ids,
    )
    members: dict[int, dict[str, int]] = {}
    for row in found:
        members.setdefault(row["chat_group"], {})[row["month"]] = row["members"]
    return members


async def _counted(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    members = await members_of([row["id"] for row in found])
    return [{**row, "members": members.get(row["id"], {})} for row in found]
