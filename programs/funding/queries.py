"""Reading grants."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from programs.funding import policy
from programs.funding.tables import Grant, GrantProgram
from server.lib import db
from server.lib.actor import FUNDER, Actor
from server.lib.errors import Forbidden, NotFound
from server.lib.records import own_row

_NOW = (
    "SELECT g.id, g.title, g.funder_name, g.amount, g.starts_on, g.ends_on, p.id AS program, p.community"
    ' FROM funding_grant AS g LEFT JOIN grant_program AS x ON x."grant" = g.id AND x.removed_on IS NULL'
    " LEFT JOIN program AS p ON p.id = x.program WHERE g.organisation = {} ORDER BY g.starts_on DESC, g.id DESC"
)


async def access_grant(actor: Actor, grant_id: int, *, to_edit: bool = False) -> Grant:
    """The only way from an id in an address to a Grant, for staff."""
    grant = await own_row(Grant, grant_id, actor)
    if not policy.may_read_grant(actor, {row["community"] for row in await _paid_now(grant.id)}):
        raise NotFound
    if to_edit and not policy.may_keep_grants(actor):
        raise Forbidden
    return grant


async def list_grants(actor: Actor) -> list[dict[str, Any]]:
    """The grants that the actor may read, the newest first, each with how many of the actor's `programs` it pays for."""
    grants: dict[int, dict[str, Any]] = {}
    communities: dict[int, set[int]] = {}
    for row in await db.rows(_NOW, actor.organisation_id):
        grant = grants.setdefault(row["id"], {**row, "programs": 0})
        if row["program"] is not None:
            communities.setdefault(row["id"], set()).add(row["community"])
            grant["programs"] += actor.works_in(row["community"])
    return [row for row in grants.values() if policy.may_read_grant(actor, communities.get(row["id"], set()))]


async def programs_of_grant(actor: Actor, grant_id: int) -> list[dict[str, Any]]:
    """The programs of the actor's communities that a grant pays or paid for, those of today first."""
    found = await db.rows(
        "SELECT x.id, x.program, p.name, p.community, c.name AS community_name, x.added_on, x.removed_on"
        " FROM grant_program AS x JOIN program AS p ON p.id = x.program JOIN community AS c ON c.id = p.community"
        ' WHERE x."grant" = {} ORDER BY x.removed_on IS NOT NULL, x.id',
        grant_id,
    )
    return [row for row in found if actor.works_in(row["community"])]


async def grants_paying(actor: Actor, program_id: int) -> list[dict[str, Any]]:
    """The grants that pay for a program now and that the actor may read, by their end."""
    found = await db.rows(
        "SELECT g.id, g.title, g.funder_name, g.amount, g.ends_on, p.community FROM funding_grant AS g"
        ' JOIN grant_program AS x ON x."grant" = g.id AND x.removed_on IS NULL JOIN program AS p ON p.id = x.program'
        " WHERE g.organisation = {} AND p.id = {} ORDER BY g.ends_on IS NULL, g.ends_on, g.id",
        actor.organisation_id,
        program_id,
    )
    return [row for row in found if policy.may_read_grant(actor, {row["community"]})]


async def programs_of_grants(grant_ids: Collection[int]) -> list[int]:
    """The programs that any of these grants pays for now."""
    if not grant_ids:
        return []
    found = await db.rows(
        "SELECT DISTINCT program FROM grant_program WHERE removed_on IS NULL"
        f' AND "grant" IN ({db.marks(grant_ids)}) ORDER BY program',
        *sorted(grant_ids),
    )
    return [row["program"] for row in found]


async def paying_now(grant_id: int, program_id: int) -> GrantProgram | None:
    """The open tie between a grant and a program, if there is one."""
    return await GrantProgram.objects().get(
        (GrantProgram.grant == grant_id)
        & (GrantProgram.program == program_id)
        & GrantProgram.removed_on.is_null()
    )


async def funders_of(grant_id: int) -> list[str]:
    """The names of the accounts that see what a grant pays for."""
    found = await db.rows(
        'SELECT u.display_name FROM role_assignment AS a JOIN user_account AS u ON u.id = a."user"'
        " WHERE a.role = {} AND a.scope = {} AND a.scope_id = {} AND a.ended_at IS NULL AND u.active ORDER BY u.id",
        FUNDER,
        "grant",
        grant_id,
    )
    return [row["display_name"] for row in found]


async def grant_options(actor: Actor) -> list[tuple[int, str]]:
    """The grants to which a funder's role may be tied; coordinators only."""
    if not policy.may_keep_grants(actor):
        return []
    return [(row["id"], f"{row['title']} · {row['funder_name']}") for row in await list_grants(actor)]


async def _paid_now(grant_id: int) -> list[dict[str, Any]]:
    return await db.rows(
        "SELECT p.community FROM grant_program AS x JOIN program AS p ON p.id = x.program"
        ' WHERE x."grant" = {} AND x.removed_on IS NULL',
        grant_id,
    )
