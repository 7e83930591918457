"""Keeping the list of what an outgoing leader hands on (S39)."""

from __future__ import annotations

from groups.teams import handover_queries, handover_rules
from groups.teams.actions import record
from groups.teams.election_schemas import NewHandOverItem, Receipt
from groups.teams.tables import Group, GroupLeader, HandOverItem
from server.lib import clock
from server.lib.actor import Actor
from server.lib.checks import check_past_day
from server.lib.db import lock, write_transaction
from server.lib.errors import NotFound, Refused


async def add_item(term: GroupLeader, group: Group, data: NewHandOverItem, *, actor: Actor) -> int:
    """Put a thing on the list, or that there is none of its kind; the id of the line."""
    if code := handover_rules.refuse_line(data.what or "", none_held=data.none_held):
        raise Refused(code, field="what")
    async with write_transaction():
        term = await lock(term)
        items = await handover_queries.plain_items(term.id)
        if code := handover_rules.refuse_item(items, kind=data.kind, none_held=data.none_held):
            raise Refused(code, field="kind")
        item = HandOverItem(
            organisation=actor.organisation_id,
            group_leader=term.id,
            kind=data.kind,
            what=data.what or "",
            none_held=data.none_held,
            created_at=clock.now(),
        )
        await item.save()
        await record("group.hand_over_added", group, actor=actor, changes={"hand_over": [None, data.kind]})
        return item.id


async def receive(item: HandOverItem, term: GroupLeader, group: Group, data: Receipt, *, actor: Actor) -> int:
    """Enter that a thing was received; the term's id."""
    check_past_day(data.received_on, field="received_on")
    async with write_transaction():
        item = await lock(item)
        if code := handover_rules.refuse_receipt(
            data.received_on,
            since=term.since,
            received=item.received_on is not None,
            none_held=item.none_held,
        ):
            raise Refused(code, field="received_on", day=term.since)
        await HandOverItem.update(
            {HandOverItem.received_on: data.received_on, HandOverItem.received_by: data.received_by}
        ).where(HandOverItem.id == item.id)
        await record("group.hand_over_received", group, actor=actor, changes={"hand_over": [None, item.kind]})
        return term.id


async def remove_item(term: GroupLeader, group: Group, item_id: int, *, actor: Actor) -> int:
    """Take a line off that was a mistake; the term's id. What was received stays."""
    async with write_transaction():
        await lock(term)
        item = await HandOverItem.objects().get(
            (HandOverItem.id == item_id) & (HandOverItem.group_leader == term.id)
        )
        if item is None:
            raise NotFound
        item = await lock(item)
        if item.received_on is not None:
            raise Refused("teams.item_received")
        await HandOverItem.delete().where(HandOverItem.id == item.id)
        await record("group.hand_over_removed", group, actor=actor, changes={"hand_over": [item.kind, None]})
        return term.id


async def check_handed_over(group_id: int, *, position: str, successor: int) -> None:
    """Raise `Refused` when the leader before this one still holds something of the group's."""
    found = await handover_queries.open_predecessor(group_id, position=position, successor=successor)
    if found is not None:
        raise Refused("teams.hand_over_open", field="resident", name=found["name"], num=len(found["missing"]))
