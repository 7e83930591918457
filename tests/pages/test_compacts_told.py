"""What pages and papers of a compact say of a text that is a draft, was changed or dropped, or holds no longer."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest

from groups.compacts import paper_pages, waiting_actions, waiting_queries
from groups.compacts.tables import Compact, CompactComment, CompactSignature, CompactWaiting
from groups.compacts.text_queries import CompactText
from groups.teams.tables import Group
from server.lib import clock, db
from tests import compact_deeds as deeds
from tests.cast import Cast
from tests.visitor import Visitor


async def test_what_waits_for_a_door_is_told_when_the_compact_ends(cast: Cast) -> None:
    compact_id = await deeds.to_signing(cast)
    nobody, chen = Visitor(), Visitor("chen")
    home, desk = f"/c/wufuqiao/compacts/{compact_id}", f"/desk/compacts/{compact_id}"
    read = {"text_hash": (await deeds.text(compact_id)).text_hash, "building": str(cast.ours.building)}
    receipts = []
    for door in ("301", "302", "999"):
        signed = await nobody.post(f"{home}/sign", {**read, "door": door, "name": "柳婶", "pledge": "我浇花"})
        receipts.append(signed.headers["location"])
    made_up = (await CompactWaiting.objects().where(CompactWaiting.door == "999"))[0]
    assert (await chen.post(f"/desk/compact-waiting/{made_up.id}/setting-aside")).status_code == 303
    assert (await chen.post(f"{desk}/ending", {"reason": "重新来过"})).status_code == 303

    page = (await chen.get(desk)).text
    assert "已结束" in page
    assert "结束时间" not in page
    assert "等着核对" not in page
    assert "compact-road" not in page
    assert "ended_on" not in page
    assert "end_reason" not in page
    assert "结束原因" in page
    assert "看看有没有这户" not in (await chen.get("/desk")).text
    assert await waiting_queries.doors_due(cast.chen) == []
    for receipt in receipts[1:]:
        answer = await nobody.get(receipt)
        assert "公约已经结束" in answer.text
        assert "柳婶" not in answer.text
        assert "您不用再做什么" not in answer.text
    assert "柳婶" in (await nobody.get(receipts[0])).text
    kept = await CompactWaiting.select(CompactWaiting.outcome, CompactWaiting.name, CompactWaiting.pledge)
    assert kept == [{"outcome": "ended", "name": "", "pledge": ""}] * 2
    assert await CompactSignature.count() == 1


async def test_however_many_wait_for_a_door_they_are_settled_in_one_go(cast: Cast) -> None:
    compact_id = await deeds.to_signing(cast)
    compact, text = await deeds.get(compact_id), await deeds.text(compact_id)
    for number in range(3):
        name = deeds.name_of(cast, f"99{number}", text.text_hash)
        await waiting_actions.sign_on_street(compact, name, address="203.0.113.9", actor=cast.chen)
    async with db.write_transaction():
        before = db.engine().query_id
        await waiting_actions.forget_waiting(compact, actor=cast.chen)
        assert db.engine().query_id - before == 1
    assert await waiting_queries.count_waiting(compact_id) == 0


async def test_no_form_is_offered_at_a_stage_that_does_not_take_it(cast: Cast) -> None:
    compact_id = await deeds.to_signing(cast)
    comment = (await CompactComment.objects())[0]
    chen, desk = Visitor("chen"), f"/desk/compacts/{compact_id}"
    doors = f"{desk}/buildings/{cast.ours.building}"
    pages = {
        f"{doors}/asked": 'name="heard_on"',
        f"{doors}/signed": 'name="signed_on"',
        f"/desk/compact-comments/{comment.id}": 'name="outcome"',
    }
    for url, field in pages.items():
        assert field in (await chen.get(url)).text
    typed = {"heard_by": "door", "heard_on": clock.today().isoformat(), "door-1-text": "太吵"}
    await chen.post(f"{desk}/ending", {"reason": "重来"})
    for url, field in pages.items():
        page = (await chen.get(url)).text
        assert field not in page
        assert "已结束" in page
    late = await chen.post(f"{doors}/asked", typed)
    assert late.status_code == 422
    assert 'name="heard_on"' in late.text


async def test_an_old_code_leads_to_the_compact_that_follows(cast: Cast) -> None:
    compact_id = await deeds.to_signing(cast)
    await deeds.to_force(cast, compact_id)
    chen, street = Visitor("chen"), f"/c/wufuqiao/compacts/{compact_id}"
    begun = await chen.post(f"/desk/compacts/{compact_id}/renewal")
    renewed = int(begun.headers["location"].split("/")[3])
    assert (await chen.post(f"/desk/compacts/{compact_id}/ending", {"reason": "一年到了"})).status_code == 303
    old = (await chen.get(street)).text
    assert f"{clock.today().year}年" in old.partition("callout warn")[2]
    assert f"/compacts/{renewed}" not in old
    await deeds.ask(cast, renewed)
    assert f'<a href="/c/wufuqiao/compacts/{renewed}">' in (await chen.get(street)).text


async def test_a_new_text_is_dropped_after_a_question(cast: Cast) -> None:
    compact_id = await deeds.to_signing(cast)
    chen, desk = Visitor("chen"), f"/desk/compacts/{compact_id}"
    assert (await chen.post(f"{desk}/amendment")).status_code == 303
    assert "要放弃吗？" in (await chen.get(desk)).text
    dropped = await chen.post(f"{desk}/amendment/dropping")
    assert "新文本已放弃" in (await chen.get(dropped.headers["location"])).text
    refused = await chen.post(f"{desk}/amendment/dropping")
    assert refused.status_code == 422


async def test_the_history_of_a_compact_names_what_it_belongs_to(cast: Cast) -> None:
    compact_id = await deeds.begin(cast)
    chen, desk = Visitor("chen"), f"/desk/compacts/{compact_id}"
    edited = {"title": "五福桥公约", "version": str((await deeds.get(compact_id)).version)}
    assert (await chen.post(f"{desk}/edit", {**edited, "group": str(cast.ours.group)})).status_code == 303
    history = (await chen.get(desk)).text.partition("修改记录")[2]
    [group] = await Group.select(Group.name).where(Group.id == cast.ours.group)
    assert group["name"] in history


@pytest.mark.parametrize(
    ("columns", "signed", "told"),
    [
        ({"state": "consulting", "consulting_until": date(2026, 5, 1)}, 0, "征求意见到"),
        ({"state": "revising"}, 0, "草案"),
        ({"state": "ratified"}, 0, ""),
        ({"state": "signing"}, 3, "邻居们正在签名"),
        ({"state": "in_force"}, 5, "已有 5 户签名"),
        ({"state": "ended", "ended_on": date(2026, 5, 1)}, 9, "2026年5月1日结束"),
        (
            {"state": "ended", "ended_on": date(2026, 5, 1), "consulting_until": date(2026, 5, 3)},
            0,
            "2026年5月1日结束",
        ),
    ],
)
def test_a_sheet_says_whether_the_text_holds(columns: dict[str, Any], signed: int, told: str) -> None:
    found = paper_pages.told_on(Compact(_ignore_missing=True, **columns), signed)
    assert found.startswith(told) if told else not found


def test_a_sheet_does_not_say_of_a_changed_text_that_it_was_adopted() -> None:
    compact = Compact(_ignore_missing=True, ratified_on=date(2026, 5, 1), in_force_on=date(2026, 5, 8))
    text = CompactText(
        id=1,
        major=1,
        minor=0,
        preamble="",
        substantive=True,
        reason="",
        text_hash="",
        fixed_at=datetime(2026, 5, 1, 4, tzinfo=UTC),
        version=1,
        clauses=(),
    )
    assert paper_pages.notes_on(compact, text) == ["第 1 版", "2026年5月1日 表决通过", "2026年5月8日 起生效"]
    changed = msgspec.structs.replace(
        text, major=2, reason="补漏", fixed_at=datetime(2026, 9, 1, 4, tzinfo=UTC)
    )
    assert paper_pages.notes_on(compact, changed)[3:] == ["2026年9月1日 改为这一版"]


async def test_a_sheet_asks_for_what_can_be_done(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    facts: list[dict[str, Any]] = []

    async def keep(_name: str, given: dict[str, Any]) -> bytes:
        facts.append(given)
        return b"%PDF-"

    monkeypatch.setattr(paper_pages, "paper", keep)
    chen, compact_id = Visitor("chen"), await deeds.begin(cast)
    home = f"/desk/compacts/{compact_id}"
    assert (await chen.get(f"{home}/poster.pdf")).status_code == 404
    await deeds.ask(cast, compact_id)
    await chen.get(f"{home}/poster.pdf")
    await deeds.revise(cast, compact_id)
    await chen.get(f"{home}/door.pdf")
    assert [one["read_on"] for one in facts] == ["扫码说说您的想法", "扫码细读"]
    assert "征求意见到" in facts[0]["told"]
    assert f"{clock.today().year}" in facts[0]["told"]
