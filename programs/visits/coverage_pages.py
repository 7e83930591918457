"""Pages that say whom nobody has reached."""

from __future__ import annotations

from datetime import timedelta

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Response

from programs.communities.queries import access_community, community_options
from programs.method.queries import only_program
from programs.residents.place_queries import access_building, place_of
from programs.visits import coverage_queries, words
from programs.visits.round_schemas import NewRound
from server.lib import clock
from server.lib.days import months_later, read_month
from server.lib.i18n import _, format_month
from server.web.access import STAFF, actor_of
from server.web.asked import asked_id
from server.web.charts import Series, stacked_columns
from server.web.forms import Form
from server.web.pages import page

SPANS = (30, 60, 90)


def _days(request: Request) -> int:
    asked = asked_id(request, "days")
    return asked if asked in SPANS else 90


@get("/desk/coverage", opt={"who": STAFF})
async def show_coverage(request: Request) -> Response[bytes]:
    """Every building with how many of its households were reached, and the three kinds of diligence by month."""
    actor, days = actor_of(request), _days(request)
    asked = asked_id(request, "community")
    if asked is not None:
        await access_community(actor, asked)
    today = clock.today()
    diligence = await coverage_queries.diligence_of(actor, asked, since=months_later(today, -5))
    labels = [format_month(month) for text, _counts in diligence if (month := read_month(text))]
    kinds = {"legs": _("Visits"), "mouth": _("Calls and talks"), "pen": _("Written")}
    chart = stacked_columns(
        [Series(name, [counts[key] for _month, counts in diligence]) for key, name in kinds.items()],
        labels,
        title=_("On foot, by word of mouth, in writing"),
    )
    return page(
        request,
        "visits/coverage.html",
        days=days,
        spans=SPANS,
        community=asked,
        communities=await community_options(actor),
        buildings=await coverage_queries.coverage_of(actor, asked, since=today - timedelta(days=days)),
        chart=chart if diligence else None,
    )


@get("/desk/buildings/{building_id:int}/coverage", opt={"who": STAFF})
async def show_building(request: Request, building_id: FromPath[int]) -> Response[bytes]:
    """The households of a building that nobody has reached, to be made a round of."""
    actor, days = actor_of(request), _days(request)
    building = await access_building(actor, building_id)
    doors = await coverage_queries.doors_of(building.id, since=clock.today() - timedelta(days=days))
    return page(
        request,
        "visits/building_coverage.html",
        days=days,
        spans=SPANS,
        place=await place_of(building.id),
        doors=doors,
        left=[row for row in doors if not row["reached"]],
        form=Form.blank(NewRound),
        words=words,
        me=actor.user_id,
        program=await only_program(actor, building.community),
    )


HANDLERS = [show_coverage, show_building]
