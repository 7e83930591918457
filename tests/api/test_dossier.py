"""The dossier as JSON says what the page says (S81)."""

from datetime import date

from programs.method.tables import Step
from server.lib import clock, db
from tests.cast import Cast, _row
from tests.visitor import Visitor


async def test_each_entry_has_its_record_its_day_and_who_has_it(cast: Cast) -> None:
    async with db.write_transaction():
        await _row(
            Step,
            organisation=cast.ours.organisation,
            program=cast.ours.program,
            title="开一次院坝会",
            owner_name="陈社工",
            due_on=date(2026, 1, 9),
        )
    found = (await Visitor("chen").get(f"/api/programs/{cast.ours.program}/dossier")).json()
    assert (found["as_of"], found["program"]) == (clock.today().isoformat(), "宠物文明")
    assert [chapter["key"] for chapter in found["chapters"]] == [
        "glance",
        "carried",
        "ahead",
        "open",
        "held",
        "papers",
        "money",
    ]
    [step] = [entry for entry in found["first"] if entry["text"] == "开一次院坝会"]
    assert (step["on"], step["who"], step["gap"]) == ("2026-01-09", "陈社工", False)
    assert step["href"] == f"/desk/programs/{cast.ours.program}#plan"
    assert found["overdue"] >= 1
    money = found["chapters"][-1]["entries"]
    assert [entry["href"] for entry in money] == [f"/desk/grants/{cast.ours.grant}"]
