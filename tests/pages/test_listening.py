"""Needs on pages: noted in half a minute, sorted, counted, cited."""

import re

import pytest

from programs.listening.tables import Need
from programs.method.tables import FocalIssue
from server.lib import db
from tests.cast import CANARY, Cast
from tests.visitor import Visitor

NOTE = {"text": "楼下又有狗粪", "channel": "mailbox", "raised_on": "2026-03-09", "quantity": "1"}


def place(cast: Cast) -> str:
    return f"/desk/communities/{cast.ours.community}/needs"


async def note(cast: Cast, **typed: object) -> int:
    values = {**NOTE, "program": str(cast.ours.program), "need_class": str(cast.ours.need_class), **typed}
    answer = await Visitor("chen").post(place(cast), values)
    assert answer.status_code == 303, answer.text
    [newest] = await db.rows("SELECT MAX(id) AS id FROM need")
    return int(newest["id"])


async def issue(cast: Cast) -> int:
    row = FocalIssue(organisation=cast.ours.organisation, program=cast.ours.program, title="狗粪")
    async with db.write_transaction():
        await row.save()
    return int(row.id)


async def test_the_form_knows_where_one_works(cast: Cast) -> None:
    page = await Visitor("chen").get("/desk/needs/new")
    assert f'action="{place(cast)}"' in page.text
    assert f'<option value="{cast.ours.program}" selected>' in page.text
    assert "玉林东社区" in (await Visitor("lin").get("/desk/needs/new")).text
    assert (await Visitor("chen").get(f"/desk/needs/new?program={cast.theirs.program}")).status_code == 404


async def test_a_note_and_the_next_one(cast: Cast) -> None:
    chen = Visitor("chen")
    answer = await chen.post(place(cast), {**NOTE, "program": str(cast.ours.program), "next": "1"})
    assert answer.headers["location"].startswith("/desk/needs/new?community=")
    page = await chen.get(answer.headers["location"])
    assert re.search(r'value="mailbox"[^>]* checked', page.text)
    assert NOTE["text"] in (await chen.get("/desk/needs")).text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"text": ""}, "请填写"),
        ({"text": "长" * 2001}, "2,000"),
        ({"channel": "pigeon"}, "从选项中选"),
        ({"channel": ""}, "请填写"),
        ({"raised_on": "2999-01-01"}, "还没到"),
        ({"raised_on": "1970-01-01"}, "2000"),
        ({"raised_on": "昨天"}, "2026-11-21"),
        ({"quantity": "0"}, "1"),
        ({"quantity": "-5"}, "1"),
        ({"quantity": "9" * 40}, "数"),
        ({"who": "周姐"}, "没有这个姓名"),
    ],
)
async def test_what_cannot_be_is_said_and_the_note_is_kept(cast: Cast, typed: dict, sentence: str) -> None:
    answer = await Visitor("chen").post(place(cast), {**NOTE, **typed})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "has-error" in answer.text
    assert typed.get("text", NOTE["text"])[:40] in answer.text
    assert await Need.count() == 0


async def test_ids_of_others_lead_nowhere(cast: Cast) -> None:
    chen, noted = Visitor("chen"), await note(cast)
    theirs = cast.theirs
    for typed in (
        {"program": theirs.program},
        {"need_class": theirs.need_class},
        {"building": theirs.building},
        {"resident": theirs.residents["周姐"]},
    ):
        assert (await chen.post(place(cast), {**NOTE, **typed})).status_code == 404
    sorting = {"version": "1", "need_class": str(theirs.need_class)}
    assert (await chen.post(f"/desk/needs/{noted}/sorting", sorting)).status_code == 404
    assert (await chen.get(f"/desk/needs?resident={theirs.residents['周姐']}")).status_code == 404
    assert (await Visitor("bai").get(f"/desk/needs/{noted}")).status_code == 404
    assert (await Visitor("he").get(f"/desk/needs/{noted}")).status_code == 404
    for url in ("/desk/needs", "/desk/needs/new", "/desk/needs/classes", "/desk/needs/by-class"):
        assert CANARY not in (await chen.get(url)).text


async def test_a_filter_that_cannot_be_read_filters_nothing(cast: Cast) -> None:
    await note(cast)
    url = "/desk/needs?community=x&program=²&class=-1&month=2026-13&after=zzz~1"
    assert NOTE["text"] in (await Visitor("chen").get(url)).text
    assert "没有符合条件的诉求" in (await Visitor("chen").get("/desk/needs?month=2026-04")).text


async def test_bars_open_the_needs_they_count(cast: Cast) -> None:
    await note(cast, quantity="23", complaint="1")
    await note(cast, need_class="")
    page = await Visitor("chen").get("/desk/needs/by-class")
    assert f"/desk/needs?class={cast.ours.need_class}" in page.text
    assert "<b>23</b>" in page.text
    assert "未分类" in (await Visitor("chen").get("/desk/needs?class=0")).text


async def test_sorting_and_taking_back(cast: Cast) -> None:
    chen, noted = Visitor("chen"), await note(cast, need_class="", program="")
    home = f"/desk/needs/{noted}"
    moved = {"version": "1", "need_class": str(cast.ours.need_class), "program": str(cast.ours.program)}
    assert (await chen.post(f"{home}/sorting", moved)).status_code == 303
    stale = await Visitor("lin").post(f"{home}/sorting", {"version": "1"})
    assert stale.status_code == 409
    assert "宠物文明" in stale.text
    assert (await chen.post(f"{home}/void", {"reason": ""})).status_code == 422
    assert (await chen.post(f"{home}/void", {"reason": "记重了"})).status_code == 303
    page = await chen.get(home)
    assert "记重了" in page.text
    assert f"{home}/sorting" not in page.text


async def test_classes_are_the_coordinators(cast: Cast) -> None:
    chen, lin = Visitor("chen"), Visitor("lin")
    url = "/desk/needs/classes"
    assert (await chen.post(url, {"name": "停车"})).status_code == 403
    assert "改名" not in (await chen.get(url)).text
    assert (await lin.post(url, {"name": "停车"})).status_code == 303
    again = await lin.post(url, {"name": "停 车"})
    assert again.status_code == 422
    assert "同名" in again.text
    assert (await lin.post(url, {"name": "猫", "parent": str(cast.theirs.need_class)})).status_code == 404
    assert (await lin.post(f"{url}/usual")).status_code == 422
    assert (await lin.post(f"{url}/{cast.ours.need_class}", {"name": "狗粪"})).status_code == 303
    assert "狗粪" in (await lin.get(f"{url}/{cast.ours.need_class}")).text


async def test_needs_are_picked_for_an_issue(cast: Cast) -> None:
    chen, picked = Visitor("chen"), await issue(cast)
    url = f"/desk/focal-issues/{picked}/needs"
    assert "缺少需求依据" in (await chen.get(url)).text
    ids = [await note(cast) for _ in range(3)]
    assert (await chen.post(url)).status_code == 422
    assert (await chen.post(url, {"needs": [str(ids[0])]})).status_code == 303
    page = await chen.get(f"{url}?class={cast.ours.need_class}")
    assert "引用“宠物粪便”的全部2条" in page.text
    assert (await chen.post(f"{url}/class", {"need_class": str(cast.ours.need_class)})).status_code == 303
    assert "移除：楼下又有狗粪" in (await chen.get(url)).text
    op_id = "22222222-2222-4222-8222-222222222222"
    for _ in range(2):
        assert (await chen.post(f"{url}/{ids[0]}/removal", op_id=op_id)).status_code == 303
    assert (await chen.post(f"{url}/{ids[0]}/removal")).status_code == 404
    assert "狗粪" in (await chen.get(f"/desk/needs/{ids[1]}")).text
    assert (await Visitor("bai").get(url)).status_code == 404
    assert (await Visitor("he").get(url)).status_code == 404


async def test_a_person_is_shown_with_what_they_said(cast: Cast) -> None:
    cat = cast.ours.residents["猫奶奶"]
    await note(cast, who="猫奶奶 0002")
    page = await Visitor("chen").get(f"/desk/residents/{cat}")
    assert NOTE["text"] in page.text
    form = await Visitor("chen").get(f"/desk/needs/new?resident={cat}")
    assert f'name="resident" value="{cat}"' in form.text
    assert "猫奶奶" in (await Visitor("chen").get(f"/desk/needs?resident={cat}")).text
