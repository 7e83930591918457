"""A program's case as JSON (S81)."""

from __future__ import annotations

from datetime import date

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath, JSONBody

from programs.method import case_actions, case_queries, queries
from programs.method.case_rules import Chapter
from programs.method.case_schemas import NewQuote, QuoteEnd
from server.web.access import STAFF, actor_of
from server.web.forms import Created, created, written


class QuoteOut(msgspec.Struct):
    """What somebody said; `told` is whether it stands in the case today."""

    id: int
    text: str
    said_as: str
    said_on: date
    resident: int | None
    told: bool


@get("/api/programs/{program_id:int}/case", opt={"who": STAFF})
async def show_case(request: Request, program_id: FromPath[int]) -> list[Chapter]:
    """The case, chapter by chapter, each sentence with the address of its records."""
    actor = actor_of(request)
    return await case_queries.case_of(actor, await queries.access_program(actor, program_id))


@get("/api/programs/{program_id:int}/quotes", opt={"who": STAFF})
async def list_quotes(request: Request, program_id: FromPath[int]) -> list[QuoteOut]:
    """What people said of a program."""
    await queries.access_program(actor_of(request), program_id)
    return msgspec.convert(await case_queries.quotes_of(program_id), list[QuoteOut])


@post("/api/programs/{program_id:int}/quotes", opt={"who": STAFF})
async def add_quote(request: Request, program_id: FromPath[int], data: JSONBody[NewQuote]) -> Created:
    """Keep what somebody said."""
    actor = actor_of(request)
    program = await queries.access_program(actor, program_id, to_edit=True)
    return await written(program, data, "quote.added", case_actions.add_quote, actor=actor)


@post("/api/quotes/{quote_id:int}/withdrawn", opt={"who": STAFF})
async def withdraw_quote(request: Request, quote_id: FromPath[int], data: JSONBody[QuoteEnd]) -> Created:
    """Take a quotation out."""
    actor = actor_of(request)
    quote = await case_queries.access_quote(actor, quote_id)
    return await created(
        data,
        actor=actor,
        action="quote.withdrawn",
        write=lambda: case_actions.withdraw_quote(quote, actor=actor),
    )


HANDLERS = [show_case, list_quotes, add_quote, withdraw_quote]
