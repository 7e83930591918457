"""A leader nominates a member of her group, or the whole group, on her phone."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from groups.activities.queries import members_of
from groups.compacts import clause_queries
from groups.teams.queries import access_group
from groups.teams.tables import Group
from incentives.recognition import actions, queries, words
from incentives.recognition.honour_queries import honour_options
from incentives.recognition.schemas import LeaderNomination
from server.lib import clock
from server.lib.actor import Actor
from server.lib.i18n import m
from server.web.access import LEADERS, actor_of
from server.web.forms import Form, read_form, submit
from server.web.pages import page, redirect

_HOME = "/my/groups/{group_id:int}/nominations"


@get(_HOME, opt={"who": LEADERS})
async def nomination_form(request: Request, group_id: FromPath[int]) -> Response[bytes]:
    """One screen: who, for what, when; below it what became of earlier ones."""
    group = await access_group(actor_of(request), group_id)
    return await _form(request, group, Form.blank(LeaderNomination, deed_on=clock.today()))


async def _form(request: Request, group: Group, form: Form[LeaderNomination]) -> Response[bytes]:
    actor = actor_of(request)
    return page(
        request,
        "recognition/my_nominate.html",
        group=group,
        honours=await honour_options(actor),
        members=[
            (row["id"], f"{row['name']} {row['last_four']}".strip()) for row in await members_of(group.id)
        ],
        clauses=await clause_queries.clause_choices(actor, group.community),
        rows=await queries.nominated_by(actor, group.id),
        states=words.STATES,
        form=form,
    )


@post(_HOME, opt={"who": LEADERS})
async def nominate(request: Request, group_id: FromPath[int]) -> Response[Any]:
    """Nominate a member, or the group."""
    group = await access_group(actor_of(request), group_id)
    return await submit(
        request,
        await read_form(request, LeaderNomination),
        action="nomination.made",
        write=lambda data, actor: actions.nominate_as_leader(group, data, actor=actor),
        done=lambda _: redirect(
            f"/my/groups/{group_id}/nominations", m("Nominated. Two others review it next.")
        ),
        again=lambda form: _form(request, group, form),
    )


async def my_section(_actor: Actor, group: Group) -> tuple[str, dict[str, Any]]:
    """The way to nominate, on the leader's page of her group."""
    return "recognition/_my_group.html", {"group": group}


HANDLERS = [nomination_form, nominate]
