"""Reading cases: needs on their way from being raised to being answered (S20)."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from programs.communities.queries import within_reach
from programs.listening import case_rules
from programs.listening.queries import CARD, COUNTED, FROM, plain
from programs.listening.tables import CaseDeadlines, Need
from server.lib import db
from server.lib.actor import Actor
from server.lib.days import months_later
from server.web.paging import PAGE, Slice, after_day, cut

# Somebody is owed an answer: a deadline was promised, or something was done already.
_CASE = f"{COUNTED} AND (n.handle_by IS NOT NULL OR n.handled_on IS NOT NULL)"
_DUE = "CASE WHEN n.handled_on IS NULL THEN n.handle_by ELSE n.answer_by END"
_VIEWS = {
    "open": "n.answered_on IS NULL",
    "overdue": f"n.answered_on IS NULL AND {_DUE} < {{}}",
    "waiting": "n.answered_on IS NULL AND n.handled_on IS NOT NULL",
    "not_solved": "n.answered_on IS NULL AND n.handled_on IS NULL AND n.confirmed IS NOT NULL",
    "done": "n.answered_on IS NOT NULL",
}
VIEWS = tuple(_VIEWS)
PRINTED = 500


class CaseFilter(msgspec.Struct, frozen=True):
    """Which cases to show. `owner` 0 means those that are nobody's."""

    view: str = "open"
    community: int | None = None
    program: int | None = None
    owner: int | None = None


class Promise(msgspec.Struct, frozen=True):
    """Within how many days an NGO handles and answers."""

    handle_days: int = case_rules.HANDLE_DAYS
    answer_days: int = case_rules.ANSWER_DAYS
    version: int = 0

    def from_day(self, day: date, *, quantity: int = 1) -> tuple[date | None, date | None]:
        """The deadlines of a need that is known since this day."""
        return case_rules.deadlines(
            day, quantity=quantity, handle_days=self.handle_days, answer_days=self.answer_days
        )


async def promise_of(organisation_id: int) -> Promise:
    """An NGO's own days, or the usual ones."""
    row = await deadlines_row(organisation_id)
    return Promise(row.handle_days, row.answer_days, row.version) if row else Promise()


async def deadlines_row(organisation_id: int) -> CaseDeadlines | None:
    """The row of an NGO that has set its own days."""
    return await CaseDeadlines.objects().get(CaseDeadlines.organisation == organisation_id)


async def list_cases(
    actor: Actor, chosen: CaseFilter, *, today: date, cursor: str | None = None
) -> Slice[dict[str, Any]]:
    """Cases, those due first; finished ones with the newest answer first."""
    where, values = _conditions(actor, chosen, today)
    done = chosen.view == "done"
    if last := after_day(cursor):
        where.append("(n.answered_on, n.id) < ({}, {})" if done else f"({_DUE}, n.id) > ({{}}, {{}})")
        values += last
    order = "n.answered_on DESC, n.id DESC" if done else f"{_DUE}, n.id"
    found = await db.rows(
        f"{CARD}, {_DUE} AS due{FROM} WHERE {' AND '.join(where)} ORDER BY {order} LIMIT {PAGE + 1}", *values
    )
    return cut([_shown(row) for row in found], "answered_on" if done else "due", "id")


async def cases_to_print(actor: Actor, chosen: CaseFilter, *, today: date) -> list[dict[str, Any]]:
    """The first 500 of them, for a sheet of paper."""
    where, values = _conditions(actor, chosen, today)
    found = await db.rows(
        f"{CARD}, {_DUE} AS due{FROM} WHERE {' AND '.join(where)} ORDER BY {_DUE}, n.id LIMIT {PRINTED}",
        *values,
    )
    return [_shown(row) for row in found]


async def count_cases(actor: Actor, chosen: CaseFilter, *, today: date) -> dict[str, int]:
    """How many cases each view holds, with the other filters as they are."""
    where, values = _around(actor, chosen)
    sums = ", ".join(f"SUM(CASE WHEN {sql} THEN 1 ELSE 0 END) AS {view}" for view, sql in _VIEWS.items())
    [found] = await db.rows(f"SELECT {sums} FROM need AS n WHERE {' AND '.join(where)}", today, *values)
    return {view: int(found[view] or 0) for view in VIEWS}


async def days_of_steps(actor: Actor, chosen: CaseFilter, *, today: date) -> dict[str, float | None]:
    """The median days of each step over the cases handled, or answered, in the last twelve months."""
    since = months_later(today, -11)
    where, values = _around(actor, chosen)
    shown: dict[str, float | None] = {}
    for step, first, last in (
        ("handled", "raised_on", "handled_on"),
        ("answered", "handled_on", "answered_on"),
    ):
        found = await db.long_rows(
            f"SELECT n.{first} AS first, n.{last} AS last, COUNT(*) AS times FROM need AS n"
            f" WHERE {' AND '.join(where)} AND n.{last} >= {{}} GROUP BY n.{first}, n.{last}",
            *values,
            since,
        )
        shown[step] = case_rules.median(((row["last"] - row["first"]).days, row["times"]) for row in found)
    return shown


async def root_of(need: Need) -> Need:
    """The need that speaks for this one: the one it was merged into, or itself."""
    if need.merged_into is None:
        return need
    kept = await Need.objects().get(Need.id == need.merged_into)
    return kept or need


def _conditions(actor: Actor, chosen: CaseFilter, today: date) -> tuple[list[str], list[Any]]:
    where, values = _around(actor, chosen)
    where.append(_VIEWS[chosen.view])
    return where, [*values, today] if chosen.view == "overdue" else values


def _around(actor: Actor, chosen: CaseFilter) -> tuple[list[str], list[Any]]:
    where, values = within_reach(actor, "n", chosen.community)
    where.append(_CASE)
    if chosen.program is not None:
        where.append("n.program = {}")
        values.append(chosen.program)
    if chosen.owner == 0:
        where.append("n.owner IS NULL")
    elif chosen.owner is not None:
        where.append("n.owner = {}")
        values.append(chosen.owner)
    return where, values


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    shown = plain(row)
    due = case_rules.due_on(shown["state"], handle_by=row["handle_by"], answer_by=row["answer_by"])
    return {**shown, "due": due}
