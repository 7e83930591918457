"""The page that says how doors open, and the official visit sheet."""

from __future__ import annotations

from datetime import date
from typing import Any

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Response, Stream

from programs.communities.queries import access_community, community_options
from programs.visits import (
    procedure_queries,
    report_charts,
    report_rules,
    sheet_actions,
    sheet_exports,
    words,
)
from programs.visits import report_queries as queries
from programs.visits.report_queries import Period
from programs.visits.report_rules import Tally
from server.export import download_book
from server.lib import clock, months
from server.lib.actor import Actor
from server.lib.days import months_later, read_month
from server.lib.i18n import language
from server.web.access import STAFF, actor_of
from server.web.asked import asked_id, asked_month
from server.web.pages import page
from server.web.paging import link

HOME = "/desk/visits/report"


async def _period(request: Request, actor: Actor) -> tuple[Period, date | None]:
    """The days that were asked for: one month, or the last twelve."""
    community, program = asked_id(request, "community"), asked_id(request, "program")
    if community is not None:
        await access_community(actor, community)
    month = read_month(asked_month(request))
    this = clock.today().replace(day=1)
    first = month or months_later(this, -11)
    return Period(first, months.last_day(month or this), community=community, program=program), month


@get(HOME, opt={"who": STAFF})
async def show_report(request: Request) -> Response[bytes]:
    """Rates with what they are shares of: a figure of the organisation, not of one worker."""
    actor = actor_of(request)
    period, month = await _period(request, actor)
    buildings = await queries.by_building(actor, period)
    by_month = await queries.by_month(actor, period)
    companions = await queries.by_companion(actor, period)
    causes = await queries.causes(actor, period)
    quarters = await queries.purposes(
        actor, Period(months_later(period.last, -23), period.last, period.community)
    )
    return page(
        request,
        "visits/report.html",
        month=month,
        months=[f"{months_later(clock.today(), -back):%Y-%m}" for back in range(12)],
        community=period.community,
        communities=await community_options(actor),
        whole=report_rules.total(tally for _place, tally in buildings),
        estates=_estates(buildings),
        by_month=by_month,
        visitors=await queries.by_visitor(actor, period),
        companions=sorted(companions.items()),
        procedures=[
            ({**row, "title": procedure_queries.title_of(row)}, tally)
            for row, tally in await queries.by_procedure(actor, period)
        ],
        quarters=quarters,
        causes=causes,
        answers=await queries.answers_to(actor, causes[0][0], since=period.first) if causes else None,
        to_edit=await queries.procedure_to_edit(actor, period) if causes else None,
        months_chart=report_charts.months_chart(by_month) if by_month else None,
        purposes_chart=report_charts.purposes_chart(quarters) if quarters else None,
        causes_chart=report_charts.causes_chart(causes),
        companions_chart=report_charts.companions_chart(companions),
        words=words,
        month_link=lambda text: link(HOME, community=period.community, program=period.program, month=text),
    )


def _estates(
    buildings: list[tuple[dict[str, Any], Tally]],
) -> list[tuple[str, Tally, list[tuple[dict[str, Any], Tally]]]]:
    """Estates with their sums, each with its buildings."""
    by_estate: dict[int, list[tuple[dict[str, Any], Tally]]] = {}
    for place, tally in buildings:
        by_estate.setdefault(place["estate"], []).append((place, tally))
    return [
        (own[0][0]["estate_name"], report_rules.total(tally for _place, tally in own), own)
        for own in by_estate.values()
    ]


@get("/desk/communities/{community_id:int}/visit-sheet.xlsx", opt={"who": STAFF})
async def visit_sheet(request: Request, community_id: FromPath[int]) -> Stream:
    """The official visit sheet of a year, a worksheet for each month; always in Chinese, as it is handed in.

    That it was taken away is logged.
    """
    community = await access_community(actor_of(request), community_id)
    asked = asked_id(request, "year")
    year = asked if asked and 2000 <= asked <= 2100 else clock.today().year
    await sheet_actions.note_taken_away(community, year, actor=actor_of(request))
    with language("zh_CN"):
        parts = await sheet_exports.sheets_of(community, year)
        return await download_book(parts, f"{community.name}走访记录{year}")


HANDLERS = [show_report, visit_sheet]
