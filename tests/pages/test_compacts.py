"""A compact on its pages: written on the desk, spoken of and signed on the street, carried from door to door."""

from __future__ import annotations

import re
from datetime import timedelta

from groups.compacts import hearing_queries
from groups.compacts.tables import Compact, CompactComment, CompactHearing, CompactSignature
from programs.communities.tables import Building
from programs.listening.tables import Need
from server.lib import clock
from server.lib.db import write_transaction
from server.lib.ids import new_op_id
from tests import compact_deeds as deeds
from tests.cast import Cast, _row
from tests.doors import doors
from tests.visitor import Visitor


async def _address(cast: Cast) -> str:
    return f"/desk/communities/{cast.ours.community}/compacts"


async def test_a_compact_is_written_asked_about_revised_and_adopted(cast: Cast) -> None:
    chen = Visitor("chen")
    assert "还没有公约" in (await chen.get("/desk/compacts")).text
    assert (await chen.get(f"{await _address(cast)}/new")).status_code == 200
    begun = await chen.post(
        await _address(cast), {"title": "院子公约", "program": str(cast.ours.program), "sample": "courtyard"}
    )
    home = begun.headers["location"].removesuffix("/text")
    page = (await chen.get(f"{home}/text")).text
    assert "出自模板" in page
    clause = {"text": "六栋的门随手关", "source": "meeting", "origin_note": "五月茶馆会"}
    assert (await chen.post(f"{home}/text/clauses", clause)).status_code == 303
    again = await chen.post(f"{home}/text/clauses", clause)
    assert again.status_code == 422
    assert "这一条已经在里面了" in again.text
    version = (await deeds.draft_text(int(home.rsplit("/", 1)[1]))).version
    moved = {"version": str(version), "way": "up"}
    assert (await chen.post(f"{home}/text/clauses/9/move", moved)).status_code == 303
    gone = {"version": str(version + 1), "op_id": new_op_id()}
    for _tap in range(2):
        removed = await chen.post(f"{home}/text/clauses/8/removal", gone, op_id=gone["op_id"])
        assert removed.status_code == 303
    stale = await chen.post(
        f"{home}/text/clauses/2", {"version": str(version), "text": "改一改", "source": "template"}
    )
    assert stale.status_code == 409
    assert "改一改" in stale.text
    assert "晚上十点到早上七点" in stale.text
    until = (clock.today() + timedelta(10)).isoformat()
    assert (await chen.post(f"{home}/asking", {"until": until})).status_code == 303
    assert (await chen.post(f"{home}/signing")).status_code == 422
    assert (await chen.post(f"{home}/revision")).status_code == 303
    adopted = {"ratified_on": clock.today().isoformat(), "ratified_how": "assembly"}
    assert (await chen.post(f"{home}/ratification", adopted)).status_code == 303
    page = (await chen.get(home)).text
    assert "征求到的意见 0 条" in page
    refused = await chen.post(f"{home}/signing")
    assert refused.status_code == 422
    likeness = (await chen.get(f"{home}/likeness")).text
    assert "<mark>" in likeness
    assert "老院子" in likeness


async def test_who_rewrites_a_sample_sees_it_become_her_own(cast: Cast) -> None:
    chen = Visitor("chen")
    begun = await chen.post(await _address(cast), {"title": "院子公约", "sample": "courtyard"})
    home = begun.headers["location"].removesuffix("/text")
    until = (clock.today() + timedelta(10)).isoformat()
    assert (await chen.post(f"{home}/asking", {"until": until})).status_code == 303
    assert "100%" in (await chen.get(home)).text
    assert (await chen.post(f"{home}/revision")).status_code == 303
    assert "100%" in (await chen.get(home)).text
    compact_id = int(home.rsplit("/", 1)[1])
    for key in range(1, 9):
        clause = {"text": f"{key}号门口的事，谁路过谁搭把手。", "source": "visit", "origin_note": "走访"}
        version = f"{(await deeds.draft_text(compact_id)).version}"
        saved = await chen.post(
            f"{home}/text/clauses/{key}", {**clause, "version": version, "reason": "自己的话"}
        )
        assert saved.status_code == 303
    page = (await chen.get(home)).text
    assert "100%" not in page
    assert "左右对照看雷同的段落" in page


async def test_somebody_comments_and_reads_the_answer(cast: Cast) -> None:
    compact_id = await deeds.begin(cast)
    await deeds.ask(cast, compact_id)
    nobody, chen = Visitor(), Visitor("chen")
    home = f"/c/wufuqiao/compacts/{compact_id}"
    assert "五福桥公约" in (await nobody.get("/c/wufuqiao")).text
    page = (await nobody.get(home)).text
    assert f"{home}/comment?clause=3" in page
    assert f"{home}/sign" not in page
    assert deeds.CLAUSES[2] in (await nobody.get(f"{home}/comment?clause=3")).text
    for bad, told in (
        ({"stance": "change", "clause": "3"}, "哪里该改"),
        ({"stance": "agree", "leave_empty": "http://x"}, "最后一格"),
        ({"stance": "no"}, "选项"),
    ):
        answer = await nobody.post(f"{home}/comment", bad)
        assert answer.status_code == 422
        assert told in answer.text
    sent = {"stance": "change", "clause": "3", "text": "七点太晚，老人睡得早，打138 1234 5678"}
    assert (await nobody.post(f"{home}/comment", sent)).status_code == 303
    row = await CompactComment.objects().first()
    assert row is not None
    assert "七点太晚" not in (await nobody.get(home)).text
    assert "七点太晚" in (await chen.get(f"/desk/compacts/{compact_id}/comments")).text
    said = {"version": "1", "outcome": "taken_up", "answer": "改到六点半"}
    url = f"/desk/compact-comments/{row.id}"
    assert (await chen.get(url)).status_code == 200
    assert (await chen.post(url, said)).status_code == 303
    stale = await chen.post(url, {**said, "answer": "不改"})
    assert stale.status_code == 409
    assert "改到六点半" in stale.text
    page = (await nobody.get(home)).text
    assert "改到六点半" in page
    assert "老人睡得早，打〔略〕" in page
    assert (await chen.post(f"{url}/hiding", {"reason": "和公约无关"})).status_code == 303
    assert await hearing_queries.told_comments(compact_id) == []
    aside = (await chen.get(f"/desk/compacts/{compact_id}/comments")).text
    assert "放到一边的意见 1 条" in aside
    assert "为什么：和公约无关" in aside
    assert (await nobody.get(f"{home}/receipts/{'0' * 64}")).status_code == 404


async def test_who_speaks_of_a_point_that_is_gone_meanwhile_keeps_her_words(cast: Cast) -> None:
    compact_id = await deeds.begin(cast)
    await deeds.ask(cast, compact_id)
    sent = {"stance": "change", "clause": "9", "text": "晚上太吵了"}
    answer = await Visitor().post(f"/c/wufuqiao/compacts/{compact_id}/comment", sent)
    assert answer.status_code == 422
    assert "已经不在文本里" in answer.text
    assert "晚上太吵了" in answer.text
    assert 'name="clause"' not in answer.text


async def test_a_name_leaves_what_was_said_and_the_rest_stands(cast: Cast) -> None:
    compact_id = await deeds.begin(cast)
    await deeds.ask(cast, compact_id)
    nobody, chen = Visitor(), Visitor("chen")
    home, desk = f"/c/wufuqiao/compacts/{compact_id}", f"/desk/compacts/{compact_id}"
    said = "王建国家的鞋柜挡路，王建国和李婶都劝过"
    await nobody.post(f"{home}/comment", {"stance": "against", "text": said})
    row = (await CompactComment.objects())[0]
    url = f"/desk/compact-comments/{row.id}"
    answer = {"version": "1", "outcome": "explained", "answer": "会上再谈"}
    for wrong in ("王建国、刘二", "王"):
        refused = await chen.post(url, {**answer, "names": wrong})
        assert refused.status_code == 422
        assert f"“{wrong[-2:]}”拿不掉" in refused.text
        assert f'value="{wrong}"' in refused.text
    assert (await chen.post(url, {**answer, "names": "李婶, 王建国"})).status_code == 303
    for page in (await nobody.get(home), await chen.get(url), await chen.get(f"{desk}/comments")):
        assert "〔略〕家的鞋柜挡路，〔略〕和〔略〕都劝过" in page.text
        assert "会上再谈" in page.text
    assert (await CompactComment.objects())[0].text == "〔略〕家的鞋柜挡路，〔略〕和〔略〕都劝过"
    history = (await chen.get(desk)).text.partition("修改记录")[2]
    assert "隐去的人名" in history
    assert "王建国" not in history


async def test_a_household_signs_and_takes_it_back(cast: Cast) -> None:
    compact_id = await deeds.to_signing(cast)
    nobody, chen = Visitor(), Visitor("chen")
    home = f"/c/wufuqiao/compacts/{compact_id}"
    form = (await nobody.get(f"{home}/sign")).text
    [text_hash] = re.findall(r'name="text_hash" value="([0-9a-f]{64})"', form)
    name = {
        "text_hash": text_hash,
        "building": str(cast.ours.building),
        "door": "301室",
        "name": "猫奶奶",
        "pledge": "我管好我家的狗",
    }
    drawn = {**name, "name": "", "drawing": "1,1 9,9 30,20"}
    assert 'value="1,1 9,9 30,20"' in (await nobody.post(f"{home}/sign", drawn)).text
    bad = await nobody.post(f"{home}/sign", {**name, "drawing": "x"})
    assert bad.status_code == 422
    assert "我管好我家的狗" in bad.text
    signed = await nobody.post(f"{home}/sign", {**name, "drawing": "1,1 9,9 30,20"})
    assert signed.status_code == 303
    receipt = signed.headers["location"]
    page = (await nobody.get(receipt)).text
    assert "M1 1L9 9L30 20" in page
    assert "data:image/svg+xml" in page
    assert "猫奶奶" not in (await Visitor().get(home)).text
    assert "不到 5" in (await Visitor().get(home)).text
    assert "已有 不到 5 户签名" in (await Visitor().get("/c/wufuqiao")).text
    listed = (await chen.get(f"/desk/compacts/{compact_id}/signatures")).text
    assert "猫奶奶" in listed
    assert "锦绣园 3栋 301" in listed  # each estate has a building of that number
    assert (await nobody.post(f"{home}/sign", name)).status_code == 422
    assert (await nobody.post(receipt, {"reason": "再想想"})).status_code == 303
    assert "已撤回" in (await nobody.get(receipt)).text
    assert (await nobody.post(receipt)).status_code == 422
    assert await CompactSignature.count() == 1


async def test_a_door_that_nobody_knows_is_looked_at_before_it_counts(cast: Cast) -> None:
    compact_id = await deeds.to_signing(cast)
    nobody, chen = Visitor(), Visitor("chen")
    home, desk = f"/c/wufuqiao/compacts/{compact_id}", f"/desk/compacts/{compact_id}"
    name = {"text_hash": (await deeds.text(compact_id)).text_hash, "building": str(cast.ours.building)}
    receipts = []
    for door in ("302", "999"):
        signed = await nobody.post(f"{home}/sign", {**name, "door": door, "name": f"{door}的人"})
        receipts.append(signed.headers["location"])
    page = (await nobody.get(receipts[0])).text
    assert "暂时还不计入" in page
    assert "社工" in page
    assert "已有" not in (await Visitor().get("/c/wufuqiao")).text
    assert "2 份签名" in (await chen.get(desk)).text
    assert "看看有没有这户" in (await chen.get("/desk")).text
    listed = (await chen.get(f"{desk}/signatures")).text
    assert "302的人" in listed
    real, made_up = re.findall(r'action="(/desk/compact-waiting/\d+)/confirmation"', listed)
    assert (await chen.post(f"{real}/confirmation")).status_code == 303
    assert "暂时还不计入" not in (await nobody.get(receipts[0])).text
    assert (await chen.post(f"{real}/setting-aside")).status_code == 422
    assert (await chen.post(f"{made_up}/setting-aside")).status_code == 303
    assert "没有找到 999" in (await nobody.get(receipts[1])).text
    assert (await chen.post(f"{made_up}/return")).status_code == 303
    assert "暂时还不计入" in (await nobody.get(receipts[1])).text
    assert (await nobody.post(receipts[1])).status_code == 303
    assert "已撤回" in (await nobody.get(receipts[1])).text
    assert "999的人" not in (await chen.get(f"{desk}/signatures")).text
    assert (await Visitor("zhao").post(f"{made_up}/confirmation")).status_code == 403


async def test_a_text_that_changed_meanwhile_is_shown_before_signing(cast: Cast) -> None:
    compact_id = await deeds.to_signing(cast)
    read = (await deeds.text(compact_id)).text_hash
    chen = Visitor("chen")
    assert (await chen.post(f"/desk/compacts/{compact_id}/amendment")).status_code == 303
    await deeds.edit(cast, compact_id, 2, "狗下楼前先套绳，绳子交给大人牵好", reason="补一个字")
    version = (await deeds.draft_text(compact_id)).version
    beginning = {"version": str(version), "preamble": "为了一院子的人"}
    await chen.post(f"/desk/compacts/{compact_id}/text/preamble", beginning)
    assert "<ins>为了一院子的人</ins>" in (await chen.get(f"/desk/compacts/{compact_id}/text")).text
    await chen.post(
        f"/desk/compacts/{compact_id}/text/preamble", {"version": str(version + 1), "preamble": ""}
    )
    version += 2
    published = await chen.post(
        f"/desk/compacts/{compact_id}/publication", {"version": str(version), "reason": "补字"}
    )
    assert published.status_code == 303
    name = {"text_hash": read, "building": str(cast.ours.building), "door": "301", "name": "陈叔"}
    name["drawing"] = "1,1 9,9 30,20"
    answer = await Visitor().post(f"/c/wufuqiao/compacts/{compact_id}/sign", name)
    assert answer.status_code == 409
    assert "<ins>好</ins>" in answer.text
    assert (await deeds.text(compact_id)).text_hash in answer.text
    assert "陈叔" in answer.text
    assert "1,1 9,9" not in answer.text  # a name is drawn under words that were read
    changes = (await Visitor().get(f"/c/wufuqiao/compacts/{compact_id}/changes")).text
    assert "补一个字" in changes


async def test_lists_of_doors_are_entered_in_one_go(cast: Cast) -> None:
    compact_id = await deeds.to_signing(cast)
    chen = Visitor("chen")
    by_door = await doors(cast, "101", "102")
    place = f"/desk/compacts/{compact_id}/buildings/{cast.ours.building}"
    page = (await chen.get(f"{place}/asked")).text
    assert "102" in page
    for way in ("asked", "signed"):
        assert f'href="/desk/buildings/{cast.ours.building}"' in (await chen.get(f"{place}/{way}")).text
    today = clock.today().isoformat()
    heard = {
        "heard_by": "paper",
        "heard_on": today,
        "doors": [str(by_door["101"])],
        f"door-{by_door['102']}-text": "都好",
        f"door-{by_door['102']}-stance": "agree",
    }
    wordless = await chen.post(f"{place}/asked", {**heard, f"door-{by_door['101']}-stance": "against"})
    assert wordless.status_code == 422
    assert "101：请用一句话写出哪里该改" in wordless.text
    assert (await chen.post(f"{place}/asked", heard)).status_code == 303
    assert await CompactHearing.count() == 3
    printed = (await chen.get(f"{place}/sheet")).text
    assert deeds.CLAUSES[0] in printed
    assert "102" in printed
    text_hash = (await deeds.text(compact_id)).text_hash
    sheet = {"text_hash": text_hash, "signed_on": today, "doors": [str(by_door["101"])]}
    nameless = await chen.post(f"{place}/signed", sheet)
    assert nameless.status_code == 422
    assert "写上签名人" in nameless.text
    named = {**sheet, f"door-{by_door['101']}-name": "周家", f"door-{by_door['102']}-name": "吴家"}
    assert (await chen.post(f"{place}/signed", named)).status_code == 303
    assert await CompactSignature.count() == 2
    other = Building(
        organisation=cast.ours.organisation,
        community=cast.other_community,
        estate=cast.ours.estate,
        name="远处",
    )
    async with write_transaction():
        await other.save()
    assert (await chen.get(f"/desk/compacts/{compact_id}/buildings/{other.id}/signed")).status_code == 404


async def test_a_leader_goes_from_door_to_door(cast: Cast) -> None:
    compact_id = await deeds.to_signing(cast)
    zhao = Visitor("zhao")
    assert "五福桥公约" in (await zhao.get("/my/compacts")).text
    assert "五福桥公约" in (await zhao.get(f"/my/groups/{cast.ours.group}")).text
    home = f"/my/compacts/{compact_id}"
    assert deeds.CLAUSES[0] in (await zhao.get(home)).text
    at = {"building": str(cast.ours.building), "door": "101"}
    noted = await zhao.post(f"{home}/comments", at)
    assert noted.status_code == 303
    onward = (await zhao.get(noted.headers["location"])).text
    assert "101 已记下" in onward
    assert onward.count(f'<option value="{cast.ours.building}" selected>') == 2
    name = {**at, "text_hash": (await deeds.text(compact_id)).text_hash, "name": "周家"}
    assert (await zhao.post(f"{home}/signatures", name)).status_code == 303
    assert (await zhao.get(f"/desk/compacts/{compact_id}/signatures")).status_code == 403
    async with write_transaction():
        await Compact.update({Compact.community: cast.other_community}, force=True)
    assert (await zhao.get(home)).status_code == 404
    nowhere = (await Visitor("lin").get(home)).text
    assert "还没有录入楼栋" in nowhere
    assert "请他们签名" not in nowhere


async def test_what_is_remembered_stands_beside_what_is_kept(cast: Cast) -> None:
    compact_id = await deeds.to_signing(cast)
    await deeds.to_force(cast, compact_id)
    chen = Visitor("chen")
    home = f"/desk/compacts/{compact_id}/measures"
    today = clock.today()
    early = (today - timedelta(60)).isoformat()
    for day, recalled in ((early, "42"), (today.isoformat(), "70")):
        sent = {"asked_on": day, "asked": "20", "recalled": recalled}
        assert (await chen.post(f"{home}/recalls", sent)).status_code == 303
    too_many = {"asked_on": early, "asked": "1", "recalled": "5"}
    assert (await chen.post(f"{home}/recalls", too_many)).status_code == 422
    seen = {"clause": "2", "seen_on": early, "kept": "3", "broken": "9", "place": "大门口"}
    assert (await chen.post(f"{home}/practice", seen)).status_code == 303
    page = (await chen.get(home)).text
    assert "n=20" in page
    assert "2.1" in page
    assert "3.5" in page
    assert "大门口" in page
    board = (await chen.get(f"/desk/programs/{cast.ours.program}")).text
    assert "五福桥公约" in board


async def test_a_clause_keeps_an_origin_that_is_no_longer_offered(cast: Cast) -> None:
    compact_id = await deeds.begin(cast)
    chen = Visitor("chen")
    async with write_transaction():
        wall = {"organisation": cast.ours.organisation, "community": cast.ours.community}
        raised = {"channel": "talk", "raised_on": clock.today()}
        need = await _row(Need, **wall, **raised, text="楼道堆了沙发")
    home = f"/desk/compacts/{compact_id}/text"
    sent = {"text": "沙发月底前搬走", "source": f"need:{need}", "version": "5"}
    assert (await chen.post(f"{home}/clauses", sent)).status_code == 303
    async with write_transaction():
        await Need.update({Need.voided_at: clock.now()}).where(Need.id == need)
    written = (await chen.get(home)).text
    assert f'value="need:{need}"' not in written
    for shown in (written, (await chen.get(f"/desk/compacts/{compact_id}")).text):
        assert f'<a href="/desk/needs/{need}">楼道堆了沙发</a>' in shown
    page = (await chen.get(f"{home}/clauses/5")).text
    assert f'<option value="need:{need}" selected>' in page
    version = str((await deeds.draft_text(compact_id)).version)
    saved = {**sent, "text": "沙发这个月底前搬走", "version": version}
    assert (await chen.post(f"{home}/clauses/5", saved)).status_code == 303
    another = {"text": "鞋柜也一样", "source": f"need:{need}"}
    assert (await chen.post(f"{home}/clauses", another)).status_code == 404


async def test_who_changes_a_text_in_force_sees_what_it_lacks(cast: Cast) -> None:
    compact_id = await deeds.to_signing(cast)
    chen = Visitor("chen")
    home = f"/desk/compacts/{compact_id}"
    assert (
        f"/desk/communities/{cast.ours.community}/ceremonies/new?purpose=compact"
        in (await chen.get(home)).text
    )
    await deeds.to_force(cast, compact_id)
    assert (await chen.post(f"{home}/amendment")).status_code == 303
    await deeds.edit(cast, compact_id, 4, "雪天各家扫自家门前，大门口轮流扫", reason="")
    page = (await chen.get(f"{home}/text")).text
    assert "第 2 版 · 正在写" in page
    assert "还没写为什么改" in page
    await deeds.edit(cast, compact_id, 4, "雪天各家扫自家门前，大门口轮流扫", reason="去年冬天摔了人")
    assert "还没写为什么改" not in (await chen.get(f"{home}/text")).text
