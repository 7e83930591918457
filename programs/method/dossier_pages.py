"""What there is to know when a program is handed over: on the desk, and on paper to be signed (S81)."""

from __future__ import annotations

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Response

from programs.method import dossier_paper, dossier_queries, dossier_rules, queries
from programs.method.dossier_words import CHAPTER_HINTS, CHAPTER_NAMES, EMPTY, period_name
from server.accounts.door import link_to
from server.export.paper import paper, paper_response
from server.lib.i18n import _
from server.web.access import STAFF, actor_of
from server.web.pages import page


@get("/desk/programs/{program_id:int}/dossier", opt={"who": STAFF})
async def show_dossier(request: Request, program_id: FromPath[int]) -> Response[bytes]:
    """The dossier as it would be handed over today: first what cannot wait, then chapter by chapter."""
    actor = actor_of(request)
    program = await queries.access_program(actor, program_id)
    dossier = await dossier_queries.dossier_of(actor, program)
    return page(
        request,
        "method/dossier.html",
        program=program,
        dossier=dossier,
        names=CHAPTER_NAMES,
        hints=CHAPTER_HINTS,
        empty=EMPTY,
        periods=[(period_name(period.key), period) for period in dossier.calendar],
        is_overdue=lambda entry: dossier_rules.is_overdue(entry, today=dossier.as_of),
    )


@get("/desk/programs/{program_id:int}/dossier.pdf", opt={"who": STAFF})
async def dossier_on_paper(request: Request, program_id: FromPath[int]) -> Response[bytes]:
    """The same on A4, with the addresses of its records and a page to sign."""
    actor = actor_of(request)
    program = await queries.access_program(actor, program_id)
    dossier = await dossier_queries.dossier_of(actor, program)
    facts = dossier_paper.facts_of(dossier, address=lambda path: link_to(request, path))
    return paper_response(await paper("method/dossier", facts), _("Dossier %(name)s", name=dossier.program))


HANDLERS = [show_dossier, dossier_on_paper]
