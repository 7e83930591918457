"""What a program's case tells of its thanks (S81): a name only as long as the person allows it."""

from __future__ import annotations

from incentives.recognition import award_queries
from incentives.recognition.words import KINDS
from programs.method import queries
from programs.method.case_rules import Chapter, Line
from programs.method.kinds import Kind
from programs.method.tables import Program
from server.lib.i18n import _, format_date, ngettext
from server.web.paging import link


async def tell(program: Program) -> list[Chapter]:
    """A chapter on how people were thanked, in numbers by kind and with the honours that stand."""
    return [Chapter(_("How people were thanked"), [*await times_of(program), *await _honours(program)])]


async def times_of(program: Program) -> list[Line]:
    """How often people were thanked in each kind."""
    totals = await queries.totals_of(program.id)
    return [
        Line(
            ngettext("%(kind)s: %(num)s time", "%(kind)s: %(num)s times", count, kind=name),
            link(f"/desk/programs/{program.id}/evidence", kind=Kind.RECOGNISED.value, facet=kind),
        )
        for kind, name in KINDS.items()
        if (count := totals.get((Kind.RECOGNISED.value, kind), 0)) > 0
    ]


async def _honours(program: Program) -> list[Line]:
    return [
        Line(
            _(
                "%(day)s, %(honour)s: %(name)s. %(deed)s",
                day=format_date(row["awarded_on"]),
                honour=row["honour"],
                name=row["shown"],
                deed=row["told"],
            ),
            f"/desk/awards/{row['id']}",
        )
        for row in await award_queries.standing_of_program(program.id)
        if row["shown"]
    ]
