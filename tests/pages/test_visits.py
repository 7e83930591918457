"""The log of doors on its page."""

import pytest

from programs.visits.tables import VisitDay
from tests.cast import CANARY, Cast
from tests.visitor import Visitor

WALK = {"visited_on": "2026-01-10", "tried": "４０", "opened": "22", "companion": "楼组长赵姐"}


async def test_both_numbers_are_printed_beside_the_share(cast: Cast) -> None:
    chen, url = Visitor("chen"), f"/desk/programs/{cast.ours.program}/visits"
    assert "还没有走访记录" in (await chen.get(url)).text
    assert (await chen.post(url, {**WALK, "building": str(cast.ours.building)})).status_code == 303
    page = await chen.get(url)
    for words in ("55%", "敲门40户，开门22户", "40户中开门22户", "楼组长赵姐", "3栋"):
        assert words in page.text
    assert CANARY not in page.text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"opened": "41"}, "开门数比敲门数还多"),
        ({"tried": "0"}, "1"),
        ({"tried": "-4"}, "1"),
        ({"tried": "四十"}, "12"),
        ({"opened": ""}, "请填写"),
        ({"visited_on": "2999-01-01"}, "还没到"),
        ({"companion": "长" * 61}, "60"),
    ],
)
async def test_what_cannot_be_is_said_beside_its_field(cast: Cast, typed: dict, sentence: str) -> None:
    url = f"/desk/programs/{cast.ours.program}/visits"
    answer = await Visitor("chen").post(url, {**WALK, **typed})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert await VisitDay.count() == 0


async def test_a_day_is_taken_back_with_a_reason(cast: Cast) -> None:
    chen, url = Visitor("chen"), f"/desk/programs/{cast.ours.program}/visits"
    await chen.post(url, WALK)
    day = (await VisitDay.select(VisitDay.id).first())["id"]
    assert (await chen.post(f"/desk/visits/{day}/void", {"reason": ""})).status_code == 422
    assert (await chen.post(f"/desk/visits/{day}/void", {"reason": "记错了楼栋"})).status_code == 303
    page = await chen.get(f"/desk/visits/{day}")
    assert "记错了楼栋" in page.text
    assert f"/desk/visits/{day}/void" not in page.text
    assert "还没有走访记录" in (await chen.get(url)).text
    assert (await chen.post(f"/desk/visits/{day}/void", {"reason": "再一次"})).status_code == 422


async def test_doors_of_others_lead_nowhere(cast: Cast) -> None:
    chen = Visitor("chen")
    assert (await chen.get(f"/desk/programs/{cast.theirs.program}/visits")).status_code == 404
    typed = {**WALK, "building": str(cast.theirs.building)}
    assert (await chen.post(f"/desk/programs/{cast.ours.program}/visits", typed)).status_code == 404
    await chen.post(f"/desk/programs/{cast.ours.program}/visits", WALK)
    day = (await VisitDay.select(VisitDay.id).first())["id"]
    assert (await Visitor("bai").get(f"/desk/visits/{day}")).status_code == 404
    assert (await Visitor("he").post(f"/desk/visits/{day}/void", {"reason": "x"})).status_code == 404
