"""Photos: shown only while everybody in them agrees; gone with their files, and gone for good."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from groups.activities.photo_queries import photos_on_street
from groups.activities.tables import Activity, ActivityPhoto
from programs.residents import erasure_actions, photo_actions, photo_queries
from programs.residents.photo_jobs import drop_photos, sweep_photos
from programs.residents.photo_schemas import PhotoPeople
from programs.residents.tables import Consent, ConsentHow, Notice, Photo, PhotoPerson, Purpose, Resident
from server import erased
from server.backup import backup, restore
from server.intake import photo as intake
from server.lib import clock, db, pictures
from server.lib.actor import Actor
from server.lib.errors import NotFound, Refused
from server.lib.ids import new_op_id
from server.routes import register_rooms
from tests import postgres
from tests.cast import Cast, _row
from tests.databases import postgres_in_ci
from tests.pictures import photo


@pytest.fixture(autouse=True)
def place(monkeypatch: pytest.MonkeyPatch, own_data_dir: Path, engine_kind: str) -> None:
    register_rooms()
    if engine_kind == "postgres":
        monkeypatch.setenv("PATH", f"{postgres.server().bin_path}:/usr/bin:/bin")


async def kept(
    cast: Cast, people: Sequence[int] = (), *, nobody: bool = False, actor: Actor | None = None
) -> Photo:
    """A photo of ours, read in this process: how it is read elsewhere is tried where that is."""
    read = intake.read_picture(photo())
    picture = photo_actions.KeptPicture(
        await pictures.keep(read.large, read.small), read.width, read.height, len(read.large)
    )
    photo_id = await photo_actions.add_photo(
        picture,
        community_id=cast.ours.community,
        caption="包粽子",
        taken_on=None,
        people=people,
        nobody_recognisable=nobody,
        actor=actor or cast.chen,
    )
    return await Photo.objects().get(Photo.id == photo_id)


async def agrees(cast: Cast, resident: int, notice: int) -> int:
    return await _row(
        Consent,
        organisation=cast.ours.organisation,
        resident=resident,
        purpose=Purpose.photos,
        notice=notice,
        how=ConsentHow.paper,
        given_on=clock.today(),
    )


def files(picture: Photo) -> list[bool]:
    """Whether its two files are here, and whether copies of them lie beside the backups."""
    found = [
        root / picture.file_id[:2] / f"{picture.file_id}{ending}.webp"
        for root in (pictures.folder(), pictures.copies())
        for ending in ("", "-small")
    ]
    return [path.exists() for path in found]


async def test_it_is_shown_while_everybody_in_it_agrees(cast: Cast) -> None:
    one, two = list(cast.ours.residents.values())[:2]
    together = await kept(cast, [one, two])
    hands, untold = await kept(cast, nobody=True), await kept(cast)
    all_three = [together.id, hands.id, untold.id]
    assert await photo_queries.may_show(all_three) == {hands.id}
    async with db.write_transaction():
        notice = await _row(
            Notice,
            organisation=cast.ours.organisation,
            number=1,
            body="…",
            body_hash="-",
            published_on=clock.today(),
        )
        await agrees(cast, one, notice)
        second = await agrees(cast, two, notice)
    assert await photo_queries.may_show(all_three) == {hands.id, together.id}
    async with db.write_transaction():
        await Consent.update({Consent.withdrawn_on: clock.today()}).where(Consent.id == second)
    assert await photo_queries.may_show(all_three) == {hands.id}
    assert [person["agrees"] for person in await photo_queries.people_in(together.id)].count(True) == 1
    with pytest.raises(NotFound):
        await photo_queries.photo_on_street(cast.ours.community, together.id)


async def test_who_is_in_it_is_said_afterwards(cast: Cast) -> None:
    untold = await kept(cast)
    someone = next(iter(cast.ours.residents.values()))
    said = PhotoPeople(op_id=new_op_id(), version=1, people=(someone,))
    await photo_actions.say_people(untold, said, actor=cast.chen)
    assert [row["id"] for row in await photo_queries.people_in(untold.id)] == [someone]
    with pytest.raises(Refused, match="record"):
        await photo_actions.say_people(untold, said, actor=cast.chen)
    stranger = next(iter(cast.theirs.residents.values()))
    with pytest.raises(NotFound):
        await photo_actions.say_people(
            untold, PhotoPeople(op_id=new_op_id(), version=2, people=(stranger,)), actor=cast.chen
        )
    for actor in (cast.he, cast.bai, cast.zhao):
        with pytest.raises(NotFound):
            await photo_queries.access_photo(actor, untold.id)


async def test_a_removed_photo_goes_with_its_files(cast: Cast) -> None:
    picture = await kept(cast, nobody=True)
    assert files(picture) == [True, True, False, False]
    await backup()
    assert files(picture) == [True] * 4
    await photo_actions.remove_photo(picture, actor=cast.chen)
    assert await photo_queries.may_show([picture.id]) == set()
    await drop_photos({"file_ids": [picture.file_id]}, Actor.system(cast.ours.organisation))
    assert files(picture) == [False] * 4
    assert await pictures.read(picture.file_id) is None


@postgres_in_ci  # a dump of the whole house; test_an_older_backup_does_not_bring_her_back makes one everyday
async def test_an_erased_person_is_in_no_photo_and_no_backup_brings_her_back(
    cast: Cast, tmp_path: Path, engine_kind: str
) -> None:
    someone, other = list(cast.ours.residents.values())[:2]
    with_her, without = await kept(cast, [someone, other]), await kept(cast, nobody=True)
    gone_by_mistake = await kept(cast, nobody=True)
    (tmp_path / "far").mkdir()
    elsewhere = await backup(tmp_path / "far" / "copy")
    await photo_actions.remove_photo(gone_by_mistake, actor=cast.chen)
    async with db.write_transaction():
        resident = await Resident.objects().get(Resident.id == someone)
        await erasure_actions.erase(resident, ground="asked", actor=cast.lin)
    assert not await PhotoPerson.exists().where(PhotoPerson.resident == someone)
    for job in await db.rows("SELECT payload FROM job WHERE kind = 'residents.drop_photos'"):
        await drop_photos(erased.msgspec.json.decode(job["payload"]), Actor.system(cast.ours.organisation))
    assert files(with_her)[:2] == [False, False]
    known = await erased.known_anywhere()
    await restore(elsewhere, force=True)
    told = await erased.after_restore(known)
    assert told[-1].startswith("photos that are gone")
    standing = await Photo.select(Photo.id).where(Photo.removed_at.is_null())
    assert [row["id"] for row in standing] == [without.id]
    assert (files(with_her)[:2], files(gone_by_mistake)[:2]) == ([False, False], [False, False])
    assert files(without)[:2] == [True, True]


async def test_files_that_no_photo_names_are_swept_away(cast: Cast) -> None:
    picture = await kept(cast, nobody=True)
    orphan = await pictures.keep(b"large", b"small")
    await sweep_photos({}, Actor.system(0))
    assert await pictures.read(orphan) == b"large"  # its row may be on the way
    with clock.at(clock.now() + timedelta(days=2)):
        await sweep_photos({}, Actor.system(0))
    assert await pictures.read(orphan) is None
    assert await pictures.read(picture.file_id)


async def test_many_photos_that_wait_do_not_hide_those_that_may_be_seen(cast: Cast) -> None:
    wall = {"organisation": cast.ours.organisation}
    size = {"content_type": "image/webp", "width": 1, "height": 1, "size": 1}
    async with db.write_transaction():
        await Activity.update({Activity.state: "held"}).where(Activity.id == cast.ours.activity)
        for number in range(60):
            may = {"community": cast.ours.community, "nobody_recognisable": number == 0}
            photo = await _row(Photo, **wall, **may, file_id=f"f{number}", **size)
            await _row(ActivityPhoto, **wall, activity=cast.ours.activity, photo=photo)
    [seen] = await photos_on_street(cast.ours.community, limit=6)
    assert seen["file_id"] == "f0"
