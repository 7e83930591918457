"""The photos in which a person can be recognised, for her own copy."""

from __future__ import annotations

from programs.residents.own_queries import OwnLine
from server.lib import db
from server.lib.i18n import _, m

PHOTOS = m("Photos")


async def held(resident_id: int) -> list[OwnLine]:
    """The photos that are kept, the newest first."""
    found = await db.rows(
        "SELECT p.id, p.caption, p.taken_on FROM photo AS p JOIN photo_person AS i ON i.photo = p.id"
        " WHERE i.resident = {} AND p.removed_at IS NULL ORDER BY p.id DESC",
        resident_id,
    )
    return [OwnLine(PHOTOS, row["caption"] or _("Photo without words"), "", row["taken_on"]) for row in found]
