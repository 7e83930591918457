"""What a program's case tells of its habits (S81)."""

from __future__ import annotations

from groups.habits import queries
from programs.method.case_rules import Chapter, Line
from programs.method.rules import small_cell
from programs.method.tables import Program
from server.lib.i18n import _, format_number


async def tell(program: Program) -> list[Chapter]:
    """A chapter on what people took up, completed, and still keep."""
    lines: list[Line] = []
    for row in await queries.habits_of_program(program.id):
        home = f"/desk/habits/{row['id']}"
        text = _(
            "%(title)s: %(joined)s took it up, %(completed)s completed it.",
            title=row["title"],
            joined=_few(row["entries"]),
            completed=_few(row["completed"]),
        )
        lines.append(Line(text, home))
        lines += [
            Line(
                _(
                    "At day %(moment)s, %(keeping)s of %(asked)s still kept it.",
                    moment=look["moment"],
                    keeping=_few(look["keeping"]),
                    asked=_few(look["asked"]),
                ),
                home,
            )
            for look in row["looks"]
        ]
    return [Chapter(_("What became a habit"), lines)]


def _few(count: int) -> str:
    return small_cell(count) or format_number(count)
