"""The admin's own API. Whatever Piccolo Admin could answer goes through here, and by no other way."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import HttpMethod, Request, route
from litestar.exceptions import MethodNotAllowedException
from litestar.params import FromPath
from litestar.response import Response

from admin.answers import Asked, answer
from admin.doors import door
from admin.queries import reach_of
from admin.readers import ADMIN
from admin.scope import seeing
from admin.site import site_of
from server.accounts.door import link_to
from server.lib import db
from server.lib.ids import new_op_id
from server.web.access import actor_of

_OPT = {"who": ADMIN, "json": True}
_METHODS: list[HttpMethod] = list(HttpMethod)


@route("/admin/api/{rest:path}", http_method=_METHODS, opt=_OPT, include_in_schema=False)
async def admin_api(request: Request[Any, Any, Any], rest: FromPath[str]) -> Response[bytes]:
    """Tables, rows and forms."""
    return await _answered(request, f"/api{rest.rstrip('/')}/")


@route("/admin/public/{rest:path}", http_method=_METHODS, opt=_OPT, include_in_schema=False)
async def admin_public(request: Request[Any, Any, Any], rest: FromPath[str]) -> Response[bytes]:
    """What Piccolo Admin shows to anybody; here it too asks for a sign-in."""
    return await _answered(request, f"/public{rest.rstrip('/')}/")


async def _answered(request: Request[Any, Any, Any], path: str) -> Response[bytes]:
    method = "GET" if request.method == "HEAD" else request.method
    opened = door(method, path)
    if opened is None:
        raise MethodNotAllowedException
    actor = actor_of(request)
    body = await request.body() if method == "POST" else None
    site = await site_of(actor)
    asked = Asked(
        door=opened,
        actor=actor,
        site=site,
        query=request.url.query,
        body=body,
        op_id=_op_id(request),
        link=lambda path: link_to(request, path),
    )
    if body is not None:
        said = await answer(asked)
    else:
        async with db.read_snapshot(replica=True):
            with seeing(await reach_of(actor)):
                said = await answer(asked)
    return Response(said.body, status_code=said.status, media_type="application/json")


def _op_id(request: Request[Any, Any, Any]) -> str:
    """The page's script names each form as it was meant to be sent once; what names nothing is sent once for all we know."""
    try:
        return str(UUID(request.headers.get("x-op-id", "")))
    except ValueError:
        return new_op_id()


HANDLERS = [admin_api, admin_public]
