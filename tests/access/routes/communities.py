"""Places."""

from __future__ import annotations

from server.web.access import PLANNERS, PUBLIC, STAFF
from tests.access.table import Route

ROUTES = [
    Route("GET", "/c/{slug}", PUBLIC),
    Route("GET", "/c/{slug}/parts/{key}", PUBLIC),
    Route("GET", "/desk/communities", STAFF),
    Route("POST", "/desk/communities", PLANNERS),
    Route("GET", "/desk/communities/new", PLANNERS),
    Route("GET", "/desk/communities/{community_id}", STAFF),
    Route("POST", "/desk/communities/{community_id}/buildings", STAFF),
    Route("GET", "/desk/communities/{community_id}/edit", STAFF),
    Route("POST", "/desk/communities/{community_id}/edit", STAFF),
    Route("POST", "/desk/communities/{community_id}/estates", STAFF),
    Route("GET", "/api/communities", STAFF),
    Route("POST", "/api/communities", PLANNERS),
    Route("GET", "/api/communities/{community_id}", STAFF),
    Route("PUT", "/api/communities/{community_id}", STAFF),
    Route(
        "POST", "/api/communities/{community_id}/buildings", STAFF, but={"he": 404}
    ),  # her community has no estate
    Route("POST", "/api/communities/{community_id}/estates", STAFF),
]
