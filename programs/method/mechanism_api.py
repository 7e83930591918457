"""Mechanisms as JSON (S65)."""

from __future__ import annotations

from datetime import date

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath, JSONBody

from programs.method import mechanism_actions, mechanism_queries, mechanism_rules, queries
from programs.method.mechanism_rules import Check, Light
from programs.method.mechanism_schemas import MechanismEnd, NewMechanism
from server.web.access import STAFF, actor_of
from server.web.forms import Created, written


class MechanismOut(msgspec.Struct):
    """A mechanism with what proves it; `counts` while that stands."""

    id: int
    kind: str
    what: str
    keeper: str
    proof: str
    proof_note: str
    source_kind: str
    source_id: int | None
    proved_on: date
    counts: bool


class HandOver(msgspec.Struct):
    """The sustainability card and the mechanisms under it."""

    light: Light
    missing: list[str]
    checks: list[Check]
    mechanisms: list[MechanismOut]


@get("/api/programs/{program_id:int}/hand-over", opt={"who": STAFF})
async def show_hand_over(request: Request, program_id: FromPath[int]) -> HandOver:
    """Whether a program's result would hold, and what keeps it."""
    program = await queries.access_program(actor_of(request), program_id)
    checks = await mechanism_queries.card_of(program)
    return HandOver(
        mechanism_rules.light_of(checks),
        mechanism_rules.missing_mechanisms(checks),
        checks,
        msgspec.convert(await mechanism_queries.mechanisms_of(program.id), list[MechanismOut]),
    )


@post("/api/programs/{program_id:int}/mechanisms", opt={"who": STAFF})
async def add_mechanism(request: Request, program_id: FromPath[int], data: JSONBody[NewMechanism]) -> Created:
    """Enter a mechanism with its proof."""
    actor = actor_of(request)
    program = await queries.access_program(actor, program_id, to_edit=True)
    return await written(program, data, "mechanism.proved", mechanism_actions.add_mechanism, actor=actor)


@post("/api/mechanisms/{mechanism_id:int}/voided", opt={"who": STAFF})
async def void_mechanism(
    request: Request, mechanism_id: FromPath[int], data: JSONBody[MechanismEnd]
) -> Created:
    """Take a mechanism back."""
    actor = actor_of(request)
    mechanism = await mechanism_queries.access_mechanism(actor, mechanism_id)
    return await written(mechanism, data, "mechanism.voided", mechanism_actions.void_mechanism, actor=actor)


HANDLERS = [show_hand_over, add_mechanism, void_mechanism]
