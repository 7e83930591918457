"""What a funder reads: true figures, in her language, and nobody in them."""

from datetime import UTC, datetime

import pytest

from admin.installation import INSTALLATION
from admin.labels import column_words, value_named
from admin.scope import NOTHING, Reach, ScopedTable, seeing
from admin.tables import REPORTING, ReportProgram
from groups.activities.choices import PRESENCES
from groups.activities.tables import Activity
from server.lib import clock
from server.lib.db import write_transaction
from server.lib.i18n import language
from tests.admin.told import Told
from tests.cast import Cast
from tests.visitor import Visitor

MAY = datetime(2026, 5, 20, 4, tzinfo=UTC)


async def _rows(title: str, query: str = "", *, who: str = "wu", speaks: str = "en") -> list[dict]:
    answer = await Visitor(who, language=speaks).get(f"/admin/api/tables/{title}/?{query}")
    assert answer.status_code == 200, answer.text
    return answer.json()["rows"]


async def test_the_menu_is_in_the_readers_language(cast: Cast) -> None:
    chinese = await Visitor("wu").get("/admin/api/tables/grouped/")
    english = await Visitor("wu", language="en").get("/admin/api/tables/grouped/")
    assert chinese.json()["ungrouped"] == [
        "项目",
        "归属感",
        "阶段历程",
        "每月数据",
        "指标",
        "指标逐月数据",
        "活动",
    ]
    assert english.json()["ungrouped"][:3] == ["Programs", "Belonging", "Stage history"]


@pytest.mark.parametrize("who", ["wu", "qian"])
async def test_every_column_and_choice_is_in_chinese(cast: Cast, who: str) -> None:
    visitor = Visitor(who)
    for title in (await visitor.get("/admin/api/tables/")).json():
        schema = (await visitor.get(f"/admin/api/tables/{title}/schema/")).json()
        assert schema["title"] == title
        assert schema["extra"]["visible_column_names"] == list(schema["properties"])
        for name, column in schema["properties"].items():
            said = [
                column["title"],
                *(choice["display_name"] for choice in (column["extra"]["choices"] or {}).values()),
            ]
            latin = [text for text in said if text.isascii()]
            assert not latin, f"{title}.{name}: {latin}"


async def test_monthly_figures_are_the_rollups_and_few_people_are_few(cast: Cast, told: Told) -> None:
    rows = await _rows("Monthly figures", "__order=-Month,What")
    assert [(row["Month"], row["What"], row["How many"]) for row in rows] == [
        ("2026-04", "Activities", "3"),
        ("2026-04", "Volunteers at activities", "12"),
        ("2026-04", "Cash (yuan)", "12.05"),
        ("2026-03", "Activities", "3"),
        ("2026-03", "Volunteers at activities", "<5"),
        ("2026-03", "Complaints", "31"),
        ("2026-03", "Cash (yuan)", "12.05"),
    ]


async def test_a_list_is_asked_in_the_words_that_it_shows(cast: Cast, told: Told) -> None:
    rows = await _rows("每月数据", "内容=投诉&内容__match=exact&月份=2026-03", speaks="zh_CN")
    assert [row["数量"] for row in rows] == ["31"]
    rows = await _rows("Monthly figures", "What=Complaints&__visible_fields=How many")
    assert rows == [{"How many": "31"}]


async def test_activities_are_head_counts(cast: Cast, told: Told) -> None:
    (row,) = await _rows("Activities", "Activity=茶话会")
    assert {name: value for name, value in row.items() if name != "id"} == {
        "Program": "宠物文明",
        "Day": "2026-04-02",
        "Activity": "宠物茶话会",
        "Group": "",
        "Staff": "1",
        "Volunteers": "<5",
        "Participants": "5",
        "Staff were there": PRESENCES["part"].text,
    }


async def test_the_exact_month_gives_no_activity_of_few_away(cast: Cast, told: Told) -> None:
    """27 and 3 in one month of 30: whoever takes 25 off 30 is no wiser about the 3 (S72)."""
    async with write_transaction():
        await Activity.update({Activity.participants: 27}).where(Activity.id == cast.ours.activity)
    rows = await _rows("Activities", f"id={cast.ours.activity}")
    assert [row["Participants"] for row in rows] == ["25"]


async def test_the_newest_reading_stands_and_a_month_without_complaints_is_zero(
    cast: Cast, told: Told
) -> None:
    with clock.at(MAY):
        rows = {row["Indicator"]: row for row in await _rows("Indicators")}
        months = await _rows("Indicators by month", "__order=id")
    bins, complaints = rows["步行可达的垃圾桶"], rows["狗粪投诉"]
    assert (float(bins["Actual"]), bins["Month of the actual value"], float(bins["Target"])) == (
        7,
        "2026-04",
        10.5,
    )
    assert (float(complaints["Actual"]), complaints["Month of the actual value"]) == (0, "2026-04")
    assert [(row["Indicator"], row["Month"], float(row["Value"])) for row in months] == [
        ("步行可达的垃圾桶", "2026-03", 3),
        ("步行可达的垃圾桶", "2026-04", 7),
        ("狗粪投诉", "2026-03", 31),
    ]


async def test_no_cell_is_a_formula(cast: Cast, told: Told) -> None:
    async with write_transaction():
        await Activity.update({Activity.title: "=HYPERLINK(1)"}).where(Activity.id == cast.ours.activity)
    (row,) = await _rows("Activities", f"id={cast.ours.activity}")
    assert row["Activity"] == "'=HYPERLINK(1)"


async def test_people_are_counted_and_fewer_than_five_are_few(cast: Cast, told: Told) -> None:
    assert [row["People reached"] for row in await _rows("Programs")] == ["5"]
    assert [row["People reached"] for row in await _rows("Programs", who="song")] == ["<5"]


async def test_stage_history_says_what_happened_and_not_who(cast: Cast, told: Told) -> None:
    (row,) = await _rows("Stage history")
    assert list(row) == ["id", "Program", "Day", "From stage", "To stage", "Moved"]
    assert (row["From stage"], row["To stage"], row["Moved"]) == ("Listen", "Focus", True)


async def test_a_coordinator_sees_all_programs_of_her_organisation(cast: Cast, told: Told) -> None:
    assert {row["Program"] for row in await _rows("Programs", who="lin")} == {"宠物文明", "灰雁楼道更新"}


@pytest.mark.parametrize("code", ["zh_CN", "en"])
@pytest.mark.parametrize("table", [*REPORTING, *INSTALLATION])
def test_words_lead_back_to_what_they_stand_for(table: type[ScopedTable], code: str) -> None:
    with language(code):
        words = column_words(table)
        assert set(words) == {column._meta.name for column in table._meta.columns}
        assert len(set(words.values())) == len(words)
        assert not [
            word
            for word in words.values()
            if {",", ".", "__", "[", "]"} & {*word, "__" if "__" in word else ""}
        ]
        for name, choices in table.words.choices.items():
            assert len({str(word) for word in choices.values()}) == len(choices), name
            assert all(value_named(table, name, str(word)) == value for value, word in choices.items())


@pytest.mark.parametrize("table", REPORTING)
async def test_outside_a_request_a_table_has_no_rows(cast: Cast, told: Told, table: type) -> None:
    everything = Reach(organisation_id=cast.ours.organisation, program_ids=frozenset({cast.ours.program}))
    with seeing(everything):
        assert await table.count() > 0
        assert await table.exists()
    for reach in (NOTHING, Reach(organisation_id=cast.ours.organisation)):
        with seeing(reach):
            assert await table.count() == 0
            assert not await table.exists()
            assert await table.select() == await table.objects() == []


async def test_a_table_of_the_admin_cannot_be_written(cast: Cast) -> None:
    everything = Reach(organisation_id=cast.ours.organisation, program_ids=frozenset({cast.ours.program}))
    for write in (
        ReportProgram.update({ReportProgram.program: "x"}, force=True),
        ReportProgram.delete(force=True),
        ReportProgram.insert(ReportProgram(id=1, program="x")),
    ):
        with seeing(everything), pytest.raises(Exception, match="syntax error"):
            async with write_transaction():
                await write
