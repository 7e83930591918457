"""Gathering what somebody has to know who takes a program over (S81). Rooms above add theirs through PARTS."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date

import msgspec

from programs.communities.queries import access_community
from programs.method import dossier_own_queries, dossier_rules, telling_queries
from programs.method.dossier_rules import Entry, Period
from programs.method.tables import Program
from programs.method.telling_queries import Handing, Names
from server.accounts.queries import colleague
from server.lib import clock
from server.lib.actor import Actor
from server.lib.i18n import _
from server.lib.late_entries import Entries

Part = Callable[[Handing], Awaitable[list[Entry]]]

# What each room knows of a program; its own first, then the ceiling's, in the order in which it is read.
PARTS: Entries[Part] = Entries(__name__, dossier_own_queries.tell)


class Dossier(msgspec.Struct, frozen=True):
    """All of it on one day. `first` is what cannot wait, out of the chapters."""

    program: str
    community: str
    as_of: date
    entries: dict[str, list[Entry]]
    first: list[Entry]

    @property
    def calendar(self) -> list[Period]:
        """The chapter of what must go on, by months."""
        return dossier_rules.calendar(self.entries["ahead"], today=self.as_of)

    @property
    def overdue(self) -> int:
        """How much is late."""
        return sum(
            dossier_rules.is_overdue(entry, today=self.as_of)
            for chapter in dossier_rules.TO_DO
            for entry in self.entries[chapter]
        )

    @property
    def gaps(self) -> int:
        """How much of what carries and holds it is missing."""
        return sum(entry.gap for chapter in ("carried", "held") for entry in self.entries[chapter])


async def dossier_of(actor: Actor, program: Program) -> Dossier:
    """The dossier as it would be handed over today: no telephone number, no door, no name of anybody who did not consent."""
    community = await access_community(actor, program.community)
    handing = Handing(actor, program, await telling_queries.names_of(program), clock.today())
    told = [entry for part in PARTS for entry in await part(handing)]
    told += await dossier_own_queries.keepers(handing)
    lead = await colleague(program.lead, actor=actor) or _("nobody yet")
    found = [_cleaned(entry, handing.names) for entry in dossier_rules.owned(told, by=lead)]
    entries = {
        chapter: [entry for entry in found if entry.chapter == chapter] for chapter in dossier_rules.CHAPTERS
    }
    entries["open"] = dossier_rules.in_order(entries["open"])
    return Dossier(
        program=handing.names.cleaned(program.name),
        community=community.name,
        as_of=handing.today,
        entries=entries,
        first=dossier_rules.first_things(found, today=handing.today),
    )


def _cleaned(entry: Entry, names: Names) -> Entry:
    return msgspec.structs.replace(
        entry,
        text=names.cleaned(entry.text),
        who=names.cleaned(entry.who),
        lapse=names.cleaned(entry.lapse),
    )
