"""Photos through the API: of an activity by whoever leads, of a deed, of a board, of an honour of the community itself."""

from __future__ import annotations

import base64

import pytest

from groups.activities.tables import Activity
from incentives.recognition.tables import CommunityHonour, NominationPhoto, PublicityItem
from programs.residents.tables import Photo, PhotoPerson
from server.lib import clock, db
from tests.cast import Cast
from tests.honours import nominated
from tests.pictures import photo
from tests.visitor import Visitor

PICTURE = base64.b64encode(photo()).decode()


pytestmark = pytest.mark.usefixtures("own_data_dir")


async def test_whoever_leads_the_group_hands_in_what_staff_still_look_at(cast: Cast) -> None:
    async with db.write_transaction():
        await Activity.update({Activity.group: cast.ours.group}).where(Activity.id == cast.ours.activity)
    url, person = f"/api/activities/{cast.ours.activity}/photos", cast.ours.residents["陈叔"]
    sent = {"content": PICTURE, "people": [person]}
    assert (await Visitor("zhao").send(url, {"content": PICTURE, "nobody": True})).status_code == 201
    assert (await Visitor("zhao").send(url, sent)).status_code == 201
    assert not await Photo.exists().where(Photo.nobody_recognisable.eq(True))
    assert not await PhotoPerson.count()
    assert (await Visitor("zhao").get(url)).status_code == 403
    assert (await Visitor("bai").send(url, sent)).status_code in {403, 404}
    said = (await Visitor("chen").send(url, sent)).json()["id"]
    assert [row["photo"] for row in await PhotoPerson.select(PhotoPerson.photo)] == [said]
    rows = (await Visitor("chen").get(url)).json()
    assert [row["people"] for row in rows if row["id"] == said] == [[person]]


async def test_a_deed_is_shown(cast: Cast) -> None:
    nomination, chen = await nominated(cast), Visitor("chen")
    url, person = f"/api/nominations/{nomination.id}/photos", cast.ours.residents["陈叔"]
    kept = await chen.send(url, {"content": PICTURE, "people": [person]})
    assert kept.status_code == 201
    [row] = await NominationPhoto.select(NominationPhoto.nomination, NominationPhoto.photo)
    assert row == {"nomination": nomination.id, "photo": kept.json()["id"]}
    assert (await chen.get(f"/api/photos/{row['photo']}")).json()["people"] == [person]
    none = await chen.send(url, {"content": base64.b64encode(b"<svg/>").decode()})
    assert (none.status_code, none.json()["errors"][0]["field"]) == (422, "content")


async def test_a_board_and_a_plaque_are_shown(cast: Cast) -> None:
    chen, day = Visitor("chen"), f"{clock.today()}"
    here = f"/api/communities/{cast.ours.community}"
    board = {"group": cast.ours.group, "medium": "board", "title": "好邻居", "place": "南门", "shown_on": day}
    plaque = {"title": "和谐社区", "given_by": "区政府", "given_on": day, "nobody": True}
    for url, sent in ((f"{here}/publicity", board), (f"{here}/honours", plaque)):
        assert (await chen.send(url, sent)).status_code == 201
        assert (await chen.send(url, {**sent, "picture": PICTURE})).status_code == 201
        none = await chen.send(url, {**sent, "picture": base64.b64encode(b"<svg/>").decode()})
        assert (none.status_code, none.json()["errors"][0]["field"]) == (422, "picture")
    for table in (PublicityItem, CommunityHonour):
        assert [row["photo"] is None for row in await table.select().order_by(table.id)] == [True, False]
