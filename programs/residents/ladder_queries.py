"""The acts behind a person's steps on the ladder. Rooms above know of them and enter how to ask (S28)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

import msgspec

from programs.residents import ladder_rules
from programs.residents.queries import access_resident
from programs.residents.tables import LadderRung, LadderStep
from server.lib import clock, db
from server.lib.actor import Actor
from server.lib.late_entries import Entries
from server.lib.records import own_row


class LadderAct(msgspec.Struct, frozen=True):
    """One thing that a person did, and the step it shows. `title` and `href` name the record it stands in."""

    step: LadderStep
    on: date
    title: str
    href: str
    source_kind: str
    source_id: int
    program: int | None = None


# Each answers what one room knows that a person did; the ceiling fills it in. What takes such acts back or corrects
# them is written within `ladder_follow_actions.acts_change`, so that the steps that rest on them follow.
ACTS_OF: Entries[Callable[[int], Awaitable[list[LadderAct]]]] = Entries(__name__)
# Where a record opens, by its kind and id, also one that shows nothing any more; the ceiling fills it in.
OPENS_AT: Entries[Callable[[str, int], str]] = Entries(__name__)


async def acts_of(resident_id: int) -> list[LadderAct]:
    """Everything that a person did, the newest first."""
    found = [act for ask in ACTS_OF for act in await ask(resident_id)]
    return sorted(found, key=lambda act: (act.on, act.source_id), reverse=True)


async def access_rung(actor: Actor, rung_id: int) -> LadderRung:
    """The only way from an id in an address to a step that somebody took, for staff of her community."""
    rung = await own_row(LadderRung, rung_id, actor)
    await access_resident(actor, rung.resident, to_edit=True)
    return rung


async def standing_steps(resident_id: int) -> set[str]:
    """The steps that a person has taken and that were not taken back."""
    found = await db.rows(
        "SELECT step FROM ladder_rung WHERE resident = {} AND voided_at IS NULL", resident_id
    )
    return {row["step"] for row in found}


async def ladder_of(resident_id: int) -> list[dict[str, Any]]:
    """The five steps from the lowest: `step`, its `rung` if it was taken, and the `acts` that would show it.

    A rung has the title and address of its act. A step that stood until its act was gone has that rung as `lost`, with
    the day (`lost_on`), the reason and where the record opens.
    """
    acts = await acts_of(resident_id)
    named = {(act.source_kind, act.source_id): act for act in reversed(acts)}
    taken: dict[str, dict[str, Any]] = {}
    lost: dict[str, dict[str, Any]] = {}
    for row in await db.rows(
        "SELECT id, step, reached_on, source_kind, source_id, voided_at, void_reason FROM ladder_rung"
        " WHERE resident = {} AND (voided_at IS NULL OR act_gone) ORDER BY id",
        resident_id,
    ):
        source = (row["source_kind"], row["source_id"])
        if row["voided_at"] is None:
            act = named.get(source)
            taken[row["step"]] = {
                **row,
                "title": act.title if act else "",
                "href": act.href if act else "",
            }
        else:
            day = clock.local(row["voided_at"]).date()
            lost[row["step"]] = {**row, "lost_on": day, "href": opens_at(*source)}
    return [
        {
            "step": step,
            "rung": taken.get(step),
            "lost": None if step in taken else lost.get(step),
            "acts": [act for act in acts if ladder_rules.shows(act.step.value, step)],
        }
        for step in ladder_rules.STEPS
    ]


def opens_at(source_kind: str, source_id: int) -> str:
    """The address of the record behind an act; empty for one that has no page."""
    return next((path for ask in OPENS_AT if (path := ask(source_kind, source_id))), "")
