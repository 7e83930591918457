"""A community's recognition at one look: what waits, who was never thanked, with whom nobody has talked."""

from __future__ import annotations

from typing import Any

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Response

from groups.teams.queries import access_group, group_options
from incentives.recognition import (
    award_queries,
    balance_queries,
    balance_rules,
    care_queries,
    care_rules,
    deed_queries,
    policy,
    queries,
    words,
)
from programs.communities.queries import access_community
from programs.communities.tables import Community
from server.lib import clock
from server.lib.actor import Actor
from server.web.access import STAFF, actor_of
from server.web.asked import asked_id
from server.web.pages import page

_SHOWN = 12
_MOST = 300


@get("/desk/communities/{community_id:int}/recognition", opt={"who": STAFF})
async def overview(request: Request, community_id: FromPath[int]) -> Response[bytes]:
    """What waits to be done so that nobody's work goes unseen."""
    actor = actor_of(request)
    community = await access_community(actor, community_id)
    people = await balance_queries.people_thanked(community.id)
    return page(
        request,
        "recognition/overview.html",
        community=community,
        waiting=await queries.waiting_in(community.id),
        states=words.STATES,
        talks=await care_queries.waiting_for_talk(community.id),
        days=care_rules.DAYS,
        people=people[:_SHOWN],
        more=len(people) > _SHOWN,
        never=sum(balance_rules.lacks(row["counts"], balance_rules.NEVER) for row in people),
        this_year=await award_queries.given_in(community.id, clock.today().year),
        honours=await deed_queries.community_honours(community.id),
        may_keep_titles=policy.may_keep_titles(actor),
        **_grid_words(),
    )


def _grid_words() -> dict[str, Any]:
    return {
        "kinds": words.KINDS,
        "missing_words": words.MISSING,
        "shade": balance_rules.shade,
        "keys": balance_rules.KINDS,
    }


@get("/desk/communities/{community_id:int}/balance", opt={"who": STAFF})
async def balance(request: Request, community_id: FromPath[int]) -> Response[bytes]:
    """The four kinds of thanks per person and per group, filtered by what is missing."""
    actor = actor_of(request)
    community = await access_community(actor, community_id)
    group = asked_id(request, "group")
    if group is not None:
        await access_group(actor, group)
    asked = request.query_params.get("missing", "")
    asked = asked if asked in {*balance_rules.KINDS, balance_rules.NEVER} else ""
    people = await balance_queries.people_thanked(community.id, group_id=group, asked=asked)
    return page(
        request,
        "recognition/balance.html",
        community=community,
        people=people[:_MOST],
        cut_off=len(people) > _MOST,
        groups=await balance_queries.groups_thanked(community.id),
        group_options=await group_options(actor, community.id),
        chosen_group=group,
        asked=asked,
        never=balance_rules.NEVER,
        **_grid_words(),
    )


async def desk_section(_actor: Actor, community: Community) -> tuple[str, dict[str, Any]]:
    """What waits in a community's recognition, for the community's page on the desk."""
    return "recognition/_desk.html", {
        "community": community,
        "waiting": len(await queries.waiting_in(community.id)),
        "talks": len(await care_queries.waiting_for_talk(community.id)),
    }


HANDLERS = [overview, balance]
