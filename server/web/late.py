"""Litestar, for an application of many routes: what a handler takes is worked out when it is first asked.

To read the signatures of six hundred handlers and to sort their addresses is a third of a start, and most of them are not
asked for hours. So routes wait by the first two words of their address (`/desk/needs`, `/api/needs`), and are handed to
Litestar when somebody asks for one of them. What Litestar checks meanwhile (a return type, a body on GET, two handlers
for one method) a test makes it check for all of them.
"""

from __future__ import annotations

from typing import Any, cast

from litestar import Litestar
from litestar._kwargs import KwargsModel
from litestar.enums import ScopeType
from litestar.handlers import HTTPRouteHandler
from litestar.router import Router
from litestar.routes import HTTPRoute
from litestar.types import ControllerRouterHandler, HTTPScope, Receive, Send
from litestar.types.internal_types import RouteHandlerMapItem
from litestar.utils.path import normalize_path

_NOT_YET = cast(KwargsModel, None)

Section = tuple[str, str]


class LateRoute(HTTPRoute):
    """A route whose handlers are known from the beginning and ready from the first request on."""

    __slots__ = ()

    def create_handler_map(self) -> None:
        for handler in self.route_handlers:
            for method in handler.http_methods:
                if method in self.route_handler_map:
                    raise RuntimeError(f"{self.path} has two handlers for {method}")
                self.route_handler_map[method] = (handler, _NOT_YET)

    async def handle(self, scope: HTTPScope, receive: Receive, send: Send) -> None:  # type: ignore[override]  # as in Litestar
        if self.route_handler_map[scope["method"]][1] is _NOT_YET:
            self.work_out()
        await super().handle(scope, receive, send)

    def work_out(self) -> None:
        """What Litestar does when a handler is registered; nothing for those that are ready."""
        for handler in self.route_handlers:
            if any(self.route_handler_map[method][1] is not _NOT_YET for method in handler.http_methods):
                continue
            handler.on_registration(handler.app)
            model = handler.create_kwargs_model(path_parameters=self.path_parameters)
            for method in handler.http_methods:
                self.route_handler_map[method] = (handler, model)


class LateLitestar(Litestar):
    """The application. Its routes answer HTTP only."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._by_path: dict[str, RouteHandlerMapItem] = {}
        self._waiting: dict[Section, list[HTTPRouteHandler]] = {}
        super().__init__(*args, **kwargs)

    @property
    def route_handler_method_map(self) -> dict[str, RouteHandlerMapItem]:
        """Kept: Litestar's own goes through all routes for each one that is added."""
        return self._by_path

    def register(self, value: ControllerRouterHandler) -> None:  # type: ignore[override]  # as in Litestar
        """Add a handler, which waits until its section is asked for, or a router; `start` has to follow."""
        sections = (
            {section_of(path) for path in value.paths} if isinstance(value, HTTPRouteHandler) else set()
        )
        if len(sections) == 1:
            self._waiting.setdefault(sections.pop(), []).append(cast(HTTPRouteHandler, value))
        else:
            self._add(value)

    def _add(self, value: ControllerRouterHandler) -> None:
        for route in Router.register(self, value):
            if not isinstance(route, HTTPRoute):
                raise TypeError(f"{route.path} is not HTTP")
            route.__class__ = LateRoute
            route.create_handler_map()
            self._by_path[route.path] = {method: one for method, (one, _) in route.route_handler_map.items()}
            for plugin in self.plugins.receive_route:
                plugin.receive_route(route)

    def _open(self, section: Section) -> None:
        waiting = self._waiting.pop(section, ())
        for handler in waiting:
            self._add(handler)
        if waiting:
            self.asgi_router.construct_routing_trie()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer, once the routes that may be meant are there."""
        if self._waiting and scope["type"] == ScopeType.HTTP:
            first, second = section_of(scope["path"])
            for section in ((first, second), (first, ""), ("", "")):
                self._open(section)
        await super().__call__(scope, receive, send)

    def start(self) -> LateLitestar:
        """Sort the routes that do not wait by address, once and not after each of them."""
        self.asgi_router.construct_routing_trie()
        return self

    def work_out(self) -> None:
        """Make every route ready: to describe them, and for a test that they can be."""
        for section in sorted(self._waiting):
            self._open(section)
        for route in self.routes:
            if isinstance(route, LateRoute):
                route.work_out()


def section_of(path: str) -> Section:
    """The first two words of an address: empty from a parameter on, and where there is none."""
    first, _, rest = normalize_path(path)[1:].partition("/")
    second = rest.partition("/")[0]
    if first.startswith("{"):
        return "", ""
    return first, "" if second.startswith("{") else second
