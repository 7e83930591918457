"""The honour wall on the street: neighbours as they wish to be named, and never an award that was revoked."""

from __future__ import annotations

from typing import Any

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Response

from incentives.recognition import street_queries, words
from incentives.recognition.deed_queries import community_honours
from programs.communities.queries import public_community
from programs.communities.tables import Community
from server.web.access import PUBLIC
from server.web.pages import page
from server.web.paging import after_day, link

_ON_SECTION = 6


@get("/c/{slug:str}/honours", opt={"who": PUBLIC})
async def honour_wall(request: Request, slug: FromPath[str]) -> Response[bytes]:
    """Who was honoured for what, whom others follow, where it was shown, and what the community itself was given.

    All but the awards stands on the first page alone.
    """
    community = await public_community(slug)
    cursor = request.query_params.get("after")
    found = await street_queries.wall_of(community, cursor=cursor)
    beside = {} if after_day(cursor) else await street_queries.all_but_wall(community)
    answer = page(
        request,
        "recognition/wall.html",
        community=community,
        wall=found.rows,
        next_url=link(f"/c/{slug}/honours", after=found.next) if found.next else None,
        beside=beside,
        media=words.MEDIA,
    )
    answer.headers["cache-control"] = "no-store"  # a consent that is taken back hides at the next look
    return answer


async def street_section(community: Community) -> tuple[str, dict[str, Any]] | None:
    """The newest honours and stories, for the community's page on the street; nothing while there are none."""
    shown: dict[str, Any] = {
        "wall": (await street_queries.wall_of(community, size=_ON_SECTION)).rows,
        "own": (await community_honours(community.id))[:2],
        "stories": (await street_queries.stories_on_street(community))[:2],
    }
    return ("recognition/_street.html", shown) if any(shown.values()) else None


HANDLERS = [honour_wall]
