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


async def lists_in(program_id: int) -> list[dict[str, Any]]:
    """For each open group of a program, the leader's term that stands or stood last, and the one before it if another's.

    Each with the `name` of its leader, its `items`, and what is `missing` on its list.
    """
    terms = await db.rows(
        'SELECT t.id, t."group", g.name AS group_name, t.resident, r.name, t.until, t.ended_on FROM group_leader AS t'
        ' JOIN community_group AS g ON g.id = t."group" JOIN resident AS r ON r.id = t.resident'
        " WHERE g.program = {} AND g.closed_on IS NULL AND t.position = 'leader'"
        ' ORDER BY t."group", CASE WHEN t.ended_on IS NULL THEN 0 ELSE 1 END, t.since DESC, t.id DESC',
        program_id,
    )
    found = await db.rows(
        "SELECT i.group_leader, i.kind, i.what, i.none_held, i.received_by, i.received_on FROM hand_over_item AS i"
        ' JOIN group_leader AS t ON t.id = i.group_leader JOIN community_group AS g ON g.id = t."group"'
        " WHERE g.program = {} ORDER BY i.id",
        program_id,
    )
    items: dict[int, list[dict[str, Any]]] = {}
    for row in found:
        items.setdefault(row["group_leader"], []).append(row)
    return [
        {
            **term,
            "items": items.get(term["id"], []),
            "missing": handover_rules.missing(
                [
                    handover_rules.Item(row["kind"], bool(row["none_held"]), row["received_on"])
                    for row in items.get(term["id"], [])
                ]
            ),
        }
        for term in handover_rules.last_two(terms)
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
