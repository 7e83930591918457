"""The second half of how the demo tells a story: community leaders, groups, their tasks and activities."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Any

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
    EditedGroup,
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
from programs.communities.tables import Building
from server.demo.program import ProgramStory, on, op
from server.lib.actor import Actor


class Story(ProgramStory):
    """A program's story with the groups that grow in it."""

    async def spot(self, day: date, name: str, *, cares: str, brings: str, by: str) -> None:
        """See a neighbour do both things that a community leader does, and confirm her."""
        with on(day):
            data = Spotting(
                **op(),
                resident=self.people[name],
                source_type="resident",
                spotted_by=by,
                spotted_on=day,
                program=self.program_id or None,
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
        carried: dict[str, Any] = dict(zip(named, (self.who(name) for name in acts), strict=False))
        with on(day, 20):
            data = LoggedActivity(
                **op(),
                community=self.community.id,
                program=self.program_id or None,
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
                **carried,
            )
            by = actor or self.actor
            setting = await access_setting(
                by, self.community.id, program_id=data.program, group_id=group, task_id=task
            )
            return await activity_actions.log_activity(setting, data, actor=by)

    async def plan_ahead(
        self, day: date, title: str, place: str, *, group: int | None = None, at: time = time(9, 30)
    ) -> None:
        """Plan an activity that is still to come."""
        data = PlannedActivity(
            **op(),
            community=self.community.id,
            program=self.program_id or None,
            group=group,
            title=title,
            held_on=day,
            starts_at=at,
            place=place,
            public=True,
        )
        setting = await access_setting(self.actor, self.community.id, program_id=data.program, group_id=group)
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
                kind=kind,  # type: ignore[arg-type]  # one of the choices
                formed_on=day,
                program=self.program_id or None,
                open_to_join=True,
                **said,
            )
            group_id = await team_actions.form_group(self.community, data, actor=self.actor)
        await self.join(day, group_id, members)
        return group_id

    async def join(self, day: date, group_id: int, members: Sequence[str]) -> None:
        """Let neighbours join a group."""
        with on(day):
            new = NewMembers(**op(), joined_on=day, residents=tuple(self.people[one] for one in members))
            await team_actions.add_members(await self.group(group_id), new, actor=self.actor)

    async def describe(self, day: date, group_id: int, **said: Any) -> None:
        """Write more of a group: who began it, when it meets, for which ages."""
        with on(day):
            group = await self.group(group_id)
            known = {
                name: getattr(group, name) for name in EditedGroup.__struct_fields__ if hasattr(group, name)
            }
            await team_actions.edit_group(group, EditedGroup(**op(), **{**known, **said}), actor=self.actor)

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
        until: date | None = None,
    ) -> None:
        """Confirm a leader, or name a deputy, for two years unless another end is said."""
        with on(day):
            data = NewTerm(
                **op(),
                position="deputy" if deputy else "leader",
                resident=self.people[name],
                chosen_how="elected" if votes else "offered",
                votes_for=votes[0] if votes else None,
                votes_cast=votes[1] if votes else None,
                since=day,
                until=until or day + timedelta(days=730),
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


async def story_in(actor: Actor, community_id: int) -> Story:
    """A story not yet begun."""
    buildings = (
        await Building.select(Building.id).where(Building.community == community_id).order_by(Building.id)
    )
    return Story(actor, await access_community(actor, community_id), [row["id"] for row in buildings])
