"""Photos: kept, told who is in them, removed with their file."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

import msgspec

from programs.residents import photo_queries, photo_rules
from programs.residents.photo_schemas import PhotoPeople
from programs.residents.queries import residents_by_ids
from programs.residents.tables import Photo, PhotoPerson
from server import audit, jobs
from server.intake import limits
from server.intake.photo import CONTENT_TYPE
from server.intake.photo_reader import read_photo
from server.lib import clock, pictures
from server.lib.actor import Actor
from server.lib.days import refuse_past_day
from server.lib.db import lock, write_transaction
from server.lib.errors import Refused
from server.lib.records import check_version

DROP = "residents.drop_photos"


class KeptPicture(msgspec.Struct, frozen=True):
    """A picture that lies on the disk and has no row yet; without one it is swept away after a day."""

    file_id: str
    width: int
    height: int
    size: int


async def take_in(files: Sequence[bytes], *, field: str = "photos") -> list[KeptPicture]:
    """Read handed-in photos and write them to the disk, before any transaction. Takes half a second each.

    Refused beside `field` when one of them is no photo; then none is kept.
    """
    if code := photo_rules.refuse_count(len(files), limits.PHOTOS_AT_ONCE):
        raise Refused(code, field=field, limit=limits.PHOTOS_AT_ONCE)
    read = [await read_photo(content, field=field) for content in files]
    return [
        KeptPicture(
            await pictures.keep(picture.large, picture.small),
            picture.width,
            picture.height,
            len(picture.large),
        )
        for picture in read
    ]


async def add_photo(
    kept: KeptPicture,
    *,
    community_id: int,
    caption: str,
    taken_on: date | None,
    people: Sequence[int] = (),
    nobody_recognisable: bool = False,
    actor: Actor,
) -> int:
    """Enter a picture from `take_in`; the id of the photo. Who is in it may be said later; till then it is not shown."""
    if taken_on is not None and (code := refuse_past_day(taken_on, today=clock.today())):
        raise Refused(code, field="taken_on")
    if people and (code := photo_rules.refuse_people(people, nobody=nobody_recognisable)):
        raise Refused(code, field="people")
    async with write_transaction():
        photo = Photo(
            organisation=actor.organisation_id,
            community=community_id,
            file_id=kept.file_id,
            content_type=CONTENT_TYPE,
            width=kept.width,
            height=kept.height,
            size=kept.size,
            caption=caption,
            taken_on=taken_on,
            nobody_recognisable=nobody_recognisable,
            people_named=bool(people),
            uploaded_by=actor.user_id,
            created_at=clock.now(),
        )
        await photo.save()
        await _enter_people(photo, people, actor=actor)
        await audit.record("photo.added", "photo", photo.id, actor=actor)
        return photo.id


async def say_people(photo: Photo, data: PhotoPeople, *, actor: Actor) -> int:
    """Say who can be recognised in a photo, or that nobody can; its id."""
    if code := photo_rules.refuse_people(data.people, nobody=data.nobody):
        raise Refused(code, field="people")
    async with write_transaction():
        photo = await lock(photo)
        if photo.removed_at is not None:
            raise Refused("photos.removed")
        check_version(photo, data.version, {"caption": data.caption, "nobody_recognisable": data.nobody})
        before = len(await photo_queries.people_in(photo.id))
        await PhotoPerson.delete().where(PhotoPerson.photo == photo.id)
        await _enter_people(photo, data.people, actor=actor)
        await Photo.update(
            {
                Photo.caption: data.caption,
                Photo.nobody_recognisable: data.nobody,
                Photo.people_named: bool(data.people),
                Photo.version: photo.version + 1,
            }
        ).where(Photo.id == photo.id)
        changes = {
            "people": [before, len(data.people)],
            "nobody_recognisable": [photo.nobody_recognisable, data.nobody],
        }
        await audit.record("photo.people_said", "photo", photo.id, actor=actor, changes=changes)
        return photo.id


async def _enter_people(photo: Photo, people: Sequence[int], *, actor: Actor) -> None:
    for person in await residents_by_ids(actor, people, photo.community):
        await PhotoPerson(organisation=actor.organisation_id, photo=photo.id, resident=person["id"]).save()


async def remove_photo(photo: Photo, *, actor: Actor) -> int:
    """Remove a photo for good: it is hidden at once, its file goes in a moment, from the backups too. Its id."""
    async with write_transaction():
        photo = await lock(photo)
        if photo.removed_at is None:
            await _remove([photo.file_id], actor=actor)
            await audit.record("photo.removed", "photo", photo.id, actor=actor)
        return photo.id


async def remove_photos_with(resident_id: int, *, actor: Actor) -> None:
    """Remove every photo in which a person can be recognised, in the caller's transaction."""
    await _remove(await photo_queries.file_ids_with(resident_id), actor=actor)
    await PhotoPerson.delete().where(PhotoPerson.resident == resident_id)


async def _remove(file_ids: Collection[str], *, actor: Actor) -> None:
    for file_id in file_ids:
        await Photo.update(
            {
                Photo.removed_at: clock.now(),
                Photo.caption: "",
                Photo.version: Photo.version + 1,
            }
        ).where((Photo.file_id == file_id) & Photo.removed_at.is_null())
        await jobs.enqueue(DROP, {"file_ids": [file_id]}, actor=actor)


async def hold_removals(*, actor: Actor) -> int:
    """After an older backup was restored: photos that were removed since, or whose file is gone, are removed; how many.

    `actor` is nobody; each removal stands in the log of the photo's own organisation.
    """
    dropped, gone = pictures.dropped(), []
    for photo in await Photo.objects().where(Photo.removed_at.is_null()):
        if photo.file_id in dropped or await pictures.read(photo.file_id, small=True) is None:
            gone.append(photo)
    for photo in gone:
        async with write_transaction():
            own = msgspec.structs.replace(actor, organisation_id=photo.organisation)
            await _remove([photo.file_id], actor=own)
            await audit.record("photo.removed", "photo", photo.id, actor=own)
    await pictures.drop([photo.file_id for photo in gone])
    return len(gone)
