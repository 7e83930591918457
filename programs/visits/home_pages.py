"""The page that a day of visits begins on."""

from __future__ import annotations

from typing import Any

from litestar import Request, get
from litestar.response import Response

from programs.visits import door_queries, round_queries, words
from server.lib import clock
from server.lib.days import months_later, read_month
from server.lib.months import span, weeks
from server.web.access import STAFF, actor_of
from server.web.pages import page

HOME = "/desk/visits"


@get(HOME, opt={"who": STAFF})
async def visits_home(request: Request) -> Response[bytes]:
    """The rounds to walk, soonest first and as a month, and what was heard at doors lately."""
    actor = actor_of(request)
    month = read_month(request.query_params.get("month")) or clock.today().replace(day=1)
    found = await round_queries.rounds_between(actor, *span(month))
    return page(
        request,
        "visits/home.html",
        to_walk=await round_queries.to_walk(actor),
        concerns=await door_queries.recent_concerns(actor, limit=8),
        words=words,
        month=month,
        weeks=weeks(month, [_event(row) for row in found], today=clock.today()),
        prev_href=f"{HOME}?month={months_later(month, -1):%Y-%m}",
        next_href=f"{HOME}?month={months_later(month, 1):%Y-%m}",
    )


def _event(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "on": row["planned_on"],
        "title": f"{row['building_name']} {row['visitor']}".strip(),
        "href": f"/desk/rounds/{row['id']}",
        "tone": words.ROUND_TONES[row["state"]],
    }


HANDLERS = [visits_home]
