"""What is to be known of services between neighbours when a program is handed over (S86). No door, nobody's feelings."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from incentives.reciprocity import desk_queries
from incentives.reciprocity.agreement_rules import ACTIVE, ENDED, PAUSED
from programs.method.dossier_rules import Entry
from programs.method.telling_queries import Handing
from server.lib import db
from server.lib.i18n import _, ngettext
from server.web.paging import link

# After a year both sides are asked again.
_YEAR = timedelta(days=365)


async def tell(handing: Handing) -> list[Entry]:
    """Services by what is to be done with each; and what waits for staff, as numbers."""
    found = await db.rows(
        "SELECT a.id, a.service, a.state, a.starts_on, g.name AS giver_name,"
        " (SELECT MAX(y.accepted_on) FROM agreement_acceptance AS y WHERE y.agreement = a.id) AS accepted_on,"
        " (SELECT MIN(i.talk_by) FROM service_incident AS i"
        " WHERE i.agreement = a.id AND i.talked_on IS NULL AND i.settled_on IS NULL) AS talk_by"
        " FROM service_agreement AS a JOIN resident AS g ON g.id = a.giver"
        " WHERE a.community = {} AND (a.program = {} OR a.program IS NULL) AND a.state <> {} ORDER BY a.id",
        handing.program.community,
        handing.program.id,
        ENDED,
    )
    return [*(_service(handing, row) for row in found), *await _waiting(handing)]


def _service(handing: Handing, row: dict[str, Any]) -> Entry:
    href = f"/desk/agreements/{row['id']}"
    who = handing.names.called(row["giver_name"], _("who gives (name in Linli)"))
    if row["state"] == ACTIVE:
        return Entry(
            chapter="ahead",
            text=_("Ask both sides whether it is still right: %(service)s", service=row["service"]),
            href=href,
            who=who,
            on=(_day(row["accepted_on"]) or row["starts_on"]) + _YEAR,
            lapse=_("Giving turns into a duty that nobody asked for."),
        )
    if row["state"] == PAUSED:
        return Entry(
            chapter="open",
            text=_("This service is paused until people have talked: %(service)s", service=row["service"]),
            href=href,
            who=who,
            on=_day(row["talk_by"]),
            lapse=_("Who was hurt stays away, and others with her."),
            gap=True,
        )
    text = _("Both sides have not said yes yet: %(service)s", service=row["service"])
    return Entry(chapter="open", text=text, href=href, who=who, gap=True)


def _day(value: Any) -> date | None:
    """A day out of a MAX is text on SQLite."""
    return date.fromisoformat(str(value)) if value else None


async def _waiting(handing: Handing) -> list[Entry]:
    community = handing.program.community
    waits = await desk_queries.waiting(handing.actor, community)
    entries = []
    if waits.support:
        text = ngettext(
            "%(num)s task to stand by those who lead is open.",
            "%(num)s tasks to stand by those who lead are open.",
            waits.support,
        )
        lapse = _("Who leads and is left alone stops.")
        href = link("/desk/leader-protection", community=community)
        entries.append(Entry(chapter="open", text=text, href=href, lapse=lapse))
    if waits.corrections:
        text = ngettext(
            "%(num)s volunteer asked for a correction and has no answer.",
            "%(num)s volunteers asked for a correction and have no answer.",
            waits.corrections,
        )
        entries.append(Entry(chapter="open", text=text, href=link("/desk/corrections", community=community)))
    return entries
