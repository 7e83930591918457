"""Forgetting a person: what names anyone goes, what was done stays (PIPL article 47)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from programs.residents import rules
from programs.residents.erasure_queries import names_ever
from programs.residents.law_schemas import Erased
from programs.residents.merge_actions import take_names_out_of_merges
from programs.residents.merge_queries import merged_into
from programs.residents.search_actions import drop_names
from programs.residents.tables import Erasure, Resident
from server import audit, jobs
from server.lib import clock, db
from server.lib.actor import Actor
from server.lib.db import lock, write_transaction
from server.lib.errors import Refused
from server.lib.late_entries import Entries

# Each takes a person out of what its room holds: her name out of free texts, and whatever it keeps of her alone.
# `names` are all names that she ever had. The ceiling fills it in; they run inside the erasing transaction.
ERASERS: Entries[Callable[[int, Sequence[str], Actor], Awaitable[None]]] = Entries(__name__)

# What was typed in this room and below it, and the column of the organisation or community whose rows lose her name.
_TEXTS = (
    ("ladder_rung", ("void_reason",), "organisation"),
    ("import_batch", ("file_name",), "community"),
    ("target_group_size", ("source",), "community"),
    ("photo", ("caption",), "community"),
    ("community", ("about", "households_source"), "id"),
)
# What stands where a name stood.
SOMEBODY = "—"
# A name of one sign stands in too many words to be taken out of texts.
_SHORTEST = 2


async def erase_resident(resident: Resident, data: Erased, *, actor: Actor) -> int:
    """Erase a person's record for good; her id. Refused unless `name` says that this person is meant."""
    async with write_transaction():
        resident = await lock(resident)
        if resident.erased_at is not None:
            raise Refused("residents.erased")
        if rules.folded(data.name) != resident.folded_name:
            raise Refused("residents.name_not_confirmed", field="name")
        await erase(resident, ground=data.ground, actor=actor)
        return resident.id


async def erase(resident: Resident, *, ground: str, actor: Actor) -> None:
    """Take a person out of every room, in the caller's transaction, and destroy the key of what was sealed about her.

    The row stays without a name, so that attendances, steps and totals are as they were. Records that were merged into
    hers are erased with it.
    """
    names = await names_ever(resident)
    for other in await merged_into(resident.id):
        await erase(other, ground=ground, actor=actor)
    for eraser in ERASERS:
        await eraser(resident.id, names, actor)
    await _empty_own_rows(resident.id)
    for table, columns, bound in _TEXTS:
        here = resident.organisation if bound == "organisation" else resident.community
        await take_names_out(table, columns, names, where=f"{bound} = {{}}", values=[here])
    told = sorted({name for name in names if len(name) >= _SHORTEST}, key=len, reverse=True)
    await take_names_out_of_merges(told, SOMEBODY, actor=actor)
    await audit.take_names_out(told, organisation_id=actor.organisation_id)
    await Resident.update(
        {
            Resident.name: SOMEBODY,
            Resident.folded_name: "",
            Resident.phone_tail: "",
            Resident.sealed_phone: "",
            Resident.guardian_name: "",
            Resident.building: None,
            Resident.household: None,
            Resident.reported_in_on: None,
            Resident.keep_until: None,
            Resident.moved_away_on: resident.moved_away_on or clock.today(),
            Resident.erased_at: clock.now(),
            Resident.version: resident.version + 1,
        }
    ).where(Resident.id == resident.id)
    if not await Erasure.exists().where(Erasure.resident == resident.id):
        await Erasure(
            organisation=actor.organisation_id,
            resident=resident.id,
            ground=ground,
            erased_at=clock.now(),
            by_name=actor.name,
        ).save()
    await audit.record("resident.erased", "resident", resident.id, actor=actor)
    await jobs.enqueue("installation.forget", {}, actor=actor, key=f"forget {resident.id} {clock.now()}")


async def _empty_own_rows(resident_id: int) -> None:
    await drop_names([resident_id])
    for table in ("resident_tag", "person_key", "import_change", "import_fill", "import_fill_word"):
        await db.execute(f"DELETE FROM {table} WHERE resident = {{}}", resident_id)
    await db.execute(
        "UPDATE resident_merge SET moved = '{{}}' WHERE kept = {} OR merged = {}", resident_id, resident_id
    )


async def take_names_out(
    table: str, columns: Sequence[str], names: Sequence[str], *, where: str, values: Sequence[Any]
) -> None:
    """Put `SOMEBODY` for each name in these texts of the rows that `where` (with `{}` for `values`) chooses."""
    for column in columns:
        for name in sorted({name for name in names if len(name) >= _SHORTEST}, key=len, reverse=True):
            await db.execute(
                f"UPDATE {table} SET {column} = REPLACE({column}, {{}}, {{}})"
                f" WHERE {where} AND REPLACE({column}, {{}}, {{}}) <> {column}",
                name,
                SOMEBODY,
                *values,
                name,
                SOMEBODY,
            )


async def erase_again(resident_id: int, created_at: str, *, ground: str, actor: Actor) -> bool:
    """Repeat an erasure in a database that an older backup brought back; whether there was anything to do.

    `created_at` is when the row was made: another row may have the id by now.
    """
    async with write_transaction():
        resident = await Resident.objects().get(
            (Resident.id == resident_id) & (Resident.organisation == actor.organisation_id)
        )
        if (
            resident is None
            or resident.erased_at is not None
            or resident.created_at.isoformat() != created_at
        ):
            return False
        await erase(resident, ground=ground, actor=actor)
        return True
