"""How a program's staff step back and what the work costs them: pictures over the monthly rollup, each opening its rows."""

from __future__ import annotations

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Response

from groups.activities import queries, taper_rules
from groups.activities.choices import PRESENCES, STANDINGS
from groups.activities.pages import HOME
from groups.activities.taper_rules import Totals
from programs.method.queries import access_program
from server.lib import clock
from server.lib.days import month_of
from server.lib.i18n import _, format_month, format_number, format_percent
from server.web.access import STAFF, actor_of
from server.web.charts import Chart, Series, line_chart, stacked_columns
from server.web.pages import page
from server.web.paging import link

MONTHS = 36
QUARTERS = 12


@get("/desk/programs/{program_id:int}/taper", opt={"who": STAFF})
async def show_taper(request: Request, program_id: FromPath[int]) -> Response[bytes]:
    """The taper of a program; a part of the program's page when htmx asks."""
    program = await access_program(actor_of(request), program_id)
    rows = await queries.rollup_of(program.id)
    until = month_of(clock.today())
    by_month = taper_rules.by_month(rows, until=until, at_most=MONTHS)
    by_quarter = taper_rules.by_quarter(rows, until=until, at_most=QUARTERS)
    part = "hx-request" in request.headers
    return page(
        request,
        "activities/_taper.html" if part else "activities/taper.html",
        program=program,
        people=people_chart(program.id, by_month),
        presence=presence_chart(program.id, by_month),
        shares=share_chart(program.id, by_quarter),
        ratio=ratio_chart(program.id, by_quarter),
        carried=carried_chart(program.id, by_quarter),
        load=load_chart(program.id, by_quarter),
        levers=lever_rows(by_quarter),
        first=_known(by_quarter, 0),
        latest=_known(by_quarter, -1),
    )


def _known(by_quarter: dict[str, Totals], place: int) -> tuple[str, Totals] | None:
    """The first or last quarter in which something was held."""
    held = [(quarter_name(quarter), totals) for quarter, totals in by_quarter.items() if totals.held]
    return held[place] if held else None


def quarter_name(quarter: str) -> str:
    """A quarter as the reader writes it."""
    return _("Q%(quarter)s %(year)s", quarter=quarter[-1], year=quarter[:4])


def _month_hrefs(program_id: int, by_month: dict[str, Totals]) -> list[str | None]:
    return [
        link(HOME, program=program_id, month=month) if totals.held else None
        for month, totals in by_month.items()
    ]


def _quarter_hrefs(program_id: int, by_quarter: dict[str, Totals]) -> list[str | None]:
    return [
        link(HOME, program=program_id, quarter=quarter) if totals.held else None
        for quarter, totals in by_quarter.items()
    ]


def people_chart(program_id: int, by_month: dict[str, Totals]) -> Chart:
    """Staff, volunteers and participants of each month, each on its own scale."""
    hrefs = _month_hrefs(program_id, by_month)
    series = [
        Series(_("Staff"), [_held(one, one.staff) for one in by_month.values()], hrefs),
        Series(_("Volunteers"), [_held(one, one.volunteers) for one in by_month.values()], hrefs),
        Series(_("Participants"), [_held(one, one.participants) for one in by_month.values()], hrefs),
    ]
    names = [format_month(month) for month in by_month]
    return stacked_columns(series, names, title=_("Staff, volunteers and participants"), x_label=_("Month"))


def presence_chart(program_id: int, by_month: dict[str, Totals]) -> Chart:
    """Activities of each month by whether staff were there."""
    hrefs = _month_hrefs(program_id, by_month)
    series = [
        Series(
            str(PRESENCES[presence]),
            [_held(one, one.presence.get(presence, 0)) for one in by_month.values()],
            hrefs,
        )
        for presence in taper_rules.PRESENCES
    ]
    names = [format_month(month) for month in by_month]
    return stacked_columns(series, names, title=_("Activities by presence of staff"), x_label=_("Month"))


def share_chart(program_id: int, by_quarter: dict[str, Totals]) -> Chart:
    """The residents' own share of activities, and the dependency index."""
    hrefs = _quarter_hrefs(program_id, by_quarter)
    series = [
        Series(_("Run by residents"), [one.resident_run_share for one in by_quarter.values()], hrefs),
        Series(_("Dependency index"), [one.dependency for one in by_quarter.values()], hrefs),
    ]
    names = [quarter_name(quarter) for quarter in by_quarter]
    return line_chart(
        series,
        names,
        title=_("Residents' own activities, and dependency"),
        x_label=_("Quarter"),
        number=lambda share: format_percent(float(share)),
    )


def ratio_chart(program_id: int, by_quarter: dict[str, Totals]) -> Chart:
    """Staff for every hundred participants."""
    values = [one.staff_per_100 for one in by_quarter.values()]
    series = [Series(_("Staff per 100 participants"), values, _quarter_hrefs(program_id, by_quarter))]
    names = [quarter_name(quarter) for quarter in by_quarter]
    return line_chart(
        series, names, title=_("Staff per 100 participants"), x_label=_("Quarter"), number=_one_decimal
    )


def carried_chart(program_id: int, by_quarter: dict[str, Totals]) -> Chart:
    """Who carried the acts of the activities; those behind which nobody stands are shown, and count for nobody."""
    hrefs = _quarter_hrefs(program_id, by_quarter)
    series = [
        Series(str(name), [_held(one, one.acts.get(standing, 0)) for one in by_quarter.values()], hrefs)
        for standing, name in STANDINGS.items()
    ]
    names = [quarter_name(quarter) for quarter in by_quarter]
    return stacked_columns(
        series, names, title=_("Who proposed, decided, did, answered and evaluated"), x_label=_("Quarter")
    )


def load_chart(program_id: int, by_quarter: dict[str, Totals]) -> Chart:
    """Hours of staff and of residents for each activity."""
    hrefs = _quarter_hrefs(program_id, by_quarter)
    series = [
        Series(_("Staff hours per activity"), [one.staff_hours_each for one in by_quarter.values()], hrefs),
        Series(
            _("Resident hours per activity"), [one.resident_hours_each for one in by_quarter.values()], hrefs
        ),
    ]
    names = [quarter_name(quarter) for quarter in by_quarter]
    return line_chart(series, names, title=_("Hours per activity"), x_label=_("Quarter"), number=_one_decimal)


def lever_rows(by_quarter: dict[str, Totals]) -> list[dict[str, object]]:
    """Each quarter's hours by what made the load lighter, for a table; quarters without hours are left out."""
    return [
        {
            "quarter": quarter_name(quarter),
            "shares": [format_percent(totals.lever_share(lever)) for lever in (*taper_rules.LEVERS, "")],
            "known": totals.hours_known_for,
            "held": totals.held,
        }
        for quarter, totals in by_quarter.items()
        if totals.minutes_by_lever
    ]


def _held(totals: Totals, value: int) -> int | None:
    """A month without activities is a gap, not a zero."""
    return value if totals.held else None


def _one_decimal(value: object) -> str:
    return format_number(float(value), digits=1)  # type: ignore[arg-type]  # charts pass numbers


HANDLERS = [show_taper]
