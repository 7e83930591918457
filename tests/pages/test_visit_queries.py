"""Pages of visits ask the database as often with sixty rows as with three, and never more than stated here."""

from __future__ import annotations

from datetime import timedelta

from programs.bodies.tables import Recruit
from programs.communities.tables import Building
from programs.residents.tables import Resident
from programs.visits.tables import VisitCause, VisitConcern
from server.lib import clock, db
from tests.access.knocking import knocked
from tests.cast import Cast, _row
from tests.doors import doors
from tests.pages.test_query_counts import _asked
from tests.visitor import Visitor

FEW, MANY = 3, 40
PAGES = {
    "/desk/visits": 8,
    "/desk/rounds": 4,
    "/desk/rounds/{round}": 10,
    "/desk/rounds/{round}/walk": 9,
    "/desk/rounds/{round}/print": 8,
    "/desk/rounds/{round}/debrief": 7,
    "/desk/door-visits": 3,
    "/desk/door-visits/{visit}": 8,
    "/desk/visits/report": 18,
    "/desk/coverage": 6,
    "/desk/buildings/{building}/coverage": 6,
    "/desk/offices": 8,
    "/desk/procedures": 3,
    "/desk/trainings": 5,
    "/desk/communities/{community}/mobilisation": 6,
}


async def _more(cast: Cast, first: int, last: int) -> dict[str, int | str]:
    """Rounds with a door each, in a building each, and one more door of the first building."""
    side = cast.ours
    ours = {"organisation": side.organisation, "community": side.community}
    ids: dict[str, int | str] = {}
    for number in range(first, last):
        households = await doors(cast, str(1000 + number))
        async with db.write_transaction():
            person = await _row(Resident, **ours, name=f"邻居{number}", folded_name=f"邻居{number}")
            building = await _row(Building, **ours, estate=side.estate, name=f"{number}栋")
            there = type(side)(
                **{**{name: getattr(side, name) for name in side.__struct_fields__}, "building": building}
            )
            ids = await knocked(there, str(number), person, households[str(1000 + number)])
            visit = {"organisation": side.organisation, "visit": ids["visit_id"]}
            await _row(VisitCause, **visit, code="words")
            await _row(VisitConcern, **visit, text=f"关切{number}")
            day = clock.today() - timedelta(days=number)
            await _row(Recruit, **ours, resident=person, building=building, step="volunteer", reached_on=day)
    return ids


async def test_pages_of_visits_ask_the_same_however_many_rows(cast: Cast) -> None:
    chen = Visitor("chen")
    ids = await _more(cast, 0, FEW)
    names = {
        "round": ids["round_id"],
        "visit": ids["visit_id"],
        "building": cast.ours.building,
        "community": cast.ours.community,
    }
    urls = {url.format(**names): most for url, most in PAGES.items()}
    asked = {url: await _asked(chen, url) for url in urls}
    assert {url: found for url, found in asked.items() if found > urls[url]} == {}
    await _more(cast, FEW, MANY)
    grown = {url: (asked[url], now) for url in urls if (now := await _asked(chen, url)) > asked[url]}
    assert grown == {}
