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

_ON_SECTION = 6


@get("/c/{slug:str}/honours", opt={"who": PUBLIC})
async def honour_wall(request: Request, slug: FromPath[str]) -> Response[bytes]:
    """Who was honoured for what, whom others follow, where it was shown, and what the community itself was given."""
    community = await public_community(slug)
    found = await street_queries.everything_for(community)
    shown: dict[str, Any] = {**found, "community": community, "media": words.MEDIA}
    answer = page(request, "recognition/wall.html", **shown)
    answer.headers["cache-control"] = "no-store"  # a consent that is taken back hides at the next look
    return answer


async def street_section(community: Community) -> tuple[str, dict[str, Any]] | None:
    """The newest honours and stories, for the community's page on the street; nothing while there are none."""
    shown: dict[str, Any] = {
        "wall": await street_queries.wall_of(community, limit=_ON_SECTION),
        "own": (await community_honours(community.id))[:2],
        "stories": (await street_queries.stories_on_street(community))[:2],
    }
    return ("recognition/_street.html", shown) if any(shown.values()) else None


HANDLERS = [honour_wall]
