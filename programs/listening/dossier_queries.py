"""What people still wait for when a program is handed over (S20)."""

from __future__ import annotations

from typing import Any

from programs.listening import case_queries, street_queries
from programs.listening.case_queries import CaseFilter
from programs.method.dossier_rules import Entry
from programs.method.telling_queries import Handing
from server.lib.i18n import _, format_date, format_number, ngettext
from server.web.paging import link


async def tell(handing: Handing) -> list[Entry]:
    """The needs that are owed an answer, by what they are about; and what waits in the inbox.

    What people wrote is read there, not here.
    """
    program, actor = handing.program, handing.actor
    found = await case_queries.list_cases(actor, CaseFilter(program=program.id), today=handing.today)
    by_class: dict[str, list[dict[str, Any]]] = {}
    for row in found.rows:
        by_class.setdefault(row["class_label"], []).append(row)
    entries = [_owed(about, rows, program.id) for about, rows in by_class.items()]
    if found.next:
        text = _("More needs wait for an answer than stand here.")
        entries.append(Entry(chapter="open", text=text, href=link("/desk/needs/cases", program=program.id)))
    if waiting := await street_queries.count_inbox(actor, program.community):
        text = ngettext(
            "%(num)s message from the community page is not taken in yet.",
            "%(num)s messages from the community page are not taken in yet.",
            waiting,
        )
        href = link("/desk/needs/inbox", community=program.community)
        entries.append(Entry(chapter="open", text=text, href=href, who=_("nobody yet"), gap=True))
    return entries


def _owed(about: str, rows: list[dict[str, Any]], program_id: int) -> Entry:
    """Needs of one class, the one that is due first at the head."""
    about = about or _("Without a class")
    day = format_date(min(row["raised_on"] for row in rows))
    owners = dict.fromkeys(row["owner_name"] or _("nobody yet") for row in rows)
    text = (
        _("%(about)s: a need of %(day)s is owed an answer.", about=about, day=day)
        if len(rows) == 1
        else _(
            "%(about)s: %(count)s needs are owed an answer, the oldest of %(day)s.",
            about=about,
            count=format_number(len(rows)),
            day=day,
        )
    )
    return Entry(
        chapter="open",
        text=text,
        href=f"/desk/needs/{rows[0]['id']}"
        if len(rows) == 1
        else link("/desk/needs/cases", program=program_id),
        who=_(", ").join(owners),
        on=rows[0]["due"],
        lapse=_("Who said it once and heard nothing says nothing the next time."),
        gap=not all(row["owner_name"] for row in rows),
    )
