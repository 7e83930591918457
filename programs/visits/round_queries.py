"""Reading rounds, and the doors they are to knock on."""

from __future__ import annotations

from datetime import date
from typing import Any

from programs.residents.door_rules import order_of
from programs.visits import training_queries
from programs.visits.door_rules import REACHED
from programs.visits.reach_queries import reach
from programs.visits.tables import Round
from server.lib import db
from server.lib.actor import Actor
from server.lib.errors import NotFound
from server.lib.records import own_row
from server.web.paging import PAGE, Slice, after_day, cut
from server.web.search import LIMIT, Hit, pattern

_CARD = (
    "SELECT r.*, c.name AS community_name, e.name AS estate_name, b.name AS building_name, p.name AS program_name,"
    " u.display_name AS account_name, w.name AS volunteer_name, k.name AS companion_name FROM visit_round AS r"
    " JOIN community AS c ON c.id = r.community JOIN building AS b ON b.id = r.building"
    " JOIN estate AS e ON e.id = b.estate LEFT JOIN program AS p ON p.id = r.program"
    " LEFT JOIN user_account AS u ON u.id = r.visitor_account LEFT JOIN resident AS w ON w.id = r.visitor_resident"
    " LEFT JOIN resident AS k ON k.id = r.companion"
)
_ROW = (
    "SELECT r.id, r.building, e.name AS estate_name, b.name AS building_name, r.planned_on, r.state, r.scenario,"
    " u.display_name AS account_name, w.name AS volunteer_name, k.name AS companion_name,"
    " (SELECT COUNT(*) FROM round_door AS d WHERE d.round = r.id) AS doors,"
    " (SELECT COUNT(DISTINCT v.household) FROM visit AS v WHERE v.round = r.id AND v.voided_at IS NULL) AS tried"
    " FROM visit_round AS r JOIN building AS b ON b.id = r.building JOIN estate AS e ON e.id = b.estate"
    " LEFT JOIN user_account AS u ON u.id = r.visitor_account LEFT JOIN resident AS w ON w.id = r.visitor_resident"
    " LEFT JOIN resident AS k ON k.id = r.companion"
)


async def access_round(actor: Actor, round_id: int) -> Round:
    """The only way from an id in an address to a Round, for staff of its community."""
    found = await own_row(Round, round_id, actor)
    if not actor.works_in(found.community):
        raise NotFound
    return found


async def card_of(round_: Round) -> dict[str, Any]:
    """A round with the names of its place and people, and the skills that its visitor lacks on that day."""
    [card] = await db.rows(f"{_CARD} WHERE r.id = {{}}", round_.id)
    return {
        **card,
        "visitor": card["volunteer_name"] or card["account_name"] or "",
        "lacking": await training_queries.lacking(
            round_.organisation,
            round_.scenario,
            account=round_.visitor_account,
            resident=round_.visitor_resident,
            on=round_.planned_on,
        ),
    }


async def doors_of(round_id: int) -> list[dict[str, Any]]:
    """The doors of a round in the order of the walk, each with the newest visit of this round that stands."""
    found = await db.rows(
        "SELECT d.household, h.door, h.two_together, d.position FROM round_door AS d"
        " JOIN household AS h ON h.id = d.household WHERE d.round = {} ORDER BY d.position",
        round_id,
    )
    visits = await db.rows(
        "SELECT id, household, outcome, note, again_on FROM visit WHERE round = {} AND voided_at IS NULL ORDER BY id",
        round_id,
    )
    newest = {row["household"]: row for row in visits}
    return [
        {
            **row,
            "two_together": bool(row["two_together"]),
            "visit": newest.get(row["household"], {}).get("id"),
            "outcome": newest.get(row["household"], {}).get("outcome"),
            "note": newest.get(row["household"], {}).get("note", ""),
            "again_on": newest.get(row["household"], {}).get("again_on"),
        }
        for row in found
    ]


async def last_visit_of(round_id: int) -> dict[str, Any] | None:
    """The visit of a round that was written last and stands."""
    found = await db.rows(
        "SELECT v.id, v.outcome, h.door FROM visit AS v JOIN household AS h ON h.id = v.household"
        " WHERE v.round = {} AND v.voided_at IS NULL ORDER BY v.id DESC LIMIT 1",
        round_id,
    )
    return found[0] if found else None


async def unopened_of(round_id: int) -> list[dict[str, Any]]:
    """The visits of a round on which nobody was home or somebody refused, with what was found out about them."""
    return await db.rows(
        "SELECT v.id, v.outcome, h.door, (SELECT COUNT(*) FROM visit_cause AS c WHERE c.visit = v.id) AS causes"
        " FROM visit AS v JOIN household AS h ON h.id = v.household"
        " WHERE v.round = {} AND v.voided_at IS NULL AND v.outcome IN ('not_home', 'refused') ORDER BY v.id",
        round_id,
    )


async def list_rounds(
    actor: Actor,
    *,
    community_id: int | None = None,
    building_id: int | None = None,
    state: str = "",
    cursor: str | None = None,
) -> Slice[dict[str, Any]]:
    """Rounds within the actor's reach, the latest first."""
    where, values = await reach(actor, "r", community_id)
    for condition, value in (("r.building = {}", building_id), ("r.state = {}", state or None)):
        if value is not None:
            where.append(condition)
            values.append(value)
    if last := after_day(cursor):
        where.append("(r.planned_on, r.id) < ({}, {})")
        values += last
    found = await db.rows(
        f"{_ROW} WHERE {' AND '.join(where)} ORDER BY r.planned_on DESC, r.id DESC LIMIT {PAGE + 1}", *values
    )
    return cut([_named(row) for row in found], "planned_on", "id")


async def to_walk(actor: Actor, *, limit: int = 12) -> list[dict[str, Any]]:
    """The rounds still to walk within the actor's reach, the earliest first, her own among the others."""
    where, values = await reach(actor, "r")
    found = await db.rows(
        f"{_ROW} WHERE {' AND '.join(where)} AND r.state = 'planned' ORDER BY r.planned_on, r.id LIMIT {limit}",
        *values,
    )
    return [_named(row) for row in found]


async def rounds_planned(program_id: int) -> list[dict[str, Any]]:
    """The rounds of a program that are still to walk, the earliest first."""
    return await db.rows(
        f"{_ROW} WHERE r.program = {{}} AND r.state = 'planned' ORDER BY r.planned_on, r.id", program_id
    )


async def rounds_between(actor: Actor, first: date, last: date, *, limit: int = 300) -> list[dict[str, Any]]:
    """The rounds of a calendar within the actor's reach, cancelled ones left out."""
    where, values = await reach(actor, "r")
    found = await db.rows(
        f"{_ROW} WHERE {' AND '.join(where)} AND r.planned_on >= {{}} AND r.planned_on <= {{}}"
        f" AND r.state <> 'cancelled' ORDER BY r.planned_on, r.id LIMIT {limit}",
        *values,
        first,
        last,
    )
    return [_named(row) for row in found]


def _named(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "visitor": row["volunteer_name"] or row["account_name"] or ""}


async def households_to_knock(
    building_id: int, *, unreached_since: date | None = None
) -> tuple[int, list[int]]:
    """How many doors a building has, and those to knock on in the order of a walk.

    With `unreached_since`, those at which nobody was reached since that day.
    """
    found = await db.rows(
        "SELECT h.id, h.door, (SELECT COUNT(*) FROM visit AS v WHERE v.household = h.id AND v.visited_on >= {}"
        f" AND v.voided_at IS NULL AND v.outcome IN ({db.marks(REACHED)})) AS reached FROM household AS h"
        " WHERE h.building = {} AND h.arrives_with IS NULL",
        unreached_since or date(9999, 1, 1),
        *REACHED,
        building_id,
    )
    ordered = sorted(found, key=lambda row: order_of(row["door"]))
    return len(ordered), [row["id"] for row in ordered if not row["reached"]]


async def find(actor: Actor, text: str) -> list[Hit]:
    """Buildings whose name holds `text`, by estate, for the search box: each opens its coverage."""
    where, values = await reach(actor, "b")
    found = await db.rows(
        "SELECT b.id, b.name, e.name AS estate_name, c.name AS community_name FROM building AS b"
        " JOIN estate AS e ON e.id = b.estate JOIN community AS c ON c.id = b.community"
        f" WHERE {' AND '.join(where)} AND (b.name LIKE {{}} ESCAPE '\\' OR e.name LIKE {{}} ESCAPE '\\')"
        f" ORDER BY b.id LIMIT {LIMIT}",
        *values,
        pattern(text),
        pattern(text),
    )
    return [
        Hit(
            f"{row['estate_name']} {row['name']}",
            f"/desk/buildings/{row['id']}/coverage",
            row["community_name"],
        )
        for row in found
    ]
