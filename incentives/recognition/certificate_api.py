"""Certificates, for programs."""

from __future__ import annotations

from litestar import Request, post
from litestar.params import FromPath, JSONBody
from litestar.response import Response

from incentives.recognition import award_queries, certificate_actions
from incentives.recognition.certificate_pages import printable
from incentives.recognition.certificate_schemas import PrintedCertificates
from server.export.paper import paper_response
from server.web.access import STAFF, actor_of
from server.web.forms import carry_out


@post("/api/awards/{award_id:int}/certificate", opt={"who": STAFF}, status_code=200)
async def print_one(
    request: Request, award_id: FromPath[int], data: JSONBody[PrintedCertificates]
) -> Response[bytes]:
    """The certificate of an award as a PDF; that it was printed is on record. 409 when the award is revoked."""
    actor = actor_of(request)
    award = await award_queries.access_award(actor, award_id)
    card = await award_queries.card_of(award.id)
    pdf = await printable(request, [card])
    await carry_out(
        data,
        actor=actor,
        action="certificate.printed",
        write=lambda: certificate_actions.note_printed([award], actor=actor),
    )
    return paper_response(pdf, card["number"])


HANDLERS = [print_one]
