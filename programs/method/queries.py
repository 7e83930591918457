"""Doors to programs, and lists of them."""

from __future__ import annotations

from typing import Any

from programs.method import policy
from programs.method.tables import Program
from server.lib import db
from server.lib.actor import Actor
from server.lib.errors import Forbidden, NotFound


async def access_program(actor: Actor, program_id: int, *, to_edit: bool = False) -> Program:
    """The only way from an id in an address to a Program, for staff. Another organisation's does not exist."""
    program = await Program.objects().get(
        (Program.id == program_id) & (Program.organisation == actor.organisation_id)
    )
    if program is None or not actor.works_in(program.community):
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
