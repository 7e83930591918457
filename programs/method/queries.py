"""Doors to programs, and lists of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec

from programs.method import policy, rules
from programs.method.kinds import Kind
from programs.method.tables import Program
from server.lib import clock, db
from server.lib.actor import Actor
from server.lib.errors import Forbidden, NotFound
from server.lib.records import own_row
from server.web.search import LIMIT, Hit, pattern

# How many of a program's newest rows are looked at for the newest day.
_LATELY = 50


async def access_program(actor: Actor, program_id: int, *, to_edit: bool = False) -> Program:
    """The only way from an id in an address to a Program, for staff. Another organisation's does not exist."""
    program = await own_row(Program, program_id, actor)
    if not actor.works_in(program.community):
        raise NotFound
    if to_edit and not policy.may_edit_program(actor, program.community):
        raise Forbidden
    return program


async def check_program(program_id: int | None, *, community_id: int, actor: Actor) -> None:
    """Raise NotFound unless the program, when one is named, is one of this community."""
    if program_id is None:
        return
    if not await Program.exists().where(
        (Program.id == program_id)
        & (Program.community == community_id)
        & (Program.organisation == actor.organisation_id)
    ):
        raise NotFound


async def program_options(actor: Actor, community_id: int | None = None) -> list[tuple[int, str]]:
    """The actor's running programs, to choose from."""
    query = Program.select(Program.id, Program.name, Program.community).where(
        (Program.organisation == actor.organisation_id) & (Program.ended_on.is_null())
    )
    if community_id is not None:
        query = query.where(Program.community == community_id)
    found: list[dict[str, Any]] = await query.order_by(Program.name)
    return [(row["id"], row["name"]) for row in found if actor.works_in(row["community"])]


async def programs_of_community(community_id: int) -> list[dict[str, Any]]:
    """The programs of a community that are shown to the street."""
    return await db.rows(
        "SELECT id, name, goal, stage, stage_since FROM program WHERE community = {} AND public ORDER BY id",
        community_id,
    )


async def only_program(actor: Actor, community_id: int) -> int | None:
    """The running program of a community when there is just one: what a form may take for granted."""
    found = await program_options(actor, community_id)
    return found[0][0] if len(found) == 1 else None


async def program_of(program_id: int) -> Program:
    """A program by the foreign key of a row that was found through its own door."""
    program = await Program.objects().get(Program.id == program_id)
    if program is None:
        raise NotFound
    return program


async def totals_of(program_id: int) -> dict[tuple[str, str], int]:
    """All evidence of a program, summed by kind and facet."""
    return (await totals_by_program([program_id])).get(program_id, {})


async def totals_by_program(program_ids: Sequence[int]) -> dict[int, dict[tuple[str, str], int]]:
    """The same for many programs in one read of the rollup."""
    if not program_ids:
        return {}
    found = await db.rows(
        "SELECT program, kind, facet, SUM(quantity) AS quantity FROM evidence_month"
        f" WHERE program IN ({db.marks(program_ids)}) GROUP BY program, kind, facet",
        *program_ids,
    )
    totals: dict[int, dict[tuple[str, str], int]] = {}
    for row in found:
        totals.setdefault(row["program"], {})[row["kind"], row["facet"]] = int(row["quantity"])
    return totals


async def months_of(
    program_id: int, kinds: Sequence[Kind], *, first: str = "", last: str = "9999-99"
) -> list[dict[str, Any]]:
    """The rollup of some kinds: rows of kind, facet, month, quantity and entries, by month."""
    found = await db.rows(
        "SELECT kind, facet, month, quantity, entries FROM evidence_month WHERE program = {}"
        f" AND kind IN ({db.marks(kinds)})"
        " AND month >= {} AND month <= {} ORDER BY month, kind, facet",
        program_id,
        *(kind.value for kind in kinds),
        first,
        last,
    )
    return [{**row, "quantity": int(row["quantity"])} for row in found]


async def lately_of(program_id: int, kinds: Sequence[Kind]) -> dict[tuple[str, str], int]:
    """How much there was of some kinds in the last three months, by kind and facet.

    What was taken back is a row of the same day that takes it off the sum.
    """
    today = clock.today()
    found = await db.rows(
        "SELECT kind, facet, SUM(quantity) AS quantity FROM evidence WHERE program = {}"
        f" AND kind IN ({db.marks(kinds)})"
        " AND occurred_on >= {} AND occurred_on <= {} GROUP BY kind, facet",
        program_id,
        *(kind.value for kind in kinds),
        rules.lately_since(today),
        today,
    )
    return {(row["kind"], row["facet"]): int(row["quantity"]) for row in found}


async def thresholds_of(organisation_id: int) -> dict[str, int]:
    """The gates' numbers that an NGO set itself."""
    found = await db.rows(
        "SELECT gate, at_least FROM gate_threshold WHERE organisation = {}", organisation_id
    )
    return {row["gate"]: row["at_least"] for row in found}


async def last_evidence(program_ids: Sequence[int]) -> dict[int, date]:
    """The newest day on which something happened, of each program that has evidence."""
    if not program_ids:
        return {}
    # A short walk down the index for each program: grouping would read the whole ledger. The last row alone may tell of an
    # act of long ago that was written down late.
    found = await db.rows(
        "SELECT p.id AS program, e.occurred_on FROM program AS p JOIN evidence AS e ON e.id = (SELECT id FROM"
        f" (SELECT id, occurred_on FROM evidence WHERE program = p.id ORDER BY id DESC LIMIT {_LATELY}) AS lately"
        f" ORDER BY occurred_on DESC, id DESC LIMIT 1) WHERE p.id IN ({db.marks(program_ids)})",
        *program_ids,
    )
    return {row["program"]: row["occurred_on"] for row in found}


async def attempts_of(program_id: int) -> list[dict[str, Any]]:
    """All tries to move a program, newest first; `missing` is a list of gate keys."""
    found = await db.rows(
        "SELECT id, from_stage, to_stage, passed, attempted_on, by_name, missing, reason FROM stage_attempt"
        " WHERE program = {} ORDER BY id DESC",
        program_id,
    )
    return [
        {**row, "passed": bool(row["passed"]), "missing": msgspec.json.decode(row["missing"])}
        for row in found
    ]


async def people_count(program_id: int) -> int:
    """How many different residents stand by name in a program's evidence."""
    found = await db.rows(
        "SELECT COUNT(*) AS n FROM program_person WHERE program = {} AND times > 0", program_id
    )
    return int(found[0]["n"])


async def board_of(actor: Actor) -> list[dict[str, Any]]:
    """The actor's programs with their community's name; one read, whatever their number."""
    found = await db.rows(
        "SELECT p.id, p.name, p.stage, p.stage_since, p.started_on, p.ended_on, p.community, c.name AS community_name,"
        " u.display_name AS lead_name, (SELECT COUNT(*) FROM step WHERE step.program = p.id AND done_on IS NULL"
        " AND due_on < {}) AS overdue, (SELECT COUNT(*) FROM relapse WHERE relapse.program = p.id"
        " AND relapse.ended_on IS NULL) AS relapses, (SELECT MIN(i.id) FROM focal_issue AS i WHERE i.program = p.id"
        " AND i.state = 'active') AS focal FROM program AS p JOIN community AS c ON c.id = p.community"
        " LEFT JOIN user_account AS u ON u.id = p.lead WHERE p.organisation = {} ORDER BY p.name",
        clock.today(),
        actor.organisation_id,
    )
    return [row for row in found if actor.works_in(row["community"])]


async def steps_due(actor: Actor, *, limit: int = 12) -> list[dict[str, Any]]:
    """The open steps of the actor's own, soonest first."""
    return await db.rows(
        "SELECT s.id, s.title, s.due_on, s.program, p.name AS program_name FROM step AS s"
        " JOIN program AS p ON p.id = s.program WHERE s.organisation = {} AND s.owner = {} AND s.done_on IS NULL"
        " ORDER BY s.due_on, s.id LIMIT {}",
        actor.organisation_id,
        actor.user_id,
        limit,
    )


async def find(actor: Actor, text: str) -> list[Hit]:
    """Programs whose name or goal holds `text`."""
    found = await db.rows(
        "SELECT p.id, p.name, p.community, c.name AS community_name FROM program AS p"
        " JOIN community AS c ON c.id = p.community WHERE p.organisation = {}"
        " AND (p.name LIKE {} ESCAPE '\\' OR p.goal LIKE {} ESCAPE '\\') ORDER BY p.id DESC LIMIT {}",
        actor.organisation_id,
        pattern(text),
        pattern(text),
        LIMIT,
    )
    return [
        Hit(row["name"], f"/desk/programs/{row['id']}", row["community_name"])
        for row in found
        if actor.works_in(row["community"])
    ]
