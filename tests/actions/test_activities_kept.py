"""What is kept of an activity, after any history and after an erasure."""

import random
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from groups.activities import actions, queries, rules
from groups.activities.schemas import LoggedActivity
from groups.activities.tables import Activity, Attendance
from programs.method.queries import people_count
from programs.residents.tables import Resident
from server import audit
from server.lib import db
from server.lib.errors import Refused
from server.lib.ids import new_op_id
from tests.activity_deeds import DAY, activity, edit, log, setting_of, sums, tick, void
from tests.cast import Cast


async def test_everything_of_a_staff_log_is_kept(cast: Cast) -> None:
    data = LoggedActivity(
        op_id=new_op_id(),
        community=cast.ours.community,
        title="小动物选美🐶𠮷",
        held_on=DAY,
        about="带上宠物",
        place="中庭",
        public=True,
        participants=38,
        staff_hours=14,
        resident_hours=6,
        cash=199.9,
        lever="collaboration",
    )
    logged = await actions.log_activity(await setting_of(cast, group=False), data, actor=cast.chen)
    row = await activity(logged)
    assert (row.title, row.place, row.public, row.group, row.program) == (
        "小动物选美🐶𠮷",
        "中庭",
        True,
        None,
        None,
    )
    assert (row.staff_minutes, row.volunteer_minutes, row.cash_fen, row.lever) == (
        840,
        360,
        19990,
        "collaboration",
    )
    assert await sums(cast.ours.program) == {}


async def _expected(cast: Cast) -> Counter[tuple[str, str]]:
    """The figures recounted from the activities themselves."""
    found: Counter[tuple[str, str]] = Counter()
    rows = await Activity.objects().where(
        (Activity.program == cast.ours.program)
        & (Activity.state == "held")
        & Activity.voided_at.is_null()
        & Activity.group.is_not_null()
    )
    for row in rows:
        acts = await queries.acts_of(row.id)
        named = await Attendance.count().where(Attendance.activity == row.id)
        found["activity.held", row.presence] += 1
        found["activity.staff", ""] += row.staff
        found["activity.volunteers", ""] += row.volunteers
        found["activity.participants", ""] += row.participants
        found["person.took_part", ""] += named
        found["activity.resident_run", ""] += int(rules.is_resident_run(acts, row.presence))
        found["effort.staff", row.lever or ""] += row.staff_minutes or 0
        for act in rules.FIVE_ACTS:
            found["act.recorded", acts[act].standing if act in acts else "unproved"] += 1
    return +found


@pytest.mark.parametrize("chance", [1, 2, 3])
async def test_any_history_adds_up(cast: Cast, chance: int) -> None:
    """After logs, edits, voids and late names at random the rollup equals what a recount of the rows says."""
    dice = random.Random(chance)
    people = list(cast.ours.residents.values())
    logged: list[int] = []
    refused: set[str] = set()

    def said() -> dict[str, Any]:
        who = [None, "staff", "others", "residents", *(f"r{one}" for one in people)]
        values: dict[str, Any] = {act: dice.choice(who) for act in rules.FIVE_ACTS}
        return {
            **values,
            "held_on": DAY - timedelta(days=dice.randrange(200)),
            "staff": dice.randrange(4),
            "volunteers": dice.randrange(9),
            "participants": dice.randrange(5, 50),
            "presence": dice.choice(["full", "part"]),
            "staff_hours": dice.choice([None, 0, 1.5, 8]),
            "lever": dice.choice([None, "tools", "mobilisation"]),
        }

    for _ in range(40):
        deed = dice.choice(["log", "log", "edit", "void", "tick", "tick"])
        try:
            if deed == "log" or not logged:
                ticked = tuple(dice.sample(people, dice.randrange(len(people))))
                logged.append(await log(cast, people=ticked, **said()))
            elif deed == "edit":
                await edit(cast, dice.choice(logged), **said())
            elif deed == "void":
                await void(cast, dice.choice(logged))
            else:
                await tick(
                    cast, dice.choice(logged), dice.choice(people), dice.choice(["participant", "volunteer"])
                )
        except Refused as refusal:
            refused.add(refusal.code)
    assert refused <= {"activities.taken_back"}
    assert await sums(cast.ours.program) == dict(await _expected(cast))
    voided = {row["id"] for row in await db.rows("SELECT id FROM activity WHERE voided_at IS NOT NULL")}
    came = await db.rows("SELECT activity, resident FROM attendance")
    assert await people_count(cast.ours.program) == len(
        {row["resident"] for row in came if row["activity"] not in voided}
    )


async def test_erased_names_never_stand_in_the_log(cast: Cast) -> None:
    logged = await log(cast, people=(cast.ours.residents["猫奶奶"],), did=f"r{cast.ours.residents['猫奶奶']}")
    await tick(cast, logged, cast.ours.residents["张𠮷"])
    names = [row["name"] for row in await Resident.select(Resident.name)]
    for entry in await audit.entries_of("activity", logged, organisation_id=cast.ours.organisation):
        assert not any(name in (entry["changes"] or "") for name in names)
