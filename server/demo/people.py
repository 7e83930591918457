"""What is known of the demo's neighbours, each with her yes: what they like, who they are, how far they have come."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from programs.communities.tables import Building
from programs.residents import ladder_actions, ladder_rules
from programs.residents.ladder_queries import acts_of
from programs.residents.ladder_schemas import ReachedStep
from programs.residents.queries import access_resident
from programs.visits import target_actions, target_queries
from programs.visits.target_schemas import NewTarget, NewTargetVisit
from server.demo import doors
from server.demo.program import ProgramStory, months_ago, on, op
from server.lib import clock

_YES: dict[str, Any] = {"agreed": ("interests",), "how": "face_to_face"}
# Hobbies and target groups of those who were asked at the door.
CARDS: dict[str, dict[str, Any]] = {
    "赵姐": {"hobbies": ("pets", "dancing"), "agreed": ("interests", "publicity"), "how": "face_to_face"},
    "猫奶奶": {"hobbies": ("pets", "handicraft"), "target_groups": ("living_alone",), **_YES},
    "陈叔": {
        "hobbies": ("pets", "chess_cards"),
        "target_groups": ("followed_children",),
        "agreed": ("interests", "publicity"),
        "how": "face_to_face",
    },
    "李娜": {"hobbies": ("pets", "photography"), "target_groups": ("parents",), **_YES},
    "王阿姨": {"hobbies": ("pets", "gardening"), "target_groups": ("followed_children",), **_YES},
    "周师傅": {"hobbies": ("pets", "repairs"), "target_groups": ("followed_children",), **_YES},
    "小杨": {"hobbies": ("pets", "ball_games"), "target_groups": ("parents", "new_residents"), **_YES},
    "何老师": {"hobbies": ("reading", "calligraphy"), "target_groups": ("followed_children",), **_YES},
    "吴伯": {"hobbies": ("pets", "tea"), "target_groups": ("followed_children",), **_YES},
    "孙阿姨": {"hobbies": ("dancing", "cooking"), "target_groups": ("followed_children",), **_YES},
}
# The property manager is overdue, the homeowners' committee is not (S50).
_OFFICES = (
    ("property_manager", "杏花苑物业服务中心", 30, 47, "说好粪袋箱装在四个路口，由物业每周清一次。"),
    ("owners_committee", "杏花苑业委会", 60, 20, "公共收益的账下个月贴出来。"),
)


async def climb(story: ProgramStory, name: str, *steps: str) -> None:
    """Put a neighbour on steps of the ladder, each by the first act that shows it (S28)."""
    acts = sorted(await acts_of(story.people[name]), key=lambda act: act.on)
    for step in steps:
        shown = [act for act in acts if ladder_rules.shows(act.step.value, step)]
        act = min(shown, key=lambda act: ladder_rules.rank(act.step.value))
        with on(act.on, 21):
            resident = await access_resident(story.actor, story.people[name])
            data = ReachedStep(**op(), step=step, source_kind=act.source_kind, source_id=act.source_id)  # type: ignore[arg-type]  # one of the choices
            await ladder_actions.reach_step(resident, data, actor=story.actor)


async def of_late(story: ProgramStory) -> None:
    """What keeps the lists of visits alive: a small building gone through with 赵姐, and the round of offices."""
    building = await Building.objects().get(Building.id == story.buildings[2])
    if building is None:
        raise LookupError("building")
    day = clock.today() - timedelta(days=20)
    await doors.walk_again(story, building, day, companion="赵姐")
    for kind, name, every, ago, note in _OFFICES:
        await _visit_office(story, kind, name, every, clock.today() - timedelta(days=ago), note)


async def _visit_office(story: ProgramStory, kind: str, name: str, every: int, day: date, note: str) -> None:
    with on(months_ago(6, 1)):
        target = NewTarget(**op(), kind=kind, name=name, every_days=every)  # type: ignore[arg-type]  # one of the choices
        target_id = await target_actions.add_target(story.community, target, actor=story.actor)
    with on(day, 15):
        office = await target_queries.access_target(story.actor, target_id)
        visit = NewTargetVisit(**op(), visited_on=day, note=note, program=story.program_id)
        await target_actions.log_target_visit(office, visit, actor=story.actor)
