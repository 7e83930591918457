"""What is to be known of thanks when a program is handed over: how many were never thanked, what waits (S71)."""

from __future__ import annotations

from incentives.recognition import balance_queries, balance_rules, case_queries, queries
from incentives.recognition.words import STATES
from programs.method import dossier_rules
from programs.method.dossier_rules import Entry
from programs.method.telling_queries import Handing
from server.lib.i18n import _, format_number, ngettext
from server.web.paging import link


async def tell(handing: Handing) -> list[Entry]:
    """How often people were thanked, how many never were, and which nominations wait for somebody."""
    community = handing.program.community
    entries = dossier_rules.told("held", await case_queries.times_of(handing.program))
    people = await balance_queries.people_thanked(community)
    never = sum(balance_rules.lacks(row["counts"], balance_rules.NEVER) for row in people)
    if people:
        text = ngettext(
            "Of %(people)s people who do something here, %(num)s was never thanked.",
            "Of %(people)s people who do something here, %(num)s were never thanked.",
            never,
            people=format_number(len(people)),
        )
        href = link(f"/desk/communities/{community}/balance", missing=balance_rules.NEVER)
        entries.append(Entry(chapter="held", text=text, href=href, gap=never > 0))
    return entries + [
        Entry(
            chapter="open",
            text=_(
                "A nomination for “%(honour)s”: %(state)s.",
                honour=row["honour"],
                state=STATES[row["state"]][0],
            ),
            href=f"/desk/nominations/{row['id']}",
            lapse=_("Whoever proposed a neighbour proposes nobody again."),
        )
        for row in await queries.waiting_in(community)
        if row["program"] in (None, handing.program.id)
    ]
