"""复制通知: the announcement of an activity as it is pasted into a chat group, with time, place, link and code (S22)."""

from __future__ import annotations

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Response

from groups.activities import queries
from groups.activities.announcement_queries import street_of
from groups.activities.schemas import Announcement
from groups.activities.tables import Activity
from server.accounts.door import link_to
from server.lib.i18n import _, format_day, format_time, language
from server.web.access import LEADERS, STAFF, actor_of
from server.web.pages import page
from server.web.qr import qr_image


@get("/desk/activities/{activity_id:int}/announcement", opt={"who": STAFF})
async def show_announcement(request: Request, activity_id: FromPath[int]) -> Response[bytes]:
    """The text to copy, for staff."""
    activity = await queries.access_activity(actor_of(request), activity_id, to_edit=True)
    return await _show(request, activity, back=f"/desk/activities/{activity.id}", layout="desk")


@get("/my/activities/{activity_id:int}/announcement", opt={"who": LEADERS})
async def my_announcement(request: Request, activity_id: FromPath[int]) -> Response[bytes]:
    """The text to copy, on the phone of who leads the group."""
    activity = await queries.access_activity(actor_of(request), activity_id)
    return await _show(request, activity, back=f"/my/activities/{activity.id}", layout="my")


async def _show(request: Request, activity: Activity, *, back: str, layout: str) -> Response[bytes]:
    found = await announced(request, activity)
    return page(
        request,
        "activities/announcement.html",
        activity=activity,
        text=found.text,
        address=found.address,
        code=qr_image(found.address) if found.address else None,
        back=back,
        layout=layout,
    )


async def announced(request: Request, activity: Activity) -> Announcement:
    """In Chinese whatever the reader's language: neighbours read it."""
    name, path = await street_of(activity.community)
    address = link_to(request, path) if path and activity.public else ""
    with language("zh_CN"):
        day, time = format_day(activity.held_on), format_time(activity.starts_at)
        lines = [
            _("[Notice] %(title)s", title=activity.title),
            _("Time: %(when)s", when=f"{day} {time}".strip()),
            _("Place: %(place)s", place=activity.place) if activity.place else "",
            activity.about,
            _("See what is on: %(address)s", address=address) if address else "",
            _("Everybody is welcome, please pass it on. %(community)s", community=name),
        ]
    return Announcement(text="\n".join(line for line in lines if line), address=address)


HANDLERS = [show_announcement, my_announcement]
