"""What habits hold of a person, for her own copy."""

from __future__ import annotations

from programs.residents.own_queries import OwnLine
from server.lib import db
from server.lib.i18n import m, ngettext

HABITS = m("Habits")


async def held(resident_id: int) -> list[OwnLine]:
    """The charts on which her name stands, with how many days were ticked."""
    found = await db.rows(
        "SELECT h.title, e.label, e.joined_on, (SELECT COUNT(*) FROM habit_tick AS t WHERE t.entry = e.id AND t.done)"
        " AS done FROM habit_entry AS e JOIN habit_challenge AS h ON h.id = e.challenge WHERE e.resident = {}"
        " ORDER BY e.id",
        resident_id,
    )
    return [
        OwnLine(
            HABITS,
            row["title"],
            ngettext(
                "%(label)s: %(num)s day ticked",
                "%(label)s: %(num)s days ticked",
                row["done"],
                label=row["label"],
            ),
            row["joined_on"],
        )
        for row in found
    ]
