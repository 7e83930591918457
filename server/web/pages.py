"""Answers for people: a page, or a way on with a notice."""

from __future__ import annotations

import gzip
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from litestar import Request
from litestar.response import Response
from markupsafe import Markup

from server.lib import clock, i18n
from server.lib.i18n import Message
from server.lib.settings import settings
from server.web import assets
from server.web.access import actor_or_none
from server.web.csrf import csrf_input, csrf_token
from server.web.words import field_label

if TYPE_CHECKING:
    import jinja2

_request: ContextVar[Request[Any, Any, Any]] = ContextVar("page_request")
_folders: list[str] = []
_COMPRESS_FROM = 1_000
NOTICE_COOKIE = "notice"
_IN_ADDRESSES = "/?#[]:@!$&'()*+,;=%~"
_WARNING = "!"


def set_up_templates(directories: Sequence[Path]) -> None:
    """Name the folders that hold templates; the ceiling knows the rooms, this file does not."""
    _folders[:] = [str(folder) for folder in directories]
    _environment.cache_clear()


@cache
def _environment() -> jinja2.Environment:
    """Made for the first page: a server is ready without it."""
    import jinja2

    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_folders),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
    )
    env.install_gettext_callables(i18n.gettext_raw, i18n.ngettext_raw, newstyle=True)  # type: ignore[attr-defined]
    env.globals.update(
        asset=assets.url,
        integrity=assets.integrity,
        csrf_input=lambda: csrf_input(_request.get()),
        csrf_token=lambda: csrf_token(_request.get()),
        field_label=field_label,
        format_date=i18n.format_date,
        format_day=i18n.format_day,
        format_month=i18n.format_month,
        format_time=i18n.format_time,
        format_moment=i18n.format_moment,
        format_number=i18n.format_number,
        format_percent=i18n.format_percent,
    )
    return env


def render(template: str, **context: Any) -> str:
    """A template as text; for pages use `page`."""
    return _environment().get_template(template).render(**context)


def page(
    request: Request[Any, Any, Any], template: str, *, status_code: int = 200, **context: Any
) -> Response[bytes]:
    """A whole page or a fragment in the reader's language."""
    token = _request.set(request)
    try:
        text = render(template, **_surroundings(request), **context)
    finally:
        _request.reset(token)
    headers = {"vary": "Cookie, Accept-Language, Accept-Encoding"}
    body = text.encode()
    if len(body) >= _COMPRESS_FROM and "gzip" in request.headers.get("accept-encoding", ""):
        body = gzip.compress(body, compresslevel=5, mtime=0)
        headers["content-encoding"] = "gzip"
    answer = Response(body, status_code=status_code, media_type="text/html", headers=headers)
    if NOTICE_COOKIE in request.cookies:
        answer.delete_cookie(NOTICE_COOKIE)
    return answer


def render_part(request: Request[Any, Any, Any], template: str, **context: Any) -> Markup:
    """A part of a page, to be put into another template."""
    token = _request.set(request)
    try:
        return Markup(render(template, **_surroundings(request), **context))
    finally:
        _request.reset(token)


def _surroundings(request: Request[Any, Any, Any]) -> Mapping[str, Any]:
    """What every page shows around its content."""
    chosen = settings()
    notice = unquote(request.cookies.get(NOTICE_COOKIE, ""))[:300]
    return {
        "actor": actor_or_none(request),
        "lang": i18n.current_language(),
        "languages": i18n.LANGUAGES,
        "mode": "elder" if request.cookies.get("mode") == "elder" else "normal",
        "demo": chosen.demo,
        "icp_no": chosen.icp_no,
        "police_no": chosen.police_no,
        "notice": notice.removeprefix(_WARNING),
        "notice_warns": notice.startswith(_WARNING),
        "url_now": request.url.path,
        "url_query": request.url.query,
        "today": clock.today(),
    }


def redirect(url: str, notice: Message | None = None, *, warn: bool = False) -> Response[None]:
    """Go on to a page of ours, which shows `notice` once; `warn` says that it is no success."""
    answer = Response(None, status_code=303, headers={"location": quote(url, safe=_IN_ADDRESSES)})
    if notice is not None:
        answer.set_cookie(
            NOTICE_COOKIE,
            quote(f"{_WARNING if warn else ''}{notice}"),
            max_age=60,
            httponly=True,
            samesite="lax",
            secure=settings().secure,
        )
    return answer
