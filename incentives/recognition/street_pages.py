"""The honour wall on the street: neighbours as they wish to be named, and never an award that was revoked."""

from __future__ import annotations

from typing import Any

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Response

from incentives.recognition import street_queries, words
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
    """The newest honours, for the community's page on the street; nothing while there are none."""
    found = await street_queries.everything_for(community)
    if not any(found.values()):
        return None
    return "recognition/_street.html", {
        "wall": found["wall"][:_ON_SECTION],
        "own": found["own"][:2],
        "stories": found["stories"][:2],
    }


HANDLERS = [honour_wall]
