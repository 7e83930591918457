"""Pages on which members join and leave."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from groups.teams import actions, queries
from groups.teams.pages import home_of
from groups.teams.schemas import Departure, NewMembers
from groups.teams.tables import Group, Membership
from programs.residents.queries import access_resident
from server.lib import clock
from server.lib.i18n import m, mn
from server.web.access import STAFF, actor_of
from server.web.asked import asked_text
from server.web.forms import Form, Write, read_form, submit
from server.web.pages import page, redirect


@get("/desk/groups/{group_id:int}/members/new", opt={"who": STAFF})
async def members_form(request: Request, group_id: FromPath[int]) -> Response[bytes]:
    """The neighbours to tick, and a line for a new one."""
    group = await queries.access_group(actor_of(request), group_id, to_edit=True)
    return await _members_page(request, Form.blank(NewMembers, joined_on=clock.today()), group)


@post("/desk/groups/{group_id:int}/members", opt={"who": STAFF})
async def add_members(request: Request, group_id: FromPath[int]) -> Response[Any]:
    """Add those who were ticked, and the new neighbour."""
    group = await queries.access_group(actor_of(request), group_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, NewMembers),
        action="group.joined",
        write=lambda data, actor: actions.add_members(group, data, actor=actor),
        done=lambda ids: redirect(
            home_of(group_id), mn("%(num)s member is added.", "%(num)s members are added.", len(ids))
        ),
        again=lambda form: _members_page(request, form, group),
    )


async def _members_page(request: Request, form: Form[NewMembers], group: Group) -> Response[bytes]:
    text = asked_text(request)
    neighbours = await queries.neighbours_to_add(group, text=text, ticked=form.chosen("residents"))
    return page(
        request,
        "teams/join.html",
        form=form,
        group=group,
        neighbours=neighbours[: queries.LONGEST_LIST],
        more=len(neighbours) > queries.LONGEST_LIST,
        search=Form.blank(Write, q=text),
        text=text,
    )


@get("/desk/memberships/{membership_id:int}", opt={"who": STAFF})
async def show_stay(request: Request, membership_id: FromPath[int]) -> Response[bytes]:
    """One stay in a group, by the id under which the ledger cites it, and the form for leaving."""
    stay, group = await queries.access_membership(actor_of(request), membership_id)
    return await _stay_page(request, Form.blank(Departure, left_on=clock.today()), stay, group)


@post("/desk/memberships/{membership_id:int}/departure", opt={"who": STAFF})
async def end_stay(request: Request, membership_id: FromPath[int]) -> Response[Any]:
    """Enter that a member left."""
    stay, group = await queries.access_membership(actor_of(request), membership_id)
    return await submit(
        request,
        await read_form(request, Departure),
        action="group.left",
        write=lambda data, actor: actions.end_stay(stay, group, data, actor=actor),
        done=lambda group_id: redirect(home_of(group_id), m("Noted: this member has left.")),
        again=lambda form: _stay_page(request, form, stay, group),
    )


async def _stay_page(
    request: Request, form: Form[Departure], stay: Membership, group: Group
) -> Response[bytes]:
    resident = await access_resident(actor_of(request), stay.resident)
    return page(request, "teams/stay.html", form=form, stay=stay, group=group, resident=resident)


HANDLERS = [members_form, add_members, show_stay, end_stay]
