"""Preparing a ceremony: its running order, its checklist, and that it was held."""

from __future__ import annotations

from datetime import time

from groups.activities import ceremony_queries, ceremony_rules
from groups.activities.actions import plan_activity
from groups.activities.ceremony_schemas import (
    EditedCeremony,
    EditedItem,
    NewCeremony,
    NewItem,
    PlannedCeremony,
    RemovedItem,
    TickedItem,
)
from groups.activities.ceremony_words import FIRST_LINES, FIRST_THINGS
from groups.activities.queries import Setting
from groups.activities.schemas import PlannedActivity
from groups.activities.tables import Activity, Ceremony, CeremonyItem
from programs.method import ledger
from programs.method.kinds import Kind
from programs.method.ledger import Entry
from server import audit
from server.lib import clock
from server.lib.actor import Actor
from server.lib.db import lock, write_transaction
from server.lib.errors import NotFound, Refused
from server.lib.records import changed_fields, check_version, next_version


async def plan_ceremony(setting: Setting, data: PlannedCeremony, *, actor: Actor) -> int:
    """Announce a ceremony with its activity; the ceremony's id."""
    plan = PlannedActivity(
        op_id=data.op_id,
        community=setting.community,
        title=data.title,
        held_on=data.held_on,
        program=setting.program,
        group=setting.group,
        place=data.place,
        starts_at=data.starts_at,
        public=True,
    )
    new = NewCeremony(op_id=data.op_id, purpose=data.purpose, seats=data.seats, guests=data.guests)
    async with write_transaction():
        activity_id = await plan_activity(setting, plan, actor=actor)
        activity = await Activity.objects().get(Activity.id == activity_id)
        if activity is None:
            raise NotFound
        return await make_ceremony(activity, new, actor=actor)


async def make_ceremony(activity: Activity, data: NewCeremony, *, actor: Actor) -> int:
    """Make an activity a ceremony, with the lines and things that most ceremonies have; the id of its row."""
    async with write_transaction():
        activity = await lock(activity)
        exists = await ceremony_queries.ceremony_of_activity(activity.id) is not None
        code = ceremony_rules.refuse_ceremony(
            state=activity.state, voided=activity.voided_at is not None, exists=exists
        )
        if code:
            raise Refused(code)
        ceremony = Ceremony(
            organisation=actor.organisation_id,
            activity=activity.id,
            purpose=data.purpose,
            seats=data.seats,
            guests=data.guests or "",
            created_at=clock.now(),
        )
        await ceremony.save()
        await _write_first_items(ceremony, activity, actor=actor)
        if activity.state == "held":
            await prove_held(activity, actor=actor)
        await audit.record("ceremony.made", "ceremony", ceremony.id, actor=actor, program_id=activity.program)
        return ceremony.id


async def prove_held(activity: Activity, *, actor: Actor) -> None:
    """Count a ceremony that took place. It is taken back with its activity."""
    await ledger.record(
        [Entry(Kind.CEREMONY_HELD, activity.held_on, 1)],
        program_id=activity.program,
        source_kind="activity",
        source_id=activity.id,
        actor=actor,
    )


async def _write_first_items(ceremony: Ceremony, activity: Activity, *, actor: Actor) -> None:
    lines = ceremony_rules.clock_times(ceremony.purpose, activity.starts_at)
    rows: list[tuple[str, str, time | None]] = [
        ("running_order", f"{FIRST_LINES[line]}", at) for at, line in lines
    ]
    rows += [(kind, f"{FIRST_THINGS[kind]}", None) for kind in ceremony_rules.KIT[ceremony.purpose]]
    await CeremonyItem.insert(
        *(
            CeremonyItem(
                organisation=actor.organisation_id,
                ceremony=ceremony.id,
                kind=kind,
                position=position,
                text=text,
                starts_at=at,
            )
            for position, (kind, text, at) in enumerate(rows)
        )
    )


async def edit_ceremony(ceremony: Ceremony, data: EditedCeremony, *, actor: Actor) -> int:
    """Save what a ceremony is for, its seats, its guests and by what the names stand in order."""
    async with write_transaction():
        ceremony = await lock(ceremony)
        new = {
            "purpose": data.purpose,
            "seats": data.seats,
            "guests": data.guests or "",
            "name_order": data.name_order or ceremony.name_order,
        }
        check_version(ceremony, data.version, new)
        if changes := changed_fields(ceremony, new):
            await Ceremony.update(next_version(ceremony, new)).where(Ceremony.id == ceremony.id)
            # A guest is a person: the log says that the list changed and not who stood on it.
            told = {name: None if name == "guests" else pair for name, pair in changes.items()}
            await audit.record("ceremony.edited", "ceremony", ceremony.id, actor=actor, changes=told)
        return ceremony.id


async def add_item(ceremony: Ceremony, data: NewItem, *, actor: Actor) -> int:
    """Add a line or a thing; the id of its row."""
    _refuse(data.kind, data)
    async with write_transaction():
        ceremony = await lock(ceremony)
        last = await CeremonyItem.count().where(CeremonyItem.ceremony == ceremony.id)
        item = CeremonyItem(
            organisation=actor.organisation_id,
            ceremony=ceremony.id,
            kind=data.kind,
            position=last,
            text=data.text,
            starts_at=data.starts_at,
            who=data.who or "",
            quantity=data.quantity,
        )
        await item.save()
        await audit.record("ceremony.item_added", "ceremony", ceremony.id, actor=actor)
        return item.id


async def edit_item(item: CeremonyItem, data: EditedItem, *, actor: Actor) -> int:
    """Save a line or a thing; the ceremony's id."""
    _refuse(item.kind, data)
    async with write_transaction():
        item = await lock(item)
        new = {
            "text": data.text,
            "starts_at": data.starts_at,
            "who": data.who or "",
            "quantity": data.quantity,
        }
        check_version(item, data.version, new)
        if changed_fields(item, new):
            await CeremonyItem.update(next_version(item, new)).where(CeremonyItem.id == item.id)
            await audit.record("ceremony.item_edited", "ceremony", item.ceremony, actor=actor)
        return int(item.ceremony)


def _refuse(kind: str, data: NewItem | EditedItem) -> None:
    if refused := ceremony_rules.refuse_item(kind=kind, starts_at=data.starts_at):
        raise Refused(refused[1], field=refused[0])


async def tick_item(item: CeremonyItem, data: TickedItem, *, actor: Actor) -> int:
    """Say that a thing is ready or a line is over, or that it is not after all; the ceremony's id."""
    async with write_transaction():
        item = await lock(item)
        if (item.done_at is not None) != data.done:
            new = {"done_at": clock.now() if data.done else None}
            await CeremonyItem.update(next_version(item, new)).where(CeremonyItem.id == item.id)
            await audit.record(
                "ceremony.item_ticked",
                "ceremony",
                item.ceremony,
                actor=actor,
                changes={"done": [not data.done, data.done]},
            )
        return int(item.ceremony)


async def remove_item(ceremony: Ceremony, data: RemovedItem, *, actor: Actor) -> int:
    """Strike one of the ceremony's lines or things out; the ceremony's id."""
    async with write_transaction():
        ceremony = await lock(ceremony)
        gone = (
            await CeremonyItem.delete()
            .where((CeremonyItem.id == data.item) & (CeremonyItem.ceremony == ceremony.id))
            .returning(CeremonyItem.id)
        )
        if not gone:
            raise NotFound
        await audit.record("ceremony.item_removed", "ceremony", ceremony.id, actor=actor)
        return int(ceremony.id)
