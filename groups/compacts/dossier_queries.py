"""What is to be known of compacts when a program is handed over: what holds, what is asked, when to look again."""

from __future__ import annotations

from typing import Any

from groups.compacts import case_queries, hearing_queries, queries, waiting_queries
from groups.compacts.words import STATES
from programs.method import dossier_rules
from programs.method.dossier_rules import Entry
from programs.method.telling_queries import Handing
from server.lib.i18n import _, ngettext

_UNDER_WAY = ("draft", "consulting", "revising", "ratified", "signing")


async def tell(handing: Handing) -> list[Entry]:
    """The compacts of a program: as the case tells of them, and what is to be done."""
    chapters = await case_queries.tell(handing.program)
    entries = [entry for chapter in chapters for entry in dossier_rules.told("held", chapter.lines)]
    found = await queries.compacts_of_program(handing.program.id)
    if not any(row["state"] == "in_force" for row in found):
        href = f"/desk/compacts?community={handing.program.community}"
        entries.append(Entry(chapter="held", text=_("No compact is in force."), href=href, gap=True))
    for row in found:
        if row["state"] != "ended":
            entries += await _of_compact(row)
    return entries


async def _of_compact(row: dict[str, Any]) -> list[Entry]:
    home = f"/desk/compacts/{row['id']}"
    entries: list[Entry] = []
    if row["state"] == "in_force":
        text = _("%(title)s: the text for the wall and the door, to print.", title=row["title"])
        entries = [Entry(chapter="papers", text=text, href=f"{home}/door.pdf"), _review(row, home)]
    elif row["state"] in _UNDER_WAY:
        text = _("%(title)s stands at: %(stage)s.", title=row["title"], stage=STATES[row["state"]])
        consulting = row["state"] == "consulting"
        entries = [
            Entry(
                chapter="ahead" if consulting and row["consulting_until"] else "open",
                text=text,
                href=home,
                on=row["consulting_until"] if consulting else None,
                lapse=""
                if row["state"] == "draft"
                else _("Who was asked and hears nothing more does not sign."),
            )
        ]
    unanswered = (await hearing_queries.counts_of(row["id"])).unanswered
    if unanswered:
        text = ngettext(
            "%(num)s comment on %(title)s has no answer.",
            "%(num)s comments on %(title)s have no answer.",
            unanswered,
            title=row["title"],
        )
        lapse = _("Who was asked and hears nothing more does not sign.")
        entries.append(Entry(chapter="open", text=text, href=f"{home}/comments", lapse=lapse, gap=True))
    waiting = await waiting_queries.count_waiting(row["id"])
    if waiting:
        text = ngettext(
            "%(title)s: %(num)s signature waits until somebody looks whether there is such a door.",
            "%(title)s: %(num)s signatures wait until somebody looks whether there is such a door.",
            waiting,
            title=row["title"],
        )
        lapse = _("Who signed is not counted.")
        href = f"{home}/signatures#waiting"
        entries.append(Entry(chapter="open", text=text, href=href, lapse=lapse, gap=True))
    return entries


def _review(row: dict[str, Any], home: str) -> Entry:
    """The day on which it is looked at again, or that none was set."""
    return Entry(
        chapter="ahead" if row["review_on"] else "open",
        text=_(
            "Look at the compact again with everybody, and renew it or end it: %(title)s", title=row["title"]
        ),
        href=home,
        on=row["review_on"],
        lapse=_("It hangs on the wall, and nobody knows any more whether it holds."),
        gap=row["review_on"] is None,
    )
