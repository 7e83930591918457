"""Where an announcement of an activity leads."""

from __future__ import annotations

from server.lib import db


async def street_of(community_id: int) -> tuple[str, str]:
    """A community's name and the address of its page on the street, which is empty while it shows none."""
    [found] = await db.rows("SELECT name, slug, public FROM community WHERE id = {}", community_id)
    return found["name"], f"/c/{found['slug']}" if found["public"] else ""
