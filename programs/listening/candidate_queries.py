"""Reading needs from which a candidate focal issue could be made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from programs.listening.queries import COUNTED, NeedFilter, conditions
from programs.listening.rules import MANY
from programs.method.tables import Program
from server.lib import db
from server.lib.actor import Actor
from server.lib.errors import NotFound


async def ids_of_class(actor: Actor, program: Program, need_class: int) -> list[int]:
    """The needs of a class in a program's community that are in this program or in none yet, the first 501."""
    where, values = conditions(actor, NeedFilter(community=program.community, need_class=need_class))
    found = await db.rows(
        f"SELECT n.id FROM need AS n WHERE {' AND '.join(where)} AND (n.program IS NULL OR n.program = {{}})"
        f" ORDER BY n.id LIMIT {MANY + 1}",
        *values,
        program.id,
    )
    return [row["id"] for row in found]


async def programs_of(actor: Actor, community_id: int, ids: Sequence[int]) -> dict[int, int | None]:
    """The program of each of these needs; NotFound unless all stand and are of this community."""
    found = await db.rows(
        f"SELECT n.id, n.program FROM need AS n WHERE n.organisation = {{}} AND n.community = {{}} AND {COUNTED}"
        f" AND n.id IN ({db.marks(ids)})",
        actor.organisation_id,
        community_id,
        *ids,
    )
    if len(found) != len(set(ids)):
        raise NotFound
    return {row["id"]: row["program"] for row in found}


async def asked_for(actor: Actor, ids: Sequence[int], need_class: int | None) -> dict[str, Any]:
    """What a candidate would rest on before its program is chosen: how many needs, and of which communities."""
    where, values = conditions(actor, NeedFilter(need_class=need_class))
    if not need_class:
        where.append(f"n.id IN ({db.marks(ids)})")
        values += ids
    found = await db.rows(
        f"SELECT n.community, COUNT(*) AS n FROM need AS n WHERE {' AND '.join(where)} GROUP BY n.community",
        *values,
    )
    return {"count": sum(row["n"] for row in found), "communities": [row["community"] for row in found]}
