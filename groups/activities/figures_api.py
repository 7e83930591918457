"""The taper and a group's story as JSON: the same figures as the pictures."""

from __future__ import annotations

import msgspec
from litestar import Request, get
from litestar.params import FromPath

from groups.activities import queries, story_queries, taper_rules
from groups.activities.rules import Story
from groups.activities.taper_rules import Totals
from groups.teams.queries import access_group
from programs.method.queries import access_program
from server.lib import clock
from server.lib.days import month_of
from server.web.access import LEADERS, STAFF, actor_of

_MONTHS = 36
_QUARTERS = 12


class Period(msgspec.Struct):
    """One month or quarter of the taper. Shares are 0 to 1; None where nothing is known."""

    period: str
    totals: Totals
    resident_run_share: float | None
    staff_per_100: float | None
    dependency: float | None


class TaperOut(msgspec.Struct):
    """How a program's staff step back."""

    months: list[Period]
    quarters: list[Period]


class StoryOut(msgspec.Struct):
    """How a group came about, and the figures of it."""

    story: Story
    joined_share: float | None
    joining_days: int | None
    own_after_days: int | None


@get("/api/programs/{program_id:int}/taper", opt={"who": STAFF})
async def show_taper(request: Request, program_id: FromPath[int]) -> TaperOut:
    """The taper of a program by month and by quarter."""
    program = await access_program(actor_of(request), program_id)
    rows = await queries.rollup_of(program.id)
    until = month_of(clock.today())
    return TaperOut(
        months=_periods(taper_rules.by_month(rows, until=until, at_most=_MONTHS)),
        quarters=_periods(taper_rules.by_quarter(rows, until=until, at_most=_QUARTERS)),
    )


def _periods(totals: dict[str, Totals]) -> list[Period]:
    return [
        Period(name, one, one.resident_run_share, one.staff_per_100, one.dependency)
        for name, one in totals.items()
    ]


@get("/api/groups/{group_id:int}/story", opt={"who": LEADERS})
async def show_story(request: Request, group_id: FromPath[int]) -> StoryOut:
    """From the event to a group that runs its own activities."""
    story = await story_queries.story_of(await access_group(actor_of(request), group_id))
    return StoryOut(story, story.joined_share, story.joining_days, story.own_after_days)


HANDLERS = [show_taper, show_story]
