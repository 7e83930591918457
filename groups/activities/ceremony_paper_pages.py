"""What of a ceremony is printed: the running order for whoever leads through it, and cards for the seats of honour."""

from __future__ import annotations

from typing import Any

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Response

from groups.activities import ceremony_queries
from groups.activities.ceremony_words import KITS, NO_RANKING
from server.export.paper import MOST_SHEETS, paper, paper_response, papers
from server.lib.i18n import _, format_date, format_time, m
from server.web.access import STAFF, actor_of
from server.web.asked import asked_id
from server.web.pages import redirect

_ON_A_SHEET = 2
CARDS_IN_A_FILE = MOST_SHEETS * _ON_A_SHEET


@get("/desk/ceremonies/{ceremony_id:int}/running-order.pdf", opt={"who": STAFF})
async def running_order(request: Request, ceremony_id: FromPath[int]) -> Response[Any]:
    """The running order, the names with their readings, and the checklist, on A4."""
    ceremony = await ceremony_queries.access_ceremony(actor_of(request), ceremony_id, to_edit=True)
    card = await ceremony_queries.card_of(ceremony.id)
    lines, things = await ceremony_queries.items_of(ceremony.id)
    honoured = await ceremony_queries.honoured_at(ceremony.id, ceremony.name_order)
    where = [format_date(card["held_on"]), format_time(card["starts_at"]), card["place"]]
    facts = {
        "title": card["title"],
        "about": " · ".join(part for part in where if part),
        "line-heads": [_("When"), _("What"), _("By whom"), ""],
        "lines": [
            {"at": format_time(row["starts_at"]), "text": row["text"], "who": row["who"]} for row in lines
        ],
        "names-title": _("Who is honoured"),
        "name-heads": ["", _("Name of the honoured"), _("Read as"), _("Title of honour")],
        "names": [
            {
                "number": f"{number}",
                "name": one.name or _("A neighbour who stays unnamed"),
                "reading": ceremony_queries.read_as(one),
                "title": one.title,
            }
            for number, one in enumerate(honoured, start=1)
        ],
        "names-note": f"{NO_RANKING[ceremony.name_order]}",
        "things-title": _("To have ready"),
        "things": [
            {"done": row["done_at"] is not None, "text": _thing(row), "who": row["who"]} for row in things
        ],
    }
    return paper_response(await paper("activities/ceremony_order", facts), card["title"])


def _thing(row: dict[str, Any]) -> str:
    many = f" × {row['quantity']}" if row["quantity"] is not None else ""
    return f"{KITS[row['kind']]}{many} · {row['text']}"


@get("/desk/ceremonies/{ceremony_id:int}/name-cards.pdf", opt={"who": STAFF})
async def name_cards(request: Request, ceremony_id: FromPath[int]) -> Response[Any]:
    """A card for each seat of honour, two on a sheet of A4; from the seat `first` on as many as one file holds."""
    ceremony = await ceremony_queries.access_ceremony(actor_of(request), ceremony_id, to_edit=True)
    card = await ceremony_queries.card_of(ceremony.id)
    honoured = await ceremony_queries.honoured_at(ceremony.id, ceremony.name_order)
    before = (asked_id(request, "first") or 1) - 1
    seats = ceremony_queries.seats_of_honour(honoured, ceremony.guests)[before : before + CARDS_IN_A_FILE]
    if not seats:
        home = f"/desk/ceremonies/{ceremony.id}"
        return redirect(home, m("There is no name for a card yet."), warn=True)
    cards = [
        {
            "name": one["name"],
            "reading": one["reading"] if one["reading"] != one["name"] else "",
            "title": one["title"],
        }
        for one in seats
    ]
    sheets = [
        {"title": card["title"], "cards": cards[start : start + _ON_A_SHEET]}
        for start in range(0, len(cards), _ON_A_SHEET)
    ]
    name = f"{card['title']} {seats[0]['seat']}—{seats[-1]['seat']}"
    return paper_response(await papers("activities/ceremony_cards", sheets), name)


HANDLERS = [running_order, name_cards]
