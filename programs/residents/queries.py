"""Reading people. Whoever is not of the actor's own organisation and communities does not exist."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from piccolo.columns.combination import WhereRaw

from programs.communities.queries import within_reach
from programs.residents import door_rules, policy, rules
from programs.residents.search_queries import matching
from programs.residents.tables import Resident
from server.lib import db
from server.lib.actor import Actor
from server.lib.errors import Forbidden, NotFound, Refused
from server.lib.records import own_row
from server.web.paging import PAGE, Slice, after_id, cut
from server.web.search import LIMIT, Hit

_CARD = (
    "SELECT r.id, r.community, c.name AS community_name, r.name, r.phone_tail, r.age_band, r.building,"
    " e.name AS estate_name, b.name AS building_name, h.door, r.moved_away_on, r.version"
    " FROM resident AS r JOIN community AS c ON c.id = r.community LEFT JOIN building AS b ON b.id = r.building"
    " LEFT JOIN estate AS e ON e.id = b.estate LEFT JOIN household AS h ON h.id = r.household"
)


# Holds for every row of `resident` but those that were merged into another.
SPEAKS_FOR_ITSELF = (
    "NOT EXISTS (SELECT 1 FROM resident_merge AS g WHERE g.merged = resident.id AND g.undone_at IS NULL)"
)


async def access_resident(actor: Actor, resident_id: int, *, to_edit: bool = False) -> Resident:
    """The only way from an id in an address to a Resident, for staff of the person's community."""
    resident = await own_row(Resident, resident_id, actor)
    if not actor.works_in(resident.community) or await _is_on_the_way(resident):
        raise NotFound
    if to_edit and not policy.may_edit_resident(actor, resident.community):
        raise Forbidden
    return resident


async def _is_on_the_way(resident: Resident) -> bool:
    """Whether she arrives, or leaves, with an import that is under way: until it is through she does not exist."""
    if resident.batch is None or resident.erased_at is None:
        return False
    return bool(
        await db.rows(
            "SELECT 1 AS one FROM import_batch WHERE id = {} AND state IN ('running', 'undoing')",
            resident.batch,
        )
    )


async def access_to_erase(actor: Actor, resident_id: int) -> Resident:
    """A person whose record the actor may erase."""
    resident = await access_resident(actor, resident_id)
    if not policy.may_erase(actor, resident.community):
        raise Forbidden
    return resident


async def residents_by_ids(
    actor: Actor, ids: Collection[int], community_id: int, *, field: str | None = None
) -> list[dict[str, Any]]:
    """These people, in the order of `ids`; NotFound unless every one of them is of this community. One query.

    Refused, beside `field`, when one asked to be forgotten: nothing about her is written down any more. Whether the
    actor may see the community is for the caller to have asked.
    """
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        return []
    found = await Resident.select(
        Resident.id,
        Resident.name,
        Resident.phone_tail,
        Resident.age_band,
        Resident.moved_away_on,
        Resident.erased_at,
    ).where(
        Resident.id.is_in(wanted)
        & (Resident.community == community_id)
        & (Resident.organisation == actor.organisation_id)
        & WhereRaw(SPEAKS_FOR_ITSELF)
    )
    by_id = {row["id"]: row for row in found}
    if len(by_id) != len(wanted):
        raise NotFound
    if any(row["erased_at"] is not None for row in found):
        raise Refused("residents.erased", field=field)
    return [by_id[resident_id] for resident_id in wanted]


async def resident_options(community_id: int) -> list[dict[str, Any]]:
    """The people who live in a community, by name, as the people picker wants them: `id`, `name`, `last_four`, `note`."""
    return await db.rows(
        "SELECT r.id, r.name, r.phone_tail AS last_four, COALESCE(b.name, '') AS note FROM resident AS r"
        " LEFT JOIN building AS b ON b.id = r.building"
        " WHERE r.community = {} AND r.moved_away_on IS NULL ORDER BY r.name, r.id",
        community_id,
    )


async def households_of(building_id: int) -> list[dict[str, Any]]:
    """The doors of a building as people read them: `id`, `door`, `size`, `two_together`, `people`, `version`."""
    found = await db.rows(
        "SELECT h.id, h.door, h.size, h.two_together, h.version, (SELECT COUNT(*) FROM resident AS r"
        " WHERE r.household = h.id AND r.moved_away_on IS NULL) AS people FROM household AS h WHERE h.building = {}"
        " AND h.arrives_with IS NULL",
        building_id,
    )
    return sorted(found, key=lambda row: door_rules.order_of(row["door"]))


async def card_of(resident: Resident) -> dict[str, Any]:
    """A person with the names of their community, estate, building and door."""
    [card] = await db.rows(f"{_CARD} WHERE r.id = {{}}", resident.id)
    return card


async def list_residents(
    actor: Actor,
    *,
    community_id: int | None = None,
    text: str = "",
    away: bool = False,
    cursor: str | None = None,
) -> Slice[dict[str, Any]]:
    """The newest people first, those of the actor's communities whose name holds `text`; gone ones when `away`."""
    if text:
        ids = await matching(
            actor, text, community_id=community_id, away=away, before=after_id(cursor), limit=PAGE + 1
        )
        return cut(await cards_of(ids), "id")
    where, values = within_reach(actor, "r", community_id)
    where.append("r.moved_away_on IS NOT NULL AND r.erased_at IS NULL" if away else "r.moved_away_on IS NULL")
    if last := after_id(cursor):
        where.append("r.id < {}")
        values.append(last)
    found = await db.rows(f"{_CARD} WHERE {' AND '.join(where)} ORDER BY r.id DESC LIMIT {PAGE + 1}", *values)
    return cut(found, "id")


async def namesakes(community_id: int, name: str, *, besides: int | None = None) -> list[dict[str, Any]]:
    """The people of this community whose name reads the same, gone ones too."""
    return await db.rows(
        f"{_CARD} WHERE r.community = {{}} AND r.folded_name = {{}} AND r.id <> {{}} AND r.erased_at IS NULL"
        " ORDER BY r.id LIMIT 20",
        community_id,
        rules.folded(name),
        besides or 0,
    )


async def resident_by_label(community_id: int, text: str | None, *, field: str) -> int | None:
    """The one person of this community whom a typed name means; None for an empty text.

    Refused beside `field` when nobody has that name, or when several have it.
    """
    if not text:
        return None
    for name, phone_tail in rules.split_label(text):
        found = await db.rows(
            "SELECT id FROM resident WHERE community = {} AND folded_name = {} AND moved_away_on IS NULL"
            + (" AND phone_tail = {} LIMIT 2" if phone_tail else " LIMIT 2"),
            *(value for value in (community_id, name, phone_tail) if value),
        )
        if len(found) > 1:
            raise Refused("residents.several_of_that_name", field=field)
        if found:
            return int(found[0]["id"])
    raise Refused("residents.nobody_of_that_name", field=field)


async def labels_like(actor: Actor, community_id: int, text: str, *, limit: int = 20) -> Sequence[str]:
    """Labels of people of this community whose name holds `text`, to choose from while typing."""
    found = await cards_of(await matching(actor, text, community_id=community_id, away=False, limit=limit))
    return [rules.label(row["name"], row["phone_tail"]) for row in found]


async def labels_of(ids: Sequence[int]) -> dict[int, str]:
    """How these people are written where one types a name, by id."""
    return {row["id"]: rules.label(row["name"], row["phone_tail"]) for row in await cards_of(ids)}


async def find(actor: Actor, text: str) -> list[Hit]:
    """People for the search box; two hanzi are enough. Those who live here first."""
    ids = await matching(actor, text, away=False, limit=LIMIT)
    if len(ids) < LIMIT:
        ids += await matching(actor, text, away=True, limit=LIMIT - len(ids))
    return [
        Hit(rules.label(row["name"], row["phone_tail"]), f"/desk/residents/{row['id']}", _place(row))
        for row in await cards_of(ids)
    ]


async def cards_of(ids: Sequence[int]) -> list[dict[str, Any]]:
    """These people with their places, in the order of `ids`."""
    if not ids:
        return []
    found = {row["id"]: row for row in await db.rows(f"{_CARD} WHERE r.id IN ({db.marks(ids)})", *ids)}
    return [found[number] for number in ids if number in found]


def _place(row: dict[str, Any]) -> str:
    return " ".join(
        part for part in (row["community_name"], row["estate_name"], row["building_name"]) if part
    )
