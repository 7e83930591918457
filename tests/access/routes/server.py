"""What the floor answers by itself."""

from __future__ import annotations

from server.web.access import PUBLIC, SIGNED_IN, STAFF
from tests.access.table import Route

ROUTES = [
    Route("GET", "/api", SIGNED_IN),
    Route("GET", "/desk/search", STAFF),
    Route("GET", "/health/live", PUBLIC),
    Route("GET", "/health/ready", PUBLIC),
    Route("GET", "/static/admin/{name}", PUBLIC),
    Route("GET", "/static/{digest}/{name}", PUBLIC),
    Route("GET", "/api/openapi.json", SIGNED_IN),
]
