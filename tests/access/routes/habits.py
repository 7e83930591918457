"""Habits of twenty-one days, and small deeds."""

from __future__ import annotations

from server.web.access import LEADERS, PUBLIC, STAFF
from tests.access.table import Route

ROUTES = [
    Route("GET", "/desk/habits", STAFF),
    Route("GET", "/desk/communities/{community_id}/habits/new", STAFF),
    Route("POST", "/desk/communities/{community_id}/habits", STAFF),
    Route("GET", "/desk/habits/{habit_id}", STAFF),
    Route("GET", "/desk/habits/{habit_id}/edit", STAFF),
    Route("POST", "/desk/habits/{habit_id}/edit", STAFF),
    Route("GET", "/desk/habits/{habit_id}/cancellation", STAFF),
    Route("POST", "/desk/habits/{habit_id}/cancellation", STAFF),
    Route("GET", "/desk/habits/{habit_id}/entries/new", STAFF),
    Route("POST", "/desk/habits/{habit_id}/entries", STAFF),
    Route("GET", "/desk/habit-entries/{entry_id}", STAFF),
    Route("POST", "/desk/habit-entries/{entry_id}/departure", STAFF),
    Route("POST", "/desk/habit-entries/{entry_id}/link", STAFF),
    Route("GET", "/desk/habits/{habit_id}/links", STAFF),
    Route("GET", "/desk/habits/{habit_id}/wall", STAFF),
    Route("GET", "/desk/habits/{habit_id}/chart", STAFF),
    Route("POST", "/desk/habits/{habit_id}/chart", STAFF),
    Route("POST", "/desk/habits/{habit_id}/settlement", STAFF),
    Route("POST", "/desk/habits/{habit_id}/reopening", STAFF),
    Route("GET", "/desk/habits/{habit_id}/looks/{moment}", STAFF),
    Route("POST", "/desk/habits/{habit_id}/looks/{moment}", STAFF),
    Route("GET", "/my/habits/{habit_id}", LEADERS),
    Route("POST", "/my/habits/{habit_id}", LEADERS),
    Route("GET", "/h/{token}", PUBLIC),
    Route("POST", "/h/{token}", PUBLIC),
    Route("GET", "/api/h/{token}", PUBLIC),
    Route("POST", "/api/h/{token}", PUBLIC),
    Route("GET", "/api/communities/{community_id}/habits", STAFF),
    Route("POST", "/api/communities/{community_id}/habits", STAFF),
    Route("GET", "/api/habits/{habit_id}", LEADERS),
    Route("PUT", "/api/habits/{habit_id}", STAFF),
    Route("POST", "/api/habits/{habit_id}/cancellation", STAFF),
    Route("POST", "/api/habits/{habit_id}/entries", STAFF),
    Route("POST", "/api/habit-entries/{entry_id}/departure", STAFF),
    Route("POST", "/api/habit-entries/{entry_id}/link", STAFF),
    Route("POST", "/api/habits/{habit_id}/ticks", LEADERS),
    Route("POST", "/api/habits/{habit_id}/settlement", STAFF),
    Route("POST", "/api/habits/{habit_id}/reopening", STAFF),
    Route("POST", "/api/habits/{habit_id}/looks/{moment}", STAFF),
]
