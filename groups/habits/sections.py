"""What habits show on pages of rooms below: on the street, where a program holds what it reached, at a compact's clauses."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from groups.compacts.measure_pages import Practised
from groups.habits import queries, rules
from programs.communities.tables import Community
from programs.method.rules import small_cell
from programs.method.tables import Program
from server.lib import clock
from server.lib.actor import Actor
from server.lib.i18n import _, format_number, ngettext

_SHOWN_FOR = timedelta(days=120)


async def street_section(community: Community) -> tuple[str, dict[str, Any]] | None:
    """The habits that run here and what became of the last ones: no name, no small number."""
    today = clock.today()
    found = await queries.habits_on_street(community.id, since=today - _SHOWN_FOR)
    shown = [
        {
            **row,
            "day": min(max((today - row["starts_on"]).days + 1, 0), row["days"]),
            "over": today > rules.last_day(row["starts_on"], row["days"]),
            "entries_shown": _people(row["entries"]),
            "completed_shown": _people(row["completed"]),
        }
        for row in found
    ]
    return ("habits/street.html", {"habits": shown}) if shown else None


def _people(count: int) -> str:
    return _("fewer than 5") if small_cell(count) else format_number(count)


async def consolidation_section(actor: Actor, program: Program) -> tuple[str, dict[str, Any]]:
    """The program's habits with what is left of them, and a warning for each that goes again (S79, S80)."""
    found = []
    for row in await queries.habits_of_program(program.id):
        looks = {look["moment"]: look for look in row["looks"]}
        fading = any(
            rules.fading(completed=row["completed"], asked=look["asked"], keeping=look["keeping"])
            for look in row["looks"]
        )
        due = [
            moment
            for moment in rules.MOMENTS
            if row["closed_on"]
            and moment not in looks
            and rules.look_day(row["starts_on"], moment) <= clock.today()
        ]
        found.append({**row, "at": looks, "fading": fading, "due": due[-1] if due else None})
    return "habits/consolidation.html", {"habits": found, "program": program, "moments": rules.MOMENTS}


async def practised(compact_id: int) -> list[Practised]:
    """The habits that practise clauses of a compact, with how many keep them, for the compact's own page (S57)."""
    return [
        Practised(row["clause_key"], row["title"], _kept(row), f"/desk/habits/{row['id']}")
        for row in await queries.habits_of_compact(compact_id)
    ]


def _kept(row: dict[str, Any]) -> str:
    told = [
        ngettext("%(num)s takes part", "%(num)s take part", row["entries"]),
        ngettext("%(num)s day ticked", "%(num)s days ticked", row["ticks"]),
    ]
    if row["closed_on"]:
        told.append(_("%(done)s of %(all)s completed it", done=row["completed"], all=row["entries"]))
    told += [
        _(
            "on day %(day)s %(keeping)s of %(asked)s still keep it",
            day=look["moment"],
            keeping=look["keeping"],
            asked=look["asked"],
        )
        for look in row["looks"]
    ]
    return " · ".join(told)
