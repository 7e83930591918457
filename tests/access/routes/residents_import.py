"""Rosters."""

from __future__ import annotations

from server.web.access import STAFF
from tests.access.table import Route

ROUTES = [
    Route("GET", "/desk/communities/{community_id}/residents/import", STAFF),
    Route("POST", "/desk/communities/{community_id}/residents/import", STAFF),
    Route("POST", "/desk/communities/{community_id}/residents/import-text", STAFF),
    Route("GET", "/desk/communities/{community_id}/residents/register", STAFF),
    Route("GET", "/desk/residents/import", STAFF),
    Route("GET", "/desk/residents/import/template", STAFF),
    Route("GET", "/desk/residents/import/{batch_id}", STAFF),
    Route("POST", "/desk/residents/import/{batch_id}/answers", STAFF),
    Route("POST", "/desk/residents/import/{batch_id}/cells", STAFF),
    Route("GET", "/desk/residents/import/{batch_id}/columns", STAFF),
    Route("POST", "/desk/residents/import/{batch_id}/columns", STAFF),
    Route("POST", "/desk/residents/import/{batch_id}/confirm", STAFF),
    Route("POST", "/desk/residents/import/{batch_id}/drop", STAFF),
    Route("POST", "/desk/residents/import/{batch_id}/estate", STAFF),
    Route("POST", "/desk/residents/import/{batch_id}/places", STAFF),
    Route("GET", "/desk/residents/import/{batch_id}/rejected", STAFF),
    Route("POST", "/desk/residents/import/{batch_id}/undo", STAFF),
    Route("GET", "/api/rosters", STAFF),
    Route("GET", "/api/rosters/{batch_id}", STAFF),
    Route("POST", "/api/rosters/{batch_id}/answers", STAFF),
    Route("POST", "/api/rosters/{batch_id}/cells", STAFF),
    Route("PUT", "/api/rosters/{batch_id}/columns", STAFF),
    Route("POST", "/api/rosters/{batch_id}/confirm", STAFF),
    Route("POST", "/api/rosters/{batch_id}/drop", STAFF),
    Route("POST", "/api/rosters/{batch_id}/estate", STAFF),
    Route("POST", "/api/rosters/{batch_id}/places", STAFF),
    Route("GET", "/api/rosters/{batch_id}/rows", STAFF),
    Route("POST", "/api/rosters/{batch_id}/undo", STAFF),
    Route("POST", "/api/communities/{community_id}/rosters", STAFF),
    Route("POST", "/api/communities/{community_id}/rosters/text", STAFF),
]
