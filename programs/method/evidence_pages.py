"""The ledger's rows under every figure."""

from __future__ import annotations

import re

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Response

from programs.method import evidence_queries, figures, queries
from programs.method.kinds import Kind
from programs.method.pages import home_of
from programs.method.sources import names_of, path_of
from programs.method.words import KIND_NAMES
from server.web.access import STAFF, actor_of
from server.web.asked import asked_month
from server.web.pages import page
from server.web.paging import link


@get("/desk/programs/{program_id:int}/evidence", opt={"who": STAFF})
async def show_evidence(request: Request, program_id: FromPath[int]) -> Response[bytes]:
    """The ledger's rows under a figure: by kind, facet and month."""
    program = await queries.access_program(actor_of(request), program_id)
    asked = request.query_params
    kind = asked.get("kind", "") if asked.get("kind", "") in KIND_NAMES else ""
    facet = asked["facet"] if re.fullmatch(r"[a-z:0-9_]{1,40}", asked.get("facet", "")) else None
    month = asked_month(request)
    found = await evidence_queries.evidence_of(
        program_id, kind=kind, facet=facet, month=month, cursor=asked.get("before")
    )
    names = await names_of(found.rows)
    path = f"{home_of(program_id)}/evidence"
    return page(
        request,
        "method/evidence.html",
        program=program,
        rows=[
            {
                **row,
                "kind_name": KIND_NAMES[row["kind"]],
                "amount": figures.amount_shown(row["kind"], row["quantity"]),
                "href": path_of(row["source_kind"], row["source_id"]),
                "source": names.get((row["source_kind"], row["source_id"]), ""),
            }
            for row in found.rows
        ],
        kinds=[(one.value, KIND_NAMES[one.value]) for one in Kind],
        kind=kind,
        month=month,
        next_url=link(path, kind=kind, facet=facet, month=month, before=found.next) if found.next else None,
    )


HANDLERS = [show_evidence]
