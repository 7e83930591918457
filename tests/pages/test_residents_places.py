"""The doors of a building: shown first, made in one go, changed and removed one by one."""

from programs.residents.tables import Household
from tests.cast import Cast
from tests.visitor import Visitor

PLAN = {"first_floor": "1", "last_floor": "18", "per_floor": "4", "stairwells": "1"}


async def test_doors_are_shown_before_they_are_made(cast: Cast) -> None:
    chen, home = Visitor("chen"), f"/desk/buildings/{cast.ours.building}"
    shown = await chen.get(f"{home}/doors/preview", params=PLAN)
    assert shown.status_code == 200
    for door in ("101", "1804", "新增71户", "已有1户"):
        assert door in shown.text
    assert await Household.count().where(Household.building == cast.ours.building) == 1
    made = await chen.post(f"{home}/doors/in-one-go", PLAN)
    assert made.status_code == 303
    assert await Household.count().where(Household.building == cast.ours.building) == 72
    text = (await chen.get(home)).text
    assert text.index("1804") < text.index(">101")
    assert "18层" in text


async def test_a_plan_that_cannot_be_is_said_beside_its_field(cast: Cast) -> None:
    chen, home = Visitor("chen"), f"/desk/buildings/{cast.ours.building}"
    for plan in ({**PLAN, "last_floor": "0"}, {**PLAN, "first_floor": "19"}, {**PLAN, "per_floor": "x"}):
        assert (await chen.get(f"{home}/doors/preview", params=plan)).status_code == 422
        assert (await chen.post(f"{home}/doors/in-one-go", plan)).status_code == 422
    assert await Household.count().where(Household.building == cast.ours.building) == 1


async def test_a_door_is_added_changed_and_removed(cast: Cast) -> None:
    chen, home = Visitor("chen"), f"/desk/buildings/{cast.ours.building}"
    assert (await chen.post(f"{home}/doors", {"door": "门卫"})).status_code == 303
    assert (await chen.post(f"{home}/doors", {"door": "门卫"})).status_code == 422
    door = await Household.objects().get(Household.door == "门卫")
    assert door is not None
    page = f"/desk/households/{door.id}"
    saved = await chen.post(page, {"version": "1", "door": "门卫", "size": "2", "two_together": "1"})
    assert saved.status_code == 303
    assert "两人同行" in (await chen.get(home)).text
    assert (await chen.post(page, {"version": "1", "door": "门房"})).status_code == 409
    assert (await chen.post(f"{page}/remove")).status_code == 303
    assert not await Household.exists().where(Household.id == door.id)


async def test_a_door_behind_which_somebody_lives_stays(cast: Cast) -> None:
    household = await Household.objects().get(Household.building == cast.ours.building)
    assert household is not None
    chen, page = Visitor("chen"), f"/desk/households/{household.id}"
    assert "陈叔" in (await chen.get(page)).text
    answer = await chen.post(f"{page}/remove")
    assert answer.status_code == 422
    assert "不能删" in answer.text


async def test_doors_as_json(cast: Cast) -> None:
    chen, url = Visitor("chen"), f"/api/buildings/{cast.ours.building}/doors"
    plan = {"first_floor": 1, "last_floor": 2, "per_floor": 2}
    assert (await chen.send(f"{url}/in-one-go", plan)).json() == {"made": 4}
    assert (await chen.send(f"{url}/in-one-go", plan)).json() == {"made": 0}
    listed = (await chen.get(url)).json()
    assert [row["door"] for row in listed] == ["101", "102", "201", "202", "301"]
    assert listed[-1]["people"] == 1
    saved = await chen.send(
        f"/api/households/{listed[0]['id']}", {"version": 1, "door": "101", "size": 3}, method="PUT"
    )
    assert saved.status_code == 200
    assert (await chen.get(url)).json()[0]["size"] == 3
    assert (await chen.send(f"/api/households/{listed[0]['id']}/remove")).status_code == 201
