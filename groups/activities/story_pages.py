"""An event becomes a group: inviting those who came, writing down their answers, and the group's story."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from groups.activities import invitation_actions, list_queries, queries, story_queries
from groups.activities.list_queries import Filters
from groups.activities.schemas import Answered, Invited
from groups.activities.tables import Activity
from groups.teams import queries as group_queries
from groups.teams.choices import KINDS
from groups.teams.tables import Group
from programs.communities.queries import access_community
from server.lib import clock
from server.lib.i18n import m
from server.web.access import STAFF, actor_of
from server.web.forms import Form, read_form, submit
from server.web.pages import page, redirect

HOME = "/desk/activities"


@get(f"{HOME}/{{activity_id:int}}/invitations", opt={"who": STAFF})
async def invite_form(request: Request, activity_id: FromPath[int]) -> Response[bytes]:
    """The form in which those who came are invited into a group; all are ticked at first."""
    activity = await queries.access_activity(actor_of(request), activity_id, to_edit=True)
    everybody = [person["id"] for person in await story_queries.invitable(activity.id)]
    form = Form.blank(Invited, invited_on=clock.today(), people=everybody)
    return await _show_invite(request, activity, form)


async def _show_invite(request: Request, activity: Activity, form: Form[Invited]) -> Response[bytes]:
    return page(
        request,
        "activities/invite.html",
        activity=activity,
        form=form,
        people=await story_queries.invitable(activity.id),
        groups=await group_queries.group_options(actor_of(request), activity.community),
        kinds=list(KINDS.items()),
    )


@post(f"{HOME}/{{activity_id:int}}/invitations", opt={"who": STAFF})
async def invite(request: Request, activity_id: FromPath[int]) -> Response[Any]:
    """Invite those who came into a group."""
    actor = actor_of(request)
    activity = await queries.access_activity(actor, activity_id, to_edit=True)
    community = await access_community(actor, activity.community)
    form = await read_form(request, Invited)
    group = await queries.access_group_to_join(actor, activity, form.data.group if form.data else None)
    return await submit(
        request,
        form,
        action="activity.invited",
        write=lambda data, actor: invitation_actions.invite(activity, community, group, data, actor=actor),
        done=lambda group_id: redirect(
            f"/desk/groups/{group_id}/invitations", m("They are invited. Write down here who says yes.")
        ),
        again=lambda form: _show_invite(request, activity, form),
    )


@get("/desk/groups/{group_id:int}/invitations", opt={"who": STAFF})
async def show_invitations(request: Request, group_id: FromPath[int]) -> Response[bytes]:
    """Who was invited into a group, and who has answered."""
    group = await group_queries.access_group(actor_of(request), group_id, to_edit=True)
    return await _show_invitations(request, group, Form.blank(Answered, answered_on=clock.today()))


async def _show_invitations(request: Request, group: Group, form: Form[Answered]) -> Response[bytes]:
    invited = await story_queries.invitations_of(group.id)
    return page(
        request,
        "activities/invitations.html",
        group=group,
        form=form,
        waiting=[one for one in invited if not one["joined_on"] and not one["declined_on"]],
        joined=[one for one in invited if one["joined_on"]],
        declined=[one for one in invited if one["declined_on"]],
    )


@post("/desk/groups/{group_id:int}/invitations", opt={"who": STAFF})
async def answer_invitations(request: Request, group_id: FromPath[int]) -> Response[Any]:
    """Write down who joined and who declined."""
    group = await group_queries.access_group(actor_of(request), group_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, Answered),
        action="group.invitations_answered",
        write=lambda data, actor: invitation_actions.answer_invitations(group, data, actor=actor),
        done=lambda _: redirect(f"/desk/groups/{group_id}/invitations", m("Their answers are written down.")),
        again=lambda form: _show_invitations(request, group, form),
    )


@get("/desk/groups/{group_id:int}/story", opt={"who": STAFF})
async def show_story(request: Request, group_id: FromPath[int]) -> Response[bytes]:
    """From the event to the group and its first own activity; a part of the group's page when htmx asks."""
    actor = actor_of(request)
    group = await group_queries.access_group(actor, group_id, to_edit=True)
    part = "hx-request" in request.headers
    found = await list_queries.list_activities(actor, Filters(group=group.id))
    return page(
        request,
        "activities/_story.html" if part else "activities/story.html",
        group=group,
        story=await story_queries.story_of(group),
        rows=found.rows[:8] if part else found.rows,
        more=bool(found.next) or (part and len(found.rows) > 8),
    )


HANDLERS = [invite_form, invite, show_invitations, answer_invitations, show_story]
