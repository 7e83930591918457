"""Photos."""

from __future__ import annotations

from server.web.access import PUBLIC, STAFF
from tests.access.table import Route

ROUTES = [
    Route("GET", "/desk/communities/{community_id}/photos", STAFF),
    Route("POST", "/desk/communities/{community_id}/photos", STAFF),
    Route("GET", "/desk/photos/{photo_id}", STAFF),
    Route("POST", "/desk/photos/{photo_id}/people", STAFF),
    Route("GET", "/desk/photos/{photo_id}/removal", STAFF),
    Route("POST", "/desk/photos/{photo_id}/removal", STAFF),
    Route("GET", "/photos/{picture}", STAFF),
    Route("GET", "/c/{slug}/photos/{picture}", PUBLIC),
    Route("GET", "/api/communities/{community_id}/photos", STAFF),
    Route("POST", "/api/communities/{community_id}/photos", STAFF),
    Route("GET", "/api/photos/{photo_id}", STAFF),
    Route("POST", "/api/photos/{photo_id}/people", STAFF),
    Route("POST", "/api/photos/{photo_id}/removal", STAFF),
]
