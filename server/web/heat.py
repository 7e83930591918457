"""A heat table as SVG: names down the side, months across, the more the darker; the same numbers stand in a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from xml.etree.ElementTree import Element

import msgspec
from babel.dates import format_date

from server.lib.i18n import _, babel_locale, format_month
from server.web import drawing as draw
from server.web.charts import Cell, Chart

# In units of the drawing, which is scaled to its box: a row is its name with its cells beneath, so that a year fits
# a phone.
_HEAD, _WIDE, _NAME, _CELL = 40, 40, 24, 28
_HIGH = _NAME + _CELL + 4


class HeatRow(msgspec.Struct, frozen=True):
    """One name with its value in each month; `href` leads from the place of a month to the rows behind it."""

    name: str
    values: Sequence[int]
    href: Callable[[int], str]


def heat_table(rows: Sequence[HeatRow], months: Sequence[str], *, title: str, row_label: str) -> Chart:
    """Each cell opens to its rows; its shade is its share of the largest one, and its number stands in it."""
    most = max((value for row in rows for value in row.values), default=0)
    root = draw.drawing(title, class_="heat", linked=True)
    root.set("viewBox", f"0 0 {_WIDE * len(months)} {_HEAD + _HIGH * len(rows)}")
    del root.attrib["width"], root.attrib["height"]
    _draw_months(root, months)
    for number, row in enumerate(rows):
        top = _HEAD + _HIGH * number
        draw.element(root, "text", row.name, class_="name", x="0", y=str(top + 18))
        for place, value in enumerate(row.values):
            _draw_cell(root, row, months[place], place, value, shade(value, most), top)
    table = [
        [
            Cell(row.name),
            *(Cell(str(value), row.href(place) if value else None) for place, value in enumerate(row.values)),
        ]
        for row in rows
    ]
    columns = [row_label, *(format_month(month) for month in months)]
    return Chart(title, draw.markup(root), columns, table)


def shade(value: int, most: int) -> int:
    """One of five shades, from 0 for nothing to 4 for the most."""
    return -(-4 * value // most) if most > 0 and value > 0 else 0


def _draw_months(root: Element, months: Sequence[str]) -> None:
    """The month above each column, and the year where one begins."""
    for place, month in enumerate(months):
        day = date(int(month[:4]), int(month[5:]), 1)
        at = {"x": str(_WIDE * place + _WIDE // 2), "text_anchor": "middle"}
        if place == 0 or day.month == 1:
            draw.element(root, "text", str(day.year), class_="year", y="13", **at)
        draw.element(root, "text", format_date(day, "LLL", locale=babel_locale()), class_="x", y="31", **at)


def _draw_cell(root: Element, row: HeatRow, month: str, place: int, value: int, tone: int, top: int) -> None:
    left = _WIDE * place
    text = _("%(name)s, %(month)s: %(count)s", name=row.name, month=format_month(month), count=value)
    holder = draw.link_or_group(root, text, row.href(place) if value else None)
    box = {
        "x": str(left + 1),
        "y": str(top + _NAME),
        "width": str(_WIDE - 2),
        "height": str(_CELL),
        "rx": "4",
    }
    draw.element(holder, "rect", class_=f"cell heat-{tone}", **box)
    if value:
        at = {"x": str(left + _WIDE // 2), "y": str(top + _NAME + 19), "text_anchor": "middle"}
        draw.element(holder, "text", str(value), class_=f"count on-{tone}", **at)
