"""`/api/verify`, for programs that check codes."""

from __future__ import annotations

from litestar import Request, get
from litestar.params import FromPath

from incentives.recognition import verify_actions, verify_queries
from incentives.recognition.verify_rules import Verdict
from server.accounts.door import visit_of
from server.lib.errors import Refused
from server.web.access import PUBLIC


@get("/api/verify/{code:str}", opt={"who": PUBLIC})
async def verify(request: Request, code: FromPath[str]) -> Verdict:
    """`state` is `valid`, `revoked` or `unknown`; what is no code at all is unknown."""
    if await verify_actions.count_look(visit_of(request).address):
        raise Refused("verify.too_many")
    return await verify_queries.verdict_on(code)


HANDLERS = [verify]
