"""Reading hand-over lists."""

from __future__ import annotations

from typing import Any

from groups.teams import handover_rules, leader_queries
from groups.teams.tables import Group, GroupLeader, HandOverItem
from server.lib import db
from server.lib.actor import Actor
from server.lib.records import own_row


async def access_item(actor: Actor, item_id: int) -> tuple[HandOverItem, GroupLeader, Group]:
    """One line of a list, with the term and the group, for staff who keep it."""
    item = await own_row(HandOverItem, item_id, actor)
    term, group = await leader_queries.access_term(actor, item.group_leader)
    return item, term, group


async def items_of(term_id: int) -> list[dict[str, Any]]:
    """The lines of a term's list, as they were written."""
    return await db.rows(
        "SELECT id, kind, what, none_held, received_by, received_on FROM hand_over_item WHERE group_leader = {}"
        " ORDER BY id",
        term_id,
    )


async def plain_items(term_id: int) -> list[handover_rules.Item]:
    """The same for the rules."""
    return [
        handover_rules.Item(row["kind"], bool(row["none_held"]), row["received_on"])
        for row in await items_of(term_id)
    ]


async def open_predecessor(group_id: int, *, position: str, successor: int) -> dict[str, Any] | None:
    """The leader before this one who has not handed everything over: `id` of the term, `name`, `missing`.

    A deputy hands nothing over, and who goes on herself keeps what she has.
    """
    if position != "leader":
        return None
    found = await db.rows(
        "SELECT t.id, t.resident, r.name FROM group_leader AS t JOIN resident AS r ON r.id = t.resident"
        " WHERE t.\"group\" = {} AND t.position = 'leader' ORDER BY t.since DESC, t.id DESC LIMIT 1",
        group_id,
    )
    if not found or found[0]["resident"] == successor:
        return None
    missing = handover_rules.missing(await plain_items(found[0]["id"]))
    return {**found[0], "missing": missing} if missing else None
