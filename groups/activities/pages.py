"""The desk's calendar and list of activities, and the page of one."""

from __future__ import annotations

from datetime import date
from typing import Any

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Response

from groups.activities import list_queries, policy, queries, rules, story_queries
from groups.activities.choices import ACT_NAMES, LEVERS, STATE_TONES, who_words
from groups.activities.list_queries import Filters
from groups.activities.photo_queries import photos_of
from groups.activities.tables import Activity
from groups.teams import queries as group_queries
from programs.communities.queries import community_options
from programs.communities.tables import Community
from programs.method.queries import access_program, program_options
from programs.method.tables import Program
from server.lib import clock, months
from server.lib.actor import Actor
from server.lib.days import months_later, read_month
from server.lib.i18n import format_time
from server.web.access import STAFF, actor_of
from server.web.asked import asked_id
from server.web.history import history_of
from server.web.pages import page
from server.web.paging import link

HOME = "/desk/activities"
MOST_IN_CALENDAR = 300


def home_of(activity_id: int) -> str:
    """The address of an activity's page."""
    return f"{HOME}/{activity_id}"


@get(HOME, opt={"who": STAFF})
async def list_activities(request: Request) -> Response[bytes]:
    """Activities as a month calendar, or as a list that a program, a group or a figure's point opens."""
    asked = request.query_params
    ids = {name: asked_id(request, name) for name in ("community", "program", "group")}
    as_list = asked.get("view") == "list" or (
        asked.get("view") is None and bool(ids["program"] or ids["group"])
    )
    return await (_list(request, ids) if as_list else _calendar(request, ids))


async def _calendar(request: Request, ids: dict[str, int | None]) -> Response[bytes]:
    actor = actor_of(request)
    month = read_month(request.query_params.get("month")) or clock.today().replace(day=1)
    first, last = months.span(month)
    found = await list_queries.activities_between(
        actor, Filters(**ids, first=first, last=last), limit=MOST_IN_CALENDAR
    )
    events = [_event(row) for row in found[:MOST_IN_CALENDAR]]
    return page(
        request,
        "activities/calendar.html",
        month=month,
        weeks=months.weeks(month, events, today=clock.today()),
        cut_off=len(found) > MOST_IN_CALENDAR,
        prev_href=link(HOME, month=f"{months_later(month, -1):%Y-%m}", view="calendar", **ids),
        next_href=link(HOME, month=f"{months_later(month, 1):%Y-%m}", view="calendar", **ids),
        today_href=link(HOME, view="calendar", **ids),
        **await _frame(request, ids, month, "calendar"),
    )


async def _list(request: Request, ids: dict[str, int | None]) -> Response[bytes]:
    asked = request.query_params
    month, quarter = read_month(asked.get("month")), months.read_quarter(asked.get("quarter"))
    first, last = (month, months.last_day(month)) if month else quarter or (None, None)
    found = await list_queries.list_activities(
        actor_of(request), Filters(**ids, first=first, last=last), cursor=asked.get("before")
    )
    kept = {**ids, "view": "list", "month": month and f"{month:%Y-%m}"}
    kept["quarter"] = asked["quarter"] if quarter and not month else None
    return page(
        request,
        "activities/list.html",
        first=first,
        last=last,
        rows=found.rows,
        next_url=link(HOME, **kept, before=found.next) if found.next else None,
        every_href=link(HOME, **ids, view="list"),
        **await _frame(request, ids, month, "list"),
    )


async def _frame(
    request: Request, ids: dict[str, int | None], month: date | None, view: str
) -> dict[str, Any]:
    """The filters and the two views, which stand above both."""
    actor = actor_of(request)
    kept = {**ids, "month": month and f"{month:%Y-%m}"}
    return {
        "view": view,
        "chosen": ids,
        "communities": await community_options(actor),
        "programs": await program_options(actor, ids["community"]),
        "groups": await group_queries.group_options(actor, ids["community"]),
        "list_href": link(HOME, **kept, view="list"),
        "calendar_href": link(HOME, **kept, view="calendar"),
        "plan_href": link(f"{HOME}/new", **ids),
        "log_href": link(f"{HOME}/log", **ids),
    }


def _event(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "on": row["held_on"],
        "title": row["title"],
        "href": home_of(row["id"]),
        "time": format_time(row["starts_at"]),
        "tone": STATE_TONES[row["state"]],
    }


@get("/desk/activities/{activity_id:int}", opt={"who": STAFF})
async def show_activity(request: Request, activity_id: FromPath[int]) -> Response[bytes]:
    """An activity: who came, who carried it, what it cost, and what grew from it."""
    actor = actor_of(request)
    activity = await queries.access_activity(actor, activity_id, to_edit=True)
    acts = await queries.acts_of(activity.id)
    names = await queries.names_of([by.resident for by in acts.values() if by.resident])
    return page(
        request,
        "activities/show.html",
        activity=activity,
        around=await queries.surroundings_of(activity),
        people=await queries.people_of(activity.id),
        acts=[
            {
                "name": ACT_NAMES[act],
                "who": who_words(acts.get(act), names),
                "standing": acts[act].standing if act in acts else "unproved",
            }
            for act in rules.FIVE_ACTS
        ],
        carried=rules.carried_by_residents(acts),
        resident_run=rules.is_resident_run(acts, activity.presence),
        levers=LEVERS,
        photos=await photos_of(activity.id),
        grown=await story_queries.groups_grown_from(activity.id),
        may_edit=_open_to(activity) and policy.may_edit(actor, community_id=activity.community),
        history=await history_of("activity", activity.id, actor=actor),
    )


def _open_to(activity: Activity) -> bool:
    return activity.voided_at is None and activity.state != "cancelled"


@get("/desk/programs/{program_id:int}/activities", opt={"who": STAFF})
async def program_activities(request: Request, program_id: FromPath[int]) -> Response[bytes]:
    """A program's activities, newest first; a part of the program's page when htmx asks."""
    program = await access_program(actor_of(request), program_id)
    found = await list_queries.list_activities(
        actor_of(request), Filters(program=program.id), cursor=request.query_params.get("before")
    )
    path = f"/desk/programs/{program.id}/activities"
    part = "hx-request" in request.headers
    return page(
        request,
        "activities/_program.html" if part else "activities/program.html",
        program=program,
        rows=found.rows[:8] if part else found.rows,
        next_url=link(path, before=found.next) if found.next else None,
    )


async def program_section(_actor: Actor, program: Program) -> tuple[str, dict[str, Any]]:
    """A program's activities on its page, fetched once the page is there; without scripts a button leads to them."""
    return "activities/_program_later.html", {"program": program}


async def street_section(community: Community) -> tuple[str, dict[str, Any]]:
    """What is on and what took place, for the community's public page: counts and no names."""
    coming, held = await list_queries.on_street(community.id, today=clock.today())
    return "activities/_street.html", {"coming": coming, "held": held}


HANDLERS = [list_activities, show_activity, program_activities]
