"""The residents' own form, its private address, the inbox, and what a community shows of it."""

from __future__ import annotations

import re

import httpx
import pytest

from programs.listening.tables import Need
from server.lib.db import write_transaction
from tests.cast import Cast
from tests.visitor import Visitor

FORM = "/c/wufuqiao/needs/new"


async def send(visitor: Visitor, **given: str) -> httpx.Response:
    return await visitor.post(FORM, {"text": "路灯坏了半个月", **given})


async def test_somebody_says_what_troubles_her_and_follows_it(cast: Cast) -> None:
    nobody, chen = Visitor(), Visitor("chen")
    page = await nobody.get("/c/wufuqiao")
    assert f'href="{FORM}"' in page.text
    form = await nobody.get(FORM)
    assert form.status_code == 200
    assert "锦绣园 3栋" in form.text
    sent = await send(nobody, willing="yes", nickname="老陈", building=str(cast.ours.building))
    assert sent.status_code == 303
    followed = sent.headers["location"]
    assert re.fullmatch(r"/c/wufuqiao/needs/[0-9a-f]{64}", followed)
    page = await nobody.get(followed)
    assert "等待工作人员查看" in page.text
    assert "noindex" in page.text
    row = await Need.objects().first()
    assert row is not None
    inbox = await chen.get("/desk/needs/inbox")
    assert "路灯坏了半个月" in inbox.text
    assert "愿意参与" in inbox.text
    taken = {"program": str(cast.ours.program), "need_class": str(cast.ours.need_class)}
    assert (await chen.post(f"/desk/needs/{row.id}/taking-in", taken)).status_code == 303
    assert "老陈" in (await chen.get("/desk/needs/willing")).text
    done = {
        "handled_on": row.raised_on.isoformat(),
        "handled_how": "报了物业",
        "answer": "",
        "answered_how": "",
    }
    assert (await chen.post(f"/desk/needs/{row.id}/handling", done)).status_code == 303
    assert "待反馈" in (await chen.get("/desk/needs/cases?view=waiting")).text
    said = {"answered_on": row.raised_on.isoformat(), "answer": "灯已换好", "answered_how": "form"}
    assert (await chen.post(f"/desk/needs/{row.id}/answer", said)).status_code == 303
    page = await nobody.get(followed)
    assert "灯已换好" in page.text
    assert "报了物业" not in page.text
    assert (await nobody.post(followed, {"solved": "no", "why": "x" * 201})).status_code == 422
    assert (await nobody.post(followed, {"solved": "no", "why": "三单元 还是黑的"})).status_code == 303
    assert "三单元 还是黑的" in (await chen.get(f"/desk/needs/{row.id}")).text
    assert "我们会再来处理" in (await nobody.get(followed)).text
    assert "本人说没解决" in (await chen.get(f"/desk/needs/{row.id}")).text
    assert (await nobody.post(followed, {"solved": "yes"})).status_code == 422


async def test_what_is_set_aside_is_told_to_whoever_sent_it(cast: Cast) -> None:
    nobody, chen = Visitor(), Visitor("chen")
    followed = (await send(nobody)).headers["location"]
    row = await Need.objects().first()
    assert row is not None
    url = f"/desk/needs/{row.id}/setting-aside"
    assert (await chen.post(url)).status_code == 422
    assert (await chen.post(url, {"reason": "已转给隔壁社区"})).status_code == 303
    assert "已转给隔壁社区" in (await nobody.get(followed)).text
    assert (await chen.post(url, {"reason": "再来"})).status_code == 422


async def test_two_taps_are_one_note_with_one_address(cast: Cast) -> None:
    op_id = "22222222-2222-4222-8222-222222222222"
    nobody = Visitor()
    first, second = [await nobody.post(FORM, {"text": "太吵"}, op_id=op_id) for _tap in range(2)]
    assert first.headers["location"] == second.headers["location"]
    assert await Need.count() == 1


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"text": ""}, "请填写"),
        ({"text": "很" * 2001}, "2000"),
        ({"text": "a\x00b"}, ""),
        ({"building": "abc"}, ""),
        ({"age_band": "12"}, "选项"),
        ({"willing": "maybe"}, "选项"),
        ({"nickname": "名" * 61}, "60"),
        ({"leave_empty": "http://x.example"}, "请把最后一格留空"),
    ],
)
async def test_what_cannot_be_read_is_said_beside_its_field(
    cast: Cast, given: dict[str, str], told: str
) -> None:
    answer = await send(Visitor(), **given)
    assert answer.status_code == 422
    assert told in answer.text
    assert await Need.count() == 0
    if "text" not in given:
        assert "路灯坏了半个月" in answer.text


async def test_no_address_but_the_own_one_opens(cast: Cast) -> None:
    nobody = Visitor()
    followed = (await send(nobody)).headers["location"]
    async with write_transaction():
        await Need.update({Need.community: cast.other_community}, force=True)
    assert (await nobody.get(followed)).status_code == 404
    for url in ("/c/wufuqiao/needs/x", "/c/nowhere/needs/new", "/c/wufuqiao/needs/" + "0" * 64):
        assert (await nobody.get(url)).status_code == 404
    assert (await send(nobody, building=str(cast.theirs.building))).status_code == 404


async def test_the_street_reads_sums_and_nobodys_words(cast: Cast) -> None:
    nobody, chen = Visitor(), Visitor("chen")
    for _number in range(2):
        await send(nobody, nickname="老陈")
    for row in await Need.objects():
        assert (await chen.post(f"/desk/needs/{row.id}/taking-in", {})).status_code == 303
    page = (await Visitor().get("/c/wufuqiao")).text
    assert "&lt;5" in page
    assert "路灯" not in page
    assert "老陈" not in page


async def test_the_poster_carries_the_code_of_the_form(cast: Cast) -> None:
    page = await Visitor("chen").get(f"/desk/communities/{cast.ours.community}/needs-poster")
    assert "data:image/svg+xml" in page.text
    assert FORM in page.text
