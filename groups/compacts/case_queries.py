"""What a program's case tells of its compacts (S81)."""

from __future__ import annotations

from typing import Any

from groups.compacts import hearing_queries, measure_queries, queries, signature_queries, text_queries
from programs.method.case_rules import Chapter, Line
from programs.method.rules import small_cell
from programs.method.tables import Program
from server.lib.i18n import _, format_date, format_number, ngettext


async def tell(program: Program) -> list[Chapter]:
    """A chapter on what was agreed: who was heard, who signed, what is remembered."""
    lines = [
        line
        for row in await queries.compacts_of_program(program.id)
        if row["state"] != "draft"
        for line in await _of_compact(program, row)
    ]
    return [Chapter(_("What was agreed"), lines)]


async def _of_compact(program: Program, row: dict[str, Any]) -> list[Line]:
    home = f"/desk/compacts/{row['id']}"
    counts = await hearing_queries.counts_of(row["id"])
    coverage = await hearing_queries.coverage_of(program.community, row["id"])
    heard = sum(one.reached for one in coverage.buildings)
    text = ngettext(
        "%(title)s: %(heard)s households were asked, and %(num)s comment was made and answered.",
        "%(title)s: %(heard)s households were asked, and %(num)s comments were made and answered.",
        counts.comments - counts.unanswered,
        title=row["title"],
        heard=small_cell(heard) or format_number(heard),
    )
    lines = [Line(text, home)]
    stands = text_queries.standing(await text_queries.texts_of(row["id"]))
    if stands is not None:
        if row["state"] == "in_force":
            text = _(
                "It is in force since %(day)s, in the text %(label)s.",
                day=format_date(row["in_force_on"]),
                label=stands.called,
            )
            lines.append(Line(text, home))
        signed = await signature_queries.tally_of(row["id"], major=stands.major)
        if signed.all:
            text = _(
                "%(count)s households have signed it.",
                count=small_cell(signed.all) or format_number(signed.all),
            )
            lines.append(Line(text, home))
    for recall in await measure_queries.recalls_of(row["id"]):
        text = _(
            "%(day)s: of %(clauses)s clauses %(mean)s were remembered (n=%(n)s).",
            day=format_date(recall["asked_on"]),
            clauses=format_number(recall["clauses"]),
            mean=format_number(recall["recalled"] / recall["asked"], 1),
            n=format_number(recall["asked"]),
        )
        lines.append(Line(text, home))
    return lines
