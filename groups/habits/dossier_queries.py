"""What is to be known of habits when a program is handed over: what still runs, who is to be asked again (S79)."""

from __future__ import annotations

from typing import Any

from groups.habits import case_queries, queries, rules
from programs.method import dossier_rules
from programs.method.dossier_rules import Entry
from programs.method.telling_queries import Handing
from server.lib.i18n import _


async def tell(handing: Handing) -> list[Entry]:
    """The habits of a program as the case tells of them, and the looks that are still to come."""
    chapters = await case_queries.tell(handing.program)
    entries = [entry for chapter in chapters for entry in dossier_rules.told("held", chapter.lines)]
    for row in await queries.habits_of_program(handing.program.id):
        entries += _due(row)
    return entries


def _due(row: dict[str, Any]) -> list[Entry]:
    home, who = f"/desk/habits/{row['id']}", row["group_name"] or ""
    if row["closed_on"] is None:
        return [
            Entry(
                chapter="ahead",
                text=_("Say who completed the habit: %(title)s", title=row["title"]),
                href=home,
                who=who,
                on=rules.last_day(row["starts_on"], row["days"]),
                lapse=_("Who kept it is not thanked, and does not begin another time."),
            )
        ]
    asked = {look["moment"] for look in row["looks"]}
    return [
        Entry(
            chapter="ahead",
            text=_("Ask on day %(moment)s who still keeps it: %(title)s", moment=moment, title=row["title"]),
            href=f"{home}/looks/{moment}",
            who=who,
            on=rules.look_day(row["starts_on"], moment),
            lapse=_("Nobody knows whether it became a habit or was over after a month."),
        )
        for moment in rules.MOMENTS
        if moment not in asked and row["completed"]
    ]
