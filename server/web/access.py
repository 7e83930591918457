"""Who may use a route. Each route states it as `opt={"who": …}`; a route that says nothing cannot be built."""

from __future__ import annotations

from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from server.lib.actor import COORDINATOR, FACILITATOR, LEADER, OPERATOR, ROLES, Actor
from server.lib.errors import Forbidden, LinliError

PUBLIC = frozenset({"public"})
SIGNED_IN = frozenset(ROLES)
STAFF = frozenset({COORDINATOR, FACILITATOR})
PLANNERS = frozenset({COORDINATOR})
LEADERS = frozenset({LEADER, COORDINATOR, FACILITATOR})
OPERATORS = frozenset({OPERATOR})


class SignInNeeded(LinliError):
    """Nobody is signed in and the route is not public."""


def actor_or_none(connection: ASGIConnection[Any, Any, Any, Any]) -> Actor | None:
    """Who is signed in on this request, if anybody."""
    state = connection.scope.get("state") or {}
    actor: Actor | None = state.get("actor")
    return actor


def actor_of(connection: ASGIConnection[Any, Any, Any, Any]) -> Actor:
    """Who is signed in; raises `SignInNeeded` when nobody is."""
    actor = actor_or_none(connection)
    if actor is None:
        raise SignInNeeded
    return actor


async def check_access(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """The guard before every handler: the coarse gate. Whether this person may touch this row is `access_*`'s to say.

    It awaits nothing, but Litestar would run a plain function in a thread, which costs more than most requests do.
    """
    who: frozenset[str] | None = handler.opt.get("who")
    if who is None and connection.scope.get("method") == "OPTIONS":
        return  # Litestar's own answer: which methods an address has
    if who is None:
        raise Forbidden
    if who is PUBLIC:
        return
    if not actor_of(connection).has(*who):
        raise Forbidden
