"""Cookies of the door: what a browser brings and what it takes away. For pages and API alike."""

from __future__ import annotations

from typing import Any

from litestar import Request
from litestar.response import Response

from server.accounts.entrance import Entered, Visit
from server.lib.settings import settings
from server.web.sessions import forget_session, remember_session

_YEAR = 365 * 86_400


def device_cookie() -> str:
    """The cookie that tells that somebody has signed in on this device before."""
    return "__Host-linli-device" if settings().secure else "linli-device"


def visit_of(request: Request) -> Visit:
    """Where a request comes from."""
    return Visit(
        address=request.client.host if request.client else "",
        user_agent=request.headers.get("user-agent", ""),
        device=request.cookies.get(device_cookie(), ""),
    )


def entering(answer: Response[Any], entered: Entered) -> Response[Any]:
    """The answer with the new session's cookies."""
    remember_session(answer, entered.token)
    answer.set_cookie(
        device_cookie(),
        entered.device,
        max_age=_YEAR,
        path="/",
        secure=settings().secure,
        httponly=True,
        samesite="lax",
    )
    return answer


def leaving(answer: Response[Any]) -> Response[Any]:
    """The answer that empties the browser (ASVS 14.3.1). Language, size and device open nothing and stay."""
    forget_session(answer)
    answer.headers["clear-site-data"] = '"cache", "storage"'
    return answer


def set_choice(answer: Response[Any], name: str, value: str) -> Response[Any]:
    """The answer with a choice that the browser remembers for a year."""
    answer.set_cookie(
        name, value, max_age=_YEAR, path="/", secure=settings().secure, httponly=True, samesite="lax"
    )
    return answer


def link_to(request: Request, path: str) -> str:
    """The full address of a page of ours, to be sent to somebody."""
    return (settings().public_url or str(request.base_url).rstrip("/")) + path
