"""Who may use a route. Each route states it as `opt={"who": …}`; a route that says nothing cannot be built."""

from __future__ import annotations

from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from server.lib.actor import COORDINATOR, FACILITATOR, FUNDER, LEADER, OPERATOR, ROLES, Actor
from server.lib.errors import Forbidden, LinliError

PUBLIC = frozenset({"public"})
SIGNED_IN = frozenset(ROLES)
STAFF = frozenset({COORDINATOR, FACILITATOR})
PLANNERS = frozenset({COORDINATOR})
LEADERS = frozenset({LEADER, COORDINATOR, FACILITATOR})
FUNDERS = frozenset({FUNDER})
OPERATORS = frozenset({OPERATOR})


class SignInNeeded(LinliError):
    """Nobody is signed in and the route is not public."""


def actor_or_none(connection: ASGIConnection[Any, Any, Any, Any]) -> Actor | None:
    """Who is signed in on this request, if anybody."""
    state = connection.scope.get("state") or {}
    return state.get("actor")  # type: ignore[no-any-return]  # the sessions' middleware put an Actor there


def actor_of(connection: ASGIConnection[Any, Any, Any, Any]) -> Actor:
    """Who is signed in; raises `SignInNeeded` when nobody is."""
    actor = actor_or_none(connection)
    if actor is None:
        raise SignInNeeded
    return actor


def check_access(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """The guard before every handler: the coarse gate. Whether this person may touch this row is `access_*`'s to say."""
    who: frozenset[str] = handler.opt["who"]
    if who is PUBLIC or handler.opt.get("exclude_from_auth"):
        return
    if not actor_of(connection).has(*who):
        raise Forbidden
