"""Services between neighbours, a volunteer's own page, and what protects those who lead."""

from __future__ import annotations

from server.web.access import STAFF
from tests.access.table import Route

ROUTES = [
    Route("GET", "/desk/agreements", STAFF),
    Route("GET", "/desk/agreements/new", STAFF),
    Route("POST", "/desk/communities/{community_id}/agreements", STAFF),
    Route("GET", "/desk/agreements/{agreement_id}", STAFF),
    Route("GET", "/desk/agreements/{agreement_id}/edit", STAFF),
    Route("POST", "/desk/agreements/{agreement_id}/edit", STAFF),
    Route("POST", "/desk/agreements/{agreement_id}/acceptances", STAFF),
    Route("GET", "/desk/agreements/{agreement_id}/end", STAFF),
    Route("POST", "/desk/agreements/{agreement_id}/end", STAFF),
    Route("GET", "/desk/agreements/{agreement_id}/print", STAFF),
    Route("POST", "/desk/agreements/{agreement_id}/exchanges", STAFF),
    Route("GET", "/desk/agreements/{agreement_id}/incidents", STAFF),
    Route("POST", "/desk/agreements/{agreement_id}/incidents", STAFF),
    Route("GET", "/desk/service-exchanges/{exchange_id}", STAFF),
    Route("GET", "/desk/service-incidents/{incident_id}", STAFF),
    Route("GET", "/desk/service-exchanges/{exchange_id}/void", STAFF),
    Route("POST", "/desk/service-exchanges/{exchange_id}/void", STAFF),
    Route("POST", "/desk/service-incidents/{incident_id}/talk", STAFF),
    Route("GET", "/api/agreements", STAFF),
    Route("GET", "/api/agreements/talks", STAFF),
    Route("GET", "/api/agreements/{agreement_id}", STAFF),
    Route("PUT", "/api/agreements/{agreement_id}", STAFF),
    Route("POST", "/api/communities/{community_id}/agreements", STAFF),
    Route("POST", "/api/agreements/{agreement_id}/acceptances", STAFF),
    Route("POST", "/api/agreements/{agreement_id}/end", STAFF),
    Route("POST", "/api/agreements/{agreement_id}/exchanges", STAFF),
    Route("POST", "/api/agreements/{agreement_id}/incidents", STAFF),
    Route("POST", "/api/service-exchanges/{exchange_id}/void", STAFF),
    Route("POST", "/api/service-incidents/{incident_id}/talk", STAFF),
]
