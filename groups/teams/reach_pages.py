"""Pages on which groups are read by others: coverage, a program's groups, the leader's own, the street."""

from __future__ import annotations

from typing import Any

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Response

from groups.teams import leader_queries, queries, rules, task_queries
from groups.teams.choices import CHOSEN, KINDS, POSITIONS, REMINDERS, STANDINGS
from groups.teams.coverage_queries import ages_of_community, reach_of
from groups.teams.pages import Section
from programs.communities.queries import access_community, communities_of
from programs.communities.tables import Community
from programs.method.queries import access_program
from programs.method.tables import Program
from programs.residents.schemas import AGES
from programs.residents.tables import Resident
from server.lib import clock
from server.lib.actor import Actor
from server.lib.late_entries import Entries
from server.web.access import LEADERS, STAFF, actor_of
from server.web.asked import asked_id
from server.web.pages import page, render_part

# What rooms above show first on a leader's page of her group; the ceiling fills it in.
MY_SECTIONS: Entries[Section] = Entries(__name__)


@get("/desk/groups/coverage", opt={"who": STAFF})
async def show_coverage(request: Request) -> Response[bytes]:
    """How far the groups reach in each community, and the ages that none of them reaches in one of them (S60)."""
    actor = actor_of(request)
    communities = await communities_of(actor)
    community_id = asked_id(request, "community")
    if community_id is None and len(communities) == 1:
        community_id = communities[0]["id"]
    chosen = await access_community(actor, community_id) if community_id is not None else None
    ages, without_age = await ages_of_community(chosen.id) if chosen else ([], 0)
    return page(
        request,
        "teams/coverage.html",
        communities=communities,
        reach=await reach_of(communities, actor.organisation_id),
        chosen=chosen,
        ages=ages,
        gap_words=[AGES[row.band] for row in ages if row.gap],
        without_age=without_age,
        age_words=AGES,
    )


@get("/desk/programs/{program_id:int}/groups", opt={"who": STAFF})
async def program_groups(request: Request, program_id: FromPath[int]) -> Response[bytes]:
    """The groups of a program: a page of its own, or for htmx the list alone."""
    program = await access_program(actor_of(request), program_id)
    fragment = request.headers.get("hx-request") == "true"
    answer = page(
        request,
        "teams/_program.html" if fragment else "teams/program.html",
        program=program,
        groups=await queries.groups_of_program(program_id, today=clock.today()),
        reminder_words=REMINDERS,
        kinds=KINDS,
    )
    answer.headers["vary"] = f"{answer.headers['vary']}, HX-Request"
    return answer


async def program_section(_actor: Actor, program: Program) -> tuple[str, dict[str, Any]]:
    """A program's groups on its page, fetched once the page is there; without scripts a button leads to them."""
    return "teams/_program_later.html", {"program": program}


@get("/my/groups/{group_id:int}", opt={"who": LEADERS})
async def my_group(request: Request, group_id: FromPath[int]) -> Response[bytes]:
    """The leader's own group on her phone: its people, its tasks, who leads it."""
    actor = actor_of(request)
    group = await queries.access_group(actor, group_id)
    terms = await leader_queries.terms_of(group.id)
    leader, deputy = leader_queries.present(terms, "leader"), leader_queries.present(terms, "deputy")
    parts = [await section(actor, group) for section in MY_SECTIONS]
    return page(
        request,
        "teams/my_group.html",
        group=group,
        sections=[render_part(request, template, **context) for template, context in parts],
        leader=leader,
        deputy=deputy,
        reminders=rules.reminders(
            closed=group.closed_on is not None,
            has_leader=leader is not None,
            has_deputy=deputy is not None,
            leader_until=leader["until"] if leader else None,
            today=clock.today(),
        ),
        reminder_words=REMINDERS,
        chosen_words=CHOSEN,
        members=await queries.present_members(group.id),
        tasks=await task_queries.tasks_of(group.id),
    )


async def street_section(community: Community) -> tuple[str, dict[str, Any]]:
    """The groups that take new people, for the community's page on the street."""
    return "teams/street.html", {"groups": await queries.groups_to_join(community.id), "kinds": KINDS}


async def resident_section(actor: Actor, resident: Resident) -> tuple[str, dict[str, Any]]:
    """A person's groups and entry in the register, for the person's page."""
    entry = await leader_queries.entry_of_resident(resident.id)
    return "teams/resident.html", {
        "groups": await leader_queries.groups_of_resident(resident.id),
        "entry": entry,
        "standings": STANDINGS,
        "position_words": POSITIONS,
    }


HANDLERS = [show_coverage, program_groups, my_group]
