"""Who stands for which building."""

from __future__ import annotations

from server.web.access import STAFF
from tests.access.table import Route

ROUTES = [
    Route("GET", "/desk/communities/{community_id}/mobilisation", STAFF),
    Route("POST", "/desk/communities/{community_id}/recruits", STAFF),
    Route("GET", "/desk/buildings/{building_id}/leader", STAFF),
    Route("POST", "/desk/buildings/{building_id}/leader", STAFF),
    Route("GET", "/desk/building-leaders/{leader_id}", STAFF),
    Route("POST", "/desk/building-leaders/{leader_id}/end", STAFF),
    Route("GET", "/api/communities/{community_id}/mobilisation", STAFF),
    Route("GET", "/api/communities/{community_id}/recruits", STAFF),
    Route("POST", "/api/communities/{community_id}/recruits", STAFF),
    Route("POST", "/api/buildings/{building_id}/leader", STAFF),
    Route("POST", "/api/building-leaders/{leader_id}/end", STAFF),
]
