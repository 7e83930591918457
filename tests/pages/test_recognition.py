"""The way of an honour on pages: nominated, reviewed, asked, awarded, on the wall, revoked."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import httpx
from PIL import Image

from groups.compacts.tables import Compact, CompactClause, CompactVersion
from incentives.recognition.tables import Award, CareTalk, CommunityHonour, Nomination, PublicityItem
from server.lib import clock, db
from server.lib.ids import new_op_id
from tests import compact_deeds as deeds
from tests.cast import Cast, Side, _row
from tests.honours import DEED, agreed, awarded, nominated, title
from tests.visitor import Visitor


async def test_a_neighbours_deed_reaches_the_wall_and_leaves_it(cast: Cast) -> None:
    chen, lin, street = Visitor("chen"), Visitor("lin"), Visitor()
    here, today = f"/desk/communities/{cast.ours.community}", f"{clock.today()}"
    asked = {"deed": DEED, "deed_on": today, "who": "猫奶奶", "proposed_by_name": "陈叔"}
    empty = await chen.get(f"{here}/nominations/new")
    assert "还没有荣誉称号" in empty.text
    honour = {"honour": f"{await title(cast)}"}
    form = (await chen.get(f"{here}/nominations/new")).text
    marks = [re.search(rf'for="f-{name}">.*?</label>', form) for name in ("who", "group", "proposed_by_name")]
    assert ["（可不填）" in found[0] for found in marks if found] == [
        False,
        False,
        True,
    ]  # one of two is needed
    wrong = await chen.post(f"{here}/nominations/new", {**asked, **honour, "who": "没有这个人"})
    assert (wrong.status_code, DEED in wrong.text) == (422, True)
    assert await Nomination.count() == 0
    made = await chen.post(f"{here}/nominations/new", {**asked, **honour})
    page = made.headers["location"]
    assert "等待评议" in (await chen.get(page)).text
    refused = await lin.post(f"{page}/reviews", {"vote": "yes", "who": "猫奶奶"})
    assert (refused.status_code, "不能评议自己的表彰" in refused.text) == (422, True)
    for vote in ({"vote": "yes"}, {"vote": "yes", "who": "李娜"}):
        assert (await lin.post(f"{page}/reviews", vote)).status_code == 303
    yes = {"shown_as": "nickname", "public_name": "喵奶奶", "agreed_on": today, "how": "face_to_face"}
    assert (await chen.post(f"{page}/agreed", yes)).status_code == 303
    given = await chen.post(f"{page}/award", {"awarded_on": today})
    award = given.headers["location"]
    assert f"{clock.today().year}-001" in (await chen.get(award)).text
    wall = (await street.get("/c/wufuqiao/honours")).text
    assert "喵奶奶" in wall
    assert DEED in wall
    assert "猫奶奶" not in wall
    assert (
        await chen.post(f"{award}/revoke", {"revoke_class": "mistake", "reason": "错"})
    ).status_code == 403
    revoke = {"revoke_class": "facts_untrue", "reason": "是另一位邻居"}
    assert (await lin.post(f"{award}/revoke", revoke)).status_code == 303
    assert "事实与所述不符" in (await chen.get(award)).text
    for url in ("/c/wufuqiao/honours", "/c/wufuqiao"):
        assert "喵奶奶" not in (await street.get(url)).text
    assert "喵奶奶" not in (await street.get("/api/c/wufuqiao/honours")).text


async def test_who_stays_unnamed_is_not_told_about(cast: Cast) -> None:
    await awarded(cast, await agreed(cast, await nominated(cast), shown_as="nobody"))
    wall = (await Visitor().get("/c/wufuqiao/honours")).text
    assert "一位不愿留名的邻居" in wall
    assert DEED not in wall
    assert "猫奶奶" not in wall
    [award] = await Award.select(Award.code)
    assert award["code"] not in wall


async def test_a_withdrawn_consent_hides_within_the_same_request(cast: Cast) -> None:
    chen, street = Visitor("chen"), Visitor()
    await awarded(cast, await agreed(cast, await nominated(cast)))
    here = f"/desk/communities/{cast.ours.community}/publicity"
    for place in ("南门宣传栏", "锦江晚报"):
        note = {"who": "猫奶奶", "medium": "board", "title": "收衣服的人", "place": place}
        assert (await chen.post(here, {**note, "shown_on": f"{clock.today()}"})).status_code == 303
    assert "未公开" not in (await chen.get(here)).text
    wall = (await street.get("/c/wufuqiao/honours")).text
    assert all(text in wall for text in ("猫奶奶", "南门宣传栏", "锦江晚报"))
    older = await street.get(f"/c/wufuqiao/honours?after={clock.today()}~9")
    assert ("猫奶奶" in older.text, "南门宣传栏" in older.text) == (True, False)
    assert "猫奶奶" not in (await street.get(f"/c/wufuqiao/honours?after={clock.today()}~1")).text
    withdraw = f"/desk/residents/{cast.ours.residents['猫奶奶']}/consents/withdraw"
    assert (await chen.post(withdraw, {"purpose": "publicity"})).status_code == 303
    wall = (await street.get("/c/wufuqiao/honours")).text
    assert not [text for text in ("猫奶奶", "南门宣传栏", "锦江晚报") if text in wall]
    assert await PublicityItem.count() == 2
    [item, _other] = await PublicityItem.select(PublicityItem.id)
    kept, noted = await chen.get(f"/desk/publicity/{item['id']}"), await chen.get(here)
    assert "猫奶奶" in kept.text
    assert "本人没有同意公开表扬" in kept.text
    assert f'href="/desk/residents/{cast.ours.residents["猫奶奶"]}/consents/new"' in kept.text
    assert noted.text.count("未公开") == 2


async def test_a_persons_page_says_what_is_missing(cast: Cast) -> None:
    chen = Visitor("chen")
    await awarded(cast, await agreed(cast, await nominated(cast)))
    home = f"/desk/residents/{cast.ours.residents['猫奶奶']}"
    page = (await chen.get(f"{home}/recognition")).text
    assert "缺情感激励" in page
    assert "缺荣誉激励" not in page
    future = f"{clock.today() + timedelta(days=2)}"
    wrong = await chen.post(f"{home}/care", {"kind": "talk", "talked_on": future, "note": "想女儿了"})
    assert (wrong.status_code, "想女儿了" in wrong.text, await CareTalk.count()) == (422, True, 0)
    done = await chen.post(
        f"{home}/care", {"kind": "talk", "talked_on": f"{clock.today()}", "note": "想女儿了"}
    )
    assert done.status_code == 303
    page = (await chen.get(f"{home}/recognition")).text
    assert "想女儿了" in page
    assert "缺情感激励" not in page
    told = {"title": "三只花盆", "story": "从楼下捡回来", "told_on": f"{clock.today()}"}
    story = (await chen.post(f"{home}/stories", told)).headers["location"]
    [talk] = await CareTalk.select(CareTalk.id)
    for url in (story, f"/desk/care-talks/{talk['id']}"):
        assert "猫奶奶" in (await chen.get(url)).text
    for url in (home, f"/desk/communities/{cast.ours.community}/balance?missing=care"):
        shown = (await chen.get(url)).text
        assert "想女儿了" not in shown
    balance = (await chen.get(f"/desk/communities/{cast.ours.community}/balance?missing=never")).text
    assert "陈叔" in balance
    assert not re.search(r'<th scope="row">[^/]*猫奶奶', balance)


async def test_a_leader_nominates_a_member_of_her_group(cast: Cast) -> None:
    zhao, url = Visitor("zhao"), f"/my/groups/{cast.ours.group}/nominations"
    sent = {"honour": f"{await title(cast)}", "deed": DEED, "deed_on": f"{clock.today()}"}
    outsider = await zhao.post(url, {**sent, "resident": f"{cast.ours.residents['李娜']}"})
    assert outsider.status_code == 404
    member = await zhao.post(url, {**sent, "resident": f"{cast.ours.residents['王阿姨']}"})
    assert member.status_code == 303
    assert "等待评议" in (await zhao.get(url)).text
    [row] = await Nomination.select(Nomination.proposed_by, Nomination.resident)
    assert row == {"proposed_by": "leader", "resident": cast.ours.residents["王阿姨"]}


async def clause_in_force(side: Side) -> str:
    """The only clause of a compact in force, as a form names it."""
    ours = {"organisation": side.organisation}
    async with db.write_transaction():
        compact = await _row(Compact, **ours, community=side.community, title="院子公约", state="in_force")
        text = await _row(CompactVersion, **ours, compact=compact, major=1, minor=0, fixed_at=clock.now())
        await _row(
            CompactClause, **ours, compact_version=text, key=1, position=1, text="遛狗要牵绳", origin="visit"
        )
    return f"{compact}:1"


async def test_a_leader_cites_a_clause_of_her_communitys_compact(cast: Cast) -> None:
    zhao, url = Visitor("zhao"), f"/my/groups/{cast.ours.group}/nominations"
    clause, theirs = await clause_in_force(cast.ours), await clause_in_force(cast.theirs)
    sent = {"honour": f"{await title(cast)}", "deed": DEED, "deed_on": f"{clock.today()}"}
    shown = (await zhao.get(url)).text
    assert f'value="{clause}"' in shown
    assert f'value="{theirs}"' not in shown
    unnamed = await zhao.post(url, {**sent, "clause": clause})
    assert unnamed.status_code == 422
    assert "请写明提名谁" in unnamed.text
    sent["whole_group"] = "1"
    assert (await zhao.post(url, {**sent, "clause": theirs})).status_code == 422
    assert (await zhao.post(url, {**sent, "clause": clause})).status_code == 303
    [row] = await Nomination.select(Nomination.compact, Nomination.clause_key)
    assert f"{row['compact']}:{row['clause_key']}" == clause


async def test_pictures_come_with_a_deed_and_with_a_board(cast: Cast) -> None:
    nomination, chen = await nominated(cast), Visitor("chen")
    picture = io.BytesIO()
    Image.new("RGB", (300, 200), "red").save(picture, "JPEG")

    async def hand_in(url: str, content: bytes, **fields: str) -> httpx.Response:
        return await chen.http.post(
            url,
            data={"op_id": new_op_id(), **fields},
            files={"photos": ("a.jpg", content, "image/jpeg")},
            headers={"x-csrf-token": chen._csrf()},
        )

    page = f"/desk/nominations/{nomination.id}"
    assert (await hand_in(f"{page}/photos", picture.getvalue(), nobody="1")).status_code == 303
    assert "photo-wall" in (await chen.get(page)).text
    award = await awarded(cast, await agreed(cast, nomination))
    shown = (await chen.get(f"/desk/awards/{award.id}")).text
    assert "由陈叔提名" in shown
    assert "photo-wall" in shown
    board = {"group": f"{cast.ours.group}", "medium": "board", "title": "好邻居", "place": "南门"}
    url, day = f"/desk/communities/{cast.ours.community}/publicity", f"{clock.today()}"
    assert (await hand_in(url, picture.getvalue(), **board, shown_on=day)).status_code == 303
    assert (await hand_in(url, b"no picture", **board, shown_on=day)).status_code == 422
    [item] = await PublicityItem.select(PublicityItem.id, PublicityItem.photo)
    noted = (await chen.get(f"/desk/publicity/{item['id']}")).text
    assert all(
        text in noted for text in ("铲屎官小队", f"/photos/{item['photo']}-small.webp", "照片里是谁？")
    )
    wall = (await Visitor().get("/c/wufuqiao/honours")).text
    assert "好邻居" in wall
    assert f"/photos/{item['photo']}.webp" not in wall  # nobody has said yet who is in it
    own = f"/desk/communities/{cast.ours.community}/honours"
    plaque = {"title": "和谐社区", "given_by": "区政府", "given_on": day}
    assert (await hand_in(own, b"no picture", **plaque)).status_code == 422
    assert (await hand_in(own, picture.getvalue(), **plaque)).status_code == 303
    assert (await hand_in(own, picture.getvalue(), **plaque, nobody="1")).status_code == 303
    assert (await chen.post(own, plaque)).status_code == 303  # a picture is not asked for
    people, plain, none = await CommunityHonour.select(CommunityHonour.photo).order_by(CommunityHonour.id)
    assert f"/desk/photos/{people['photo']}" in (await chen.get(own)).text
    wall = (await Visitor().get("/c/wufuqiao/honours")).text
    assert f"/photos/{plain['photo']}.webp" in wall
    assert f"/photos/{people['photo']}.webp" not in wall
    assert none["photo"] is None


async def test_without_titles_a_facilitator_is_told_what_to_do(cast: Cast) -> None:
    page = (await Visitor("chen").get("/desk/honours")).text
    assert "还没有荣誉称号" in page
    assert f'href="/desk/communities/{cast.ours.community}/recognition"' in page
    assert "新增荣誉称号" not in page
    assert "新增荣誉称号" in (await Visitor("lin").get("/desk/honours")).text


async def test_no_box_to_choose_from_stands_empty(cast: Cast) -> None:
    """What is chosen where nothing is chosen is a word or a dash, for eyes and for who has the page read aloud."""
    await title(cast)
    await deeds.to_signing(cast)
    place = f"/desk/communities/{cast.ours.community}"
    for who, address in (
        ("chen", f"{place}/compacts/new"),
        ("chen", f"{place}/nominations/new"),
        ("zhao", f"/my/groups/{cast.ours.group}/nominations"),
    ):
        page = (await Visitor(who).get(address)).text
        assert '<option value="">—</option>' in page
        assert '<option value=""></option>' not in page
