"""The photos of an activity."""

from __future__ import annotations

from typing import Any

from groups.activities.tables import ActivityPhoto
from programs.residents.photo_queries import photo_cards


async def photos_of(activity_id: int) -> list[dict[str, Any]]:
    """The photos of an activity in the order in which they came, as `photo_cards` has them."""
    found = (
        await ActivityPhoto.select(ActivityPhoto.photo)
        .where(ActivityPhoto.activity == activity_id)
        .order_by(ActivityPhoto.id)
    )
    return await photo_cards([row["photo"] for row in found])
