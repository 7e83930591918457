"""A circle as a drawing: the one in the middle, the capable around her, their people outside; a table says the same."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from groups.teams import tie_rules
from groups.teams.tie_queries import Network
from server.lib.i18n import _
from server.web import drawing as draw
from server.web.charts import Cell, Chart

# In units of the drawing, which is scaled to its box; on a phone of 360 a unit is nearly a pixel.
_HALF, _RING = 180, 158
_LONGEST_NAME = 5


def drawn(person: int, network: Network) -> Chart:
    """The circle of somebody."""
    circle, names = network.circle(person), network.names
    title = _("The circle of %(name)s", name=names.get(person, ""))
    if not circle.around:
        return Chart(title, draw.nothing_yet(title))
    root = draw.drawing(title, class_="ties")
    root.set("viewBox", f"0 0 {2 * _HALF} {2 * _HALF}")
    del root.attrib["width"], root.attrib["height"]
    spots = tie_rules.layout(circle, person)
    for spot in spots:
        ends = {
            "x1": _place(spot.from_x),
            "y1": _place(spot.from_y),
            "x2": _place(spot.x),
            "y2": _place(spot.y),
        }
        draw.element(root, "line", class_="tie-near" if spot.near else "tie", **ends)
    for spot in spots:
        if not spot.near:
            dot = draw.element(root, "circle", class_="one", cx=_place(spot.x), cy=_place(spot.y), r="5")
            draw.element(dot, "title", names.get(spot.person, ""))
    for spot in spots:
        if spot.near:
            _named(root, names.get(spot.person, ""), spot.x, spot.y, kind="near", radius=13)
    _named(root, names.get(person, ""), 0.0, 0.0, kind="middle", radius=20)
    return Chart(title, draw.markup(root), *_table(person, circle, network))


def _place(share: float) -> str:
    return f"{_HALF + share * _RING:.1f}"


def _named(root: Element, name: str, x: float, y: float, *, kind: str, radius: int) -> None:
    holder = draw.element(root, "g", class_=kind)
    draw.element(holder, "title", name)
    draw.element(holder, "circle", cx=_place(x), cy=_place(y), r=str(radius))
    short = name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
    at = {"x": _place(x), "y": f"{_HALF + y * _RING + radius + 14:.1f}", "text_anchor": "middle"}
    draw.element(holder, "text", short, **at)


def _table(person: int, circle: tie_rules.Circle, network: Network) -> tuple[list[str], list[list[Cell]]]:
    outside = circle.around - set(circle.near)
    by_branch = {one: sum(circle.drawn_by[each] == one for each in outside) for one in (person, *circle.near)}
    rows = [
        [
            Cell(network.names.get(one, ""), f"/desk/residents/{one}/circle" if one != person else None),
            Cell(str(people)),
        ]
        for one, people in by_branch.items()
    ]
    return [_("Through whom"), _("People")], rows
