"""How the demo tells a story: a person does something on a day, through the same actions as on the screens."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from groups.activities import actions as activity_actions
from groups.activities import invitation_actions
from groups.activities.queries import access_activity, access_setting
from groups.activities.schemas import Answered, Invited, LoggedActivity, PlannedActivity
from groups.teams import actions as team_actions
from groups.teams import community_leader_actions, task_actions, term_actions
from groups.teams.leader_queries import access_community_leader
from groups.teams.queries import access_group
from groups.teams.schemas import (
    Confirmation,
    NewGroup,
    NewMembers,
    NewSighting,
    NewTask,
    NewTerm,
    Plan,
    Spotting,
)
from groups.teams.tables import Group
from groups.teams.task_queries import access_task
from programs.communities.queries import access_community
from programs.communities.tables import Community
from programs.listening import actions as need_actions
from programs.listening import citation_actions
from programs.listening.schemas import NewNeed
from programs.listening.tables import NeedClass
from programs.method import actions, focal_actions, plan_actions, plan_queries, queries
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
from programs.visits import actions as visit_actions
from programs.visits.schemas import NewVisitDay
from server.lib import clock
from server.lib.actor import Actor
from server.lib.i18n import _, language
from server.lib.ids import new_op_id
from server.lib.settings import settings


def op() -> dict[str, str]:
    """The id of one more deed."""
    return {"op_id": new_op_id()}


def months_ago(months: int, day: int) -> date:
    """A day of the month that lies so many whole months before this one."""
    today = clock.today()
    place = today.year * 12 + today.month - 1 - months
    return date(place // 12, place % 12 + 1, day)


def on(day: date, hour: int = 10) -> Any:
    """Live through that day: `with on(day):`."""
    moment = datetime.combine(day, time(hour), ZoneInfo(settings().timezone))
    return clock.at(min(moment.astimezone(UTC), datetime.now(UTC)))


class Story:
    """One program's story, told by `actor` in one community."""

    def __init__(self, actor: Actor, community: Community) -> None:
        self.actor = actor
        self.community = community
        self.people: dict[str, int] = {}
        self.program_id = 0

    async def meet(self, *names: str, ages: Sequence[str] = (), building: int | None = None) -> None:
        """Get to know neighbours by the names they go by."""
        for number, name in enumerate(names):
            data = NewResident(
                **op(),
                name=name,
                phone_tail=f"{(self.community.id * 97 + len(self.people) * 37) % 10000:04d}",
                age_band=ages[number % len(ages)] if ages else None,  # type: ignore[arg-type]  # checked when read
                building=building,
                door=str(101 + len(self.people)) if building else None,
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
        self, day: date, text: str, *, channel: str, sort: str, complaint: bool = False, count: int = 1
    ) -> int:
        """Note a need, or a month's tally of complaints."""
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
            )
            return await need_actions.note_need(self.community, data, actor=self.actor)

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
            return await plan_actions.add_indicator(await self.program(), data, actor=self.actor, **feed)  # type: ignore[arg-type]  # as named

    async def read(self, indicator_id: int, day: date, value: float, source: str) -> None:
        """Enter an indicator's value of the month of `day`."""
        with on(day):
            indicator = await plan_queries.access_indicator(self.actor, indicator_id)
            data = NewReading(**op(), month=f"{day:%Y-%m}", value=Decimal(str(value)), source=source)
            await plan_actions.enter_reading(indicator, data, actor=self.actor)

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
                issue = await plan_queries.access_issue(self.actor, issue_id)
                await focal_actions.score_issue(issue, data, actor=self.actor)
            return issue_id

    async def choose(self, day: date, issue_id: int, sort: str) -> None:
        """Choose the focal issue, resting on all needs of a class."""
        with on(day):
            issue = await plan_queries.access_issue(self.actor, issue_id)
            await citation_actions.cite_class(issue, await self.class_id(sort), actor=self.actor)
            await focal_actions.choose_issue(issue, actor=self.actor)

    async def close(self, day: date, issue_id: int, reason: str) -> None:
        """Close the focal issue."""
        with on(day):
            issue = await plan_queries.access_issue(self.actor, issue_id)
            await focal_actions.close_issue(issue, IssueEnd(**op(), reason=reason), actor=self.actor)

    async def spot(self, day: date, name: str, *, cares: str, brings: str, by: str) -> None:
        """See a neighbour do both things that a community leader does, and confirm her."""
        with on(day):
            data = Spotting(
                **op(),
                resident=self.people[name],
                source_type="resident",
                spotted_by=by,
                spotted_on=day,
                program=self.program_id,
            )
            entry_id = await community_leader_actions.spot(self.community, data, actor=self.actor)
            for criterion, what in (("cares", cares), ("brings", brings)):
                entry = await access_community_leader(self.actor, entry_id)
                sighting = NewSighting(**op(), criterion=criterion, seen_on=day, what=what)  # type: ignore[arg-type]  # one of the choices
                await community_leader_actions.add_sighting(entry, sighting, actor=self.actor)
            entry = await access_community_leader(self.actor, entry_id)
            await community_leader_actions.confirm(
                entry, Confirmation(**op(), confirmed_on=day), actor=self.actor
            )

    def who(self, name: str) -> str:
        """Who did an act: a neighbour by name, else `staff`, `others` or `residents` as written."""
        return f"r{self.people[name]}" if name in self.people else name

    async def hold(
        self,
        day: date,
        title: str,
        crowd: tuple[int, int, int],
        *,
        acts: Sequence[str] = (),
        names: Sequence[str] = (),
        group: int | None = None,
        task: int | None = None,
        full: bool = False,
        hours: tuple[float, float] | None = None,
        cash: float | None = None,
        lever: str | None = None,
        place: str | None = None,
        actor: Actor | None = None,
    ) -> int:
        """Log an activity: `crowd` is staff, volunteers, participants; `acts` proposed, decided, did, answered, evaluated."""
        staff, volunteers, participants = crowd
        named = ("proposed", "decided", "did", "answered", "evaluated")
        with on(day, 20):
            data = LoggedActivity(
                **op(),
                community=self.community.id,
                program=self.program_id,
                group=group,
                task=task,
                title=title,
                held_on=day,
                place=place,
                staff=staff,
                volunteers=volunteers,
                participants=participants,
                presence=("full" if full else "part") if staff else None,
                people=tuple(self.people[name] for name in names),
                staff_hours=hours[0] if hours else None,
                resident_hours=hours[1] if hours else None,
                cash=cash,
                lever=lever,  # type: ignore[arg-type]  # one of the choices
                public=True,
                **dict(zip(named, (self.who(name) for name in acts), strict=False)),
            )
            by = actor or self.actor
            setting = await access_setting(
                by, self.community.id, program_id=self.program_id, group_id=group, task_id=task
            )
            return await activity_actions.log_activity(setting, data, actor=by)

    async def plan_ahead(
        self, day: date, title: str, place: str, *, group: int | None = None, at: time = time(9, 30)
    ) -> None:
        """Plan an activity that is still to come."""
        data = PlannedActivity(
            **op(),
            community=self.community.id,
            program=self.program_id,
            group=group,
            title=title,
            held_on=day,
            starts_at=at,
            place=place,
            public=True,
        )
        setting = await access_setting(
            self.actor, self.community.id, program_id=self.program_id, group_id=group
        )
        await activity_actions.plan_activity(setting, data, actor=self.actor)

    async def grow(
        self,
        activity_id: int,
        day: date,
        name: str,
        kind: str,
        invited: Sequence[str],
        joined: dict[date, Sequence[str]],
    ) -> int:
        """Invite those who came to an activity into a group; its id."""
        with on(day):
            activity = await access_activity(self.actor, activity_id)
            data = Invited(
                **op(),
                invited_on=day,
                people=tuple(self.people[one] for one in invited),
                name=name,
                kind=kind,  # type: ignore[arg-type]  # one of the choices
            )
            group_id = await invitation_actions.invite(activity, self.community, None, data, actor=self.actor)
        for joined_on, names in joined.items():
            with on(joined_on):
                answer = Answered(
                    **op(), answered_on=joined_on, joined=tuple(self.people[one] for one in names)
                )
                await invitation_actions.answer_invitations(
                    await self.group(group_id), answer, actor=self.actor
                )
        return group_id

    async def form(self, day: date, name: str, kind: str, members: Sequence[str], **said: Any) -> int:
        """Form a group of neighbours who found each other without an event."""
        with on(day):
            data = NewGroup(
                **op(),
                name=name,
                kind=kind,
                formed_on=day,
                program=self.program_id,
                open_to_join=True,
                **said,
            )  # type: ignore[arg-type]  # one of the choices
            group_id = await team_actions.form_group(self.community, data, actor=self.actor)
            new = NewMembers(**op(), joined_on=day, residents=tuple(self.people[one] for one in members))
            await team_actions.add_members(await self.group(group_id), new, actor=self.actor)
            return group_id

    async def group(self, group_id: int) -> Group:
        """A group as it stands."""
        return await access_group(self.actor, group_id)

    async def lead(
        self,
        day: date,
        group_id: int,
        name: str,
        *,
        votes: tuple[int, int] | None = None,
        account: int | None = None,
        deputy: bool = False,
    ) -> None:
        """Confirm a leader, or name a deputy."""
        with on(day):
            data = NewTerm(
                **op(),
                position="deputy" if deputy else "leader",
                resident=self.people[name],
                chosen_how="elected" if votes else "offered",
                votes_for=votes[0] if votes else None,
                votes_cast=votes[1] if votes else None,
                since=day,
                until=day + timedelta(days=730),
                account=account,
            )
            await term_actions.confirm_term(await self.group(group_id), data, actor=self.actor)

    async def hand_task(
        self, day: date, group_id: int, title: str, sort: str, *, issue: int | None, plan: str, author: str
    ) -> int:
        """Hand a class of complaints to a group; a member writes its plan some days later."""
        with on(day):
            data = NewTask(
                **op(),
                title=title,
                need_class=await self.class_id(sort),
                taken_on=day,
                program=self.program_id,
                focal_issue=issue,
            )
            task_id = await task_actions.hand_task(await self.group(group_id), data, actor=self.actor)
        with on(day + timedelta(days=4)):
            task, group = await access_task(self.actor, task_id)
            written = Plan(**op(), version=task.version, plan=plan, plan_author=self.people[author])
            await task_actions.write_plan(task, group, written, actor=self.actor)
            return task_id

    async def agree(self, day: date, *, cadence: int, indicator: int) -> None:
        """Agree how to hold what was reached."""
        with on(day):
            plan = ConsolidationPlan(
                **op(), cadence_per_month=cadence, indicator=indicator, relapse_percent=50, relapse_months=2
            )
            await plan_actions.agree_consolidation(await self.program(), plan, actor=self.actor)

    async def next_step(self, title: str, due_on: date, *, owner: int | None, asked_on: date) -> int:
        """Put a step into the plan."""
        with on(asked_on):
            data = NewStep(**op(), title=title, due_on=due_on, owner=owner)
            return await plan_actions.add_step(await self.program(), data, actor=self.actor)


async def story_in(actor: Actor, community_id: int) -> Story:
    """A story not yet begun."""
    return Story(actor, await access_community(actor, community_id))
