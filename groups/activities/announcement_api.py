"""The announcement of an activity as JSON."""

from __future__ import annotations

from litestar import Request, get
from litestar.params import FromPath

from groups.activities import queries
from groups.activities.announcement_pages import announced
from groups.activities.schemas import Announcement
from server.web.access import LEADERS, actor_of


@get("/api/activities/{activity_id:int}/announcement", opt={"who": LEADERS})
async def announcement(request: Request, activity_id: FromPath[int]) -> Announcement:
    """The text to paste into a chat group, in Chinese, and where it leads."""
    return await announced(request, await queries.access_activity(actor_of(request), activity_id))


HANDLERS = [announcement]
