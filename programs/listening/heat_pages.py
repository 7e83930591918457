"""Needs counted over time, by building and by age: each number opens to its needs (S51)."""

from __future__ import annotations

from typing import Any

from litestar import Request, get
from litestar.response import Response

from programs.listening import heat_queries, list_pages, queries
from programs.listening.list_pages import address, read_filter
from programs.listening.queries import NeedFilter
from programs.method import cell_rules
from programs.residents.schemas import AGES
from server.lib import clock
from server.lib.actor import Actor
from server.lib.days import month_of, months_between, months_later
from server.lib.i18n import _, format_number
from server.web.access import STAFF, actor_of
from server.web.charts import Chart, Point, bar_list
from server.web.heat import HeatRow, heat_table
from server.web.pages import page

MONTHS = 12


@get("/desk/needs/heat", opt={"who": STAFF})
async def show_heat(request: Request) -> Response[bytes]:
    """What troubles people when: classes by months, then buildings and ages."""
    actor, chosen = actor_of(request), read_filter(request)
    buildings = await heat_queries.by_building(actor, chosen)
    ages = await heat_queries.by_age(actor, chosen)
    return page(
        request,
        "listening/heat.html",
        heat=await _heat(actor, chosen),
        building_chart=_building_chart(chosen, buildings),
        without_building=sum(row["quantity"] for row in buildings if not row["id"]),
        age_chart=_age_chart(chosen, ages),
        without_age=ages.get("", 0),
        print_url=address("/desk/needs/heat/print", chosen),
        **await list_pages.around(actor, chosen),
    )


async def _heat(actor: Actor, chosen: NeedFilter) -> Chart | None:
    today = clock.today()
    months = months_between(month_of(months_later(today, 1 - MONTHS)), month_of(today))
    rows = await heat_queries.by_class_and_month(actor, chosen, months)

    def cell_address(class_id: int, place: int) -> str:
        return address("/desk/needs", chosen, **{"class": str(class_id), "month": months[place]})

    if not rows:
        return None
    return heat_table(
        [
            HeatRow(
                row["name"] or _("Without a class"),
                row["values"],
                lambda place, class_id=row["id"]: cell_address(class_id, place),  # type: ignore[misc]  # bound per row
            )
            for row in rows
        ],
        months,
        title=_("Needs by class and month"),
        row_label=_("Class of need"),
    )


def _building_name(row: dict[str, Any]) -> str:
    return " ".join(part for part in (row["estate_name"], row["building_name"]) if part) or _("No building")


def _building_chart(chosen: NeedFilter, rows: list[dict[str, Any]]) -> Chart:
    points = [
        Point(_building_name(row), row["quantity"], address("/desk/needs", chosen, building=row["id"]))
        for row in rows
        if row["id"]
    ]
    return bar_list(points, title=_("Needs by building"))


def _age_chart(chosen: NeedFilter, counted: dict[str, int]) -> Chart:
    points = [
        Point(str(word), counted[age], address("/desk/needs", chosen, age=age))
        for age, word in AGES.items()
        if counted.get(age)
    ]
    return bar_list(points, title=_("Needs by age"))


@get("/desk/needs/heat/print", opt={"who": STAFF})
async def print_counts(request: Request) -> Response[bytes]:
    """A sheet to hand out: classes, buildings and ages, with no number that could point at somebody."""
    actor, chosen = actor_of(request), read_filter(request)
    classes = await queries.counts_by_class(actor, chosen)
    buildings = await heat_queries.by_building(actor, chosen)
    ages = await heat_queries.by_age(actor, chosen)
    parts: list[tuple[str, list[tuple[Any, int]]]] = [
        (
            _("By class"),
            [
                (
                    queries.class_label(row["class_name"], row["top_name"]) or _("Without a class"),
                    row["quantity"],
                )
                for row in classes
            ],
        ),
        (
            _("By building"),
            [(_building_name(row), row["quantity"]) for row in buildings],
        ),
        (
            _("By age"),
            [(word, ages[age]) for age, word in {**AGES, "": _("Age not known")}.items() if ages.get(age)],
        ),
    ]
    return page(
        request,
        "listening/counts_print.html",
        parts=[(title, _shown(rows)) for title, rows in parts],
        total=_total([[count for _name, count in rows] for _title, rows in parts]),
        back_href=address("/desk/needs/heat", chosen),
    )


def _total(parts: list[list[int]]) -> str:
    """The sum of each part, or nothing where it would tell a small number in one of them."""
    if all(cell_rules.sum_told(counts) for counts in parts):
        return format_number(sum(parts[0]))
    return "<5" if 0 < sum(parts[0]) < cell_rules.FEW else "—"


def _shown(rows: list[tuple[Any, int]]) -> list[tuple[Any, str]]:
    hide = cell_rules.hidden([count for _name, count in rows])
    return [
        (name, "—" if hidden and count >= cell_rules.FEW else "<5" if hidden else format_number(count))
        for (name, count), hidden in zip(rows, hide, strict=True)
    ]


HANDLERS = [show_heat, print_counts]
