"""Reading the titles that an NGO gives."""

from __future__ import annotations

from typing import Any

from incentives.recognition.tables import Honour
from server.lib import db
from server.lib.actor import Actor
from server.lib.errors import NotFound
from server.lib.records import own_row


async def access_honour(actor: Actor, honour_id: int) -> Honour:
    """The only way from an id in an address to a title: for staff of its organisation."""
    if not actor.is_staff:
        raise NotFound
    return await own_row(Honour, honour_id, actor)


async def list_honours(actor: Actor) -> list[dict[str, Any]]:
    """The organisation's titles, those still given first, each with how often it stands."""
    return await db.rows(
        "SELECT h.id, h.name, h.criteria, h.prize, h.signed_by, h.retired_on, h.version,"
        " (SELECT COUNT(*) FROM nomination AS n JOIN award AS a ON a.nomination = n.id"
        " WHERE n.honour = h.id AND a.revoked_on IS NULL) AS given FROM honour AS h WHERE h.organisation = {}"
        " ORDER BY CASE WHEN h.retired_on IS NULL THEN 0 ELSE 1 END, h.name, h.id",
        actor.organisation_id,
    )


async def was_given(honour_id: int) -> bool:
    """Whether a certificate bears this title, one that was revoked too."""
    return bool(
        await db.rows(
            "SELECT a.id FROM award AS a JOIN nomination AS n ON n.id = a.nomination WHERE n.honour = {} LIMIT 1",
            honour_id,
        )
    )


async def honour_options(actor: Actor) -> list[tuple[int, str, str]]:
    """The titles still given, to choose from, each with its criteria."""
    found = await db.rows(
        "SELECT id, name, criteria FROM honour WHERE organisation = {} AND retired_on IS NULL ORDER BY name, id",
        actor.organisation_id,
    )
    return [(row["id"], row["name"], row["criteria"]) for row in found]
