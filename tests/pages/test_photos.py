"""Photos are handed in on a page without script, and reach the street only as long as they may."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from groups.activities.tables import Activity
from programs.communities.tables import Community
from programs.residents.tables import Photo
from server.lib import db
from server.lib.ids import new_op_id
from tests.cast import Cast
from tests.pictures import photo
from tests.visitor import Visitor

pytestmark = pytest.mark.usefixtures("own_data_dir")


async def hand_in(who: Visitor, url: str, files: list[bytes], **fields: Any) -> httpx.Response:
    return await who.http.post(
        url,
        data={"op_id": new_op_id(), **fields},
        files=[("photos", ("../../a\u202egpj.svg", content, "image/svg+xml")) for content in files],
        headers={"x-csrf-token": who._csrf()},
    )


async def test_from_the_form_to_the_street_and_off_it_again(cast: Cast) -> None:
    chen, nobody = Visitor("chen"), Visitor()
    url = f"/desk/communities/{cast.ours.community}/photos"
    community = await Community.objects().get(Community.id == cast.ours.community)
    assert "上传照片" in (await chen.get(url)).text
    kept = await hand_in(chen, url, [photo()], nobody="1", caption="包粽子")
    assert kept.status_code == 303
    home = kept.headers["location"]
    photo_id = int(home.rpartition("/")[2])
    assert "包粽子" in (await chen.get(home)).text
    shown = await nobody.get(f"/c/{community.slug}/photos/{photo_id}-small.webp")
    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/webp")
    assert shown.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert shown.headers["x-content-type-options"] == "nosniff"
    assert shown.headers["cross-origin-resource-policy"] == "same-origin"
    again = await nobody.get(str(shown.url), headers={"if-none-match": shown.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    desk = await chen.get(f"/photos/{photo_id}.webp")
    assert (desk.status_code, desk.headers["cache-control"]) == (200, "no-store")
    someone = str(next(iter(cast.ours.residents.values())))
    told = await chen.post(f"{home}/people", {"version": "1", "people": someone})
    assert told.status_code == 303
    for name in (f"{photo_id}.webp", f"{photo_id}-small.webp", "0.webp", "99999999999.webp", "x"):
        hidden = await nobody.get(f"/c/{community.slug}/photos/{name}", headers={"if-none-match": "*"})
        assert hidden.status_code == 404
    assert "还有人没有同意公开照片" in (await chen.get(home)).text
    gone = await chen.post(f"{home}/removal")
    assert gone.status_code == 303
    assert (await chen.get(home)).status_code == 404
    assert (await chen.get(f"/photos/{photo_id}.webp")).status_code == 404


async def test_what_is_no_photo_is_refused_and_the_rest_of_the_form_stays(cast: Cast) -> None:
    chen = Visitor("chen")
    url = f"/desk/activities/{cast.ours.activity}/photos"
    wrong = await hand_in(chen, url, [photo(), b"<svg onload=alert(1)>"], caption="舞龙")
    assert wrong.status_code == 422
    assert "这不是能读取的照片" in wrong.text
    assert "舞龙" in wrong.text
    many = await hand_in(chen, url, [photo()] * 10)
    assert "一次最多 9 张照片" in many.text
    none = await hand_in(chen, url, [])
    assert none.status_code == 422
    assert not await db.rows("SELECT id FROM photo")
    kept = await hand_in(chen, url, [photo(), photo("blue")])
    assert kept.status_code == 303
    assert await Photo.count() == 2
    shown = (await chen.get(f"/desk/activities/{cast.ours.activity}")).text
    assert shown.count("-small.webp") == 2
    street = (await Visitor().get("/c/wufuqiao")).text
    assert "-small.webp" not in street  # nobody has said who is in them
    async with db.write_transaction():
        await Photo.update({Photo.nobody_recognisable: True}).where(Photo.id == 1)
        await Activity.update({Activity.state: "held"}).where(Activity.id == cast.ours.activity)
    assert (await Visitor().get("/c/wufuqiao")).text.count("/c/wufuqiao/photos/1-small.webp") == 1


async def test_whoever_leads_the_group_hands_in_what_only_staff_see(cast: Cast) -> None:
    zhao, chen = Visitor("zhao"), Visitor("chen")
    async with db.write_transaction():
        await Activity.update({Activity.group: cast.ours.group}).where(Activity.id == cast.ours.activity)
    url = f"/my/activities/{cast.ours.activity}/photos"
    assert "上传照片" in (await zhao.get(f"/my/activities/{cast.ours.activity}")).text
    assert (await hand_in(zhao, url, [photo()])).status_code == 303
    [row] = await db.rows("SELECT id FROM photo")
    assert (await zhao.get(f"/photos/{row['id']}.webp")).status_code == 403
    assert (await chen.get(f"/photos/{row['id']}.webp")).status_code == 200
    assert (await hand_in(Visitor("bai"), url, [photo()])).status_code in {403, 404}


async def test_a_leader_does_not_say_that_nobody_is_in_a_photo(cast: Cast) -> None:
    async with db.write_transaction():
        await Activity.update({Activity.group: cast.ours.group}).where(Activity.id == cast.ours.activity)
    url = f"/my/activities/{cast.ours.activity}/photos"
    await hand_in(Visitor("zhao"), url, [photo()], nobody="1")
    assert not [row async for row in _shown_on_street(cast)]


async def _shown_on_street(cast: Cast) -> AsyncIterator[int]:
    community = await Community.objects().get(Community.id == cast.ours.community)
    assert community is not None
    for row in await db.rows("SELECT id FROM photo"):
        answer = await Visitor().get(f"/c/{community.slug}/photos/{row['id']}.webp")
        if answer.status_code == 200:
            yield row["id"]


async def test_only_the_form_for_photos_takes_large_bodies(cast: Cast) -> None:
    chen = Visitor("chen")
    large = b"\xff" * 2_100_000
    url = f"/desk/communities/{cast.ours.community}/photos"
    assert (await hand_in(chen, url, [large])).status_code == 422  # read, and no photo
    other = await hand_in(chen, f"/desk/communities/{cast.ours.community}/estates", [large], name="x")
    assert other.status_code == 413
