"""The application: rooms, middleware and answers put together. No rule and no query lives here."""

from __future__ import annotations

from litestar import Litestar
from litestar.config.app import AppConfig
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin

from server import routes
from server.web.access import check_access
from server.web.errors import EXCEPTION_HANDLERS
from server.web.pages import set_up_templates

MAX_BODY = 2_000_000


def create_app() -> Litestar:
    """The whole of Linli as one ASGI application."""
    set_up_templates(routes.template_folders())
    routes.register_rooms()
    return Litestar(
        route_handlers=routes.handlers(),
        guards=[check_access],
        exception_handlers=EXCEPTION_HANDLERS,
        middleware=routes.middleware(),
        on_app_init=[_require_access],
        request_max_body_size=MAX_BODY,
        openapi_config=OpenAPIConfig(
            title="Linli", version="1", path="/api", render_plugins=[JsonRenderPlugin(path="/openapi.json")]
        ),
        debug=False,
        logging_config=None,
    )


def _require_access(config: AppConfig) -> AppConfig:
    """Refuse to start with a route that does not say who may use it."""
    for handler in config.route_handlers:
        opt = getattr(handler, "opt", {})
        if "who" not in opt:
            raise RuntimeError(f"{handler} does not say who may use it")
    return config
