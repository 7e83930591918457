"""The wall of a month: a brick for each small deed, told apart by building; the same stands in a table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec

from groups.habits import deed_rules
from server.lib.days import month_of
from server.lib.i18n import _, format_month, format_number
from server.web import drawing as draw
from server.web.charts import Cell, Chart

_ACROSS, _WIDE, _HIGH = 20, 22, 13
_TONES = 4
_BRICK = f"h{_WIDE - 2}v{_HIGH - 2}h-{_WIDE - 2}z"


class Wall(msgspec.Struct, frozen=True):
    """What a month's wall says in two numbers, and its drawing."""

    month: str
    deeds: int
    buildings: int
    chart: Chart | None


def wall(counts: Sequence[dict[str, Any]], *, month: date) -> Wall:
    """`counts` are the deeds by building, the most first."""
    named = month_of(month)
    deeds = sum(row["deeds"] for row in counts)
    buildings = sum(row["building"] is not None for row in counts)
    title = _("Small deeds in %(month)s", month=format_month(named))
    return Wall(named, deeds, buildings, _drawn(counts, title) if deeds else None)


def _drawn(counts: Sequence[dict[str, Any]], title: str) -> Chart:
    rows = deed_rules.bricks([row["deeds"] for row in counts], across=_ACROSS)
    root = draw.drawing(title, class_="deed-wall")
    root.set("viewBox", f"0 0 {_ACROSS * _WIDE + _WIDE // 2} {len(rows) * _HIGH}")
    del root.attrib["width"], root.attrib["height"]
    # A path for each tone, not an element for each brick: a street that does a thousand things stays light.
    paths: dict[int, list[str]] = {}
    # From the ground up, every other row moved by half a brick, as one lays a wall.
    for level, bricks in enumerate(reversed(rows)):
        shift = _WIDE // 2 if (len(rows) - 1 - level) % 2 else 0
        for place, building in enumerate(bricks):
            left, top = place * _WIDE + shift + 1, level * _HIGH + 1
            paths.setdefault(building % _TONES, []).append(f"M{left} {top}{_BRICK}")
    for tone, drawn in sorted(paths.items()):
        draw.element(root, "path", class_=f"deed deed-{tone}", d="".join(drawn))
    table = [
        [Cell(row["name"] or _("No building named")), Cell(format_number(row["deeds"]))] for row in counts
    ]
    return Chart(title, draw.markup(root), [_("Building"), _("Deeds")], table)
