"""Refusals as answers: a plain page for people, problem details (RFC 9457) for programs."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import msgspec
import structlog
from litestar import Request
from litestar.exceptions import HTTPException, ValidationException
from litestar.response import Response
from litestar.types import ExceptionHandlersMap

from server.lib.db import DatabaseBusy
from server.lib.errors import Forbidden, Invalid, LinliError, NotFound, Refused, Stale
from server.lib.i18n import Message, m
from server.web.access import SignInNeeded, actor_or_none
from server.web.csrf import WrongToken
from server.web.pages import page, redirect
from server.web.words import sentence_for, summary_of

_log = structlog.get_logger("linli.web")

TITLES: dict[int, Message] = {
    400: m("This request cannot be read."),
    401: m("Sign in first."),
    403: m("This page is not for your role."),
    404: m("There is nothing here."),
    405: m("This cannot be done here."),
    409: m("This does not fit what is already recorded."),
    413: m("This is too large."),
    415: m("This kind of content is not accepted here."),
    422: m("Some answers cannot be accepted."),
    429: m("Too many tries. Wait a little and try again."),
    500: m("Something went wrong on our side."),
    503: m("Linli is busy. Try again in a moment."),
}
_OUTDATED = m(
    "This page was open for too long, or another page sent this. Open the page again and send it anew."
)
_NOT_OURS = m("Nothing shows that a page of ours sent this, so nothing was done.")
_FOR_PROGRAMS = m(
    "Send it from this address (Origin or Sec-Fetch-Site), with the token of a page in the header x-csrf-token,"
    " or with a key: Authorization: Bearer …"
)
_NO_ROLE_LEFT = m("This account has no role here at present.")
_AFTER_A_ROLE = m(
    "The last term or role it had has ended. Thank you for what you did. If you take something on again, the"
    " coordinator of your organisation opens it for this account."
)
_SESSION_ENDED = m("You are signed out: this device was not used for a while, or its session was ended.")
_ADVICE: dict[int, Message] = {
    403: m("Ask the coordinator of your organisation if you need it."),
    404: m("The address may be mistyped, or the record is not yours to see."),
    409: m("Go back, look at what stands there now, and try again."),
    500: m("Nothing was saved by this step. Go back and try again; if it stays so, tell whoever runs Linli."),
}


class Problem(msgspec.Struct, kw_only=True, omit_defaults=True):
    """Problem details, with the fault of each field."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""
    code: str = ""
    errors: list[dict[str, str]] = []


def _wants_json(request: Request) -> bool:
    """The API, and routes elsewhere that say `opt={"json": True}` because a script asks them."""
    asked = request.scope.get("route_handler")
    return request.url.path.startswith("/api/") or (asked is not None and bool(asked.opt.get("json")))


def answer_problem(
    request: Request,
    status: int,
    *,
    title: Message | None = None,
    detail: Message | None = None,
    code: str = "",
    errors: list[dict[str, str]] | None = None,
) -> Response[Any]:
    """The answer for `status`, in the form the asker understands."""
    title = title or TITLES.get(status, TITLES[400 if status < 500 else 500])
    if _wants_json(request):
        problem = Problem(
            title=str(title), status=status, detail=str(detail or ""), code=code, errors=errors or []
        )
        return Response(problem, status_code=status, media_type="application/problem+json")
    advice = detail or _ADVICE.get(status)
    return page(request, "error.html", status_code=status, status=status, title=title, advice=advice)


def on_linli_error(request: Request, error: LinliError) -> Response[Any]:
    """A refusal that no form caught."""
    if isinstance(error, SignInNeeded):
        return _sign_in(request)
    if isinstance(error, NotFound):
        return answer_problem(request, 404)
    if isinstance(error, WrongToken):
        detail = _FOR_PROGRAMS if _wants_json(request) else _OUTDATED
        return answer_problem(request, 403, title=_NOT_OURS, detail=detail, code="csrf.wrong_token")
    if isinstance(error, Forbidden):
        _log.info("access.refused", path_template=request.scope.get("path_template", ""))
        actor = actor_or_none(request)
        if actor is not None and not actor.assignments:
            return answer_problem(request, 403, title=_NO_ROLE_LEFT, detail=_AFTER_A_ROLE)
        return answer_problem(request, 403)
    if isinstance(error, Refused):
        status = 422 if error.field else 409
        sentence = sentence_for(error)
        faults = [{"field": error.field, "detail": str(sentence)}] if error.field else []
        if isinstance(error, Stale):
            faults = [{"field": name, "theirs": str(value)} for name, value in error.theirs.items()]
        return answer_problem(request, status, detail=sentence, code=error.code, errors=faults)
    if isinstance(error, Invalid):
        faults = [{"field": name, "detail": str(sentence)} for name, sentence in error.fields.items()]
        return answer_problem(request, 422, detail=summary_of(error), errors=faults)
    return answer_problem(request, 400)


def _sign_in(request: Request) -> Response[Any]:
    if _wants_json(request):
        return answer_problem(request, 401)
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    notice = _SESSION_ENDED if request.scope["state"].get("session_ended") else None
    return redirect(
        f"/sign-in?next={quote(wanted)}" if request.method == "GET" else "/sign-in", notice, warn=True
    )


def on_http_error(request: Request, error: HTTPException) -> Response[Any]:
    """What Litestar refused before a handler ran."""
    if isinstance(error, ValidationException):
        extra = error.extra if isinstance(error.extra, list) else []
        faults = [
            {"field": str(fault.get("key", "")), "detail": str(fault.get("message", ""))}
            for fault in extra
            if isinstance(fault, dict)
        ]
        if any(str(fault.get("source", "")).endswith("path") for fault in extra if isinstance(fault, dict)):
            return answer_problem(request, 404)
        return answer_problem(request, 422, errors=faults)
    if error.status_code >= 500:
        return on_unexpected(request, error)
    answer = answer_problem(request, error.status_code)
    for name, value in (error.headers or {}).items():
        answer.headers[name] = value
    return answer


def on_busy(request: Request, error: DatabaseBusy) -> Response[Any]:
    """The database is held by another process for longer than a reader waits."""
    answer = answer_problem(request, 503)
    answer.headers["retry-after"] = "5"
    return answer


def on_unexpected(request: Request, error: Exception) -> Response[Any]:
    """A fault of ours: logged whole for us, said plainly to the reader."""
    if isinstance(error, RecursionError | UnicodeDecodeError):
        # JSON nested deeper than anybody writes, or not in UTF-8: msgspec gives up.
        return answer_problem(request, 422)
    _log.error("request.failed", exc_info=error)
    return answer_problem(request, 500)


EXCEPTION_HANDLERS: ExceptionHandlersMap = {
    LinliError: on_linli_error,
    HTTPException: on_http_error,
    DatabaseBusy: on_busy,
    Exception: on_unexpected,
}
