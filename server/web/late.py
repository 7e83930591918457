"""Litestar, for an application of many routes: what a handler takes is worked out when it is first asked.

To import a thousand handlers and to read their signatures would be half of a start, and most of them are not asked for
hours. So modules wait by the first two words of their addresses (`/desk/needs`, `/api/needs`) until somebody asks for one of
these, and a signature until its own route is asked. What Litestar checks meanwhile (a return type, a body on GET, two
handlers for one method) a test makes it check for all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from litestar import Litestar
from litestar._kwargs import KwargsModel
from litestar.enums import ScopeType
from litestar.handlers import HTTPRouteHandler
from litestar.router import Router
from litestar.routes import HTTPRoute
from litestar.types import ControllerRouterHandler, HTTPScope, Receive, Send
from litestar.types.internal_types import RouteHandlerMapItem

from server.web.endings import ANY, Endings, Section, section_of

_NOT_YET = cast(KwargsModel, None)


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
    """The application. Its routes answer HTTP only. `endings` are the modules that are imported when they are asked for."""

    def __init__(self, *args: Any, endings: Endings | None = None, **kwargs: Any) -> None:
        self._by_path: dict[str, RouteHandlerMapItem] = {}
        self._endings = endings or Endings()
        self._there: set[Section] = set()
        super().__init__(*args, **kwargs)

    @property
    def route_handler_method_map(self) -> dict[str, RouteHandlerMapItem]:
        """Kept: Litestar's own goes through all routes for each one that is added."""
        return self._by_path

    def register(self, value: ControllerRouterHandler) -> None:  # type: ignore[override]  # as in Litestar
        """Add a handler or a router; `start` has to follow."""
        for route in Router.register(self, value):
            if not isinstance(route, HTTPRoute):
                raise TypeError(f"{route.path} is not HTTP")
            route.__class__ = LateRoute
            route.create_handler_map()
            self._by_path[route.path] = {method: one for method, (one, _) in route.route_handler_map.items()}
            for plugin in self.plugins.receive_route:
                plugin.receive_route(route)

    def start(self) -> LateLitestar:
        """Sort what is known from the beginning by address. A section that has such a route has no others."""
        self.asgi_router.construct_routing_trie()
        self._there = {section_of(path) for path in self._by_path}
        return self

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer, once the routes that may be meant are there."""
        if scope["type"] == ScopeType.HTTP and (section := section_of(scope["path"])) not in self._there:
            self._fetch(section)
        await super().__call__(scope, receive, send)

    def _fetch(self, section: Section) -> None:
        """Import what may be meant. Nothing waits in here, so a second request finds all of it or nothing."""
        for one in (section, (section[0], ANY), (ANY, "")):
            self._add(self._endings.take(one))
        if section in self._endings.by_section:
            self._there.add(section)

    def _add(self, handlers: Sequence[HTTPRouteHandler]) -> None:
        for handler in handlers:
            self.register(handler)
        if handlers:
            self.asgi_router.construct_routing_trie()

    def work_out(self) -> None:
        """Make every route ready: to describe them, and for a test that they can be."""
        self._add(self._endings.take_rest())
        for route in self.routes:
            if isinstance(route, LateRoute):
                route.work_out()
