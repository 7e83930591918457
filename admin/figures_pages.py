"""What was done in a year, over all programs that the reader sees, as a page."""

from __future__ import annotations

import re

from litestar import Request, get
from litestar.response import Response

from admin.figures import MONTH, MONTHS, months_until, shifted, year_of
from admin.queries import reach_of, sums_within
from admin.readers import REPORTS
from admin.tables import IN_PASSING
from server.lib import clock, db
from server.lib.days import month_of
from server.web.access import actor_of
from server.web.pages import page
from server.web.paging import link

HOME = "/admin/figures"


@get(HOME, opt={"who": REPORTS}, include_in_schema=False)
async def show_year(request: Request) -> Response[bytes]:
    """Twelve months up to `until` (this month), and the way to those before and after."""
    present = month_of(clock.today())
    asked = request.query_params.get("until", "")
    last = min(asked, present) if re.fullmatch(MONTH, asked) else present
    months = months_until(last)
    async with db.read_snapshot(replica=True):
        sums = await sums_within(await reach_of(actor_of(request)), months[0], last)
    return page(
        request,
        "admin/figures.html",
        year=year_of(months, sums),
        in_passing=IN_PASSING,
        older=link(HOME, until=shifted(last, -MONTHS)),
        newer=link(HOME, until=shifted(last, MONTHS)) if last < present else None,
    )


HANDLERS = [show_year]
