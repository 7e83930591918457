"""Activities, for staff and for leaders."""

from __future__ import annotations

from server.web.access import LEADERS, STAFF
from tests.access.table import Route

# The place stands in the form, and an empty form names none; a leader's names her group.
NOWHERE = {"lin": 404, "chen": 404, "he": 404}

ROUTES = [
    Route("GET", "/desk/activities", STAFF),
    Route("GET", "/desk/activities/log", STAFF),
    Route("POST", "/desk/activities/log", STAFF, but=NOWHERE),
    Route("GET", "/desk/activities/new", STAFF),
    Route("POST", "/desk/activities/new", STAFF, but=NOWHERE),
    Route("GET", "/desk/activities/{activity_id}", STAFF),
    Route("GET", "/desk/activities/{activity_id}/attendances", STAFF),
    Route("POST", "/desk/activities/{activity_id}/attendances", STAFF),
    Route("GET", "/desk/activities/{activity_id}/cancel", STAFF),
    Route("POST", "/desk/activities/{activity_id}/cancel", STAFF),
    Route("GET", "/desk/activities/{activity_id}/edit", STAFF),
    Route("POST", "/desk/activities/{activity_id}/edit", STAFF),
    Route("GET", "/desk/activities/{activity_id}/held", STAFF),
    Route("POST", "/desk/activities/{activity_id}/held", STAFF),
    Route("GET", "/desk/activities/{activity_id}/invitations", STAFF),
    Route("POST", "/desk/activities/{activity_id}/invitations", STAFF),
    Route("GET", "/desk/activities/{activity_id}/void", STAFF),
    Route("POST", "/desk/activities/{activity_id}/void", STAFF),
    Route("GET", "/desk/groups/{group_id}/invitations", STAFF),
    Route("POST", "/desk/groups/{group_id}/invitations", STAFF),
    Route("GET", "/desk/groups/{group_id}/story", STAFF),
    Route("GET", "/desk/programs/{program_id}/activities", STAFF),
    Route("GET", "/desk/programs/{program_id}/taper", STAFF),
    Route("GET", "/my", LEADERS),
    Route("GET", "/my/activities/{activity_id}", LEADERS),
    Route("GET", "/my/activities/{activity_id}/held", LEADERS),
    Route("POST", "/my/activities/{activity_id}/held", LEADERS),
    Route("POST", "/my/activities/{activity_id}/void", LEADERS),
    Route("GET", "/my/groups/{group_id}/activities/new", LEADERS),
    Route("POST", "/my/groups/{group_id}/activities/new", LEADERS),
    Route("POST", "/api/activities", LEADERS, but={"zhao": 404}),
    Route("GET", "/api/activities/{activity_id}", LEADERS),
    Route("PUT", "/api/activities/{activity_id}", STAFF),
    Route("POST", "/api/activities/{activity_id}/attendances", LEADERS),
    Route("POST", "/api/activities/{activity_id}/invitations", STAFF),
    Route("POST", "/api/activities/{activity_id}/void", LEADERS),
    Route("GET", "/api/communities/{community_id}/activities", STAFF),
    Route("POST", "/api/groups/{group_id}/activities", LEADERS),
    Route("POST", "/api/groups/{group_id}/invitations", STAFF),
    Route("POST", "/api/planned-activities", STAFF),
    Route("PUT", "/api/planned-activities/{activity_id}", STAFF),
    Route("POST", "/api/planned-activities/{activity_id}/cancellation", STAFF),
    Route("POST", "/api/planned-activities/{activity_id}/held", LEADERS),
    Route("GET", "/api/programs/{program_id}/taper", STAFF),
    Route("GET", "/api/groups/{group_id}/story", LEADERS),
    Route("GET", "/desk/communities/{community_id}/target-groups", STAFF),
    Route("POST", "/desk/communities/{community_id}/target-groups", STAFF),
    Route("GET", "/desk/communities/{community_id}/target-groups.xlsx", STAFF),
    Route("GET", "/api/communities/{community_id}/target-groups", STAFF),
    Route("POST", "/api/communities/{community_id}/target-groups", STAFF),
]
