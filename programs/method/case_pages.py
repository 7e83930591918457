"""A program told to others: its case, put together from the records, and the quotations in it (S81)."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from programs.communities.queries import access_community
from programs.method import case_actions, case_queries, case_rules, figures, policy, queries
from programs.method.case_schemas import NewQuote, QuoteEnd
from programs.method.pages import home_of
from programs.method.tables import Program
from server.accounts.door import link_to
from server.export.paper import paper, paper_response
from server.lib import clock
from server.lib.i18n import _, format_date, m
from server.web.access import STAFF, actor_of
from server.web.forms import Form, read_form, submit
from server.web.pages import page, redirect


@get("/desk/programs/{program_id:int}/case", opt={"who": STAFF})
async def show_case(request: Request, program_id: FromPath[int]) -> Response[bytes]:
    """The case as it would be told today: every number opens to its records, and the sheet can be printed."""
    actor = actor_of(request)
    program = await queries.access_program(actor, program_id)
    return page(
        request,
        "method/case.html",
        program=program,
        community=await access_community(actor, program.community),
        chapters=await case_queries.case_of(actor, program),
        charts=await figures.indicator_charts(program),
    )


@get("/desk/programs/{program_id:int}/case.pdf", opt={"who": STAFF})
async def case_on_paper(request: Request, program_id: FromPath[int]) -> Response[bytes]:
    """The same as a document to hand on."""
    actor = actor_of(request)
    program = await queries.access_program(actor, program_id)
    community = await access_community(actor, program.community)
    chapters = await case_queries.case_of(actor, program)
    found = case_rules.numbered(line.href for chapter in chapters for line in chapter.lines)
    numbers = iter(found.numbers)
    facts = {
        "title": program.name,
        "place": community.name,
        "day": _("As of %(day)s", day=format_date(clock.today())),
        "note": _("Every number stands on records. Nobody is named who did not agree to it."),
        "chapters": [
            {
                "title": chapter.title,
                "lines": [{"text": line.text, "number": next(numbers)} for line in chapter.lines],
            }
            for chapter in chapters
        ],
        "sources_title": _("Where it stands in Linli"),
        "sources": [link_to(request, path) for path in found.addresses],
    }
    return paper_response(await paper("method/case", facts), _("Case %(name)s", name=program.name))


@get("/desk/programs/{program_id:int}/quotes", opt={"who": STAFF})
async def list_quotes(request: Request, program_id: FromPath[int]) -> Response[bytes]:
    """What people said of a program."""
    program = await queries.access_program(actor_of(request), program_id)
    return await _quotes(request, program, Form.blank(NewQuote, said_on=clock.today()))


async def _quotes(request: Request, program: Program, form: Form[NewQuote]) -> Response[bytes]:
    return page(
        request,
        "method/quotes.html",
        program=program,
        quotes=await case_queries.quotes_of(program.id),
        people=await case_queries.people_of(program.id),
        form=form,
        may_edit=policy.may_edit_program(actor_of(request), program.community),
    )


@post("/desk/programs/{program_id:int}/quotes", opt={"who": STAFF})
async def add_quote(request: Request, program_id: FromPath[int]) -> Response[Any]:
    """Keep what somebody said."""
    program = await queries.access_program(actor_of(request), program_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, NewQuote),
        action="quote.added",
        write=lambda data, actor: case_actions.add_quote(program, data, actor=actor),
        done=lambda _: redirect(f"{home_of(program_id)}/quotes", m("The quotation is kept.")),
        again=lambda form: _quotes(request, program, form),
    )


@post("/desk/quotes/{quote_id:int}/withdrawn", opt={"who": STAFF})
async def withdraw_quote(request: Request, quote_id: FromPath[int]) -> Response[Any]:
    """Take a quotation out."""
    actor = actor_of(request)
    quote = await case_queries.access_quote(actor, quote_id)
    program = await queries.access_program(actor, quote.program, to_edit=True)
    return await submit(
        request,
        await read_form(request, QuoteEnd),
        action="quote.withdrawn",
        write=lambda _data, actor: case_actions.withdraw_quote(quote, actor=actor),
        done=lambda _: redirect(f"{home_of(program.id)}/quotes", m("The quotation is taken out.")),
        again=lambda form: _quotes(request, program, form.on(NewQuote)),
    )


HANDLERS = [show_case, case_on_paper, list_quotes, add_quote, withdraw_quote]
