"""Where somebody is expected when a program is handed over: rounds that are planned, offices that are due (S50)."""

from __future__ import annotations

from programs.method.dossier_rules import Entry
from programs.method.telling_queries import Handing
from programs.visits import round_queries, target_queries
from server.lib.i18n import _


async def tell(handing: Handing) -> list[Entry]:
    """Rounds of the program, and the rota of its community's offices."""
    lapse = _("The door that opened to somebody known does not open to a stranger.")
    rounds = [
        Entry(
            chapter="ahead",
            text=_(
                "Go round %(place)s, from door to door.", place=f"{row['estate_name']} {row['building_name']}"
            ),
            href=f"/desk/rounds/{row['id']}",
            who=_visitor(handing, row["volunteer_name"], row["account_name"]),
            on=row["planned_on"],
            lapse=lapse,
        )
        for row in await round_queries.rounds_planned(handing.program.id)
    ]
    offices = [
        Entry(
            chapter="ahead",
            text=_("Call at %(office)s.", office=row["name"]),
            href=f"/desk/offices/{row['id']}",
            on=row["due_on"],
            lapse=_("They hear of the program only when something goes wrong."),
        )
        for row in await target_queries.rota_of(handing.program.community)
    ]
    return rounds + offices


def _visitor(handing: Handing, volunteer: str | None, colleague: str | None) -> str:
    return handing.names.called(volunteer, _("a volunteer (name in Linli)")) or colleague or _("nobody yet")
