"""How the demo tells a story: a person does something on a day, through the same actions as on the screens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from programs.communities.tables import Community
from programs.listening import actions as need_actions
from programs.listening import citation_actions
from programs.listening.schemas import NewNeed
from programs.listening.tables import NeedClass
from programs.method import (
    actions,
    consolidation_actions,
    focal_actions,
    focal_queries,
    indicator_actions,
    indicator_queries,
    queries,
    step_actions,
)
from programs.method.kinds import Kind
from programs.method.schemas import (
    ConsolidationPlan,
    IssueEnd,
    MoveOn,
    NewIndicator,
    NewIssue,
    NewProgram,
    NewReading,
    NewScore,
    NewStep,
)
from programs.method.tables import Program
from programs.residents import actions as resident_actions
from programs.residents.schemas import NewResident
from programs.residents.tables import Resident
from programs.visits import actions as visit_actions
from programs.visits.schemas import NewVisitDay
from server.demo import answers
from server.lib import clock
from server.lib.actor import Actor
from server.lib.i18n import _, language
from server.lib.ids import new_op_id
from server.lib.settings import settings


def op() -> dict[str, Any]:
    """The id of one more deed."""
    return {"op_id": new_op_id()}


def months_ago(months: int, day: int) -> date:
    """A day of the month that lies so many whole months before this one."""
    today = clock.today()
    place = today.year * 12 + today.month - 1 - months
    return date(place // 12, place % 12 + 1, day)


def saturday(day: date) -> date:
    """That day or the Saturday after it, but never one that is still to come."""
    found = day + timedelta(days=(5 - day.weekday()) % 7)
    return found if found < clock.today() else found - timedelta(days=7)


def coming(weekday: int, *, weeks: int = 0) -> date:
    """The next day of the week (Monday is 0), or one some weeks later."""
    today = clock.today()
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1 + 7 * weeks)


def on(day: date, hour: int = 10) -> Any:
    """Live through that day: `with on(day):`. Today is lived through as it is, its later hours are still to come."""
    moment = datetime.combine(day, time(hour), ZoneInfo(settings().timezone))
    return clock.at(min(moment.astimezone(UTC), clock.now()))


class ProgramStory:
    """One program's story, told by `actor` in one community."""

    def __init__(self, actor: Actor, community: Community, buildings: Sequence[int]) -> None:
        self.actor = actor
        self.community = community
        self.buildings = buildings
        self.people: dict[str, int] = {}
        self.homes: dict[str, int] = {}
        self.program_id = 0

    async def meet(
        self,
        *names: str,
        ages: Sequence[str] = (),
        building: int | None = None,
        cards: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> None:
        """Get to know neighbours by their names, some with more on their `cards`; the door of every sixth is not known."""
        before = await Resident.count().where(Resident.community == self.community.id)
        for number, name in enumerate(names):
            place = before + number
            home = building or self.buildings[place % len(self.buildings)]
            if place % 6 != 5:
                self.homes[name] = home
            data = NewResident(
                **op(),
                name=name,
                phone_tail=f"{(self.community.id * 1097 + place * 379) % 10000:04d}",
                age_band=ages[number % len(ages)] if ages else None,  # type: ignore[arg-type]  # checked when read
                building=self.homes.get(name),
                door=f"{2 + place % 5}0{1 + place // 5 % 4}" if name in self.homes else None,
                **(cards or {}).get(name, {}),
            )
            self.people[name] = await resident_actions.add_resident(self.community, data, actor=self.actor)

    async def start(self, day: date, name: str, goal: str, *, lead: int | None) -> None:
        """Start the program."""
        with on(day):
            data = NewProgram(
                **op(), community=self.community.id, name=name, goal=goal, started_on=day, lead=lead
            )
            self.program_id = await actions.start_program(self.community, data, actor=self.actor)

    async def program(self) -> Program:
        """The program as it stands."""
        return await queries.access_program(self.actor, self.program_id)

    async def knock(self, day: date, tried: int, opened: int, companion: str = "") -> None:
        """Go from door to door."""
        with on(day, 17):
            data = NewVisitDay(
                **op(), visited_on=day, tried=tried, opened=opened, companion=companion or None
            )
            await visit_actions.log_visits(await self.program(), data, actor=self.actor)

    async def hear(
        self,
        day: date,
        text: str,
        *,
        channel: str,
        sort: str,
        complaint: bool = False,
        count: int = 1,
        by: str = "",
    ) -> int:
        """Note a need of a neighbour or of nobody named, or a month's tally of complaints."""
        with on(day, 18):
            data = NewNeed(
                **op(),
                text=text,
                channel=channel,  # type: ignore[arg-type]  # one of the choices
                raised_on=day,
                need_class=await self.class_id(sort),
                complaint=complaint,
                quantity=count,
                program=self.program_id,
                resident=self.people.get(by),
                building=self.homes.get(by),
            )
            need_id = await need_actions.note_need(self.community, data, actor=self.actor)
        if count == 1:
            await answers.follow_up(need_id, day, actor=self.actor, moment=on, op=op)
        return need_id

    async def class_id(self, name: str) -> int:
        """One of the usual classes of needs, by the name it has in the code."""
        with language(self.actor.language):
            spoken = _(name)
        found = await NeedClass.objects().get(
            (NeedClass.organisation == self.actor.organisation_id) & (NeedClass.name == spoken)
        )
        if found is None:
            raise LookupError(spoken)
        return int(found.id)

    async def measure(
        self,
        day: date,
        name: str,
        unit: str,
        *,
        baseline: float,
        source: str,
        target: float,
        falls: bool = True,
        sort: str = "",
    ) -> int:
        """Write down how things stand; with `sort`, complaints of that class count by themselves from now on."""
        with on(day):
            data = NewIndicator(
                **op(),
                name=name,
                unit=unit,
                falls=falls,
                baseline=Decimal(str(baseline)),
                baseline_on=day,
                baseline_source=source,
                target=Decimal(str(target)),
            )
            feed = (
                {"feed_kind": Kind.COMPLAINT_RAISED, "feed_facet": f"class:{await self.class_id(sort)}"}
                if sort
                else {}
            )
            return await indicator_actions.add_indicator(await self.program(), data, actor=self.actor, **feed)  # type: ignore[arg-type]  # as named

    async def read(self, indicator_id: int, day: date, value: float, source: str) -> None:
        """Enter an indicator's value of the month of `day`."""
        with on(day):
            indicator = await indicator_queries.access_indicator(self.actor, indicator_id)
            data = NewReading(**op(), month=f"{day:%Y-%m}", value=Decimal(str(value)), source=source)
            await indicator_actions.enter_reading(indicator, data, actor=self.actor)

    async def try_to_move(self, day: date, to_stage: str) -> bool:
        """Press the button; whether the gates let the program pass."""
        with on(day, 16):
            data = MoveOn(**op(), to_stage=to_stage)  # type: ignore[arg-type]  # one of the choices
            return (await actions.move_on(await self.program(), data, actor=self.actor)).passed

    async def move(self, day: date, to_stage: str) -> None:
        """Move on; the story is wrong when the gates refuse it."""
        if not await self.try_to_move(day, to_stage):
            raise RuntimeError(f"{(await self.program()).name} did not reach {to_stage}")

    async def propose(
        self, day: date, title: str, why: str, marks: dict[str, tuple[int, int, int, int]], **crisis: Any
    ) -> int:
        """Propose a focal issue and let people score it; a name that is not a neighbour's is staff."""
        with on(day):
            issue_id = await focal_actions.propose_issue(
                await self.program(), NewIssue(**op(), title=title, why=why, **crisis), actor=self.actor
            )
            for scorer, (visible, solvable, shared, cared) in marks.items():
                data = NewScore(
                    **op(),
                    scorer=scorer,
                    visible=visible,
                    solvable=solvable,
                    shared=shared,
                    cared=cared,
                    by_resident=scorer in self.people,
                )
                issue = await focal_queries.access_issue(self.actor, issue_id)
                await focal_actions.score_issue(issue, data, actor=self.actor)
            return issue_id

    async def choose(self, day: date, issue_id: int, sort: str) -> None:
        """Choose the focal issue, resting on all needs of a class."""
        with on(day):
            issue = await focal_queries.access_issue(self.actor, issue_id)
            await citation_actions.cite_class(issue, await self.class_id(sort), actor=self.actor)
            await focal_actions.choose_issue(issue, actor=self.actor)

    async def close(self, day: date, issue_id: int, reason: str) -> None:
        """Close the focal issue."""
        with on(day):
            issue = await focal_queries.access_issue(self.actor, issue_id)
            await focal_actions.close_issue(issue, IssueEnd(**op(), reason=reason), actor=self.actor)

    async def agree(self, day: date, *, cadence: int, indicator: int) -> None:
        """Agree how to hold what was reached."""
        with on(day):
            plan = ConsolidationPlan(
                **op(), cadence_per_month=cadence, indicator=indicator, relapse_percent=50, relapse_months=2
            )
            await consolidation_actions.agree_consolidation(await self.program(), plan, actor=self.actor)

    async def next_step(self, title: str, due_on: date, *, owner: int | None, asked_on: date) -> int:
        """Put a step into the plan."""
        with on(asked_on):
            data = NewStep(**op(), title=title, due_on=due_on, owner=owner)
            return await step_actions.add_step(await self.program(), data, actor=self.actor)
