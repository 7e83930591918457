"""Grants on pages."""

import pytest

from programs.funding.tables import Grant
from tests.cast import CANARY, Cast
from tests.visitor import Visitor

GRANT = {"title": "友邻计划", "funder_name": "市慈善会", "starts_on": "2026-01-01", "amount": "200,000.50"}


async def test_a_grant_is_entered_and_pays_for_a_program(cast: Cast) -> None:
    lin = Visitor("lin")
    answer = await lin.post("/desk/grants", GRANT)
    assert answer.status_code == 303, answer.text
    home = answer.headers["location"]
    assert "200,000.5" in (await lin.get(home)).text
    assert (await lin.post(f"{home}/programs", {"program": str(cast.ours.program)})).status_code == 303
    again = await lin.post(f"{home}/programs", {"program": str(cast.ours.program)})
    assert again.status_code == 422
    assert "已经支持" in again.text
    assert "宠物文明" in (await lin.get(home)).text
    assert (await lin.post(f"{home}/programs/{cast.ours.program}/removal")).status_code == 303
    assert "已移除" in (await lin.get(home)).text
    assert (await lin.post(f"{home}/programs/{cast.ours.program}/removal")).status_code == 422


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"title": ""}, "请填写"),
        ({"title": "长" * 121}, "120"),
        ({"amount": "-1"}, "999,999,999.99"),
        ({"amount": "1.005"}, "两位小数"),
        ({"amount": "二十万"}, "12.5"),
        ({"ends_on": "2025-12-31"}, "结束早于开始"),
        ({"starts_on": "1970-01-01"}, "2000"),
        ({"starts_on": ""}, "请填写"),
    ],
)
async def test_what_cannot_be_is_said_beside_its_field(cast: Cast, typed: dict, sentence: str) -> None:
    before = await Grant.count()
    answer = await Visitor("lin").post("/desk/grants", {**GRANT, **typed})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert await Grant.count() == before


async def test_the_second_editor_sees_what_the_first_saved(cast: Cast) -> None:
    url = f"/desk/grants/{cast.ours.grant}/edit"
    assert (await Visitor("lin").post(url, {**GRANT, "version": "1"})).status_code == 303
    answer = await Visitor("lin").post(url, {**GRANT, "version": "1", "title": "别的名字"})
    assert answer.status_code == 409
    assert "友邻计划" in answer.text
    assert 'value="别的名字"' in answer.text


async def test_facilitators_read_and_others_do_not_meet_it(cast: Cast) -> None:
    home = f"/desk/grants/{cast.ours.grant}"
    page = await Visitor("chen").get(home)
    assert "吴女士" in page.text
    assert f"{home}/edit" not in page.text
    assert f"{home}/programs" not in page.text
    assert (await Visitor("chen").post(f"{home}/programs", {"program": "1"})).status_code == 403
    assert (await Visitor("he").get(home)).status_code == 404
    assert (await Visitor("bai").get(home)).status_code == 404
    assert (
        await Visitor("bai").post(f"{home}/programs", {"program": str(cast.theirs.program)})
    ).status_code == 404
    foreign = await Visitor("lin").post(f"{home}/programs", {"program": str(cast.theirs.program)})
    assert foreign.status_code == 404
    assert CANARY not in (await Visitor("lin").get("/desk/grants")).text
    assert "还没有资助" in (await Visitor("he").get("/desk/grants")).text
