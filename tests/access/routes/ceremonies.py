"""Ceremonies, on the desk and on a leader's phone."""

from __future__ import annotations

from server.web.access import LEADERS, STAFF
from tests.access.table import Route

ROUTES = [
    Route("GET", "/desk/communities/{community_id}/ceremonies", STAFF),
    Route("GET", "/desk/communities/{community_id}/ceremonies/new", STAFF),
    Route("POST", "/desk/communities/{community_id}/ceremonies/new", STAFF),
    Route("GET", "/desk/activities/{activity_id}/ceremony", STAFF),
    Route("POST", "/desk/activities/{activity_id}/ceremony", STAFF),
    Route("GET", "/desk/ceremonies/{ceremony_id}", STAFF),
    Route("POST", "/desk/ceremonies/{ceremony_id}/edit", STAFF),
    Route("POST", "/desk/ceremonies/{ceremony_id}/items", STAFF),
    Route("GET", "/desk/ceremonies/{ceremony_id}/screen", STAFF),
    Route("GET", "/desk/ceremonies/{ceremony_id}/running-order.pdf", STAFF),
    Route("GET", "/desk/ceremonies/{ceremony_id}/name-cards.pdf", STAFF),
    Route("GET", "/desk/ceremony-items/{item_id}", STAFF),
    Route("POST", "/desk/ceremony-items/{item_id}", STAFF),
    Route("POST", "/desk/ceremony-items/{item_id}/tick", STAFF),
    Route("POST", "/desk/ceremonies/{ceremony_id}/items/remove", STAFF),
    Route("GET", "/my/ceremonies/{ceremony_id}", LEADERS),
    Route("POST", "/my/ceremony-items/{item_id}/tick", LEADERS),
    Route("GET", "/api/communities/{community_id}/ceremonies", STAFF),
    Route("POST", "/api/communities/{community_id}/ceremonies", STAFF),
    Route("POST", "/api/activities/{activity_id}/ceremony", STAFF),
    Route("PUT", "/api/ceremonies/{ceremony_id}", STAFF),
    Route("GET", "/api/ceremonies/{ceremony_id}/items", LEADERS),
    Route("POST", "/api/ceremonies/{ceremony_id}/items", STAFF),
    Route("PUT", "/api/ceremony-items/{item_id}", STAFF),
    Route("POST", "/api/ceremony-items/{item_id}/tick", LEADERS),
    Route("POST", "/api/ceremonies/{ceremony_id}/items/remove", STAFF),
]
