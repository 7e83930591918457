"""Grants."""

from __future__ import annotations

from server.web.access import PLANNERS, STAFF
from tests.access.table import Route

ROUTES = [
    Route("GET", "/desk/grants", STAFF),
    Route("POST", "/desk/grants", PLANNERS),
    Route("GET", "/desk/grants/new", PLANNERS),
    Route("GET", "/desk/grants/{grant_id}", STAFF),
    Route("GET", "/desk/grants/{grant_id}/edit", PLANNERS),
    Route("POST", "/desk/grants/{grant_id}/edit", PLANNERS),
    Route("POST", "/desk/grants/{grant_id}/programs", PLANNERS),
    Route("POST", "/desk/grants/{grant_id}/programs/{program_id}/removal", PLANNERS),
    Route("GET", "/api/grants", STAFF),
    Route("POST", "/api/grants", PLANNERS),
    Route("GET", "/api/grants/{grant_id}", STAFF),
    Route("PUT", "/api/grants/{grant_id}", PLANNERS),
    Route("POST", "/api/grants/{grant_id}/programs", PLANNERS),
    Route("POST", "/api/grants/{grant_id}/programs/{program_id}/removal", PLANNERS),
]
