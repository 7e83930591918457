"""A roster on pages: handed in, matched, looked at, corrected, imported, taken back. Nothing needs a script."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import httpx
import pytest

from programs.residents.tables import ImportBatch, ImportPart, Resident
from server.audit.queries import entries_of
from server.export.text import restored
from server.intake.child import read
from server.jobs.runner import run_all
from server.lib import clock
from server.lib.ids import new_op_id
from server.routes import register_rooms
from tests.cast import Cast
from tests.sheets import repacked, xlsx
from tests.visitor import Visitor

LIST = [
    ["五福桥社区清洁日报名表", None, None, None],
    ["姓名", "手机", "楼栋", "房号"],
    ["钱二", 13800002222, "3栋", 902],
    ["王阿姨", "0001", None, None],
    ["王阿姨", "5555", None, None],
    ["孙三", "138", "3栋", "101"],
    ["合计", "4人", None, None],
]


async def _hand_in(
    who: Visitor, cast: Cast, content: bytes, name: str = "报名.xlsx", **more: str
) -> httpx.Response:
    register_rooms()
    fields = {
        "op_id": new_op_id(),
        "purpose": "register",
        "how": "paper",
        "delete_after": str(clock.today() + timedelta(days=90)),
        **more,
    }
    return await who.http.post(
        f"/desk/communities/{cast.ours.community}/residents/import",
        data=fields,
        files={"file": (name, content)},
        headers={"x-csrf-token": who._csrf()},
    )


async def _checked(who: Visitor, cast: Cast) -> str:
    answer = await _hand_in(who, cast, xlsx(LIST))
    assert answer.status_code == 303, answer.text
    home = answer.headers["location"].removesuffix("/columns")
    await run_all()
    return home


async def test_from_a_file_to_people_and_back(cast: Cast) -> None:
    chen = Visitor("chen")
    home = await _checked(chen, cast)
    columns = await chen.get(f"{home}/columns")
    assert columns.text.count("<select") == 4
    assert re.findall(r'value="(\w+)" selected', columns.text) == ["name", "phone", "building", "door"]
    went_on = await chen.post(
        f"{home}/columns", {"version": "1", "fields": ["name", "phone", "building", "door"]}
    )
    assert went_on.headers["location"] == home
    page = await chen.get(home)
    assert "B6" in page.text
    assert "有 3 位" in page.text or "3" in page.text
    fixed = await chen.post(f"{home}/cells", {"cell-6-1": "１３８００００７７７７"})
    assert fixed.status_code == 303
    assert "refresh" in (await chen.get(home)).text
    await run_all()
    asked = await chen.get(home)
    assert "王阿姨" in asked.text
    assert (await chen.post(f"{home}/answers", {"answer": "another", "rows": "5"})).status_code == 303
    await run_all()
    page = await chen.get(home)
    version = re.search(r'name="version" value="(\d+)"', page.text)
    assert version is not None
    assert (await chen.post(f"{home}/confirm", {"version": version[1]})).status_code == 303
    assert "refresh" in (await chen.get(home)).text
    await run_all()
    done = await chen.get(home)
    assert f"{home}/undo" in done.text
    assert await Resident.count().where(Resident.folded_name.is_in(["钱二", "孙三", "王阿姨"])) == 4
    assert "钱二" in (await chen.get("/desk/residents", params={"q": "qianer"})).text
    assert (await chen.post(f"{home}/undo")).status_code == 303
    assert "refresh" in (await chen.get(home)).text
    await run_all()
    assert f"{home}/undo" not in (await chen.get(home)).text
    assert await Resident.count().where(Resident.folded_name.is_in(["钱二", "孙三", "王阿姨"])) == 1
    assert (await chen.post(f"{home}/undo")).status_code == 422


async def test_rejected_rows_are_taken_away_with_their_reasons(cast: Cast) -> None:
    chen = Visitor("chen")
    home = await _checked(chen, cast)
    sheet = await chen.get(f"{home}/rejected")
    rows = read(sheet.content, "a.xlsx").rows
    assert [row[0] for row in rows[1:]] == ["5", "6"]
    assert "B6" in rows[2][-1]
    assert "11" in rows[2][-1]


async def test_a_dropped_list_leaves_nothing(cast: Cast) -> None:
    chen = Visitor("chen")
    home = await _checked(chen, cast)
    assert (await chen.post(f"{home}/drop")).status_code == 303
    assert await ImportPart.count() == 0
    assert (await chen.get(home)).status_code == 200
    listed = await chen.get("/desk/residents/import")
    assert "报名.xlsx" in listed.text


@pytest.mark.parametrize(
    ("content", "name", "word"),
    [
        (xlsx([["姓名", "犯罪记录"], ["王", "无"]]), "a.xlsx", "犯罪记录"),
        (repacked(xlsx(LIST), extra={"xl/vbaProject.bin": b"1"}), "a.xlsx", "宏"),
        (b"\x89PNG\r\n\x1a\n" + bytes(99), "a.xlsx", "表格"),
        (xlsx([]), "a.xlsx", "没有"),
        (xlsx([["姓名"]]), "a.xlsx", "没有"),
        (b"", "", "选择"),
    ],
)
async def test_a_list_that_is_not_taken_says_why(cast: Cast, content: bytes, name: str, word: str) -> None:
    answer = await _hand_in(Visitor("chen"), cast, content, name)
    assert answer.status_code == 422
    assert word in answer.text
    assert await ImportBatch.count() == 0


async def test_a_chain_is_pasted(cast: Cast) -> None:
    register_rooms()
    chen = Visitor("chen")
    fields: dict[str, Any] = {
        "purpose": "register",
        "how": "online",
        "delete_after": str(clock.today() + timedelta(days=90)),
        "text": "#接龙\n1. 张三 3栋502 13800138000 带孩子\n2. 李四 尾号0431",
    }
    answer = await chen.post(f"/desk/communities/{cast.ours.community}/residents/import-text", fields)
    assert answer.status_code == 303
    await run_all()
    page = await chen.get(answer.headers["location"])
    assert "张三" in page.text
    again = await chen.post(
        f"/desk/communities/{cast.ours.community}/residents/import-text",
        {**fields, "delete_after": "2001-01-01"},
    )
    assert again.status_code == 422
    assert "李四 尾号0431" in again.text


async def test_the_template_and_the_register_have_the_same_columns(cast: Cast) -> None:
    chen = Visitor("chen")
    template = await chen.get("/desk/residents/import/template")
    [heading] = read(template.content, "a.xlsx").rows
    place = f"/desk/communities/{cast.ours.community}/residents/register"
    assert not await audit_of(cast)
    for ending in ("xlsx", "csv"):
        register = await chen.get(place, params={"format": ending})
        rows = read(register.content, f"a.{ending}").rows
        assert rows[0] == heading
        assert ["王阿姨", "0001", "60-74", "锦绣园", "3栋"] in [
            [restored(cell) for cell in row[:5]] for row in rows
        ]
    assert await audit_of(cast) == ["陈社工", "陈社工"]


async def audit_of(cast: Cast) -> list[str]:
    """Who took the register away."""
    found = await entries_of("community", cast.ours.community, organisation_id=cast.ours.organisation)
    return [entry["actor_name"] for entry in found if entry["action"] == "register.taken_away"]


async def test_no_list_of_another_community_exists(cast: Cast) -> None:
    home = await _checked(Visitor("chen"), cast)
    for who in ("he", "bai"):
        assert (await Visitor(who).get(home)).status_code == 404
        assert (await Visitor(who).post(f"{home}/drop")).status_code == 404
