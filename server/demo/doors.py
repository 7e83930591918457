"""The demo's first wave (S01, S06): two hundred doors in two buildings, what was heard there, and a roster that came in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from programs.bodies import actions as body_actions
from programs.bodies.schemas import NewLeader
from programs.communities.tables import Building
from programs.listening import actions as need_actions
from programs.listening import concern_actions
from programs.listening.queries import access_need
from programs.listening.schemas import SortedNeed
from programs.residents import (
    import_actions,
    import_check_actions,
    import_queries,
    import_run_actions,
    place_actions,
    target_actions,
)
from programs.residents.import_schemas import Confirmed, HandIn
from programs.residents.place_schemas import DoorsOfBuilding
from programs.residents.target_schemas import GroupSize
from programs.visits import door_queries, procedure_queries, round_actions, round_queries, training_actions
from programs.visits.door_schemas import Knock, RoundDebrief
from programs.visits.round_schemas import ClosedRound, NewRound
from programs.visits.training_schemas import NewTraining
from server.demo import elders
from server.demo.program import ProgramStory, months_ago, on, op
from server.intake.grid import finished

# What was heard behind opened doors, and whether it became a need of the class that the story is about.
HEARD = (
    ("出门就踩到狗粪，孩子摔了一跤", True),
    ("绿化带臭，夏天不敢开窗", True),
    ("遛狗不牵绳，老人怕", False),
    ("电梯里总有狗尿味", True),
    ("想有人教手机挂号", False),
)
ROSTER = (
    ("姓名", "楼栋", "房号", "年龄段", "爱好", "人群"),
    ("许建国", "", "101", "60-74岁", "下棋、养宠物", "随迁老人"),
    ("欧阳秀英", "", "102", "60-74岁", "跳舞", "随迁老人"),
    ("曾小帆", "", "103", "30-44岁", "摄影", "新搬来的居民"),
    ("单玉梅", "", "104", "45-59岁", "唱歌、跳舞", ""),
    ("仇子涵", "", "201", "18-29岁", "球类", "租户"),
    ("解春生", "", "202", "75岁以上", "书法", "独居老人"),
    ("贺兰芝", "", "203", "60-74岁", "种花", "随迁老人"),
    ("阿依古丽", "", "204", "30-44岁", "做饭", "新搬来的居民"),
    ("潘国强", "", "301", "45-59岁", "养宠物", ""),
    ("宋佳", "", "302", "30-44岁", "养宠物、散步", ""),
    ("夏明珠", "", "303", "60-74岁", "手工", "随迁老人"),
    ("任远", "", "304", "18-29岁", "看书", "租户"),
)


async def before_the_first_try(story: ProgramStory) -> int:
    """Forty doors without a companion: 22 opened, 12 nobody home, 6 refused. The id of the round, not yet over."""
    first, second = await _buildings(story)
    with on(months_ago(11, 6)):
        for building in (first, second):
            data = DoorsOfBuilding(**op(), first_floor=1, last_floor=25, per_floor=4)
            await place_actions.add_doors(building, data, actor=story.actor)
    round_ = await _plan(story, first, months_ago(11, 7), purpose="duty")
    await _walk(story, round_, months_ago(11, 8), opened=22, not_home=12, refused=6)
    return round_


async def after_the_first_try(story: ProgramStory, round_: int) -> None:
    """The rest of the wave: looked into, trained, and gone again with people whom the households know."""
    first, second = await _buildings(story)
    await _walk(story, round_, months_ago(11, 21), opened=9, not_home=2, refused=1)
    await _look_into(story, round_, months_ago(11, 21))
    since = months_ago(11, 22)
    with on(since):
        leader = NewLeader(**op(), since=since, resident=story.people["陈叔"], program=story.program_id)
        await body_actions.appoint(first, leader, actor=story.actor)
    again = await _plan(
        story, first, months_ago(11, 23), companion="陈叔", kind="building_leader", doors="unreached"
    )
    await _walk(story, again, months_ago(11, 24), opened=41, not_home=4, refused=2, heard=HEARD)
    await _close(story, again, months_ago(11, 24), "陈叔一开口，门就开了一半。")
    other = await _plan(story, second, months_ago(10, 5), companion="猫奶奶", kind="neighbour")
    await _walk(story, other, months_ago(10, 6), opened=73, not_home=19, refused=8)
    await _close(story, other, months_ago(10, 6), "猫奶奶认得大半栋楼的狗。")
    await _note_needs(story, months_ago(10, 7))


async def walk_again(story: ProgramStory, building: Building, day: date, *, companion: str) -> None:
    """Go through a small building, with the leader of a group; at two doors nobody is home (S17)."""
    with on(day - timedelta(days=1)):
        all_doors = DoorsOfBuilding(**op(), first_floor=1, last_floor=6, per_floor=4)
        await place_actions.add_doors(building, all_doors, actor=story.actor)
    round_ = await _plan(story, building, day, companion=companion, kind="group_leader")
    doors = len(await round_queries.doors_of(round_))
    await _walk(story, round_, day, opened=doors - 2, not_home=2, refused=0)
    await _close(story, round_, day, "两户还没碰上，下次晚饭后去。")


async def _buildings(story: ProgramStory) -> tuple[Building, Building]:
    found = [await Building.objects().get(Building.id == number) for number in story.buildings[3:5]]
    first, second = found
    assert first is not None
    assert second is not None
    return first, second


async def _plan(
    story: ProgramStory,
    building: Building,
    day: date,
    *,
    purpose: str = "concern",
    companion: str = "",
    kind: str | None = None,
    doors: str = "all",
) -> int:
    with on(day):
        data = NewRound(
            **op(),
            building=building.id,
            scenario="first_visit",
            purpose=purpose,  # type: ignore[arg-type]  # one of the choices
            planned_on=day + timedelta(days=1),
            doors=doors,  # type: ignore[arg-type]  # likewise
            program=story.program_id,
            visitor_account=story.actor.user_id,
            companion=story.people.get(companion),
            companion_kind=kind,  # type: ignore[arg-type]  # likewise
        )
        return await round_actions.plan_round(building, data, actor=story.actor)


async def _walk(
    story: ProgramStory,
    round_id: int,
    day: date,
    *,
    opened: int,
    not_home: int,
    refused: int,
    heard: Sequence[tuple[str, bool]] = (),
) -> None:
    """Knock on the next doors of the round that nobody has knocked on yet."""
    with on(day, 18):
        round_ = await round_queries.access_round(story.actor, round_id)
        version = await procedure_queries.version_by_id(round_.procedure_version)
        steps = tuple(range(1, len(version["steps"]) + 1)) if version else ()
        waiting = [row for row in await round_queries.doors_of(round_id) if row["outcome"] is None]
        told = iter([text for text, _ours in heard])
        knocks = [
            Knock(
                household=row["household"],
                outcome=outcome,  # type: ignore[arg-type]  # one of the choices
                steps_done=steps if outcome == "opened" else (),
                concern=next(told, None) if outcome == "opened" else None,
            )
            for row, outcome in zip(waiting, _mixed(opened, not_home, refused), strict=False)
        ]
        await round_actions.log_doors(round_, knocks, actor=story.actor, visited_on=day)


def _mixed(opened: int, not_home: int, refused: int) -> Iterator[str]:
    """So many of each, spread as doors are: not one after the other."""
    left = {"opened": opened, "not_home": not_home, "refused": refused}
    whole = dict(left)
    while any(left.values()):
        outcome = max(left, key=lambda name: left[name] / max(whole[name], 1))
        left[outcome] -= 1
        yield outcome


async def _look_into(story: ProgramStory, round_id: int, day: date) -> None:
    """Why doors stayed shut, first on our own side; what follows from it is learned."""
    with on(day, 20):
        round_ = await round_queries.access_round(story.actor, round_id)
        shut = [
            row["visit"]
            for row in await round_queries.doors_of(round_id)
            if row["outcome"] in {"refused", "not_home"}
        ]
        data = RoundDebrief(
            **op(), visits=tuple(shut), causes=("no_companion", "timing"), note="白天去的，没有熟人带着。"
        )
        await round_actions.debrief_round(round_, data, actor=story.actor)
        learned = NewTraining(
            **op(),
            trained_on=day,
            skill="door_manners",
            account=story.actor.user_id,
            proof="机构内训，社工督导带教",
            answers_cause="timing",
        )
        await training_actions.record_training(learned, actor=story.actor)
    await _close(story, round_id, day, "一个人去，一半的门不开。下次请楼组长一起。")


async def _close(story: ProgramStory, round_id: int, day: date, note: str) -> None:
    with on(day, 21):
        round_ = await round_queries.access_round(story.actor, round_id)
        await round_actions.close_round(round_, ClosedRound(**op(), note=note), actor=story.actor)


async def _note_needs(story: ProgramStory, day: date) -> None:
    """What was heard about dogs becomes needs, with the way back to the visit."""
    ours = {text for text, is_ours in HEARD if is_ours}
    with on(day):
        for row in await door_queries.recent_concerns(story.actor, story.community.id):
            if row["text"] not in ours:
                continue
            concern = await door_queries.concern_of(story.actor, row["id"])
            need_id = await concern_actions.make_need(
                story.community, concern, op_id=op()["op_id"], actor=story.actor
            )
            need = await access_need(story.actor, need_id)
            sorted_need = SortedNeed(
                **op(),
                version=need.version,
                need_class=await story.class_id("Pet waste"),
                program=need.program,
            )
            await need_actions.sort_need(need, sorted_need, actor=story.actor)


async def take_roster(story: ProgramStory) -> None:
    """A roster of the second building comes in from the residents' committee and is imported; groups to reach are sized."""
    _first, second = await _buildings(story)
    header, *people = ROSTER
    listed = [*people, *elders.ROWS]
    rows = [list(header), *([name, second.name, *rest] for name, _place, *rest in listed)]
    day = months_ago(6, 5)
    with on(day):
        grid = finished(rows, sheet="住户", kind="xlsx")
        data = HandIn(**op(), purpose="interests", delete_after=day + timedelta(days=1095), how="paper")
        read = await import_actions.read_roster(grid, data, actor=story.actor)
        batch_id = await import_actions.hand_in(
            story.community, "二楼栋住户名册.xlsx", data, read, actor=story.actor
        )
        await import_check_actions.check(batch_id, actor=story.actor)
        batch = await import_queries.access_batch(story.actor, batch_id)
        await import_actions.confirm(batch, Confirmed(**op(), version=batch.version), actor=story.actor)
        await import_run_actions.take_over(batch_id, actor=story.actor)
        for group, estimate, source in (
            ("older_people", 420, "居委会老龄台账"),
            ("followed_children", 120, "居委会 2026 年摸底"),
            ("children", 260, "社区幼儿园和小学"),
        ):
            size: dict[str, Any] = {"target_group": group, "estimate": estimate, "source": source}
            await target_actions.size_group(
                story.community, GroupSize(**op(), **size, as_of=day), actor=story.actor
            )
