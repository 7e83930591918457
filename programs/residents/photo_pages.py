"""Photos of a community on the desk: handed in, told who is in them, removed."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from litestar.response import Response

from programs.communities.queries import access_community
from programs.communities.tables import Community
from programs.residents import photo_actions, photo_queries
from programs.residents.photo_actions import KeptPicture
from programs.residents.photo_schemas import NewPhotos, PhotoPeople, RemovedPhoto
from programs.residents.queries import resident_options
from programs.residents.tables import Photo
from server.intake import limits
from server.lib.actor import Actor
from server.lib.errors import Refused
from server.lib.i18n import m
from server.web.access import STAFF, actor_of
from server.web.forms import Form, read_form, submit
from server.web.history import history_of
from server.web.pages import page, redirect
from server.web.paging import link

# Only routes that take photos in say this: everywhere else a body is a form's.
LARGEST_BODY = limits.PHOTOS_AT_ONCE * limits.PHOTO_BYTES + 500_000


def home_of(photo_id: int) -> str:
    """The address of a photo's page."""
    return f"/desk/photos/{photo_id}"


async def take_in_sent(request: Request, form: Form[Any]) -> list[KeptPicture]:
    """The photos that came with a form, in its field `photos`, read and written to the disk.

    A refusal stands in the form then, and nothing is kept.
    """
    sent = [file for file in (await request.form()).getall("photos", []) if isinstance(file, UploadFile)]
    if form.data is None:
        return []
    try:
        return await photo_actions.take_in([await file.read() for file in sent if file.filename])
    except Refused as refusal:
        form.refuse(refusal)
        form.data = None
        return []


@get("/desk/communities/{community_id:int}/photos", opt={"who": STAFF})
async def list_photos(request: Request, community_id: FromPath[int]) -> Response[bytes]:
    """The photos of a community, and the form in which others are handed in."""
    community = await access_community(actor_of(request), community_id, to_edit=True)
    return await _list(request, community, Form.blank(NewPhotos))


async def _list(request: Request, community: Community, form: Form[NewPhotos]) -> Response[bytes]:
    found = await photo_queries.list_photos(community.id, cursor=request.query_params.get("after"))
    here = f"/desk/communities/{community.id}/photos"
    return page(
        request,
        "residents/photos.html",
        community=community,
        found=found,
        form=form,
        most=limits.PHOTOS_AT_ONCE,
        most_mb=limits.PHOTO_BYTES // 1_000_000,
        next_url=link(here, after=found.next) if found.next else None,
    )


@post("/desk/communities/{community_id:int}/photos", opt={"who": STAFF}, request_max_body_size=LARGEST_BODY)
async def add_photos(request: Request, community_id: FromPath[int]) -> Response[Any]:
    """Hand in photos, nine at most."""
    community = await access_community(actor_of(request), community_id, to_edit=True)
    form = await read_form(request, NewPhotos)
    kept = await take_in_sent(request, form)

    async def write(data: NewPhotos, actor: Actor) -> list[int]:
        return await add_all(kept, data, community.id, actor=actor)

    return await submit(
        request,
        form,
        action="photo.added",
        write=write,
        done=lambda ids: _after_adding(community, ids),
        again=lambda form: _list(request, community, form),
    )


def _after_adding(community: Community, ids: list[int]) -> Response[None]:
    """One photo is told about at once; several wait side by side."""
    if len(ids) == 1:
        return redirect(home_of(ids[0]), m("The photo is kept."))
    return redirect(f"/desk/communities/{community.id}/photos", m("The photos are kept."))


async def add_all(kept: list[KeptPicture], data: NewPhotos, community_id: int, *, actor: Actor) -> list[int]:
    """Enter the pictures of one form, in the caller's transaction; their ids."""
    return [
        await photo_actions.add_photo(
            picture,
            community_id=community_id,
            caption=data.caption,
            taken_on=data.taken_on,
            nobody_recognisable=data.nobody,
            actor=actor,
        )
        for picture in kept
    ]


@get("/desk/photos/{photo_id:int}", opt={"who": STAFF})
async def show_photo(request: Request, photo_id: FromPath[int]) -> Response[bytes]:
    """A photo, who is in it, and whether it may be shown."""
    photo = await photo_queries.access_photo(actor_of(request), photo_id)
    return await _show(request, photo)


async def _show(request: Request, photo: Photo, form: Form[PhotoPeople] | None = None) -> Response[bytes]:
    actor = actor_of(request)
    people = await photo_queries.people_in(photo.id)
    community = await access_community(actor, photo.community)
    own = Form.of(PhotoPeople, photo, people=[row["id"] for row in people], nobody=photo.nobody_recognisable)
    return page(
        request,
        "residents/photo.html",
        photo=photo,
        community=community,
        people=people,
        shown=photo.id in await photo_queries.may_show([photo.id]),
        form=form or own,
        options=await _options(photo.community, people),
        history=await history_of("photo", photo.id, actor=actor),
    )


async def _options(community_id: int, people: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Whom to choose from: the people of the community, those who are in the photo first."""
    inside = {row["id"] for row in people}
    found = await resident_options(community_id)
    gone = [
        {**row, "last_four": "", "note": ""} for row in people if row["id"] not in {o["id"] for o in found}
    ]
    return gone + sorted(found, key=lambda row: row["id"] not in inside)


@post("/desk/photos/{photo_id:int}/people", opt={"who": STAFF})
async def say_people(request: Request, photo_id: FromPath[int]) -> Response[Any]:
    """Say who can be recognised in a photo."""
    photo = await photo_queries.access_photo(actor_of(request), photo_id)
    return await submit(
        request,
        await read_form(request, PhotoPeople),
        action="photo.people_said",
        write=lambda data, actor: photo_actions.say_people(photo, data, actor=actor),
        done=lambda _: redirect(home_of(photo_id), m("Saved.")),
        again=lambda form: _show(request, photo, form),
    )


@get("/desk/photos/{photo_id:int}/removal", opt={"who": STAFF})
async def removal_form(request: Request, photo_id: FromPath[int]) -> Response[bytes]:
    """Ask once more before a photo goes for good."""
    photo = await photo_queries.access_photo(actor_of(request), photo_id)
    return page(request, "residents/photo_removal.html", photo=photo, form=Form.blank(RemovedPhoto))


@post("/desk/photos/{photo_id:int}/removal", opt={"who": STAFF})
async def remove_photo(request: Request, photo_id: FromPath[int]) -> Response[Any]:
    """Remove a photo with its file."""
    photo = await photo_queries.access_photo(actor_of(request), photo_id, to_remove=True)
    return await submit(
        request,
        await read_form(request, RemovedPhoto),
        action="photo.removed",
        write=lambda data, actor: photo_actions.remove_photo(photo, actor=actor),
        done=lambda _: redirect(f"/desk/communities/{photo.community}/photos", m("The photo is removed.")),
        again=lambda form: page(request, "residents/photo_removal.html", photo=photo, form=form),
    )


HANDLERS = [list_photos, add_photos, show_photo, say_people, removal_form, remove_photo]
