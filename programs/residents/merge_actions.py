"""Two records that are one person become one, and are parted again with the register as it was (S27)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from programs.residents import merge_rules
from programs.residents.consent_queries import purposes_agreed
from programs.residents.key_actions import record_about, seal_phone
from programs.residents.key_queries import whole_phone
from programs.residents.ladder_follow_actions import steps_follow
from programs.residents.merge_queries import consents_of_both, merged_into, standing_merge
from programs.residents.merge_schemas import MOVED
from programs.residents.mover_actions import MOVERS, Move, Mover, Rows, RowsOnce
from programs.residents.search_actions import drop_names, index_names
from programs.residents.tables import Consent, LadderRung, Resident, ResidentMerge, ResidentTag
from server.lib import clock, db
from server.lib.actor import Actor
from server.lib.db import lock, write_transaction
from server.lib.errors import Refused

# What hangs on a person in this room; MOVERS are those of the rooms above.
OWN: tuple[Mover, ...] = (
    RowsOnce(ResidentTag, "resident", MOVED["tags"], once_in=("kind", "value")),
    Rows(Consent, "resident", MOVED["consents"]),
    RowsOnce(
        LadderRung,
        "resident",
        MOVED["rungs"],
        once_in=("step",),
        ended="voided_at",
        source="ladder_rung",
    ),
)
# What stands in a field that was not filled in, where that is not NULL.
_BLANK = {"phone_tail": "", "guardian_name": "", "sealed_phone": ""}


class Held(msgspec.Struct):
    """What parting needs to know: the fields that the kept card took over, both versions before, whether the merged
    person had moved away, and what each mover moved."""

    taken: list[str]
    kept_version: int
    merged_version: int
    was_away: bool
    moved: dict[str, Any]


async def merge_residents(kept: Resident, merged: Resident, *, actor: Actor) -> int:
    """Let `kept` speak for both records; its id. Nothing that stands on the kept card is overwritten.

    The merged record stays as a row that no list, search, picker or count shows; its moments of erasure and moving away
    say so until the two are parted, and its own fields stay with it.
    """
    async with write_transaction():
        kept, merged = await _locked(kept, merged)
        await _check_mergeable(kept, merged)
        move = Move(kept.id, merged.id, actor)
        moved = {mover.name: await mover.move(move) for mover in (*OWN, *MOVERS)}
        taken = await _take_over(kept, merged, actor=actor)
        held = Held(taken, kept.version, merged.version, merged.moved_away_on is not None, moved)
        await steps_follow([kept.id], actor=actor)
        await _hide(merged)
        await ResidentMerge(
            organisation=actor.organisation_id,
            kept=kept.id,
            merged=merged.id,
            moved=msgspec.json.encode(held).decode(),
            merged_at=clock.now(),
        ).save()
        await _note("resident.merged", kept, merged, actor=actor)
        await _note("resident.merged_away", merged, kept, actor=actor)
        return kept.id


async def part_residents(merged: Resident, *, actor: Actor) -> int:
    """Part a merged record from the one that speaks for it; its id. Both stand as they stood.

    What was added since the merge stays with the kept record. Refused, with what it is, when something has changed since
    that can no longer be told apart.
    """
    async with write_transaction():
        merge = await standing_merge(merged.id)
        if merge is None:
            raise Refused("residents.not_merged")
        kept = await Resident.objects().get(Resident.id == merge.kept)
        assert kept is not None
        kept, merged = await _locked(kept, merged)
        merge = await lock(merge)
        held = await _check_partable(merge, kept, merged)
        move = Move(kept.id, merged.id, actor)
        for mover in reversed((*OWN, *MOVERS)):
            await mover.back(move, held.moved[mover.name])
        await _give_back(kept, held)
        await _show(merged, held)
        await ResidentMerge.update({ResidentMerge.undone_at: clock.now(), ResidentMerge.moved: "{}"}).where(
            ResidentMerge.id == merge.id
        )
        await index_names([merged.id])
        await steps_follow([kept.id, merged.id], actor=actor)
        await _note("resident.parted", kept, merged, actor=actor)
        await _note("resident.parted", merged, kept, actor=actor)
        return merged.id


async def seal_merges(resident_id: int) -> list[Resident]:
    """Forget what was put aside when records were merged into this one, because some of it may no longer be kept.

    They can no longer be parted. Answers the merged records, whose own fields are for the caller to empty.
    """
    await db.execute(
        "UPDATE resident_merge SET moved = '{{}}' WHERE kept = {} AND undone_at IS NULL", resident_id
    )
    return await merged_into(resident_id)


async def take_names_out_of_merges(names: Sequence[str], somebody: str, *, actor: Actor) -> None:
    """Put `somebody` for each name in the texts of what merges of the organisation keep aside."""
    for row in await db.rows(
        "SELECT id, moved FROM resident_merge WHERE organisation = {} AND moved <> '{{}}' ORDER BY id",
        actor.organisation_id,
    ):
        held = msgspec.json.decode(row["moved"], type=Held)
        for moved in held.moved.values():
            for aside in moved.get("aside", ()) if isinstance(moved, dict) else ():
                aside["row"] = {key: _without(value, names, somebody) for key, value in aside["row"].items()}
        now = msgspec.json.encode(held).decode()
        if now != row["moved"]:
            await db.execute("UPDATE resident_merge SET moved = {} WHERE id = {}", now, row["id"])


def _without(value: Any, names: Sequence[str], somebody: str) -> Any:
    if isinstance(value, str):
        for name in names:
            value = value.replace(name, somebody)
    return value


async def _locked(kept: Resident, merged: Resident) -> tuple[Resident, Resident]:
    """Both rows under lock, the older one first, so that two who merge the other way round wait for each other."""
    rows = {row.id: await lock(row) for row in sorted((kept, merged), key=lambda row: row.id)}
    return rows[kept.id], rows[merged.id]


async def _check_mergeable(kept: Resident, merged: Resident) -> None:
    if kept.id == merged.id:
        raise Refused("residents.merge_itself", field="other")
    if kept.community != merged.community:
        raise Refused("residents.merge_elsewhere", field="other")
    for one in (kept, merged):
        if await standing_merge(one.id) is not None:
            raise Refused("residents.merged_already", field="other")
        if one.erased_at is not None:
            raise Refused("residents.erased", field="other")
    both = await consents_of_both(kept.id, merged.id)
    if merge_rules.refuse_withdrawn(both, on=clock.today()):
        raise Refused("residents.merge_withdrawn", field="other")


async def fields_taken_over(kept: Resident, merged: Resident) -> list[str]:
    """The fields of the merged card that the kept one lacks and would take over, or just took over, today."""
    agreed: set[str] = set()
    for one in (kept, merged):
        agreed |= await purposes_agreed(one.id, on=clock.today())
    return merge_rules.taken_over(
        kept.to_dict(),
        merged.to_dict(),
        barred=merge_rules.barred(await consents_of_both(kept.id, merged.id), agreed=agreed),
        may_call="contact" in agreed,
    )


async def _take_over(kept: Resident, merged: Resident, *, actor: Actor) -> list[str]:
    taken = await fields_taken_over(kept, merged)
    values: dict[Any, Any] = {name: getattr(merged, name) for name in taken}
    if "sealed_phone" in taken:
        values["sealed_phone"] = await seal_phone(kept.id, await whole_phone(merged.id), actor=actor)
    await Resident.update({**values, "version": kept.version + 1}).where(Resident.id == kept.id)
    return taken


async def _hide(merged: Resident) -> None:
    await drop_names([merged.id])
    await Resident.update(
        {
            Resident.erased_at: clock.now(),
            Resident.moved_away_on: merged.moved_away_on or clock.today(),
            Resident.version: merged.version + 1,
        }
    ).where(Resident.id == merged.id)


async def _check_partable(merge: ResidentMerge, kept: Resident, merged: Resident) -> Held:
    if await standing_merge(kept.id) is not None:
        raise Refused("residents.merge_kept_merged")
    if kept.erased_at is not None:
        raise Refused("residents.erased")
    if merge.moved == "{}":
        raise Refused("residents.merge_wiped")
    held = msgspec.json.decode(merge.moved, type=Held)
    for name in held.taken:
        if name == "sealed_phone":
            same = await whole_phone(kept.id) == await whole_phone(merged.id)
        else:
            same = getattr(kept, name) == getattr(merged, name)
        if not same:
            raise Refused("residents.merge_card_changed")
    return held


async def _give_back(kept: Resident, held: Held) -> None:
    values: dict[Any, Any] = {name: _BLANK.get(name) for name in held.taken}
    version = _version_after(kept.version, held.kept_version)
    await Resident.update({**values, "version": version}).where(Resident.id == kept.id)


async def _show(merged: Resident, held: Held) -> None:
    await Resident.update(
        {
            Resident.erased_at: None,
            Resident.moved_away_on: merged.moved_away_on if held.was_away else None,
            Resident.version: _version_after(merged.version, held.merged_version),
        }
    ).where(Resident.id == merged.id)


def _version_after(now: int, before: int) -> int:
    """The version before the merge, which was one step, when nobody saved since; otherwise the next one."""
    return before if now == before + 1 else now + 1


async def _note(action: str, about: Resident, other: Resident, *, actor: Actor) -> None:
    await record_about(
        action,
        "resident",
        about.id,
        resident_id=about.id,
        actor=actor,
        changes={"merged": [None, other.name] if action != "resident.parted" else [other.name, None]},
    )
