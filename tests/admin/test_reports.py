"""What a funder reads: true figures, in her language, and nobody in them."""

from datetime import UTC, datetime

import pytest

from admin.scope import NOTHING, Reach, seeing
from admin.tables import REPORTING, ReportProgram
from server.lib import clock
from tests.admin.told import Told
from tests.cast import Cast
from tests.visitor import Visitor

MAY = datetime(2026, 5, 20, 4, tzinfo=UTC)


async def _rows(title: str, query: str = "", *, who: str = "wu", language: str = "zh_CN") -> list[dict]:
    answer = await Visitor(who, language=language).get(f"/admin/api/tables/{title}/?{query}")
    assert answer.status_code == 200, answer.text
    return answer.json()["rows"]


async def test_the_menu_is_in_the_readers_language(cast: Cast) -> None:
    chinese = await Visitor("wu").get("/admin/api/tables/grouped/")
    english = await Visitor("wu", language="en").get("/admin/api/tables/grouped/")
    assert chinese.json()["ungrouped"] == ["项目", "阶段历程", "每月数据", "指标", "指标逐月数据", "活动"]
    assert english.json()["ungrouped"][:3] == ["Programs", "Stage history", "Monthly figures"]


@pytest.mark.parametrize("who", ["wu", "qian"])
async def test_every_column_and_choice_is_in_chinese(cast: Cast, who: str) -> None:
    visitor = Visitor(who)
    for title in (await visitor.get("/admin/api/tables/")).json():
        schema = (await visitor.get(f"/admin/api/tables/{title}/schema/")).json()
        assert schema["title"] == title
        for name, column in schema["properties"].items():
            said = [
                column["title"],
                *(choice["display_name"] for choice in (column["extra"]["choices"] or {}).values()),
            ]
            latin = [text for text in said if text.isascii()]
            assert not latin, f"{title}.{name}: {latin}"


async def test_monthly_figures_are_the_rollups_and_few_people_are_few(cast: Cast, told: Told) -> None:
    rows = await _rows("每月数据", "__order=-month,kind")
    assert [(row["month"], row["kind"], row["quantity"]) for row in rows] == [
        ("2026-04", "activity.held", "3"),
        ("2026-04", "activity.volunteers", "12"),
        ("2026-04", "effort.cash", "12.05"),
        ("2026-03", "activity.held", "3"),
        ("2026-03", "activity.volunteers", "<5"),
        ("2026-03", "complaint.raised", "31"),
        ("2026-03", "effort.cash", "12.05"),
    ]


async def test_activities_are_head_counts(cast: Cast, told: Told) -> None:
    rows = await _rows("活动", "title=茶话会")
    assert [{**row, "id": 0} for row in rows] == [
        {
            "id": 0,
            "program": "宠物文明",
            "held_on": "2026-04-02",
            "title": "宠物茶话会",
            "group_name": None,
            "staff": "<5",
            "volunteers": "<5",
            "participants": "5",
            "presence": "part",
        }
    ]


async def test_the_newest_reading_stands_and_a_month_without_complaints_is_zero(
    cast: Cast, told: Told
) -> None:
    with clock.at(MAY):
        rows = {row["indicator"]: row for row in await _rows("指标")}
        months = await _rows("指标逐月数据", "__order=id")
    assert float(rows["步行可达的垃圾桶"]["actual"]) == 7
    assert float(rows["步行可达的垃圾桶"]["target"]) == 10.5
    assert (float(rows["狗粪投诉"]["actual"]), rows["狗粪投诉"]["actual_month"]) == (0, "2026-04")
    told_months = [(row["indicator"], row["month"], float(row["value"])) for row in months]
    assert told_months == [
        ("步行可达的垃圾桶", "2026-03", 3),
        ("步行可达的垃圾桶", "2026-04", 7),
        ("狗粪投诉", "2026-03", 31),
        ("狗粪投诉", "2026-04", 0),
    ]


async def test_people_are_counted_and_fewer_than_five_are_few(cast: Cast, told: Told) -> None:
    assert [row["people"] for row in await _rows("项目")] == ["5"]
    assert [row["people"] for row in await _rows("项目", who="song")] == ["<5"]


async def test_stage_history_says_what_happened_and_not_who(cast: Cast, told: Told) -> None:
    (row,) = await _rows("阶段历程")
    assert row.keys() == {"id", "program", "attempted_on", "from_stage", "to_stage", "passed"}
    assert (row["from_stage"], row["to_stage"], row["passed"]) == ("listen", "focus", True)


async def test_a_coordinator_sees_all_programs_of_her_organisation(cast: Cast, told: Told) -> None:
    assert {row["program"] for row in await _rows("项目", who="lin")} == {"宠物文明", "灰雁楼道更新"}


@pytest.mark.parametrize("table", REPORTING)
async def test_outside_a_request_a_table_has_no_rows(cast: Cast, told: Told, table: type) -> None:
    everything = Reach(organisation_id=cast.ours.organisation, program_ids=None)
    with seeing(everything):
        assert await table.count() > 0
        assert await table.exists()
    for reach in (NOTHING, Reach(organisation_id=cast.ours.organisation)):
        with seeing(reach):
            assert await table.count() == 0
            assert not await table.exists()
            assert await table.select() == await table.objects() == []


async def test_a_table_of_the_admin_cannot_be_written(cast: Cast) -> None:
    from server.lib.db import write_transaction

    everything = Reach(organisation_id=cast.ours.organisation, program_ids=None)
    for write in (
        ReportProgram.update({ReportProgram.program: "x"}, force=True),
        ReportProgram.delete(force=True),
        ReportProgram.insert(ReportProgram(id=1, program="x")),
    ):
        with seeing(everything), pytest.raises(Exception, match="syntax error"):
            async with write_transaction():
                await write
