"""The progress of a program: one page, two sheets, the same figures, the same wall."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from admin.queries import reach_of
from admin.scope import seeing
from admin.tables import ReportBelonging
from programs.method.tables import StageAttempt
from server.lib import clock, db
from server.lib.db import write_transaction
from tests.admin.told import UNFUNDED, Told
from tests.cast import CANARY, Cast
from tests.visitor import Visitor

MAY = datetime(2026, 5, 20, 4, tzinfo=UTC)


async def test_the_list_leads_to_each_program(cast: Cast, told: Told) -> None:
    page = await Visitor("wu").get("/admin/programs")
    assert page.status_code == 200
    assert f'href="/admin/programs/{cast.ours.program}/progress"' in page.text
    assert "宠物文明" in page.text
    assert UNFUNDED not in page.text
    assert CANARY not in page.text


async def test_the_page_tells_targets_actuals_and_months(cast: Cast, told: Told) -> None:
    with clock.at(MAY):
        page = await Visitor("wu").get(f"/admin/programs/{cast.ours.program}/progress")
    assert page.status_code == 200
    for said in (
        "宠物文明",
        "步行可达的垃圾桶",
        "10.5",
        "狗粪投诉",
        "宠物茶话会",
        "&lt;5",
        "12.05",
        "2026年4月",
        "每个数字都能在系统里点开",
    ):
        assert said in page.text, said
    for hidden in (UNFUNDED, CANARY, "王阿姨", "猫奶奶"):
        assert hidden not in page.text


async def test_belonging_is_the_first_number_and_few_are_not_told(cast: Cast, told: Told) -> None:
    wu = Visitor("wu")
    url = f"/admin/programs/{cast.ours.program}/progress"
    page = (await wu.get(url)).text
    assert page.index("3.5 / 5") < page.index("留名的居民") < page.index("狗粪投诉")
    assert "n=40" in page
    assert "3.5 / 5" in (await wu.get("/admin/programs")).text
    assert "归属感" in (await wu.get(f"{url}.csv")).text
    async with db.read_snapshot():
        with seeing(await reach_of(cast.wu)):
            rows = await ReportBelonging.select().order_by(ReportBelonging.opens_on)
    assert [(row["answers"], row["belonging"]) for row in rows] == [("40", Decimal("3.5")), ("<5", None)]


async def test_a_program_without_figures_has_a_page(cast: Cast) -> None:
    page = await Visitor("wu", language="en").get(f"/admin/programs/{cast.ours.program}/progress")
    assert page.status_code == 200
    assert "No indicator has been set." in page.text


@pytest.mark.parametrize("ending", ["", ".xlsx", ".csv"])
async def test_a_foreign_program_has_none(cast: Cast, told: Told, ending: str) -> None:
    visitor = Visitor("wu")
    urls = [
        f"/admin/programs/{program}/progress{ending}"
        for program in (told.unfunded, cast.theirs.program, 999_999, 10**30)
    ]
    answers = [await visitor.get(url) for url in urls]
    assert {answer.status_code for answer in answers} == {404}


@pytest.mark.parametrize(
    ("who", "status"), [("lin", 200), ("chen", 403), ("zhao", 403), ("qian", 403), (None, 303)]
)
async def test_who_else_may_read_it(cast: Cast, who: str | None, status: int) -> None:
    for url in ("/admin/programs", f"/admin/programs/{cast.ours.program}/progress.csv"):
        assert (await Visitor(who).get(url)).status_code == status


async def test_the_sheet_holds_what_the_page_says(cast: Cast, told: Told) -> None:
    with clock.at(MAY):
        answer = await Visitor("wu", language="en").get(f"/admin/programs/{cast.ours.program}/progress.xlsx")
    assert answer.status_code == 200
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    facts = [tuple(row) for row in rows]
    assert ("Indicators", "2026-04", "步行可达的垃圾桶", 7.0, 10.5) in facts
    assert ("Monthly figures", "2026-04", "Activities", 3.0, "") in facts
    assert any(fact[0] == "Monthly figures" and fact[3] == "<5" for fact in facts)
    assert UNFUNDED not in str(facts)


async def test_a_step_back_is_called_one(cast: Cast, told: Told) -> None:
    async with write_transaction():
        await StageAttempt(
            organisation=cast.ours.organisation,
            program=cast.ours.program,
            from_stage="focus",
            to_stage="listen",
            passed=True,
            attempted_on=date(2026, 4, 1),
            by_name="林老师",
            reason="再听听",
        ).save()
    page = await Visitor("wu").get(f"/admin/programs/{cast.ours.program}/progress")
    assert "已退回" in page.text


async def test_plain_rows_are_the_same(cast: Cast, told: Told) -> None:
    answer = await Visitor("wu", language="en").get(f"/admin/programs/{cast.ours.program}/progress.csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Part,When,What,Value,Target")
    assert any("<5" in line for line in lines)
    assert "no-store" in answer.headers["cache-control"]
