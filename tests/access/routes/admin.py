"""The admin's own addresses; what lies under the two with `{rest}` is the matter of `tests/admin/test_every_route.py`."""

from __future__ import annotations

from admin.readers import ADMIN, REPORTS
from tests.access.table import Route

ROUTES = [
    Route("GET", "/admin", ADMIN),
    Route("DELETE", "/admin/api/{rest}", ADMIN),
    Route("GET", "/admin/api/{rest}", ADMIN),
    Route("HEAD", "/admin/api/{rest}", ADMIN),
    Route("OPTIONS", "/admin/api/{rest}", ADMIN),
    Route("PATCH", "/admin/api/{rest}", ADMIN),
    Route("POST", "/admin/api/{rest}", ADMIN),
    Route("PUT", "/admin/api/{rest}", ADMIN),
    Route("TRACE", "/admin/api/{rest}", ADMIN),
    Route("GET", "/admin/figures", REPORTS),
    Route("GET", "/admin/programs", REPORTS),
    Route("GET", "/admin/programs/{program_id}/progress", REPORTS),
    Route("GET", "/admin/programs/{program_id}/progress.csv", REPORTS),
    Route("GET", "/admin/programs/{program_id}/progress.xlsx", REPORTS),
    Route("DELETE", "/admin/public/{rest}", ADMIN),
    Route("GET", "/admin/public/{rest}", ADMIN),
    Route("HEAD", "/admin/public/{rest}", ADMIN),
    Route("OPTIONS", "/admin/public/{rest}", ADMIN),
    Route("PATCH", "/admin/public/{rest}", ADMIN),
    Route("POST", "/admin/public/{rest}", ADMIN),
    Route("PUT", "/admin/public/{rest}", ADMIN),
    Route("TRACE", "/admin/public/{rest}", ADMIN),
    Route("GET", "/api/figures", REPORTS),
]
