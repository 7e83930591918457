"""Programs through the API: the same actions, answered as JSON and as problem details."""

from programs.method.tables import Program, StageAttempt, Step
from tests.cast import Cast
from tests.visitor import Visitor


async def test_a_program_with_its_gates(cast: Cast) -> None:
    answer = await Visitor("chen").get(f"/api/programs/{cast.ours.program}")
    assert answer.status_code == 200
    body = answer.json()
    assert (body["name"], body["stage"]) == ("宠物文明", "listen")
    assert [(gate["key"], gate["have"], gate["need"], gate["met"]) for gate in body["gates"]] == [
        ("visits", 0, 30, False),
        ("needs", 0, 10, False),
        ("baseline", 0, 1, False),
        ("belonging", 0, 1, False),
    ]
    assert body["gates"][0]["label"] == "敲开的门"


async def test_a_try_answers_what_is_missing_and_answers_the_same_again(cast: Cast) -> None:
    chen = Visitor("chen")
    op_id = "33333333-3333-4333-8333-333333333333"
    answers = [
        await chen.send(f"/api/programs/{cast.ours.program}/moves", {"to_stage": "focus"}, op_id=op_id)
        for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert (
        answers[0].json()
        == answers[1].json()
        == {
            "passed": False,
            "stage": "listen",
            "missing": ["visits", "needs", "baseline", "belonging"],
        }
    )
    assert await StageAttempt.count() == 1


async def test_an_op_id_used_for_something_else_is_a_conflict(cast: Cast) -> None:
    chen = Visitor("chen")
    op_id = "44444444-4444-4444-8444-444444444444"
    url = f"/api/programs/{cast.ours.program}/steps"
    assert (await chen.send(url, {"title": "甲", "due_on": "2026-12-01"}, op_id=op_id)).status_code == 201
    answer = await chen.send(url, {"title": "乙", "due_on": "2026-12-01"}, op_id=op_id)
    assert answer.status_code == 409
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert answer.json()["code"] == "op.reused"
    assert await Step.count() == 1


async def test_a_stale_version_is_a_conflict_with_their_values(cast: Cast) -> None:
    url = f"/api/programs/{cast.ours.program}"
    first = await Visitor("lin").send(url, {"version": 1, "name": "文明养宠"}, method="PUT")
    assert first.status_code == 200, first.text
    answer = await Visitor("chen").send(url, {"version": 1, "name": "养宠公约"}, method="PUT")
    assert answer.status_code == 409
    assert {"field": "name", "theirs": "文明养宠"} in answer.json()["errors"]


async def test_what_cannot_be_read_names_its_field_and_writes_nothing(cast: Cast) -> None:
    chen = Visitor("chen")
    for body, field in (
        ({"community": cast.ours.community, "name": "", "started_on": "2026-03-01"}, "name"),
        ({"community": cast.ours.community, "name": "x", "started_on": "昨天"}, "started_on"),
        ({"community": cast.ours.community, "name": "x", "started_on": "2026-03-01", "extra": 1}, "extra"),
        ({"community": "x", "name": "x", "started_on": "2026-03-01"}, "community"),
    ):
        answer = await chen.send("/api/programs", body)
        assert answer.status_code == 422, answer.text
        assert field in answer.text
    assert await Program.count() == 2


async def test_a_foreign_program_is_the_same_nothing_as_an_unknown_one(cast: Cast) -> None:
    chen = Visitor("chen")
    answers = [await chen.get(f"/api/programs/{number}") for number in (cast.theirs.program, 999_999)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content


async def test_figures_and_the_rows_under_them(cast: Cast) -> None:
    chen = Visitor("chen")
    home = f"/api/programs/{cast.ours.program}"
    body = {
        "name": "盗窃",
        "falls": True,
        "baseline": "14",
        "baseline_on": "2026-01-31",
        "baseline_source": "民警通报",
        "target": "3",
    }
    assert (await chen.send(f"{home}/indicators", body)).status_code == 201
    found = (await chen.get(f"{home}/indicators")).json()
    assert [(one["name"], float(one["baseline"]), float(one["target"]), one["values"]) for one in found] == [
        ("盗窃", 14, 3, {})
    ]
    rows = (await chen.get(f"{home}/evidence?kind=baseline.recorded&month=2026-01")).json()["rows"]
    assert [(row["kind"], row["quantity"], row["source_kind"]) for row in rows] == [
        ("baseline.recorded", 1, "indicator")
    ]
    assert (await chen.get(f"{home}/evidence?month=2026-13")).status_code == 422
    assert (await chen.get(f"{home}/moves")).json() == []
    assert (await chen.get(f"{home}/taper")).json()["months"] == []
    assert (await Visitor("zhao").get(f"/api/groups/{cast.ours.group}/story")).json()["story"][
        "attendees"
    ] == 0
