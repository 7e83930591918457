"""Reading what protects those who lead. All but declarations and decisions is for staff only (S89)."""

from __future__ import annotations

from datetime import date
from typing import Any

from incentives.reciprocity import leader_rules as rules
from incentives.reciprocity import policy
from incentives.reciprocity.tables import Pressure, SupportTask
from programs.communities.queries import within_reach
from programs.residents.queries import access_resident
from programs.residents.tables import Resident
from server.lib import db
from server.lib.actor import Actor
from server.lib.errors import NotFound
from server.lib.records import own_row

# Who leads now, or was declared for, attacked or supported.
_LEADS = (
    "SELECT t.resident FROM group_leader AS t WHERE t.ended_on IS NULL"
    " UNION SELECT l.resident FROM building_leader AS l WHERE l.ended_on IS NULL"
    " UNION SELECT k.resident FROM community_leader AS k WHERE k.confirmed_on IS NOT NULL"
    " UNION SELECT d.resident FROM interest_declaration AS d"
    " UNION SELECT p.resident FROM leader_pressure AS p"
    " UNION SELECT s.resident FROM support_task AS s WHERE s.done_on IS NULL"
)
_SUPPORT = (
    "SELECT x.id, x.community, x.resident, r.name, x.title, x.origin, x.owner, u.display_name AS owner_name,"
    " x.due_on, x.done_on, x.done_note, x.version FROM support_task AS x JOIN resident AS r ON r.id = x.resident"
    " LEFT JOIN user_account AS u ON u.id = x.owner"
)


async def access_protected(actor: Actor, resident_id: int) -> Resident:
    """A person as somebody who leads, for staff of her community. Who asked to be forgotten is nobody any more."""
    resident = await access_resident(actor, resident_id)
    if resident.erased_at is not None or "pressures" not in policy.seen(actor, resident.community):
        raise NotFound
    return resident


async def access_pressure(actor: Actor, pressure_id: int) -> tuple[Pressure, Resident]:
    """An attack, and on whom, for staff of her community."""
    pressure = await own_row(Pressure, pressure_id, actor)
    return pressure, await access_protected(actor, pressure.resident)


async def access_support(actor: Actor, support_id: int) -> tuple[SupportTask, Resident]:
    """A task of support, and for whom, for staff of her community."""
    task = await own_row(SupportTask, support_id, actor)
    return task, await access_protected(actor, task.resident)


async def list_leaders(actor: Actor, *, today: date, community_id: int | None = None) -> list[dict[str, Any]]:
    """Those who lead in the actor's communities: what they declared, what they met with, how heavy it is.

    First those under attack, then those whose declaration is missing.
    """
    where, values = within_reach(actor, "r", community_id)
    found = await db.rows(
        "SELECT r.id, r.name, c.name AS community_name,"
        " (SELECT d.id FROM interest_declaration AS d WHERE d.resident = r.id ORDER BY d.declared_on DESC, d.id DESC"
        " LIMIT 1) AS declaration,"
        " (SELECT k.id FROM load_check AS k WHERE k.resident = r.id ORDER BY k.checked_on DESC, k.id DESC LIMIT 1)"
        " AS load_check,"
        " (SELECT COUNT(*) FROM leader_pressure AS p WHERE p.resident = r.id AND p.happened_on > {}) AS attacks,"
        " (SELECT COUNT(*) FROM support_task AS s WHERE s.resident = r.id AND s.done_on IS NULL) AS support"
        " FROM resident AS r JOIN community AS c ON c.id = r.community"
        f" WHERE {' AND '.join(where)} AND r.erased_at IS NULL AND r.moved_away_on IS NULL AND r.id IN ({_LEADS})"
        " ORDER BY r.name, r.id",
        today - rules.WINDOW,
        *values,
    )
    declared = await _by_id("interest_declaration", [row["declaration"] for row in found])
    checked = await _by_id("load_check", [row["load_check"] for row in found])
    told = []
    for row in found:
        declaration, check = declared.get(row["declaration"]), checked.get(row["load_check"])
        state = rules.declaration_state(declaration["declared_on"] if declaration else None, today=today)
        told.append({**row, "declaration": declaration, "load_check": check, "declared": state})
    return sorted(told, key=lambda row: (-row["attacks"], -row["support"], row["declared"] == "declared"))


async def _by_id(table: str, ids: list[int | None]) -> dict[int | None, dict[str, Any]]:
    wanted = sorted({one for one in ids if one is not None})
    if not wanted:
        return {}
    found = await db.rows(f"SELECT * FROM {table} WHERE id IN ({db.marks(wanted)})", *wanted)
    return {row["id"]: row for row in found}


async def declarations_of(resident_id: int) -> list[dict[str, Any]]:
    """What a person declared, the newest first."""
    return await db.rows(
        "SELECT id, declared_on, contracts_with_relatives, paid_posts, note, public FROM interest_declaration"
        " WHERE resident = {} ORDER BY declared_on DESC, id DESC",
        resident_id,
    )


async def pressures_of(resident_id: int) -> list[dict[str, Any]]:
    """What a person met with, the newest first."""
    return await db.rows(
        "SELECT p.id, p.kind, p.happened_on, p.what, p.clarification, p.clarified_on, p.clarified_in,"
        " u.display_name AS recorded_by FROM leader_pressure AS p"
        " LEFT JOIN user_account AS u ON u.id = p.recorded_by WHERE p.resident = {}"
        " ORDER BY p.happened_on DESC, p.id DESC",
        resident_id,
    )


async def load_checks_of(resident_id: int) -> list[dict[str, Any]]:
    """How a person was, in time."""
    return await db.rows(
        "SELECT id, checked_on, hours_a_week, heaviness, note FROM load_check WHERE resident = {}"
        " ORDER BY checked_on, id",
        resident_id,
    )


async def support_for(resident_id: int) -> list[dict[str, Any]]:
    """What is to be done, and was done, for a person: open tasks first."""
    return await db.rows(
        f"{_SUPPORT} WHERE x.resident = {{}} ORDER BY CASE WHEN x.done_on IS NULL THEN 0 ELSE 1 END, x.due_on, x.id",
        resident_id,
    )


async def support_card(support_id: int) -> dict[str, Any]:
    """A task of support with names."""
    [card] = await db.rows(f"{_SUPPORT} WHERE x.id = {{}}", support_id)
    return card


async def open_support(actor: Actor, *, community_id: int | None = None) -> list[dict[str, Any]]:
    """The tasks of support that are open in the actor's communities, the soonest first."""
    where, values = within_reach(actor, "x", community_id)
    return await db.rows(
        f"{_SUPPORT} WHERE {' AND '.join(where)} AND x.done_on IS NULL ORDER BY x.due_on, x.id", *values
    )


async def stands_by(resident_id: int) -> bool:
    """Whether a task that attacks opened is still to be done."""
    return bool(
        await db.rows(
            "SELECT 1 AS one FROM support_task WHERE resident = {} AND done_on IS NULL AND origin LIKE 'pressure:%'",
            resident_id,
        )
    )
