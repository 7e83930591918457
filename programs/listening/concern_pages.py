"""What was heard on a visit, on the visit's page, with the button that makes it a need."""

from __future__ import annotations

from typing import Any

from litestar import Request, post
from litestar.params import FromPath
from litestar.response import Response

from programs.communities.queries import access_community
from programs.listening import concern_actions, concern_queries, policy
from programs.listening.schemas import TakenConcern
from programs.visits.door_queries import concern_of
from server.lib.actor import Actor
from server.lib.i18n import m
from server.lib.ids import new_op_id
from server.web.access import STAFF, actor_of
from server.web.forms import Form, read_form, submit
from server.web.pages import redirect


@post("/desk/concerns/{concern_id:int}/need", opt={"who": STAFF})
async def make_need(request: Request, concern_id: FromPath[int]) -> Response[Any]:
    """Make a need of what was heard."""
    actor = actor_of(request)
    concern = await concern_of(actor, concern_id)
    community = await access_community(actor, concern["community"], to_edit=True)
    return await submit(
        request,
        await read_form(request, TakenConcern),
        action="need.raised",
        write=lambda data, actor: concern_actions.make_need(
            community, concern, op_id=data.op_id, actor=actor
        ),
        done=lambda need_id: redirect(
            f"/desk/needs/{need_id}", m("It is a need now. Sort it when you like.")
        ),
        again=lambda form: _back(concern["visit"], form),
    )


def _back(visit_id: int, form: Form[TakenConcern]) -> Response[None]:
    return redirect(f"/desk/door-visits/{visit_id}", next(iter(form.errors.values()), None), warn=True)


async def visit_section(visit_id: int, actor: Actor) -> tuple[str, dict[str, Any]]:
    """What was heard on a visit, for the visit's page."""
    return "listening/of_visit.html", {
        "concerns": await concern_queries.concerns_with_needs(visit_id),
        "may_make": policy.may_listen(actor),
        "new_op_id": new_op_id,
    }


HANDLERS = [make_need]
