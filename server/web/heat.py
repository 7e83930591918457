"""A heat table as SVG: names down the side, months across, the more the darker; the same numbers stand in a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from xml.etree.ElementTree import Element

import msgspec

from server.lib.i18n import _
from server.web import drawing as draw
from server.web.charts import Cell, Chart
from server.web.scales import Number

_LABELS = Fraction(28, 100)  # of the width, for the names
_HEAD, _ROW = 26, 30  # pixels


class HeatRow(msgspec.Struct, frozen=True):
    """One name with its values; `href` leads from the place of a value to its rows."""

    name: str
    values: Sequence[int]
    href: Callable[[int], str]


def heat_table(rows: Sequence[HeatRow], columns: Sequence[str], *, title: str, row_label: str) -> Chart:
    """Each cell opens to its rows; its shade is its share of the largest one, and its number stands in it."""
    most = max((value for row in rows for value in row.values), default=0)
    root = draw.drawing(title, class_="heat", linked=True)
    root.set("height", str(_HEAD + _ROW * len(rows)))
    width = (1 - _LABELS) / max(1, len(columns))
    for place, name in enumerate(columns):
        at = _LABELS + width * (Fraction(place) + Fraction(1, 2))
        draw.element(root, "text", name, class_="x", x=draw.percent(at), y="16", text_anchor="middle")
    for number, row in enumerate(rows):
        top = _HEAD + _ROW * number
        draw.element(root, "text", _short(row.name), class_="name", x="0", y=str(top + 19))
        for place, value in enumerate(row.values):
            _draw_cell(root, row, columns[place], place, value, Fraction(value, most or 1), width, top)
    table = [
        [
            Cell(row.name),
            *(Cell(str(value), row.href(place) if value else None) for place, value in enumerate(row.values)),
        ]
        for row in rows
    ]
    return Chart(title, draw.markup(root), [row_label, *columns], table, (), "dense-1")


def _draw_cell(
    root: Element,
    row: HeatRow,
    column: str,
    place: int,
    value: int,
    share: Fraction,
    width: Fraction,
    top: int,
) -> None:
    left = _LABELS + width * place
    text = _("%(name)s, %(month)s: %(count)s", name=row.name, month=column, count=value)
    holder = draw.link_or_group(root, text, row.href(place) if value else None)
    box = {"x": draw.percent(left), "width": draw.percent(width), "y": str(top), "height": str(_ROW - 2)}
    draw.element(holder, "rect", class_=f"cell heat-{shade(share)}", **box)
    if value:
        middle = draw.percent(left + width / 2)
        draw.element(
            holder,
            "text",
            str(value),
            class_=f"on-{shade(share)}",
            x=middle,
            y=str(top + 19),
            text_anchor="middle",
        )


def shade(share: Number | Fraction) -> int:
    """One of five shades, from 0 for nothing to 4 for the most."""
    return min(4, -(-int(Fraction(share) * 400) // 100)) if share > 0 else 0


def _short(name: str) -> str:
    return name if len(name) <= 9 else f"{name[:8]}…"
