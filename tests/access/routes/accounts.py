"""The door, the own account and the colleagues."""

from __future__ import annotations

from server.web.access import PLANNERS, PUBLIC, SIGNED_IN
from tests.access.table import Route
from tests.cast import USERNAMES

ROUTES = [
    Route("GET", "/", PUBLIC),
    Route("GET", "/account/devices", SIGNED_IN),
    Route("POST", "/account/devices/others/end", SIGNED_IN),
    Route("POST", "/account/devices/{session_id}/end", SIGNED_IN),
    Route("GET", "/account/keys", SIGNED_IN),
    Route("POST", "/account/keys", SIGNED_IN),
    Route("POST", "/account/keys/{key_id}/end", SIGNED_IN),
    Route("GET", "/account/password", SIGNED_IN),
    Route("POST", "/account/password", SIGNED_IN),
    Route("GET", "/desk/colleagues", PLANNERS),
    Route("POST", "/desk/colleagues", PLANNERS),
    Route("POST", "/desk/colleagues/invitations/{invitation_id}/withdraw", PLANNERS),
    Route("POST", "/desk/colleagues/roles/{assignment_id}/end", PLANNERS),
    Route("GET", "/desk/colleagues/{user_id}", PLANNERS),
    Route("POST", "/desk/colleagues/{user_id}", PLANNERS),
    Route("POST", "/desk/colleagues/{user_id}/deactivation", PLANNERS),
    Route("POST", "/desk/colleagues/{user_id}/password-link", PLANNERS),
    Route("POST", "/desk/colleagues/{user_id}/reactivation", PLANNERS),
    Route("POST", "/desk/colleagues/{user_id}/sign-out", PLANNERS),
    Route("GET", "/invitation/{token}", PUBLIC),
    Route("POST", "/invitation/{token}", PUBLIC),
    Route("POST", "/invitation/{token}/join", SIGNED_IN),
    Route("POST", "/language", PUBLIC),
    Route("POST", "/mode", PUBLIC),
    Route("GET", "/password-reset/{token}", PUBLIC),
    Route("POST", "/password-reset/{token}", PUBLIC),
    Route("GET", "/sign-in", PUBLIC),
    Route("POST", "/sign-in", PUBLIC),
    Route("POST", "/sign-out", PUBLIC),
    Route("GET", "/api/account/devices", SIGNED_IN),
    Route("DELETE", "/api/account/devices/{session_id}", SIGNED_IN),
    Route("GET", "/api/account/invitations", PLANNERS),
    Route("POST", "/api/account/invitations", PLANNERS),
    Route("DELETE", "/api/account/invitations/{invitation_id}", PLANNERS),
    Route("GET", "/api/account/keys", SIGNED_IN),
    Route("POST", "/api/account/keys", SIGNED_IN),
    Route("DELETE", "/api/account/keys/{key_id}", SIGNED_IN),
    Route("GET", "/api/account/me", SIGNED_IN),
    Route("POST", "/api/account/password", SIGNED_IN),
    Route("POST", "/api/account/sign-in", PUBLIC, but=dict.fromkeys(USERNAMES, 401)),
    Route("POST", "/api/account/sign-out", SIGNED_IN),
]
