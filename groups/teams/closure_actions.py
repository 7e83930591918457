"""Closing groups and opening them again."""

from __future__ import annotations

from groups.teams import queries, rules, term_actions
from groups.teams.actions import check_name, check_open, record
from groups.teams.schemas import Closure, Reopening
from groups.teams.tables import Group
from server.lib.actor import Actor
from server.lib.checks import check_past_day
from server.lib.db import lock, write_transaction
from server.lib.errors import Refused


async def close_group(group: Group, data: Closure, *, actor: Actor) -> int:
    """Close a group on a day. Its members stay written; the terms of those who lead it end. That it formed still counts."""
    check_past_day(data.closed_on, field="closed_on")
    async with write_transaction():
        group = await lock(group)
        check_open(group)
        last_news_on = await queries.last_news_on(group)
        if code := rules.refuse_closing(data.closed_on, last_news_on=last_news_on):
            raise Refused(code, field="closed_on", day=last_news_on)
        await term_actions.end_all(group, data.closed_on, data.reason, actor=actor)
        await Group.update(
            {"closed_on": data.closed_on, "close_reason": data.reason, "version": group.version + 1}
        ).where(Group.id == group.id)
        changes = {"closed_on": [None, data.closed_on.isoformat()]}
        await record("group.closed", group, actor=actor, changes=changes, reason=data.reason)
        return group.id


async def reopen_group(group: Group, data: Reopening, *, actor: Actor) -> int:
    """Open a closed group again. Who leads it has to be chosen anew."""
    async with write_transaction():
        group = await lock(group)
        if group.closed_on is None:
            raise Refused("teams.group_open")
        await check_name(group.community, group.name, besides=group.id)
        await Group.update({"closed_on": None, "close_reason": "", "version": group.version + 1}).where(
            Group.id == group.id
        )
        changes = {"closed_on": [group.closed_on.isoformat(), None]}
        await record("group.reopened", group, actor=actor, changes=changes, reason=data.reason)
        return group.id
