"""A ceremony on pages: planned in one go, ticked off, on the screen of the hall, on paper, on a leader's phone."""

from __future__ import annotations

import re

import pytest

from groups.activities import ceremony_paper_pages
from groups.activities.tables import CeremonyItem
from server.lib import clock, db
from tests import compact_deeds as deeds
from tests.cast import Cast
from tests.honours import agreed, awarded, nominated, title
from tests.visitor import Visitor


async def test_a_ceremony_from_plan_to_hall(cast: Cast) -> None:
    chen = Visitor("chen")
    here = f"/desk/communities/{cast.ours.community}/ceremonies"
    plan = {
        "title": "邻里表彰会",
        "held_on": f"{clock.today()}",
        "starts_at": "14:30",
        "purpose": "recognition",
    }
    made = await chen.post(f"{here}/new", {**plan, "guests": "单老师", "group": f"{cast.ours.group}"})
    ceremony = made.headers["location"]
    page = (await chen.get(ceremony)).text
    assert all(text in page for text in ("红花", "专门的席位", "Shàn Lǎoshī", "14:30"))
    ops = re.findall(r'/tick">.*?name="op_id" value="([^"]+)"', page)
    assert len(set(ops)) == len(ops) == 5  # who taps two things one after the other means both
    [item] = await CeremonyItem.select(CeremonyItem.id).where(CeremonyItem.kind == "flowers")
    tick = f"/my/ceremony-items/{item['id']}/tick"
    assert (await Visitor("zhao").post(tick, {"done": "1"})).status_code == 303
    assert "已备好 1/5" in (await chen.get(here)).text
    assert (await Visitor("zhao").get(f"/my/ceremonies/{ceremony.rsplit('/', 1)[1]}")).status_code == 200
    for left in (303, 404):
        struck = await chen.post(f"{ceremony}/items/remove", {"item": f"{item['id']}"})
        assert struck.status_code == left
    late = await chen.post(f"{ceremony}/items", {"kind": "running_order", "text": "合唱"})
    assert (late.status_code, "几点开始" in late.text) == (422, True)
    ids = {"ceremony": int(ceremony.rsplit("/", 1)[1])}
    await awarded(cast, await agreed(cast, await nominated(cast)), **ids)
    for number, text in ((0, "邻里表彰会"), (1, "猫奶奶"), (2, "谢谢大家"), (99, "谢谢大家")):
        shown = await chen.get(f"{ceremony}/screen?n={number}")
        assert text in shown.text
    await awarded(cast, await agreed(cast, await nominated(cast, who="王阿姨")), **ids)
    names = re.compile(r"<a [^>]*>(猫奶奶|王阿姨)</a>")
    page = (await chen.get(ceremony)).text
    assert names.findall(page) == ["猫奶奶", "王阿姨"]  # māo, wáng
    assert "排名不分先后，按姓氏拼音为序" in page
    version = re.findall(r'name="version" value="(\d+)"', page)[0]
    edited = {"version": version, "purpose": "recognition", "name_order": "strokes", "guests": "尉迟老师"}
    assert (await chen.post(f"{ceremony}/edit", edited)).status_code == 303
    [kept] = await db.rows("SELECT changes FROM audit_entry WHERE action = 'ceremony.edited'")
    assert ("guests" in kept["changes"], "老师" in kept["changes"]) == (True, False)
    page = (await chen.get(ceremony)).text
    assert names.findall(page) == ["王阿姨", "猫奶奶"]  # 4 strokes, 11
    assert "排名不分先后，按姓氏笔画为序" in page
    assert "王阿姨" in (await chen.get(f"{ceremony}/screen?n=1")).text
    assert "按姓氏笔画为序" in (await chen.get(f"{ceremony}/screen")).text
    for name in ("running-order", "name-cards"):
        pdf = await chen.get(f"{ceremony}/{name}.pdf")
        assert (pdf.status_code, pdf.content[:5]) == (200, b"%PDF-")


async def test_a_ceremony_leads_to_the_compact_that_is_launched_there(cast: Cast) -> None:
    chen, compact = Visitor("chen"), await deeds.to_signing(cast)
    here = f"/desk/communities/{cast.ours.community}/ceremonies"
    plan = {"title": "公约发布会", "held_on": f"{clock.today()}", "purpose": "compact"}
    ceremony = (await chen.post(f"{here}/new", plan)).headers["location"]
    part = (await chen.get(ceremony)).text.partition('id="launched"')[2].partition("</section>")[0]
    assert f'href="/desk/compacts?community={cast.ours.community}"' in part
    chosen = {"version": f"{(await deeds.get(compact)).version}", "ceremony": ceremony.rsplit("/", 1)[1]}
    assert (await chen.post(f"/desk/compacts/{compact}/ceremony", chosen)).status_code == 303
    part = (await chen.get(ceremony)).text.partition('id="launched"')[2].partition("</section>")[0]
    assert f'href="/desk/compacts/{compact}"' in part
    thanks = (await chen.post(f"{here}/new", {**plan, "purpose": "recognition"})).headers["location"]
    assert 'id="launched"' not in (await chen.get(thanks)).text


async def test_who_gives_an_award_finds_the_way_to_a_ceremony(cast: Cast) -> None:
    nomination = await agreed(cast, await nominated(cast))
    page = (await Visitor("chen").get(f"/desk/nominations/{nomination.id}")).text
    assert f"/desk/communities/{cast.ours.community}/ceremonies/new?purpose=recognition" in page


async def test_who_is_honoured_twice_has_one_seat_and_a_large_hall_all_its_cards(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    chen = Visitor("chen")
    plan = {"title": "邻里表彰会", "held_on": f"{clock.today()}", "purpose": "recognition"}
    guests = {"guests": "单老师\n尉迟老师", "seats": "9"}
    made = await chen.post(f"/desk/communities/{cast.ours.community}/ceremonies/new", {**plan, **guests})
    ceremony = made.headers["location"]
    ids = {"ceremony": int(ceremony.rsplit("/", 1)[1])}
    for name in ("公约模范", "热心邻居"):
        honour = {"honour": await title(cast, name)}
        await awarded(cast, await agreed(cast, await nominated(cast, **honour)), **ids)
    group = await nominated(cast, who=None, group=cast.ours.group)
    await awarded(cast, await agreed(cast, group), **ids)
    page = (await chen.get(ceremony)).text
    assert "公约模范 · 热心邻居" in page
    assert "共 9 席，其余 5 席" in page
    assert ("Māo Nǎinai" in page, "Chǎn" in page) == (True, False)  # 铲屎官小队 has no surname
    assert page.count("name-cards.pdf") == 1
    monkeypatch.setattr(ceremony_paper_pages, "CARDS_IN_A_FILE", 2)
    page = (await chen.get(ceremony)).text
    assert re.findall(r"name-cards.pdf\?first=(\d+)", page) == ["1", "3"]
    last = await chen.get(f"{ceremony}/name-cards.pdf?first=3")
    assert (last.status_code, last.content[:5]) == (200, b"%PDF-")
    assert "3%E2%80%944.pdf" in last.headers["content-disposition"]
    assert (await chen.get(f"{ceremony}/name-cards.pdf?first=5")).status_code == 303
