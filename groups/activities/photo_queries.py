"""The photos of an activity."""

from __future__ import annotations

from typing import Any

from groups.activities.tables import ActivityPhoto
from programs.residents.photo_queries import photo_cards
from server.lib import db

# So many of the newest are looked at: a leader's photos wait until staff say who is in them.
_LOOKED_AT = 300


async def photos_of(activity_id: int) -> list[dict[str, Any]]:
    """The photos of an activity in the order in which they came, as `photo_cards` has them."""
    found = (
        await ActivityPhoto.select(ActivityPhoto.photo)
        .where(ActivityPhoto.activity == activity_id)
        .order_by(ActivityPhoto.id)
    )
    return await photo_cards([row["photo"] for row in found])


async def photos_on_street(community_id: int, *, limit: int) -> list[dict[str, Any]]:
    """The newest photos of activities of a community that may be shown at this moment."""
    found = await db.rows(
        "SELECT p.photo FROM activity_photo AS p JOIN activity AS a ON a.id = p.activity"
        " WHERE a.community = {} AND a.voided_at IS NULL AND a.state = 'held' ORDER BY p.photo DESC LIMIT {}",
        community_id,
        _LOOKED_AT,
    )
    cards = await photo_cards([row["photo"] for row in found])
    return [card for card in cards if card["shown"]][:limit]
