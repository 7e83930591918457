"""The chart of a habit as a picture: a name a row, a day a column, days in a row joined; the same stands in a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from xml.etree.ElementTree import Element

from groups.habits import rules
from server.lib.i18n import _
from server.web import drawing as draw
from server.web.charts import Cell, Chart

# In units of the drawing, which is scaled to its box.
_NAME, _STEP, _ROW, _HEAD = 112, 15, 24, 24
_LATIN, _HANZI = 8, 14  # what a sign takes of the name's room


def streaks(
    board: Sequence[Mapping[str, Any]], *, starts_on: date, days: int, title: str, today: date
) -> Chart:
    """Who did it on which day. Days to come are left blank, missed ones are a ring."""
    rows = [row for row in board if row["left_on"] is None]
    all_days = rules.days_of(starts_on, days)
    if not rows:
        return Chart(title, draw.nothing_yet(title))
    root = draw.drawing(title, class_="streaks")
    root.set("viewBox", f"0 0 {_NAME + _STEP * days + 2} {_HEAD + _ROW * len(rows)}")
    del root.attrib["width"], root.attrib["height"]
    for place in sorted({0, *range(6, days, 7), days - 1}):
        at = {"x": str(_middle(place)), "y": "15", "text_anchor": "middle"}
        draw.element(root, "text", str(place + 1), class_="x", **at)
    for number, row in enumerate(rows):
        _draw_row(root, row, all_days, _HEAD + _ROW * number + _ROW // 2, today)
    return Chart(title, draw.markup(root), *_table(rows))


def _middle(place: int) -> int:
    return _NAME + _STEP * place + _STEP // 2


def _draw_row(
    root: Element, row: Mapping[str, Any], all_days: Sequence[date], level: int, today: date
) -> None:
    label, standing = row["label"], row["standing"]
    group = draw.element(
        root, "g", class_="done" if standing.completed else "lost" if standing.lost else None
    )
    draw.element(group, "title", f"{label}: {standing.done} / {len(all_days)}")
    draw.element(group, "text", _short(label), class_="name", x="0", y=str(level + 5))
    done = row["days_done"]
    for place, length in rules.runs(done, all_days):
        left = _middle(place) - 5
        box = {"x": str(left), "y": str(level - 5), "width": str(_STEP * (length - 1) + 10), "height": "10"}
        draw.element(group, "rect", class_="run", rx="5", **box)
    for place, day in enumerate(all_days):
        if day not in done:
            kind = "missed" if day < today else "ahead"
            spot = {"cx": str(_middle(place)), "cy": str(level), "r": "4" if kind == "missed" else "1.5"}
            draw.element(group, "circle", class_=kind, **spot)


def _short(label: str) -> str:
    """As much of a name as stands in its room."""
    room = _NAME - 4
    for place, sign in enumerate(label):
        room -= _LATIN if sign.isascii() else _HANZI
        if room < 0:
            return f"{label[: place - 1]}…"
    return label


def _table(rows: Sequence[Mapping[str, Any]]) -> tuple[list[str], list[list[Cell]]]:
    columns = [
        _("Name on the chart"),
        _("Days done"),
        _("Days missed"),
        _("Longest row"),
        _("Where it stands"),
    ]
    found = [
        [
            Cell(row["label"]),
            Cell(str(row["standing"].done)),
            Cell(str(row["standing"].missed)),
            Cell(str(row["standing"].best)),
            Cell(stands(row["standing"])),
        ]
        for row in rows
    ]
    return columns, found


def stands(standing: rules.Standing) -> str:
    """Where somebody stands, in a word."""
    if standing.completed:
        return _("completed")
    return _("cannot complete it any more") if standing.lost else _("on the way")
