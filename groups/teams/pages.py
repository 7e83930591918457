"""Pages about groups, for staff of their community."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from groups.teams import actions, leader_queries, policy, queries, rules, task_queries
from groups.teams.choices import CHOSEN, KINDS, POSITIONS, REMINDERS
from groups.teams.coverage_queries import reach_of
from groups.teams.schemas import EditedGroup, NewGroup
from groups.teams.tables import Group
from programs.communities.queries import access_community, community_options
from programs.communities.tables import Community
from programs.method.queries import access_program, program_options
from server.lib import clock
from server.lib.actor import COORDINATOR, Actor
from server.lib.i18n import m
from server.lib.late_entries import Entries
from server.web.access import STAFF, actor_of
from server.web.asked import asked_id, asked_text
from server.web.forms import Form, Write, read_form, submit
from server.web.history import history_of
from server.web.pages import page, redirect, render_part
from server.web.paging import link

Section = Callable[[Actor, Group], Awaitable[tuple[str, dict[str, Any]]]]

# What rooms above show on a group's page on the desk, below its tasks; the ceiling fills it in.
SECTIONS: Entries[Section] = Entries(__name__)


def home_of(group_id: int) -> str:
    """A group's own page."""
    return f"/desk/groups/{group_id}"


@get("/desk/groups", opt={"who": STAFF})
async def list_groups(request: Request) -> Response[bytes]:
    """The groups of the reader's communities, with the reach of the chosen community."""
    actor = actor_of(request)
    asked = request.query_params
    text = asked_text(request)
    kind = asked.get("kind", "") if asked.get("kind", "") in KINDS else ""
    closed = asked.get("state") == "closed"
    communities = await community_options(actor)
    community_id, program_id = asked_id(request, "community"), asked_id(request, "program")
    if community_id is None and len(communities) == 1:
        community_id = communities[0][0]
    chosen = await access_community(actor, community_id) if community_id is not None else None
    found = await queries.list_groups(
        actor,
        community_id=community_id,
        program_id=program_id,
        kind=kind,
        closed=closed,
        text=text,
        today=clock.today(),
        cursor=asked.get("after"),
    )
    filters = {"q": text, "community": community_id, "program": program_id, "kind": kind}
    return page(
        request,
        "teams/list.html",
        found=found,
        filters=Form.blank(Write, **filters),
        filtered=bool(text or kind or program_id),
        closed=closed,
        chosen=chosen,
        reach=await _reach(chosen, actor.organisation_id),
        communities=communities,
        programs=await program_options(actor, community_id),
        kinds=KINDS,
        reminder_words=REMINDERS,
        open_url=link("/desk/groups", **filters),
        closed_url=link("/desk/groups", **filters, state="closed"),
        new_url=link(f"/desk/communities/{community_id}/groups/new", program=program_id)
        if chosen
        else "/desk/groups/new",
        next_url=link("/desk/groups", **filters, state="closed" if closed else None, after=found.next)
        if found.next
        else None,
    )


async def _reach(community: Community | None, organisation_id: int) -> Any:
    if community is None:
        return None
    place = {
        "id": community.id,
        "households": community.households,
        "households_source": community.households_source,
    }
    return (await reach_of([place], organisation_id))[community.id]


@get("/desk/groups/new", opt={"who": STAFF})
async def choose_community(request: Request) -> Response[Any]:
    """Where the group meets; not asked when the address names a program, or of whoever works in one community only."""
    actor = actor_of(request)
    program_id = asked_id(request, "program")
    communities = await community_options(actor)
    if program_id is not None:
        community_id = (await access_program(actor, program_id)).community
    elif len(communities) == 1:
        community_id = communities[0][0]
    else:
        return page(request, "teams/choose.html", communities=communities, what="groups")
    return redirect(link(f"/desk/communities/{community_id}/groups/new", program=program_id))


@get("/desk/communities/{community_id:int}/groups/new", opt={"who": STAFF})
async def new_group(request: Request, community_id: FromPath[int]) -> Response[bytes]:
    """The form for a new group."""
    community = await access_community(actor_of(request), community_id, to_edit=True)
    form = Form.blank(
        NewGroup, program=asked_id(request, "program"), formed_on=clock.today(), open_to_join=True
    )
    return await _form_page(request, "teams/new.html", form, community=community)


@post("/desk/communities/{community_id:int}/groups", opt={"who": STAFF})
async def form_group(request: Request, community_id: FromPath[int]) -> Response[Any]:
    """Enter a group."""
    community = await access_community(actor_of(request), community_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, NewGroup),
        action="group.formed",
        write=lambda data, actor: actions.form_group(community, data, actor=actor),
        done=lambda group_id: redirect(home_of(group_id), m("The group is entered. Now add its members.")),
        again=lambda form: _form_page(request, "teams/new.html", form, community=community),
    )


async def _form_page(
    request: Request, template: str, form: Form[Any], *, community: Community, **context: Any
) -> Response[bytes]:
    """The form of a group, with the words of what stands there now when somebody saved first."""
    words = await _words(actor_of(request), community.id)
    form.call_theirs(words)
    return page(
        request,
        template,
        form=form,
        community=community,
        programs=list(words["program"].items()),
        kinds=list(KINDS.items()),
        **context,
    )


async def _words(actor: Actor, community_id: int) -> dict[str, dict[Any, Any]]:
    """How the stored values of a group's fields are called."""
    return {
        "kind": KINDS,
        "program": dict(await program_options(actor, community_id)),
        "open_to_join": {True: m("yes"), False: m("no")},
        "position": POSITIONS,
        "chosen_how": CHOSEN,
    }


@get("/desk/groups/{group_id:int}", opt={"who": STAFF})
async def show_group(request: Request, group_id: FromPath[int]) -> Response[bytes]:
    """A group: who leads it and how chosen, what is lacking, its members and its tasks."""
    actor = actor_of(request)
    group = await queries.access_group(actor, group_id)
    terms = await leader_queries.terms_of(group.id)
    leader, deputy = leader_queries.present(terms, "leader"), leader_queries.present(terms, "deputy")
    parts = [await section(actor, group) for section in SECTIONS]
    return page(
        request,
        "teams/show.html",
        group=group,
        sections=[render_part(request, template, **context) for template, context in parts],
        community=await access_community(actor, group.community),
        program=await access_program(actor, group.program) if group.program else None,
        leader=leader,
        deputy=deputy,
        signs_in=await leader_queries.who_signs_in(group.id),
        may_invite=actor.has(COORDINATOR),
        past_terms=[term for term in terms if term["ended_on"] is not None],
        reminders=rules.reminders(
            closed=group.closed_on is not None,
            has_leader=leader is not None,
            has_deputy=deputy is not None,
            leader_until=leader["until"] if leader else None,
            today=clock.today(),
        ),
        members=await queries.present_members(group.id),
        former=await queries.former_members(group.id),
        tasks=await task_queries.tasks_of(group.id),
        kinds=KINDS,
        chosen_words=CHOSEN,
        position_words=POSITIONS,
        reminder_words=REMINDERS,
        may_edit=policy.may_edit_group(actor, group.community),
        history=await history_of("group", group.id, actor=actor, words=await _words(actor, group.community)),
    )


@get("/desk/groups/{group_id:int}/edit", opt={"who": STAFF})
async def edit_form(request: Request, group_id: FromPath[int]) -> Response[bytes]:
    """The form in which a group is edited."""
    group = await queries.access_group(actor_of(request), group_id, to_edit=True)
    return await _edit_page(request, Form.of(EditedGroup, group), group)


@post("/desk/groups/{group_id:int}/edit", opt={"who": STAFF})
async def edit_group(request: Request, group_id: FromPath[int]) -> Response[Any]:
    """Save a group."""
    group = await queries.access_group(actor_of(request), group_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, EditedGroup),
        action="group.edited",
        write=lambda data, actor: actions.edit_group(group, data, actor=actor),
        done=lambda _: redirect(home_of(group_id), m("Saved.")),
        again=lambda form: _edit_page(request, form, group),
    )


async def _edit_page(request: Request, form: Form[EditedGroup], group: Group) -> Response[bytes]:
    community = await access_community(actor_of(request), group.community)
    return await _form_page(request, "teams/edit.html", form, community=community, group=group)


HANDLERS = [
    list_groups,
    choose_community,
    new_group,
    form_group,
    show_group,
    edit_form,
    edit_group,
]
