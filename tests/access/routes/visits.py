"""Days of knocking on doors."""

from __future__ import annotations

from server.web.access import STAFF
from tests.access.table import Route

ROUTES = [
    Route("GET", "/desk/programs/{program_id}/visits", STAFF),
    Route("POST", "/desk/programs/{program_id}/visits", STAFF),
    Route("GET", "/desk/visits/{day_id}", STAFF),
    Route("POST", "/desk/visits/{day_id}/void", STAFF),
    Route("GET", "/api/programs/{program_id}/visits", STAFF),
    Route("POST", "/api/programs/{program_id}/visits", STAFF),
    Route("GET", "/api/visits/{day_id}", STAFF),
    Route("POST", "/api/visits/{day_id}/void", STAFF),
]
