"""The hand-over list of an outgoing leader: kept on the desk, and printed to be signed."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from groups.teams import handover_actions, handover_queries, handover_rules, leader_queries
from groups.teams.election_schemas import ItemRemoved, NewHandOverItem, Receipt
from groups.teams.election_words import HAND_OVER
from groups.teams.tables import Group, GroupLeader
from programs.residents.queries import access_resident
from server.lib import clock
from server.lib.i18n import m
from server.web.access import STAFF, actor_of
from server.web.forms import Form, Write, read_form, submit
from server.web.pages import page, redirect


def list_of(term_id: int) -> str:
    """The page of a term's list."""
    return f"/desk/group-leaders/{term_id}/hand-over"


@get("/desk/group-leaders/{term_id:int}/hand-over", opt={"who": STAFF})
async def show_list(request: Request, term_id: FromPath[int]) -> Response[bytes]:
    """Six kinds: of each what there is and who received it, or that there is none. `?print=1` is for paper."""
    term, group = await leader_queries.access_term(actor_of(request), term_id)
    paper = request.query_params.get("print") == "1"
    return await _list(request, term, group, template="teams/handover_print.html" if paper else None)


async def _list(
    request: Request,
    term: GroupLeader,
    group: Group,
    *,
    template: str | None = None,
    form: Form[NewHandOverItem] | None = None,
    receipt: Form[Receipt] | None = None,
    receipt_of: int | None = None,
    fault: Form[Any] | None = None,
) -> Response[bytes]:
    """`receipt` is shown again at the line `receipt_of`, `form` at its kind; the other lines have blank ones."""
    items = await handover_queries.items_of(term.id)
    return page(
        request,
        template or "teams/handover.html",
        term=term,
        group=group,
        resident=await access_resident(actor_of(request), term.resident),
        kinds=[(kind, HAND_OVER[kind], [row for row in items if row["kind"] == kind]) for kind in HAND_OVER],
        missing=handover_rules.missing(await handover_queries.plain_items(term.id)),
        blank_item=Form.blank(NewHandOverItem),
        form=form or Form.blank(NewHandOverItem),
        blank_receipt=Form.blank(Receipt, received_on=clock.today()),
        receipt=receipt or Form.blank(Receipt),
        receipt_of=receipt_of,
        fault=fault or Form.blank(Write),
        options=list(HAND_OVER.items()),
        back_href=list_of(term.id),
    )


@post("/desk/group-leaders/{term_id:int}/hand-over", opt={"who": STAFF})
async def add_item(request: Request, term_id: FromPath[int]) -> Response[Any]:
    """Put a line on the list."""
    term, group = await leader_queries.access_term(actor_of(request), term_id)
    return await submit(
        request,
        await read_form(request, NewHandOverItem),
        action="group.hand_over_added",
        write=lambda data, actor: handover_actions.add_item(term, group, data, actor=actor),
        done=lambda _: redirect(list_of(term_id), m("It is on the list.")),
        again=lambda form: _list(request, term, group, form=form),
    )


@post("/desk/hand-over-items/{item_id:int}/receipt", opt={"who": STAFF})
async def receive(request: Request, item_id: FromPath[int]) -> Response[Any]:
    """Enter that a thing was received."""
    item, term, group = await handover_queries.access_item(actor_of(request), item_id)
    return await submit(
        request,
        await read_form(request, Receipt),
        action="group.hand_over_received",
        write=lambda data, actor: handover_actions.receive(item, term, group, data, actor=actor),
        done=lambda _: redirect(list_of(term.id), m("Received.")),
        again=lambda form: _list(request, term, group, receipt=form, receipt_of=item_id),
    )


@post("/desk/group-leaders/{term_id:int}/hand-over/{item_id:int}/removal", opt={"who": STAFF})
async def remove_item(request: Request, term_id: FromPath[int], item_id: FromPath[int]) -> Response[Any]:
    """Take a line off that was a mistake."""
    term, group = await leader_queries.access_term(actor_of(request), term_id)
    return await submit(
        request,
        await read_form(request, ItemRemoved),
        action="group.hand_over_removed",
        write=lambda data, actor: handover_actions.remove_item(term, group, item_id, actor=actor),
        done=lambda _: redirect(list_of(term.id), m("It is off the list.")),
        again=lambda form: _list(request, term, group, fault=form),
    )


HANDLERS = [show_list, add_item, receive, remove_item]
