"""Merging two people on pages and for programs: offered, compared, done, led on, taken back."""

import pytest

from programs.residents.tables import Resident, ResidentMerge
from server.lib.db import write_transaction
from tests.cast import Cast
from tests.registers import FULL, two_records
from tests.visitor import Visitor


async def test_two_cards_are_compared_merged_and_parted(cast: Cast) -> None:
    kept, other = await two_records(cast, FULL)
    chen = Visitor("chen")
    home = f"/desk/residents/{kept.id}"
    page = await chen.get(home)
    assert "可能是同一个人" in page.text
    assert f"{home}/merge?with={other.id}" in page.text
    compared = await chen.get(f"{home}/merge", params={"with": str(other.id)})
    assert compared.status_code == 200
    assert "称呼有重合" in compared.text
    assert "缺少的内容会补上" in compared.text
    assert f"/desk/residents/{other.id}/merge?with={kept.id}" in compared.text
    done = await chen.post(f"{home}/merge", {"other": str(other.id)})
    assert done.status_code == 303, done.text
    page = await chen.get(home)
    assert "已并入这张卡片" in page.text
    assert "把另一份资料并入了这一份" in page.text
    led = await chen.get(f"/desk/residents/{other.id}")
    assert f'href="{home}"' in led.text
    assert "原来是两个人" in led.text
    parted = await chen.post(f"/desk/residents/{other.id}/part", {})
    assert parted.status_code == 303, parted.text
    assert "可能是同一个人" in (await chen.get(f"/desk/residents/{other.id}")).text
    again = await chen.post(f"/desk/residents/{other.id}/part", {})
    assert again.status_code == 422
    assert "已经拆分" in again.text


async def test_why_they_cannot_be_parted_stands_on_the_page(cast: Cast) -> None:
    kept, other = await two_records(cast, FULL)
    chen = Visitor("chen")
    await chen.post(f"/desk/residents/{kept.id}/merge", {"other": str(other.id)})
    async with write_transaction():
        await Resident.update({Resident.phone_tail: "7777"}).where(Resident.id == kept.id)
    answer = await chen.post(f"/desk/residents/{other.id}/part", {})
    assert answer.status_code == 422
    assert "后来改过了" in answer.text


@pytest.mark.parametrize("path", ["edit", "moved-away", "came-back"])
async def test_nothing_is_written_into_a_merged_record(cast: Cast, path: str) -> None:
    kept, other = await two_records(cast, FULL)
    chen = Visitor("chen")
    await chen.post(f"/desk/residents/{kept.id}/merge", {"other": str(other.id)})
    sent = {"name": "新名字", "version": "2", "moved_away_on": "2026-04-01"}
    answer = await chen.post(f"/desk/residents/{other.id}/{path}", sent)
    assert answer.status_code == 422
    assert "已并入另一份" in answer.text


async def test_a_merged_record_is_nobody_to_tick(cast: Cast) -> None:
    kept, other = await two_records(cast, FULL)
    chen = Visitor("chen")
    await chen.post(f"/desk/residents/{kept.id}/merge", {"other": str(other.id)})
    group = f"/api/groups/{cast.ours.group}/members"
    answer = await chen.send(group, {"residents": [other.id], "joined_on": "2026-04-03"})
    assert answer.status_code == 404


async def test_nobody_merges_what_is_not_hers(cast: Cast) -> None:
    theirs = cast.theirs.residents["周姐"]
    home = f"/desk/residents/{cast.ours.residents['陈叔']}/merge"
    chen = Visitor("chen")
    assert (await chen.get(home, params={"with": str(theirs)})).status_code == 404
    assert (await chen.get(home)).status_code == 303
    assert (await chen.post(home, {"other": str(theirs)})).status_code == 404
    assert await ResidentMerge.count() == 0
