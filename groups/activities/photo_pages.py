"""Photos of an activity, handed in by staff or by the leader of the group."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from groups.activities import photo_actions, queries
from groups.activities.photo_queries import photos_of, photos_on_street
from groups.activities.tables import Activity
from programs.communities.tables import Community
from programs.residents.photo_pages import LARGEST_BODY, take_in_sent
from programs.residents.photo_schemas import NewPhotos
from server.intake import limits
from server.lib.actor import Actor
from server.lib.i18n import m
from server.web.access import LEADERS, STAFF, actor_of
from server.web.forms import Form, read_form, submit
from server.web.pages import page, redirect

_PHOTOS = "/desk/activities/{activity_id:int}/photos"
_ON_STREET = 6
_MY_PHOTOS = "/my/activities/{activity_id:int}/photos"


@get(_PHOTOS, opt={"who": STAFF})
async def photos_form(request: Request, activity_id: FromPath[int]) -> Response[bytes]:
    """The photos of an activity, and the form in which others are handed in."""
    activity = await queries.access_activity(actor_of(request), activity_id, to_edit=True)
    return await _show(request, activity, Form.blank(NewPhotos))


async def _show(request: Request, activity: Activity, form: Form[NewPhotos]) -> Response[bytes]:
    return page(
        request,
        "activities/photos.html",
        activity=activity,
        found=await photos_of(activity.id),
        form=form,
        most=limits.PHOTOS_AT_ONCE,
        most_mb=limits.PHOTO_BYTES // 1_000_000,
    )


@post(_PHOTOS, opt={"who": STAFF}, request_max_body_size=LARGEST_BODY)
async def add_photos(request: Request, activity_id: FromPath[int]) -> Response[Any]:
    """Hand in photos of an activity, nine at most."""
    activity = await queries.access_activity(actor_of(request), activity_id, to_edit=True)
    form = await read_form(request, NewPhotos)
    kept = await take_in_sent(request, form)

    async def write(data: NewPhotos, actor: Actor) -> list[int]:
        return await photo_actions.add_photos(activity, kept, data, actor=actor)

    return await submit(
        request,
        form,
        action="activity.photos_added",
        write=write,
        done=lambda _: redirect(f"/desk/activities/{activity.id}/photos", m("The photos are kept.")),
        again=lambda form: _show(request, activity, form),
    )


@get(_MY_PHOTOS, opt={"who": LEADERS})
async def my_photos_form(request: Request, activity_id: FromPath[int]) -> Response[bytes]:
    """The form in which whoever leads the group hands in photos from her phone."""
    activity = await queries.access_activity(actor_of(request), activity_id)
    return await _show_mine(request, activity, Form.blank(NewPhotos))


async def _show_mine(request: Request, activity: Activity, form: Form[NewPhotos]) -> Response[bytes]:
    return page(
        request,
        "activities/my_photos.html",
        activity=activity,
        kept=len(await photos_of(activity.id)),
        form=form,
        most=limits.PHOTOS_AT_ONCE,
        most_mb=limits.PHOTO_BYTES // 1_000_000,
    )


@post(_MY_PHOTOS, opt={"who": LEADERS}, request_max_body_size=LARGEST_BODY)
async def add_my_photos(request: Request, activity_id: FromPath[int]) -> Response[Any]:
    """Hand in photos of the group's activity. Staff say afterwards who is in them; till then nobody else sees them."""
    activity = await queries.access_activity(actor_of(request), activity_id)
    form = await read_form(request, NewPhotos)
    kept = await take_in_sent(request, form)

    async def write(data: NewPhotos, actor: Actor) -> list[int]:
        return await photo_actions.add_photos(activity, kept, data, actor=actor)

    return await submit(
        request,
        form,
        action="activity.photos_added",
        write=write,
        done=lambda _: redirect(f"/my/activities/{activity.id}", m("The photos are kept.")),
        again=lambda form: _show_mine(request, activity, form),
    )


async def street_section(community: Community) -> tuple[str, dict[str, Any]] | None:
    """The newest pictures of what took place, of which everybody in them agrees today."""
    found = await photos_on_street(community.id, limit=_ON_STREET)
    return ("activities/_street_photos.html", {"photos": found}) if found else None


HANDLERS = [photos_form, add_photos, my_photos_form, add_my_photos]
