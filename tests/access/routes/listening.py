"""Needs, their classes, and what focal issues cite."""

from __future__ import annotations

from server.web.access import PLANNERS, STAFF
from tests.access.table import Route

ROUTES = [
    Route("POST", "/desk/communities/{community_id}/needs", STAFF),
    Route("GET", "/desk/focal-issues/{issue_id}/needs", STAFF),
    Route("POST", "/desk/focal-issues/{issue_id}/needs", STAFF),
    Route("POST", "/desk/focal-issues/{issue_id}/needs/class", STAFF),
    Route("POST", "/desk/focal-issues/{issue_id}/needs/{need_id}/removal", STAFF),
    Route("GET", "/desk/needs", STAFF),
    Route("GET", "/desk/needs/by-class", STAFF),
    Route("GET", "/desk/needs/classes", STAFF),
    Route("POST", "/desk/needs/classes", PLANNERS),
    Route("POST", "/desk/needs/classes/usual", PLANNERS),
    Route("GET", "/desk/needs/classes/{class_id}", PLANNERS),
    Route("POST", "/desk/needs/classes/{class_id}", PLANNERS),
    Route("GET", "/desk/needs/new", STAFF),
    Route("GET", "/desk/needs/{need_id}", STAFF),
    Route("POST", "/desk/needs/{need_id}/sorting", STAFF),
    Route("POST", "/desk/needs/{need_id}/void", STAFF),
    Route("GET", "/desk/programs/{program_id}/complaint-indicators", STAFF),
    Route("POST", "/desk/programs/{program_id}/complaint-indicators", STAFF),
    Route("POST", "/api/communities/{community_id}/needs", STAFF),
    Route("GET", "/api/focal-issues/{issue_id}/needs", STAFF),
    Route("POST", "/api/focal-issues/{issue_id}/needs", STAFF),
    Route("POST", "/api/focal-issues/{issue_id}/needs/class", STAFF),
    Route("POST", "/api/focal-issues/{issue_id}/needs/{need_id}/removal", STAFF),
    Route("GET", "/api/need-classes", STAFF),
    Route("POST", "/api/need-classes", PLANNERS),
    Route("POST", "/api/need-classes/usual", PLANNERS),
    Route("POST", "/api/need-classes/{class_id}/name", PLANNERS),
    Route("GET", "/api/needs", STAFF),
    Route("GET", "/api/needs/{need_id}", STAFF),
    Route("POST", "/api/needs/{need_id}/sorting", STAFF),
    Route("POST", "/api/needs/{need_id}/void", STAFF),
    Route("POST", "/api/programs/{program_id}/complaint-indicators", STAFF),
]
