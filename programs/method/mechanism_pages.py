"""Handing over: what keeps the result, with its proofs, and the sustainability card (S65)."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from programs.method import mechanism_actions, mechanism_queries, mechanism_rules, policy, queries
from programs.method.mechanism_schemas import (
    CHECK_WORDS,
    LIGHT_WORDS,
    MECHANISM_HINTS,
    MECHANISM_NAMES,
    PROOF_NAMES,
    MechanismEnd,
    NewMechanism,
)
from programs.method.pages import home_of
from programs.method.rules import STAGES
from programs.method.sources import names_of, path_of
from programs.method.tables import Program
from server.lib import clock
from server.lib.i18n import m
from server.web.access import STAFF, actor_of
from server.web.forms import Form, read_form, submit
from server.web.pages import page, redirect


@get("/desk/programs/{program_id:int}/hand-over", opt={"who": STAFF})
async def show_hand_over(request: Request, program_id: FromPath[int]) -> Response[bytes]:
    """What keeps a program's result, and whether it would hold without its social worker."""
    return await _hand_over(request, await queries.access_program(actor_of(request), program_id))


async def _hand_over(
    request: Request,
    program: Program,
    form: Form[NewMechanism] | None = None,
    end: Form[MechanismEnd] | None = None,
    end_of: int | None = None,
) -> Response[bytes]:
    """`end` is shown again at the mechanism `end_of`; the others have blank ones."""
    checks = await mechanism_queries.card_of(program)
    mechanisms = await mechanism_queries.mechanisms_of(program.id)
    names = await names_of(row for row in mechanisms if row["source_kind"])
    light = mechanism_rules.light_of(checks)
    return page(
        request,
        "method/hand_over.html",
        program=program,
        light=light,
        light_words=LIGHT_WORDS[light],
        missing=[MECHANISM_NAMES[key] for key in mechanism_rules.missing_mechanisms(checks)],
        checks=[
            (
                check,
                CHECK_WORDS[check.key][0],
                CHECK_WORDS[check.key][1].format(program=program.id, community=program.community),
            )
            for check in checks
        ],
        kinds=[
            (
                MECHANISM_NAMES[kind],
                MECHANISM_HINTS[kind],
                [_shown(row, names) for row in mechanisms if row["kind"] == kind],
            )
            for kind in mechanism_rules.MECHANISMS
        ],
        kind_options=[(kind, MECHANISM_NAMES[kind]) for kind in mechanism_rules.MECHANISMS],
        proof_names=PROOF_NAMES,
        sources=await mechanism_queries.proof_options(program.id),
        form=form or Form.blank(NewMechanism, proved_on=clock.today(), proof="meeting"),
        end_form=end or Form.blank(MechanismEnd),
        end_of=end_of,
        blank_end=Form.blank(MechanismEnd),
        early=STAGES.index(program.stage) < STAGES.index("consolidate"),
        may_edit=policy.may_edit_program(actor_of(request), program.community),
    )


def _shown(row: dict[str, Any], names: dict[tuple[str, int], str]) -> dict[str, Any]:
    source = (row["source_kind"], row["source_id"])
    return {**row, "source_name": names.get(source, ""), "source_href": path_of(*source) if source[0] else ""}


@post("/desk/programs/{program_id:int}/mechanisms", opt={"who": STAFF})
async def add_mechanism(request: Request, program_id: FromPath[int]) -> Response[Any]:
    """Enter a mechanism with its proof."""
    program = await queries.access_program(actor_of(request), program_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, NewMechanism),
        action="mechanism.proved",
        write=lambda data, actor: mechanism_actions.add_mechanism(program, data, actor=actor),
        done=lambda _: redirect(f"{home_of(program_id)}/hand-over", m("The mechanism is entered.")),
        again=lambda form: _hand_over(request, program, form),
    )


@get("/desk/mechanisms/{mechanism_id:int}", opt={"who": STAFF})
async def show_mechanism(request: Request, mechanism_id: FromPath[int]) -> Response[None]:
    """A mechanism, where its program's hand-over is kept."""
    mechanism = await mechanism_queries.access_mechanism(actor_of(request), mechanism_id)
    return redirect(f"{home_of(mechanism.program)}/hand-over")


@post("/desk/mechanisms/{mechanism_id:int}/voided", opt={"who": STAFF})
async def void_mechanism(request: Request, mechanism_id: FromPath[int]) -> Response[Any]:
    """Take a mechanism back."""
    actor = actor_of(request)
    mechanism = await mechanism_queries.access_mechanism(actor, mechanism_id)
    program = await queries.access_program(actor, mechanism.program, to_edit=True)
    return await submit(
        request,
        await read_form(request, MechanismEnd),
        action="mechanism.voided",
        write=lambda data, actor: mechanism_actions.void_mechanism(mechanism, data, actor=actor),
        done=lambda _: redirect(f"{home_of(program.id)}/hand-over", m("The mechanism is taken back.")),
        again=lambda form: _hand_over(request, program, end=form, end_of=mechanism_id),
    )


HANDLERS = [show_hand_over, add_mechanism, show_mechanism, void_mechanism]
