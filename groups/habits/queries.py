"""Reading habits, who takes part, and what was ticked."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from groups.habits import policy, rules
from groups.habits.tables import HabitChallenge, HabitEntry
from programs.communities.queries import within_reach
from programs.residents.door_rules import order_of
from server.lib import db
from server.lib.actor import Actor
from server.lib.errors import Forbidden, NotFound
from server.lib.ids import token_hash
from server.lib.records import own_row
from server.web.paging import PAGE, Slice, after_id, cut
from server.web.search import pattern

MOST_DOORS = 200
_ROW = (
    'SELECT h.id, h.community, h.program, h."group", h.clause_key, h.title, h.what, h.habit_of, h.starts_on, h.days,'
    " h.misses_allowed, h.public, h.closed_on, h.cancelled_on, c.name AS community_name, g.name AS group_name,"
    " (SELECT COUNT(*) FROM habit_entry AS e WHERE e.challenge = h.id AND e.left_on IS NULL) AS entries,"
    " (SELECT COUNT(*) FROM habit_entry AS e WHERE e.challenge = h.id AND e.completed_on IS NOT NULL) AS completed,"
    " (SELECT COUNT(*) FROM habit_tick AS t JOIN habit_entry AS e ON e.id = t.entry WHERE e.challenge = h.id"
    " AND t.done) AS ticks"
    " FROM habit_challenge AS h JOIN community AS c ON c.id = h.community"
    ' LEFT JOIN community_group AS g ON g.id = h."group"'
)


async def access_habit(actor: Actor, habit_id: int, *, to_edit: bool = False) -> HabitChallenge:
    """The only way from an id in an address to a habit: staff by community, leaders to those of their groups."""
    habit = await own_row(HabitChallenge, habit_id, actor)
    if not policy.may_tick(actor, community_id=habit.community, group_id=habit.group):
        raise NotFound
    if to_edit and not policy.may_edit(actor, habit.community):
        raise Forbidden
    return habit


async def access_entry(actor: Actor, entry_id: int) -> tuple[HabitEntry, HabitChallenge]:
    """One name on a chart, with the habit, for staff who keep it."""
    entry = await own_row(HabitEntry, entry_id, actor)
    return entry, await access_habit(actor, entry.challenge, to_edit=True)


async def entry_by_token(token: str) -> tuple[HabitEntry, HabitChallenge]:
    """The name on a chart that a private address belongs to; a habit that was called off has none."""
    entry = await HabitEntry.objects().get(HabitEntry.token_hash == token_hash(token))
    if entry is None or entry.left_on is not None:
        raise NotFound
    habit = await HabitChallenge.objects().get(
        (HabitChallenge.id == entry.challenge)
        & HabitChallenge.cancelled_on.is_null()
        & HabitChallenge.organisation.closed_at.is_null()
    )
    if habit is None:
        raise NotFound
    return entry, habit


async def list_habits(
    actor: Actor,
    *,
    community_id: int | None = None,
    program_id: int | None = None,
    cursor: str | None = None,
) -> Slice[dict[str, Any]]:
    """The habits of the actor's communities, the newest first, with how many take part and completed."""
    where, values = within_reach(actor, "h", community_id)
    if program_id is not None:
        where.append("h.program = {}")
        values.append(program_id)
    if last := after_id(cursor):
        where.append("h.id < {}")
        values.append(last)
    found = await db.rows(f"{_ROW} WHERE {' AND '.join(where)} ORDER BY h.id DESC LIMIT {PAGE + 1}", *values)
    return cut(found, "id")


async def habits_of_group(group_id: int) -> list[dict[str, Any]]:
    """The habits of a group that were not called off, the newest first."""
    return await db.rows(
        f'{_ROW} WHERE h."group" = {{}} AND h.cancelled_on IS NULL ORDER BY h.id DESC LIMIT 20', group_id
    )


async def open_habits_of(group_ids: Collection[int]) -> list[dict[str, Any]]:
    """The habits of these groups that are not settled yet, the newest first: `id`, `group`, `title`."""
    return await db.rows(
        f'SELECT id, "group", title FROM habit_challenge WHERE "group" IN ({db.marks(group_ids)})'
        " AND cancelled_on IS NULL AND closed_on IS NULL ORDER BY id DESC",
        *group_ids,
    )


async def habits_of_program(program_id: int) -> list[dict[str, Any]]:
    """The habits of a program that were not called off, the oldest first, each with its `looks`."""
    return await _with_looks("h.program = {}", program_id)


async def habits_of_compact(compact_id: int) -> list[dict[str, Any]]:
    """The same for the habits that practise a clause of a compact."""
    return await _with_looks("h.compact = {} AND h.clause_key IS NOT NULL", compact_id)


async def _with_looks(where: str, value: int) -> list[dict[str, Any]]:
    found = await db.rows(
        f"{_ROW} WHERE {where} AND h.cancelled_on IS NULL ORDER BY h.starts_on, h.id", value
    )
    looks = await looks_at([row["id"] for row in found])
    return [{**row, "looks": looks.get(row["id"], [])} for row in found]


async def habits_on_street(community_id: int, *, since: date) -> list[dict[str, Any]]:
    """The habits that a community shows: those that run, are to begin, or began after `since`."""
    return await db.rows(
        f"{_ROW} WHERE h.community = {{}} AND h.public AND h.cancelled_on IS NULL AND h.starts_on >= {{}}"
        " ORDER BY h.starts_on DESC, h.id DESC LIMIT 6",
        community_id,
        since,
    )


async def habits_due(organisation_id: int, *, started_before: date) -> list[HabitChallenge]:
    """The habits of an organisation that are neither settled nor called off and began before this day."""
    return (
        await HabitChallenge.objects()
        .where(
            (HabitChallenge.organisation == organisation_id)
            & HabitChallenge.closed_on.is_null()
            & HabitChallenge.cancelled_on.is_null()
            & (HabitChallenge.starts_on < started_before)
        )
        .order_by(HabitChallenge.id)
    )


async def entries_of(habit_id: int) -> list[dict[str, Any]]:
    """The names on a chart in the order in which they were put there, those who left at the end."""
    return await db.rows(
        "SELECT e.id, e.label, e.household, e.resident, e.joined_on, e.left_on, e.completed_on, e.link_number,"
        " CASE WHEN e.token_hash IS NULL THEN 0 ELSE 1 END AS linked FROM habit_entry AS e WHERE e.challenge = {}"
        " ORDER BY CASE WHEN e.left_on IS NULL THEN 0 ELSE 1 END, e.id",
        habit_id,
    )


async def ticks_of(habit_id: int) -> set[tuple[int, date]]:
    """The days that stand ticked: `(entry, day)`."""
    found = await db.rows(
        "SELECT t.entry, t.day FROM habit_tick AS t JOIN habit_entry AS e ON e.id = t.entry"
        " WHERE e.challenge = {} AND t.done",
        habit_id,
    )
    return {(row["entry"], row["day"]) for row in found}


async def ticks_of_entry(entry_id: int) -> set[date]:
    """The days that stand ticked for one of them."""
    found = await db.rows("SELECT day FROM habit_tick WHERE entry = {} AND done", entry_id)
    return {row["day"] for row in found}


async def board_of(habit: HabitChallenge, *, today: date) -> list[dict[str, Any]]:
    """The chart: each name with `days_done` and its `standing`."""
    ticked = await ticks_of(habit.id)
    return [
        {**row, "days_done": done, "standing": standing(habit, done, today=today)}
        for row in await entries_of(habit.id)
        for done in [{day for entry, day in ticked if entry == row["id"]}]
    ]


def standing(habit: HabitChallenge, done: Collection[date], *, today: date) -> rules.Standing:
    """How somebody with these days stands in the habit."""
    return rules.standing_of(
        done,
        starts_on=habit.starts_on,
        days=habit.days,
        misses_allowed=habit.misses_allowed,
        today=today,
    )


async def looks_of(habit_id: int) -> list[dict[str, Any]]:
    """What each look found, summed: `moment`, `on` (the latest day), `asked`, `keeping`."""
    return (await looks_at([habit_id])).get(habit_id, [])


async def looks_at(habit_ids: Collection[int]) -> dict[int, list[dict[str, Any]]]:
    """`looks_of` for several habits, by habit. One query."""
    if not habit_ids:
        return {}
    found = await db.rows(
        "SELECT e.challenge, k.moment, MAX(k.looked_on) AS latest, COUNT(*) AS asked,"
        " SUM(CASE WHEN k.keeping THEN 1 ELSE 0 END) AS keeping"
        " FROM habit_look AS k JOIN habit_entry AS e ON e.id = k.entry"
        f" WHERE e.challenge IN ({db.marks(habit_ids)}) AND e.completed_on IS NOT NULL"
        " GROUP BY e.challenge, k.moment ORDER BY k.moment",
        *habit_ids,
    )
    looks: dict[int, list[dict[str, Any]]] = {}
    for row in found:
        looks.setdefault(row["challenge"], []).append(
            {
                "moment": row["moment"],
                "on": row["latest"],
                "asked": int(row["asked"]),
                "keeping": int(row["keeping"]),
            }
        )
    return looks


async def looks_by_entry(habit_id: int, moment: int) -> dict[int, dict[str, Any]]:
    """One look, by entry: `keeping`, `looked_on`, `note`."""
    found = await db.rows(
        "SELECT k.entry, k.keeping, k.looked_on, k.note FROM habit_look AS k JOIN habit_entry AS e ON e.id = k.entry"
        " WHERE e.challenge = {} AND k.moment = {}",
        habit_id,
        moment,
    )
    return {row["entry"]: row for row in found}


async def households_to_add(
    habit: HabitChallenge, building_id: int, *, text: str = "", chosen: Collection[int] = ()
) -> list[dict[str, Any]]:
    """The doors of a building that are not on the chart, `id` and `door`: at most `MOST_DOORS` and one more.

    First the chosen ones, then those with `text` in their number. A longer list is no help: there one searches.
    """
    ids = sorted(set(chosen))[:MOST_DOORS]
    picked = f"h.id IN ({db.marks(ids)})"
    found = await db.rows(
        "SELECT h.id, h.door FROM household AS h WHERE h.community = {} AND h.building = {} AND h.arrives_with IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM habit_entry AS e WHERE e.challenge = {} AND e.household = h.id"
        " AND e.left_on IS NULL)"
        f" AND (h.door LIKE {{}} ESCAPE '\\' OR {picked})"
        f" ORDER BY CASE WHEN {picked} THEN 0 ELSE 1 END, LENGTH(h.door), h.door, h.id LIMIT {MOST_DOORS + 1}",
        habit.community,
        building_id,
        habit.id,
        pattern(text),
        *ids,
        *ids,
    )
    return sorted(found, key=lambda row: (row["id"] not in ids, order_of(row["door"])))


async def doors_by_ids(community_id: int, ids: Collection[int]) -> list[dict[str, Any]]:
    """These doors as people read them: `id`, `door`, `building`, `estate`; NotFound unless every one is of this community."""
    wanted = sorted(set(ids))
    found = await db.rows(
        "SELECT h.id, h.door, h.building AS place, b.name AS building, e.name AS estate FROM household AS h"
        " JOIN building AS b ON b.id = h.building JOIN estate AS e ON e.id = b.estate"
        f" WHERE h.community = {{}} AND h.arrives_with IS NULL AND h.id IN ({db.marks(wanted)})",
        community_id,
        *wanted,
    )
    if len(found) != len(wanted):
        raise NotFound
    return sorted(found, key=lambda row: (row["place"], order_of(row["door"])))
