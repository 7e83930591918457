"""Figures of visits as JSON."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

import msgspec
from litestar import Request, get
from litestar.params import FromPath, QueryParameter

from programs.communities.queries import access_community
from programs.residents.place_queries import access_building
from programs.visits import coverage_queries, report_queries, report_rules
from programs.visits.report_queries import Period
from programs.visits.report_rules import Tally
from server.lib import clock, months
from server.lib.days import months_later, read_month
from server.web.access import STAFF, actor_of
from server.web.asked import AskedMonth

Days = Annotated[int, QueryParameter(ge=1, le=3650)]


class Rates(msgspec.Struct):
    """Doors by outcome; a share is null where fewer than five visits stand behind it."""

    opened: int
    not_home: int
    refused: int
    rescheduled: int
    moved_away: int
    tried: int
    reached: int
    opened_share: float | None
    refusal_share: float | None
    not_home_share: float | None


class Report(msgspec.Struct):
    """Rates of a community, whole and by building, month, companion."""

    whole: Rates
    by_building: dict[int, Rates]
    by_month: dict[str, Rates]
    by_companion: dict[str, Rates]
    causes: dict[str, int]


class CoverageRow(msgspec.Struct):
    """A building: its households, and how many of them were reached."""

    id: int
    name: str
    estate_name: str
    households: int
    reached: int


class DoorRow(msgspec.Struct):
    """A household that nobody reached."""

    id: int
    door: str


def _rates(tally: Tally) -> Rates:
    return msgspec.convert(tally, Rates, from_attributes=True)


@get("/api/communities/{community_id:int}/visit-report", opt={"who": STAFF})
async def show_report(request: Request, community_id: FromPath[int], month: AskedMonth = "") -> Report:
    """Rates of one month, or of the last twelve."""
    actor = actor_of(request)
    community = await access_community(actor, community_id)
    asked = read_month(month)
    this = clock.today().replace(day=1)
    period = Period(asked or months_later(this, -11), months.last_day(asked or this), community=community.id)
    buildings = await report_queries.by_building(actor, period)
    return Report(
        whole=_rates(report_rules.total(tally for _place, tally in buildings)),
        by_building={place["id"]: _rates(tally) for place, tally in buildings},
        by_month={
            text: _rates(tally) for text, tally in (await report_queries.by_month(actor, period)).items()
        },
        by_companion={
            kind or "none": _rates(tally)
            for kind, tally in (await report_queries.by_companion(actor, period)).items()
        },
        causes=dict(await report_queries.causes(actor, period)),
    )


@get("/api/communities/{community_id:int}/coverage", opt={"who": STAFF})
async def show_coverage(request: Request, community_id: FromPath[int], days: Days = 90) -> list[CoverageRow]:
    """The buildings of a community with how many of their households were reached in so many days."""
    actor = actor_of(request)
    community = await access_community(actor, community_id)
    since = clock.today() - timedelta(days=days)
    return msgspec.convert(
        await coverage_queries.coverage_of(actor, community.id, since=since), list[CoverageRow]
    )


@get("/api/buildings/{building_id:int}/untouched", opt={"who": STAFF})
async def list_untouched(request: Request, building_id: FromPath[int], days: Days = 90) -> list[DoorRow]:
    """The households of a building that nobody reached in so many days."""
    building = await access_building(actor_of(request), building_id)
    since = clock.today() - timedelta(days=days)
    doors = await coverage_queries.doors_of(building.id, since=since)
    return msgspec.convert([row for row in doors if not row["reached"]], list[DoorRow])


HANDLERS = [show_report, show_coverage, list_untouched]
