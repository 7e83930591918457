"""People."""

from __future__ import annotations

from server.web.access import STAFF
from tests.access.table import Route

ROUTES = [
    Route("POST", "/desk/communities/{community_id}/residents", STAFF),
    Route("GET", "/desk/communities/{community_id}/residents/new", STAFF),
    Route("GET", "/desk/residents", STAFF),
    Route("GET", "/desk/residents/labels", STAFF),
    Route("GET", "/desk/residents/new", STAFF),
    Route("GET", "/desk/residents/{resident_id}", STAFF),
    Route("POST", "/desk/residents/{resident_id}/came-back", STAFF),
    Route("GET", "/desk/residents/{resident_id}/edit", STAFF),
    Route("POST", "/desk/residents/{resident_id}/edit", STAFF),
    Route("POST", "/desk/residents/{resident_id}/moved-away", STAFF),
    Route("GET", "/api/communities/{community_id}/residents", STAFF),
    Route("POST", "/api/communities/{community_id}/residents", STAFF),
    Route("GET", "/api/residents/{resident_id}", STAFF),
    Route("PUT", "/api/residents/{resident_id}", STAFF),
    Route("POST", "/api/residents/{resident_id}/came-back", STAFF),
    Route("POST", "/api/residents/{resident_id}/moved-away", STAFF),
]
