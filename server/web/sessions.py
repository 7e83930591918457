"""From a session cookie or an API key to the Actor of the request, and the language it reads.

Sessions end after a time without use that their row carries (2 hours for staff, 12 for leaders) and after
7 days at the latest; `server/accounts/rules.py` says why. Only the SHA-256 of a token is stored.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from litestar.enums import ScopeType
from litestar.response import Response
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from server.lib import clock, db
from server.lib.actor import Actor, Assignment
from server.lib.i18n import LANGUAGES, language, negotiate
from server.lib.ids import token_hash
from server.lib.settings import settings
from server.web.asked import asking

# The write that notes a use: its SQL and values.
Use = tuple[str, tuple[Any, ...]]

SEEN_AFTER = timedelta(minutes=1)
KEY_SEEN_AFTER = timedelta(hours=1)
ABSOLUTE_DAYS = 7
_NO_SESSION = ("/static/", "/health/")

# Raw and in one go, because every request asks it: the person and all her roles by the index on token_hash.
_PERSON = (
    " u.id AS user_id, u.organisation, u.display_name, u.language, a.role, a.scope, a.scope_id"
    " FROM {table} AS s"
    ' JOIN user_account AS u ON u.id = s."user" JOIN organisation AS o ON o.id = u.organisation'
    ' LEFT JOIN role_assignment AS a ON a."user" = u.id AND a.ended_at IS NULL'
    " WHERE s.token_hash = {{}} AND s.revoked_at IS NULL AND u.active AND o.closed_at IS NULL"
)
_BY_COOKIE = "SELECT s.id, s.last_seen_at, s.expires_at, s.absolute_until, s.idle_minutes," + _PERSON.format(
    table="account_session"
)
_BY_KEY = "SELECT s.id, s.last_used_at, s.expires_at," + _PERSON.format(table="api_key")


def session_cookie() -> str:
    """The name of the session cookie; `__Host-` binds it to this host and to https."""
    return "__Host-linli" if settings().secure else "linli"


def read_cookies(scope: Scope) -> dict[str, str]:
    """The cookies of a raw request; the first of a name counts, browsers send the most specific first."""
    found: dict[str, str] = {}
    for name, value in scope["headers"]:
        if name == b"cookie":
            for part in value.decode("latin-1").split(";"):
                key, _, text = part.strip().partition("=")
                found.setdefault(key, text.strip('"'))
    return found


def header(scope: Scope, name: bytes) -> str:
    """A request header as text, or an empty one."""
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


def remember_session(answer: Response[Any], token: str) -> None:
    """Put a new session's token into the answer's cookie."""
    answer.set_cookie(
        session_cookie(),
        token,
        max_age=ABSOLUTE_DAYS * 86_400,
        path="/",
        secure=settings().secure,
        httponly=True,
        samesite="lax",
    )


def forget_session(answer: Response[Any]) -> None:
    """Take the session's cookie away."""
    answer.set_cookie(
        session_cookie(), "", max_age=0, path="/", secure=settings().secure, httponly=True, samesite="lax"
    )


class Sessions:
    """Sets in `scope["state"]`: `actor`, `session_hash` (CSRF binds to it), `session_ended`, `by_key`.

    Whoever has only the request may add raw `Set-Cookie` values to `new_cookies` there.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Find out who asks, answer in her language, and note afterwards that she was here."""
        if scope["type"] != ScopeType.HTTP or scope["path"].startswith(_NO_SESSION):
            await self.app(scope, receive, send)
            return
        cookies = read_cookies(scope)
        state: dict[str, Any] = scope.setdefault("state", {})
        state.update(actor=None, session_hash=None, session_ended=False, by_key=False, new_cookies=[])
        due = await _recognise(scope, cookies, state)

        async def send_with_cookies(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = [*message["headers"], *((b"set-cookie", cookie) for cookie in state["new_cookies"])]
                message["headers"] = _without_session(headers) if state["session_ended"] else headers
            await send(message)

        with asking(scope), language(_language_of(scope, cookies, state["actor"])):
            await self.app(scope, receive, send_with_cookies)
        if due is not None:
            await _note_use(*due)


async def _recognise(scope: Scope, cookies: dict[str, str], state: dict[str, Any]) -> Use | None:
    """Fill `state`; returns the write that notes this use, when one is due."""
    now = clock.now()
    bearer = header(scope, b"authorization")
    if scope["path"].startswith("/api/") and bearer[:7].lower() == "bearer ":
        state["by_key"] = True
        found = await db.rows(_BY_KEY, token_hash(bearer[7:].strip()))
        if not found or _moment(found[0]["expires_at"]) <= now:
            return None
        state["actor"] = _actor(found, session_id=None)
        return _key_use(found[0], now)
    token = cookies.get(session_cookie())
    if not token:
        return None
    hashed = token_hash(token)
    found = await db.rows(_BY_COOKIE, hashed)
    if not found or min(_moment(found[0]["expires_at"]), _moment(found[0]["absolute_until"])) <= now:
        state["session_ended"] = True
        return None
    state["actor"] = _actor(found, session_id=found[0]["id"])
    state["session_hash"] = hashed
    return _session_use(found[0], now)


def _actor(found: Sequence[dict[str, Any]], *, session_id: int | None) -> Actor:
    person = found[0]
    return Actor(
        user_id=person["user_id"],
        organisation_id=person["organisation"],
        name=person["display_name"],
        language=person["language"],
        assignments=tuple(
            Assignment(row["role"], row["scope"], row["scope_id"]) for row in found if row["role"] is not None
        ),
        session_id=session_id,
    )


def _session_use(row: dict[str, Any], now: datetime) -> Use | None:
    if now - _moment(row["last_seen_at"]) < SEEN_AFTER:
        return None
    until = min(now + timedelta(minutes=row["idle_minutes"]), _moment(row["absolute_until"]))
    sql = "UPDATE account_session SET last_seen_at = {}, expires_at = {} WHERE id = {} AND revoked_at IS NULL"
    return sql, (now, until, row["id"])


def _key_use(row: dict[str, Any], now: datetime) -> Use | None:
    if row["last_used_at"] is not None and now - _moment(row["last_used_at"]) < KEY_SEEN_AFTER:
        return None
    return "UPDATE api_key SET last_used_at = {} WHERE id = {}", (now, row["id"])


async def _note_use(sql: str, values: tuple[Any, ...]) -> None:
    """Runs after the answer is out, so that no reader waits for the writer; a failure only costs the note."""
    try:
        async with db.write_transaction():
            await db.execute(sql, *values)
    except Exception as error:
        structlog.get_logger().warning("session_use_not_noted", error=type(error).__name__)


def _language_of(scope: Scope, cookies: dict[str, str], actor: Actor | None) -> str:
    chosen = cookies.get("lang", "")
    if chosen in LANGUAGES:
        return chosen
    return actor.language if actor else negotiate(header(scope, b"accept-language"))


def _without_session(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """The answer also clears a cookie that opens nothing any more, unless it brings a new session."""
    name = session_cookie().encode()
    if any(key.lower() == b"set-cookie" and value.startswith(name + b"=") for key, value in headers):
        return headers
    secure = b"; Secure" if settings().secure else b""
    return [*headers, (b"set-cookie", name + b"=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax" + secure)]


def _moment(value: datetime | str) -> datetime:
    """SQLite stores moments as UTC text; a raw read may bring them so."""
    read = datetime.fromisoformat(value) if isinstance(value, str) else value
    return read if read.tzinfo else read.replace(tzinfo=UTC)
