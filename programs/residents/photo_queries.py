"""Reading photos: for staff of the community, and for the street only what may be shown today."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from programs.residents import photo_rules
from programs.residents.consent_queries import consenting
from programs.residents.tables import Photo, PhotoPerson, Purpose
from server.lib import clock, db
from server.lib.actor import Actor
from server.lib.errors import NotFound
from server.lib.records import own_row
from server.web.paging import Slice, after_id, cut

PAGE = 24
_COLUMNS = (
    "p.id, p.community, p.file_id, p.caption, p.taken_on, p.width, p.height, p.nobody_recognisable, p.people_named,"
    " p.version"
)


async def access_photo(actor: Actor, photo_id: int, *, to_remove: bool = False) -> Photo:
    """The only way from an id in an address to a Photo, for staff of its community.

    A removed one does not exist, but to who removes it: a second tap is answered as the first.
    """
    photo = await own_row(Photo, photo_id, actor)
    gone = photo.removed_at is not None and not to_remove
    if gone or not actor.works_in(photo.community):
        raise NotFound
    return photo


async def list_photos(community_id: int, *, cursor: str | None = None) -> Slice[dict[str, Any]]:
    """The photos of a community, the newest first, each with `shown` and its `people`."""
    before = after_id(cursor)
    found = await db.rows(
        f"SELECT {_COLUMNS} FROM photo AS p WHERE p.community = {{}} AND p.removed_at IS NULL"
        f"{' AND p.id < {}' if before is not None else ''} ORDER BY p.id DESC LIMIT {PAGE + 1}",
        *(value for value in (community_id, before) if value is not None),
    )
    page = cut(found, "id", size=PAGE)
    page.rows = await _with_people(page.rows)
    return page


async def photo_cards(photo_ids: Collection[int]) -> list[dict[str, Any]]:
    """These photos in the order of `photo_ids`, without removed ones; each with `shown` and its `people`."""
    if not photo_ids:
        return []
    found = await db.rows(
        f"SELECT {_COLUMNS} FROM photo AS p WHERE p.id IN ({db.marks(photo_ids)}) AND p.removed_at IS NULL",
        *photo_ids,
    )
    by_id = {row["id"]: row for row in await _with_people(found)}
    return [by_id[photo_id] for photo_id in photo_ids if photo_id in by_id]


async def may_show(photo_ids: Collection[int]) -> set[int]:
    """Those of these photos that may be shown outside of the desk today. Ask at each request: consent ends at once."""
    return {card["id"] for card in await photo_cards(list(photo_ids)) if card["shown"]}


async def photo_on_street(community_id: int, photo_id: int) -> Photo:
    """A photo of this community that may be shown today; NotFound for every other, whatever the reason."""
    photo = await Photo.objects().get((Photo.id == photo_id) & (Photo.community == community_id))
    if photo is None or not await may_show([photo_id]):
        raise NotFound
    return photo


async def people_in(photo_id: int) -> list[dict[str, Any]]:
    """Who can be recognised: `id`, `name`, and whether they agree to photos today."""
    found = await db.rows(
        "SELECT r.id, r.name FROM photo_person AS i JOIN resident AS r ON r.id = i.resident WHERE i.photo = {}"
        " ORDER BY r.name, r.id",
        photo_id,
    )
    agreeing = (
        await consenting([row["id"] for row in found], Purpose.photos, on=clock.today()) if found else ()
    )
    return [{**row, "agrees": row["id"] in agreeing} for row in found]


async def file_ids_with(resident_id: int) -> list[str]:
    """The files of the photos in which a person can be recognised."""
    found = await db.rows(
        "SELECT p.file_id FROM photo AS p JOIN photo_person AS i ON i.photo = p.id WHERE i.resident = {}",
        resident_id,
    )
    return [row["file_id"] for row in found]


async def file_ids() -> set[str]:
    """The files of all photos of the installation that were not removed."""
    return {row["file_id"] for row in await db.rows("SELECT file_id FROM photo WHERE removed_at IS NULL")}


async def _with_people(found: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    inside: dict[int, list[int]] = {row["id"]: [] for row in found}
    if inside:
        for person in (
            await PhotoPerson.select(PhotoPerson.photo, PhotoPerson.resident)
            .where(PhotoPerson.photo.is_in(list(inside)))
            .order_by(PhotoPerson.id)
        ):
            inside[person["photo"]].append(person["resident"])
    everybody = sorted({resident for people in inside.values() for resident in people})
    agreeing = await consenting(everybody, Purpose.photos, on=clock.today()) if everybody else set()
    return [
        {
            **row,
            "nobody_recognisable": bool(row["nobody_recognisable"]),
            "people_named": bool(row["people_named"]),
            "people": inside[row["id"]],
            "shown": photo_rules.may_be_shown(
                removed=False,
                nobody_recognisable=bool(row["nobody_recognisable"]),
                people_named=bool(row["people_named"]),
                people=inside[row["id"]],
                consenting=agreeing,
            ),
        }
        for row in found
    ]
