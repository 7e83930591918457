"""Reading needs and their classes."""

from __future__ import annotations

from typing import Any

import msgspec

from programs.communities.queries import check_building, within_reach
from programs.communities.tables import Community
from programs.listening import policy, rules
from programs.listening.case_rules import state_of
from programs.listening.schemas import NewNeed
from programs.listening.tables import Need, NeedClass
from programs.method import queries as method_queries
from programs.method.kinds import Kind
from programs.residents.queries import residents_by_ids
from server.lib import db
from server.lib.actor import Actor
from server.lib.days import months_between, months_later, read_month
from server.lib.errors import Forbidden, NotFound
from server.lib.records import own_row
from server.web.paging import PAGE, Slice, after_day, cut

CARD = (
    "SELECT n.id, n.community, c.name AS community_name, n.program, p.name AS program_name, n.need_class,"
    " k.name AS class_name, t.name AS top_name, n.building, b.name AS building_name, n.resident,"
    " r.name AS resident_name, n.channel, n.complaint, n.quantity, n.raised_on, n.text, n.version,"
    " n.voided_at, n.void_reason, u.display_name AS recorded_by_name, n.from_street, n.taken_in_on, n.merged_into,"
    " n.willing, n.nickname, COALESCE(n.age_band, r.age_band) AS age_band, n.concern, n.owner,"
    " w.display_name AS owner_name, n.handle_by, n.answer_by, n.handled_on, n.handled_how, n.answered_on, n.answer,"
    " n.answered_how, n.confirmed, n.confirmed_on, n.unsolved_why"
)
FROM = (
    " FROM need AS n JOIN community AS c ON c.id = n.community LEFT JOIN program AS p ON p.id = n.program"
    " LEFT JOIN need_class AS k ON k.id = n.need_class LEFT JOIN need_class AS t ON t.id = k.parent"
    " LEFT JOIN building AS b ON b.id = n.building LEFT JOIN resident AS r ON r.id = n.resident"
    " LEFT JOIN user_account AS u ON u.id = n.recorded_by LEFT JOIN user_account AS w ON w.id = n.owner"
)
WITHOUT_CLASS = 0
# Needs that count: not those that wait in the inbox, were merged into another one, or were taken back.
COUNTED = "n.voided_at IS NULL AND n.merged_into IS NULL AND (n.taken_in_on IS NOT NULL OR NOT n.from_street)"


class NeedFilter(msgspec.Struct, frozen=True):
    """Which needs to show. `need_class` takes in the classes within it; `WITHOUT_CLASS` means those that have none."""

    community: int | None = None
    program: int | None = None
    need_class: int | None = None
    complaint: bool = False
    month: str = ""
    resident: int | None = None
    building: int | None = None
    channel: str = ""
    age: str = ""
    willing: bool = False


async def access_need(actor: Actor, need_id: int, *, to_edit: bool = False) -> Need:
    """The only way from an id in an address to a Need, for staff of its community."""
    need = await own_row(Need, need_id, actor)
    if not actor.works_in(need.community):
        raise NotFound
    if to_edit and not policy.may_note_needs(actor, need.community):
        raise Forbidden
    return need


def stands(need: Need) -> bool:
    """Whether a need counts; the same as `COUNTED` for a row at hand."""
    waits = need.from_street and need.taken_in_on is None
    return need.voided_at is None and need.merged_into is None and not waits


async def holds_others(need_id: int) -> bool:
    """Whether other notes were merged into this one."""
    return await Need.exists().where(Need.merged_into == need_id)


async def group_cited(need_id: int) -> bool:
    """Whether this need, or one merged into it, justifies an issue."""
    return bool(
        await db.rows(
            "SELECT 1 AS found FROM need_citation AS x JOIN need AS m ON m.id = x.need"
            " WHERE m.id = {} OR m.merged_into = {} LIMIT 1",
            need_id,
            need_id,
        )
    )


async def access_class(actor: Actor, class_id: int) -> NeedClass:
    """A class of the actor's organisation."""
    return await own_row(NeedClass, class_id, actor)


async def check_parts(actor: Actor, community: Community, data: NewNeed) -> None:
    """Raise NotFound unless all that a note points to belongs to this community and organisation."""
    await check_building(community.id, data.building)
    await check_place(actor, community.id, need_class=data.need_class, program=data.program)
    if data.resident is not None:
        await residents_by_ids(actor, [data.resident], community.id)


async def check_place(
    actor: Actor, community_id: int, *, need_class: int | None, program: int | None
) -> None:
    """Raise NotFound unless the class is the organisation's and the program the community's, where they are named."""
    await method_queries.check_program(program, community_id=community_id, actor=actor)
    if need_class is not None:
        await access_class(actor, need_class)


async def classes_of(organisation_id: int) -> list[tuple[int, str, int | None, str]]:
    """The classes in two levels: `(id, name, parent, parent's name)`."""
    found = (
        await NeedClass.select(NeedClass.id, NeedClass.parent, NeedClass.name)
        .where(NeedClass.organisation == organisation_id)
        .order_by(NeedClass.id)
    )
    return rules.nested((row["id"], row["parent"], row["name"]) for row in found)


async def class_options(organisation_id: int) -> list[tuple[int, str]]:
    """The classes to choose from: `环境卫生 · 宠物粪便`."""
    return [
        (class_id, class_label(name, top)) for class_id, name, _, top in await classes_of(organisation_id)
    ]


def class_label(name: str | None, top_name: str | None) -> str:
    """A class with the one it stands in; empty without a class."""
    return " · ".join(part for part in (top_name, name) if part)


async def card_of(need: Need) -> dict[str, Any]:
    """A need with the names of all that it points to."""
    [card] = await db.rows(f"{CARD}{FROM} WHERE n.id = {{}}", need.id)
    return plain(card)


async def list_needs(actor: Actor, chosen: NeedFilter, *, cursor: str | None = None) -> Slice[dict[str, Any]]:
    """Needs of the actor's communities that still stand, the newest first."""
    where, values = conditions(actor, chosen)
    return await newest(where, values, cursor)


async def newest(where: list[str], values: list[Any], cursor: str | None) -> Slice[dict[str, Any]]:
    """The needs that meet all of these conditions, the newest first."""
    if last := after_day(cursor):
        where, values = [*where, "(n.raised_on, n.id) < ({}, {})"], [*values, *last]
    found = await db.rows(
        f"{CARD}{FROM} WHERE {' AND '.join(where)} ORDER BY n.raised_on DESC, n.id DESC LIMIT {PAGE + 1}",
        *values,
    )
    return cut([plain(row) for row in found], "raised_on", "id")


async def counts_by_class(actor: Actor, chosen: NeedFilter) -> list[dict[str, Any]]:
    """How many needs each class counts (`quantity`) and how many complaints are among them, most first."""
    where, values = conditions(actor, chosen)
    found = await db.long_rows(
        "SELECT n.need_class, k.name AS class_name, t.name AS top_name, SUM(n.quantity) AS quantity,"
        " SUM(CASE WHEN n.complaint THEN n.quantity ELSE 0 END) AS complaints"
        f"{FROM} WHERE {' AND '.join(where)} GROUP BY n.need_class, k.name, t.name",
        *values,
    )
    counted = [
        {**row, "quantity": int(row["quantity"]), "complaints": int(row["complaints"])} for row in found
    ]
    return sorted(counted, key=lambda row: (-row["quantity"], row["need_class"] or 0))


async def complaints_by_month(
    program_id: int, class_id: int | None, first: str, last: str
) -> list[tuple[str, int]]:
    """The complaints of exactly this class in a program, for every month from `first` to `last` (`2026-03`).

    Read from the ledger's rollup; a month without complaints counts 0.
    """
    found = await db.rows(
        "SELECT month, quantity FROM evidence_month"
        " WHERE program = {} AND kind = {} AND facet = {} AND month >= {} AND month <= {}",
        program_id,
        Kind.COMPLAINT_RAISED.value,
        rules.class_facet(class_id),
        first,
        last,
    )
    counted = {row["month"]: int(row["quantity"]) for row in found}
    return [(month, counted.get(month, 0)) for month in months_between(first, last)]


def conditions(actor: Actor, chosen: NeedFilter) -> tuple[list[str], list[Any]]:
    """The walls (organisation, communities), then what was asked for."""
    where, values = within_reach(actor, "n", chosen.community)
    where.append(COUNTED)
    for column in ("program", "resident", "building"):
        if (asked := getattr(chosen, column)) is not None:
            where.append(f"n.{column} = {{}}")
            values.append(asked)
    if chosen.need_class == WITHOUT_CLASS:
        where.append("n.need_class IS NULL")
    elif chosen.need_class is not None:
        where.append("n.need_class IN (SELECT id FROM need_class WHERE id = {} OR parent = {})")
        values += [chosen.need_class, chosen.need_class]
    if chosen.complaint:
        where.append("n.complaint")
    if chosen.willing:
        where.append("n.willing")
    if chosen.channel:
        where.append("n.channel = {}")
        values.append(chosen.channel)
    if chosen.age:
        where.append("COALESCE(n.age_band, (SELECT age_band FROM resident WHERE id = n.resident)) = {}")
        values.append(chosen.age)
    if first := read_month(chosen.month):
        where.append("n.raised_on >= {} AND n.raised_on < {}")
        values += [first, months_later(first, 1)]
    return where, values


def plain(row: dict[str, Any]) -> dict[str, Any]:
    """A row of `CARD` with its class in words, and where it stands."""
    return {
        **row,
        "complaint": bool(row["complaint"]),
        "willing": None if row["willing"] is None else bool(row["willing"]),
        "confirmed": None if row["confirmed"] is None else bool(row["confirmed"]),
        "state": state_of(row),
        "class_label": class_label(row["class_name"], row["top_name"]),
    }
