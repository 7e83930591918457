"""What was done in a year, over all programs that the reader sees, as JSON."""

from __future__ import annotations

from typing import Annotated

from litestar import Request, get
from litestar.params import QueryParameter

from admin.figures import MONTH, Year, months_until, year_of
from admin.queries import reach_of, sums_within
from admin.readers import REPORTS
from server.lib import clock, db
from server.lib.days import month_of
from server.web.access import actor_of


@get("/api/figures", opt={"who": REPORTS})
async def show_year(
    request: Request, until: Annotated[str | None, QueryParameter(pattern=MONTH)] = None
) -> Year:
    """Twelve months up to `until` (this month), summed over the programs that the reader's grants pay for."""
    months = months_until(until or month_of(clock.today()))
    async with db.read_snapshot(replica=True):
        sums = await sums_within(await reach_of(actor_of(request)), months[0], months[-1])
    return year_of(months, sums)


HANDLERS = [show_year]
