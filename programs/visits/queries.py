"""Reading the log of doors."""

from __future__ import annotations

from typing import Any

from programs.method import queries as method_queries
from programs.method.kinds import Kind
from programs.method.queries import access_program
from programs.visits.tables import VisitDay
from server.lib import db
from server.lib.actor import Actor
from server.lib.records import own_row
from server.web.paging import PAGE, Slice, after_day, cut

_CARD = (
    "SELECT v.id, v.program, v.building, e.name AS estate_name, b.name AS building_name, v.visited_on, v.tried,"
    " v.opened, v.companion, v.note, v.voided_at, v.void_reason, u.display_name AS recorded_by_name"
    " FROM visit_day AS v LEFT JOIN building AS b ON b.id = v.building LEFT JOIN estate AS e ON e.id = b.estate"
    " LEFT JOIN user_account AS u ON u.id = v.recorded_by"
)


async def access_visit_day(actor: Actor, day_id: int, *, to_edit: bool = False) -> VisitDay:
    """The only way from an id in an address to a VisitDay, through its program."""
    day = await own_row(VisitDay, day_id, actor)
    await access_program(actor, day.program, to_edit=to_edit)
    return day


async def card_of(day: VisitDay) -> dict[str, Any]:
    """A day with the names of its building and of whoever logged it."""
    [card] = await db.rows(f"{_CARD} WHERE v.id = {{}}", day.id)
    return card


async def list_days(program_id: int, *, cursor: str | None = None) -> Slice[dict[str, Any]]:
    """The days of a program that still stand, the newest first."""
    where = ["v.program = {}", "v.voided_at IS NULL"]
    values: list[Any] = [program_id]
    if last := after_day(cursor):
        where.append("(v.visited_on, v.id) < ({}, {})")
        values += last
    found = await db.rows(
        f"{_CARD} WHERE {' AND '.join(where)} ORDER BY v.visited_on DESC, v.id DESC LIMIT {PAGE + 1}", *values
    )
    return cut(found, "visited_on", "id")


async def doors_of(program_id: int) -> tuple[int, int]:
    """Doors tried and doors opened in a program, by the ledger."""
    totals = await method_queries.totals_of(program_id)
    return totals.get((Kind.VISITS_TRIED.value, ""), 0), totals.get((Kind.VISITS_MADE.value, ""), 0)
