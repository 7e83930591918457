"""Pages of the rota of offices."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from programs.communities.queries import access_community, community_options
from programs.communities.tables import Community
from programs.method.queries import only_program, program_options
from programs.visits import target_actions, words
from programs.visits import target_queries as queries
from programs.visits.tables import VisitTarget
from programs.visits.target_schemas import (
    EditedTarget,
    NewTarget,
    NewTargetVisit,
    RetiredTarget,
    VoidedTargetVisit,
)
from server.lib import clock
from server.lib.i18n import m
from server.lib.ids import new_op_id
from server.web.access import STAFF, actor_of
from server.web.asked import asked_id
from server.web.forms import Form, read_form, submit
from server.web.history import history_of
from server.web.pages import page, redirect

HOME = "/desk/offices"


def _home(target_id: int) -> str:
    return f"{HOME}/{target_id}"


@get(HOME, opt={"who": STAFF})
async def show_rota(request: Request) -> Response[bytes]:
    """The offices of a community, the most overdue first."""
    actor = actor_of(request)
    communities = await community_options(actor)
    asked = asked_id(request, "community") or (communities[0][0] if communities else None)
    community = await access_community(actor, asked) if asked is not None else None
    return await _rota(request, community, Form.blank(NewTarget, every_days=30))


async def _rota(request: Request, community: Community | None, form: Form[NewTarget]) -> Response[bytes]:
    actor = actor_of(request)
    programs = await program_options(actor, community.id) if community else []
    return page(
        request,
        "visits/offices.html",
        community=community,
        communities=await community_options(actor),
        rota=await queries.rota_of(community.id) if community else [],
        words=words,
        form=form,
        log_form=Form.blank(
            NewTargetVisit,
            visited_on=clock.today(),
            program=await only_program(actor, community.id) if community else None,
        ),
        new_op_id=new_op_id,
        programs=programs,
    )


@post("/desk/communities/{community_id:int}/offices", opt={"who": STAFF})
async def add_target(request: Request, community_id: FromPath[int]) -> Response[Any]:
    """Put an office on the rota."""
    community = await access_community(actor_of(request), community_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, NewTarget),
        action="visit_target.added",
        write=lambda data, actor: target_actions.add_target(community, data, actor=actor),
        done=lambda _: redirect(f"{HOME}?community={community_id}", m("The office is on the rota.")),
        again=lambda form: _rota(request, community, form),
    )


@get("/desk/offices/{target_id:int}", opt={"who": STAFF})
async def show_target(request: Request, target_id: FromPath[int]) -> Response[bytes]:
    """An office with its visits."""
    target = await queries.access_target(actor_of(request), target_id)
    return await _show(request, target)


async def _show(
    request: Request,
    target: VisitTarget,
    *,
    editing: Form[EditedTarget] | None = None,
    logging: Form[NewTargetVisit] | None = None,
    voiding: Form[Any] | None = None,
) -> Response[bytes]:
    actor = actor_of(request)
    return page(
        request,
        "visits/office.html",
        target=target,
        visits=await queries.visits_of(target),
        words=words,
        editing=editing or Form.of(EditedTarget, target),
        log_form=logging
        or Form.blank(
            NewTargetVisit,
            visited_on=clock.today(),
            program=await only_program(actor, target.community),
        ),
        voiding=voiding or Form.blank(VoidedTargetVisit),
        programs=await program_options(actor, target.community),
        history=await history_of("visit_target", target.id, actor=actor),
    )


@post("/desk/offices/{target_id:int}/edit", opt={"who": STAFF})
async def edit_target(request: Request, target_id: FromPath[int]) -> Response[Any]:
    """Save an office."""
    target = await queries.access_target(actor_of(request), target_id)
    return await submit(
        request,
        await read_form(request, EditedTarget),
        action="visit_target.edited",
        write=lambda data, actor: target_actions.edit_target(target, data, actor=actor),
        done=lambda _: redirect(_home(target_id), m("Saved.")),
        again=lambda form: _show(request, target, editing=form),
    )


@post("/desk/offices/{target_id:int}/retire", opt={"who": STAFF})
async def retire_target(request: Request, target_id: FromPath[int]) -> Response[Any]:
    """Take an office off the rota."""
    target = await queries.access_target(actor_of(request), target_id)
    return await submit(
        request,
        await read_form(request, RetiredTarget),
        action="visit_target.retired",
        write=lambda data, actor: target_actions.retire_target(target, data, actor=actor),
        done=lambda _: redirect(f"{HOME}?community={target.community}", m("The office is off the rota.")),
        again=lambda form: _show(request, target, voiding=form),
    )


@post("/desk/offices/{target_id:int}/visits", opt={"who": STAFF})
async def log_target_visit(request: Request, target_id: FromPath[int]) -> Response[Any]:
    """Note a visit to an office in one line."""
    target = await queries.access_target(actor_of(request), target_id)
    return await submit(
        request,
        await read_form(request, NewTargetVisit),
        action="office_visit.logged",
        write=lambda data, actor: target_actions.log_target_visit(target, data, actor=actor),
        done=lambda _: redirect(f"{HOME}?community={target.community}", m("The visit is noted.")),
        again=lambda form: _show(request, target, logging=form),
    )


@get("/desk/office-visits/{office_visit_id:int}", opt={"who": STAFF})
async def show_target_visit(request: Request, office_visit_id: FromPath[int]) -> Response[None]:
    """A visit to an office is read on the office's page."""
    visit = await queries.access_target_visit(actor_of(request), office_visit_id)
    return redirect(_home(visit.target))


@post("/desk/office-visits/{office_visit_id:int}/void", opt={"who": STAFF})
async def void_target_visit(request: Request, office_visit_id: FromPath[int]) -> Response[Any]:
    """Take a visit to an office back."""
    actor = actor_of(request)
    visit = await queries.access_target_visit(actor, office_visit_id)
    target = await queries.access_target(actor, visit.target)
    return await submit(
        request,
        await read_form(request, VoidedTargetVisit),
        action="office_visit.voided",
        write=lambda data, actor: target_actions.void_target_visit(visit, data, actor=actor),
        done=lambda target_id: redirect(_home(target_id), m("The visit is taken back.")),
        again=lambda form: _show(request, target, voiding=form),
    )


HANDLERS = [
    show_rota,
    add_target,
    show_target,
    edit_target,
    retire_target,
    log_target_visit,
    show_target_visit,
    void_target_visit,
]
