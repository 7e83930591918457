"""Certificates, codes and badges."""

from __future__ import annotations

from server.web.access import PUBLIC, STAFF
from tests.access.table import Route

ROUTES = [
    Route("POST", "/desk/awards/{award_id}/certificate", STAFF),
    Route("POST", "/desk/ceremonies/{ceremony_id}/certificates", STAFF),
    Route("POST", "/api/awards/{award_id}/certificate", STAFF),
    Route("GET", "/desk/awards/{award_id}/certificate", STAFF),
    Route("GET", "/desk/awards/{award_id}/certificate.png", STAFF),
    Route("GET", "/desk/ceremonies/{ceremony_id}/certificates", STAFF),
    Route("GET", "/desk/awards/{award_id}/badge/{ending}", STAFF),
    Route("GET", "/badges/issuers/{slug}", PUBLIC),
    Route("GET", "/badges/issuers/{slug}/keys", PUBLIC),
    Route("GET", "/badges/issuers/{slug}/revocations", PUBLIC),
    Route("GET", "/badges/keys/{kid}", PUBLIC),
    Route("GET", "/badges/{badge}", PUBLIC),
    Route("GET", "/verify", PUBLIC),
    Route("GET", "/verify/{code}", PUBLIC),
    Route("GET", "/api/verify/{code}", PUBLIC),
]
