"""Keeping the register of chat groups (S22). What is said in them is never kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from groups.teams import chat_rules, queries
from groups.teams.chat_schemas import ChatClosed, ChatCount, ChatFields, EditedChat, NewChat
from groups.teams.tables import ChatGroup
from programs.communities.tables import Community
from server import audit
from server.lib import clock, db
from server.lib.actor import Actor
from server.lib.checks import check_past_day
from server.lib.days import month_of
from server.lib.db import lock, write_transaction
from server.lib.errors import NotFound, Refused
from server.lib.i18n import format_month
from server.lib.records import changed_fields, check_version, next_version


async def register(community: Community, data: NewChat, *, actor: Actor) -> int:
    """Enter a chat group; the id of its row."""
    new = await _values(community.id, data, actor=actor)
    async with write_transaction():
        chat = ChatGroup(organisation=actor.organisation_id, community=community.id, **new)
        await chat.save()
        if data.members is not None:
            await _put(chat.id, month_of(clock.today()), data.members, actor=actor)
        await _record("chat.registered", chat, actor=actor)
        return chat.id


async def edit_chat(chat: ChatGroup, data: EditedChat, *, actor: Actor) -> int:
    """Save what is known of a chat group."""
    new = await _values(chat.community, data, actor=actor)
    async with write_transaction():
        before = await lock(chat)
        check_version(before, data.version, new)
        changes = changed_fields(before, new)
        if changes:
            await ChatGroup.update(next_version(before, new)).where(ChatGroup.id == before.id)
            await _record("chat.edited", before, actor=actor, changes=changes)
        return before.id


async def _values(community_id: int, data: ChatFields, *, actor: Actor) -> dict[str, Any]:
    check_past_day(data.started_on, field="started_on")
    if data.group is not None and (await queries.access_group(actor, data.group)).community != community_id:
        raise NotFound
    return {
        "name": data.name,
        "purpose": data.purpose,
        "keepers": data.keepers or "",
        "started_on": data.started_on,
        "group": data.group,
    }


async def count_members(chat: ChatGroup, data: ChatCount, *, actor: Actor) -> int:
    """Enter how many were in it in a month; the chat group's id."""
    async with write_transaction():
        chat = await lock(chat)
        started, closed = month_of(chat.started_on), month_of(chat.closed_on) if chat.closed_on else None
        if code := chat_rules.refuse_month(
            data.month, started=started, closed=closed, this_month=month_of(clock.today())
        ):
            ends = {"month": format_month(started), "closed": format_month(closed) if closed else ""}
            raise Refused(code, field="month", **ends)
        await _put(chat.id, data.month, data.members, actor=actor)
        await _record("chat.counted", chat, actor=actor, changes={"members": [None, data.members]})
        return chat.id


async def _put(chat_id: int, month: str, members: int, *, actor: Actor) -> None:
    await db.execute(
        "INSERT INTO chat_group_count (organisation, chat_group, month, members) VALUES ({}, {}, {}, {})"
        " ON CONFLICT (chat_group, month) DO UPDATE SET members = excluded.members",
        actor.organisation_id,
        chat_id,
        month,
        members,
    )


async def close_chat(chat: ChatGroup, data: ChatClosed, *, actor: Actor) -> int:
    """Enter that a chat group is used no longer; its id."""
    check_past_day(data.closed_on, field="closed_on")
    async with write_transaction():
        chat = await lock(chat)
        if chat.closed_on is not None:
            raise Refused("teams.chat_closed")
        if code := chat_rules.refuse_closing(data.closed_on, started_on=chat.started_on):
            raise Refused(code, field="closed_on", day=chat.started_on)
        new: dict[Any, Any] = {"closed_on": data.closed_on}
        await ChatGroup.update(next_version(chat, new)).where(ChatGroup.id == chat.id)
        await _record("chat.closed", chat, actor=actor)
        return chat.id


async def _record(
    action: str, chat: ChatGroup, *, actor: Actor, changes: Mapping[str, Any] | None = None
) -> None:
    await audit.record(action, "chat_group", chat.id, actor=actor, changes=changes)
