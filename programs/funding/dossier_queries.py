"""Who pays, and until when, when a program is handed over."""

from __future__ import annotations

from typing import Any

from programs.funding import queries
from programs.method.dossier_rules import Entry
from programs.method.telling_queries import Handing
from server.lib.i18n import _, format_date, format_number


async def tell(handing: Handing) -> list[Entry]:
    """The grants that pay for the program now, as far as the reader may see them; their end stands in the calendar too."""
    entries = []
    for row in await queries.grants_paying(handing.actor, handing.program.id):
        href = f"/desk/grants/{row['id']}"
        entries.append(Entry(chapter="money", text=_grant(row), href=href, gap=row["ends_on"] is None))
        if row["ends_on"] is not None:
            entries.append(
                Entry(
                    chapter="ahead",
                    text=_("The grant “%(title)s” ends.", title=row["title"]),
                    href=href,
                    who=row["funder_name"],
                    on=row["ends_on"],
                    lapse=_("What has not been applied for by then is not paid."),
                )
            )
    return entries


def _grant(row: dict[str, Any]) -> str:
    text = _("%(title)s, from %(funder)s.", title=row["title"], funder=row["funder_name"])
    if row["amount"] is not None:
        amount = _("%(yuan)s yuan in all.", yuan=format_number(row["amount"]))
        text = _("%(first)s %(then)s", first=text, then=amount)
    until = (
        _("It ends on %(day)s.", day=format_date(row["ends_on"]))
        if row["ends_on"]
        else _("Until when it pays was not entered.")
    )
    return _("%(first)s %(then)s", first=text, then=until)
