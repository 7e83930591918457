"""What is kept in compacts of one person, for her own eyes."""

from __future__ import annotations

from groups.compacts.words import HOWS, STANCES
from programs.residents.own_queries import OwnLine
from server.lib import db
from server.lib.i18n import m

_SIGNED = m("Compacts signed")
_SAID = m("Comments on compacts")


async def held_of(resident_id: int) -> list[OwnLine]:
    """Her signatures, with her own pledge, and her comments."""
    signed = await db.rows(
        "SELECT s.name, s.pledge, s.how, s.signed_on, s.withdrawn_on, c.title FROM compact_signature AS s"
        " JOIN compact AS c ON c.id = s.compact WHERE s.resident = {} ORDER BY s.id",
        resident_id,
    )
    said = await db.rows(
        "SELECT k.text, k.stance, k.raised_on, c.title FROM compact_comment AS k JOIN compact AS c ON c.id = k.compact"
        " WHERE k.resident = {} ORDER BY k.id",
        resident_id,
    )
    lines = []
    for row in signed:
        lines.append(OwnLine(_SIGNED, row["title"], HOWS[row["how"]], row["signed_on"]))
        lines.append(OwnLine(_SIGNED, row["title"], row["name"], row["signed_on"]))
        if row["pledge"]:
            lines.append(OwnLine(_SIGNED, row["title"], row["pledge"], row["signed_on"]))
        if row["withdrawn_on"]:
            lines.append(OwnLine(_SIGNED, row["title"], m("Signature taken back"), row["withdrawn_on"]))
    lines += [
        OwnLine(_SAID, row["title"], row["text"] or STANCES[row["stance"]], row["raised_on"]) for row in said
    ]
    return lines
