"""`/verify`: whether a certificate or a letter is genuine, for anybody who holds it. No account, no script."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import Any

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Response

from incentives.recognition import verify_actions, verify_queries, verify_words, words
from incentives.recognition.verify_rules import UNKNOWN, has_badge, read_code, typed_code
from server.accounts.door import visit_of
from server.web.access import PUBLIC
from server.web.asked import asked_text
from server.web.pages import page, redirect


@get("/verify", opt={"who": PUBLIC})
async def ask_code(request: Request) -> Response[Any]:
    """Where a code is typed, when its picture cannot be read."""
    typed = asked_text(request, "code")
    if typed:
        return redirect(f"/verify/{''.join(sign for sign in typed if sign.isalnum())[:64] or '-'}")
    return page(request, "recognition/verify_ask.html")


@get("/verify/{code:str}", opt={"who": PUBLIC})
async def verify(request: Request, code: FromPath[str]) -> Response[bytes]:
    """Valid, revoked or unknown. Asked anew each time: what is revoked, or no longer allowed, is gone at once."""
    wait = await verify_actions.count_look(visit_of(request).address)
    if wait:
        return _wait(request, wait)
    verdict = await verify_queries.verdict_on(code)
    return page(
        request,
        "recognition/verify.html",
        verdict=verdict,
        typed=typed_code(code),
        known=verdict is not UNKNOWN,
        state=verify_words.STATES[verdict.state],
        kind=verify_words.KINDS.get(verdict.kind),
        reason=words.REVOKE_CLASSES.get(verdict.reason_class),
        badge_href=f"/badges/{read_code(code)}.jwt" if has_badge(verdict) else None,
    )


def _wait(request: Request, wait: timedelta) -> Response[bytes]:
    minutes = math.ceil(wait / timedelta(minutes=1))
    answer = page(request, "recognition/verify_wait.html", status_code=429, minutes=minutes)
    answer.headers["retry-after"] = str(math.ceil(wait.total_seconds()))
    return answer


HANDLERS = [ask_code, verify]
