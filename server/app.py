"""The application: rooms, middleware and answers put together. No rule and no query lives here."""

from __future__ import annotations

from litestar import Request, Router
from litestar._openapi.plugin import handle_schema_path_not_found
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Tag
from litestar.routes import BaseRoute
from litestar.types import ASGIApp, ControllerRouterHandler

from server import routes
from server.export.paper import set_up_papers
from server.lib.absent import absent
from server.web.access import SIGNED_IN, check_access
from server.web.csrf import Csrf
from server.web.endings import Endings
from server.web.errors import EXCEPTION_HANDLERS
from server.web.headers import Headers
from server.web.kept import Kept
from server.web.late import LateLitestar
from server.web.pages import set_up_templates
from server.web.sessions import Sessions

MAX_BODY = 2_000_000


def create_app() -> ASGIApp:
    """The whole of Linli as one ASGI application, for any server and for the tests."""
    return Kept(Headers(Sessions(create_litestar())))


def create_litestar() -> LateLitestar:
    """The routes with what stands before and after each; who asks is found out around it, by `create_app`."""
    set_up_templates(routes.template_folders())
    set_up_papers(routes.template_folders())
    routes.register_rooms()
    with absent("pydantic", "attrs"):  # only the admin needs it; with it, each start is a quarter longer
        app = Linli(
            route_handlers=routes.handlers(),
            endings=Endings(routes.endings),
            guards=[check_access],
            exception_handlers=EXCEPTION_HANDLERS,
            middleware=[Csrf],
            request_max_body_size=MAX_BODY,
            openapi_config=_openapi(),
            debug=False,
            logging_config=None,
        )
    return app.start()


class Linli(LateLitestar):
    """Refuses a route that does not say who may use it; describes to programs what is theirs, not the pages."""

    def register(self, value: ControllerRouterHandler) -> None:  # type: ignore[override]  # as in Litestar
        if isinstance(value, HTTPRouteHandler):
            if "who" not in value.opt:
                raise RuntimeError(f"{value} does not say who may use it")
            if not any(path.startswith("/api/") for path in value.paths):
                value.include_in_schema = False
        super().register(value)


class _Schema(Router):
    """Where the schema stands, without Litestar's own page for whatever else is asked under `/api/`."""

    def register(self, value: ControllerRouterHandler) -> list[BaseRoute]:
        if getattr(value, "fn", None) is handle_schema_path_not_found:
            return []
        return super().register(value)


def _openapi() -> OpenAPIConfig:
    return OpenAPIConfig(
        title="Linli",
        version="1",
        openapi_router=_Schema(
            path="/api", route_handlers=[], opt={"who": SIGNED_IN}, before_request=_work_out
        ),
        render_plugins=[JsonRenderPlugin(path="/openapi.json")],
        tags=[Tag(name="Linli", description="Each call is one action, the same that the pages carry out.")],
    )


def _work_out(request: Request) -> None:
    """To be described, every route has to be ready."""
    app = request.app
    if isinstance(app, LateLitestar):
        app.work_out()
