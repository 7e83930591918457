"""Charts as SVG with the same numbers as a table: values in, drawing out, in the reader's language.

`components.html` shows a Chart with `chart_with_table`; every figure drawn stands in the table too, with the
same link.
Values are finite numbers; None is a gap: nothing was recorded, which is not zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple
from xml.etree.ElementTree import Element

import msgspec
from markupsafe import Markup

from server.lib.i18n import _
from server.web import drawing as draw
from server.web.drawing import Formatter
from server.web.scales import Number, Scale


class Series(msgspec.Struct, frozen=True):
    """One line, or one row of columns, with the page behind each value."""

    name: str
    values: Sequence[Number | None]
    hrefs: Sequence[str | None] = ()

    def href(self, place: int) -> str | None:
        return self.hrefs[place] if place < len(self.hrefs) else None


class Point(NamedTuple):
    """One named amount and the page of its rows."""

    label: str
    value: Number | None
    href: str | None = None


class Band(NamedTuple):
    """A range to aim for, shaded behind the lines."""

    low: Number
    high: Number
    name: str


class Cell(NamedTuple):
    """One cell of the table beneath a chart."""

    text: str
    href: str | None = None


class Legend(NamedTuple):
    """One line of a legend: a small drawing or the number of a mark, and its text."""

    text: str
    shape: Markup = Markup()
    key: str = ""


class Chart(msgspec.Struct, frozen=True):
    """A drawing and the table that says the same.

    `density` is the class for drawings that need more than a phone's width.
    """

    title: str
    svg: Markup
    columns: Sequence[str] = ()
    rows: Sequence[Sequence[Cell]] = ()
    legend: Sequence[Legend] = ()
    density: str = ""


def line_chart(
    series: Sequence[Series],
    x_labels: Sequence[str],
    *,
    title: str,
    x_label: str = "",
    bands: Sequence[Band] = (),
    number: Formatter = None,
) -> Chart:
    """Lines over time, zero always on the axis. At most four: more cannot be told apart."""
    _check(series, x_labels)
    if _nothing(series):
        return _empty(title)
    edges = [edge for band in bands for edge in (band.low, band.high)]
    scale = Scale.over([*(value for one in series for value in one.values), *edges])
    root = draw.drawing(title, class_="plot", linked=any(any(one.hrefs) for one in series))
    for band in bands:
        upper, lower = (draw.height_of(scale, edge) for edge in (max(band[:2]), min(band[:2])))
        draw.element(
            root,
            "rect",
            class_="band",
            x="0",
            y=draw.percent(upper),
            width="100%",
            height=draw.percent(lower - upper),
        )
    draw.value_axis(root, scale, number)
    draw.time_axis(root, x_labels)
    groups = [
        _draw_line(root, one, tone, scale, x_labels, number) for tone, one in enumerate(series, start=1)
    ]
    draw.newest_values(groups, [one.values for one in series], scale, number)
    legend = [
        Legend(one.name, draw.swatch("line", tone))
        for tone, one in enumerate(series, start=1)
        if len(series) > 1
    ]
    legend += [Legend(band.name, draw.swatch("band")) for band in bands]
    columns, rows = _table(series, x_labels, x_label, number)
    return Chart(title, draw.markup(root), columns, rows, legend, draw.density(len(x_labels)))


def stacked_columns(
    series: Sequence[Series],
    x_labels: Sequence[str],
    *,
    title: str,
    x_label: str = "",
    number: Formatter = None,
) -> Chart:
    """Rows of columns stacked one above the other on one time axis, each row on its own scale.

    For series of very different size, such as 3 staff, 30 volunteers and 1000 participants: heaped into one
    column the staff could not be seen, and on a logarithmic axis a lay reader takes ten times for twice.
    A period is one link: the first page that any series names for it.
    """
    _check(series, x_labels)
    if _nothing(series):
        return _empty(title)
    count = len(x_labels)
    hrefs = [next((one.href(place) for one in series if one.href(place)), None) for place in range(count)]
    root = draw.drawing(title, class_=f"plot panels panels-{len(series)}", linked=any(hrefs))
    height = Fraction(93, 100) / len(series)
    panels = [_Panel(one, tone, height * (tone - 1), height) for tone, one in enumerate(series, start=1)]
    for panel in panels:
        panel.draw_frame(root)
    for place, label in enumerate(x_labels):
        amounts = " · ".join(f"{one.name} {draw.value_text(one.values[place], number)}" for one in series)
        slot = draw.link_or_group(root, f"{label}: {amounts}", hrefs[place])
        draw.touch(slot, place, count)
        for panel in panels:
            panel.draw_column(slot, place)
    for panel in panels:
        panel.draw_values(root, number)
    draw.time_axis(root, x_labels)
    columns, rows = _table(series, x_labels, x_label, number)
    density = draw.density(count)
    # Where the drawing scrolls sideways, the names at its left are out of sight.
    named = [Legend(one.name, draw.swatch("column", tone)) for tone, one in enumerate(series, start=1)]
    return Chart(title, draw.markup(root), columns, rows, named if density else (), density)


def before_after(
    points: Sequence[Point],
    marks: Sequence[tuple[float, str]] = (),
    *,
    title: str,
    baseline: Number | None = None,
    x_label: str = "",
    y_label: str = "",
    number: Formatter = None,
) -> Chart:
    """Counts per period with numbered marks where something was done.

    Columns before the first mark have another tone. A mark's place is an index into `points`: 2 is the middle
    of the third period, 2.5 its end.
    """
    series = Series(y_label or title, [point.value for point in points], [point.href for point in points])
    labels = [point.label for point in points]
    if _nothing([series]):
        return _empty(title)
    ordered = sorted(marks)
    scale = Scale.over([*series.values, baseline])
    root = draw.drawing(title, class_="plot with-marks", linked=any(series.hrefs))
    draw.value_axis(root, scale, number)
    draw.time_axis(root, labels)
    zero = draw.height_of(scale, 0)
    for place, point in enumerate(points):
        slot = draw.link_or_group(root, f"{point.label}: {draw.value_text(point.value, number)}", point.href)
        draw.touch(slot, place, len(points))
        if point.value is not None:
            tone = 2 if ordered and place < ordered[0][0] else 1
            draw.column(slot, place, len(points), zero, draw.height_of(scale, point.value), tone)
    if baseline is not None:
        level = draw.percent(draw.height_of(scale, baseline))
        draw.element(root, "line", class_="baseline", x1="0", x2="100%", y1=level, y2=level)
    draw.action_marks(root, [place for place, _text in ordered], len(points))
    columns, rows = _table([series], labels, x_label, number)
    legend = _before_after_legend([text for _place, text in ordered], baseline, number)
    return Chart(title, draw.markup(root), columns, rows, legend, draw.density(len(points)))


def bar_list(
    items: Sequence[Point], *, title: str, number: Formatter = None, whole: Number | None = None
) -> Chart:
    """Named amounts from zero up: a full bar for `whole`, or else for the largest. Text already: no table goes with it."""
    if not items:
        return _empty(title)
    amounts = [max(Fraction(item.value or 0), Fraction(0)) for item in items]
    most = max(*amounts, Fraction(whole or 0)) or Fraction(1)
    root = draw.element(None, "ol", class_="bars", aria_label=title)
    for item, amount in zip(items, amounts, strict=True):
        row = draw.element(root, "li")
        draw.element(row, "a" if item.href else "span", item.label, href=item.href)
        draw.element(row, "b", draw.value_text(item.value, number))
        bar = draw.element(row, "svg", width="100%", height="10", aria_hidden="true", focusable="false")
        draw.element(bar, "rect", class_="track", width="100%", height="10", rx="5")
        draw.element(bar, "rect", class_="fill", width=draw.percent(amount / most), height="10", rx="5")
    return Chart(title, draw.markup(root))


class _Panel:
    """One row of columns in a stack: its name and its own scale."""

    def __init__(self, series: Series, tone: int, top: Fraction, height: Fraction) -> None:
        self.series = series
        self.tone = tone
        self.name_at = top + height * Fraction(16, 100)
        self.top = top + height * Fraction(38, 100)
        self.floor = top + height * Fraction(88, 100)
        self.scale = Scale.over(series.values)

    def height_of(self, value: Number) -> Fraction:
        return self.floor - self.scale.share(value) * (self.floor - self.top)

    def draw_frame(self, root: Element) -> None:
        draw.element(root, "text", self.series.name, class_="panel-name", x="0", y=draw.percent(self.name_at))
        zero = draw.percent(self.height_of(0))
        draw.element(root, "line", class_="axis", x1="0", x2="100%", y1=zero, y2=zero)

    def draw_column(self, slot: Element, place: int) -> None:
        value = self.series.values[place]
        if value is not None:
            draw.column(
                slot, place, len(self.series.values), self.height_of(0), self.height_of(value), self.tone
            )

    def draw_values(self, root: Element, number: Formatter) -> None:
        """Label the newest column, and the highest one unless the two stand too close to be read."""
        known = [(value, place) for place, value in enumerate(self.series.values) if value is not None]
        if not known:
            return
        count = len(self.series.values)
        newest, highest = known[-1], max(known)
        labelled = [newest, highest] if (newest[1] - highest[1]) * 100 > 14 * count else [newest]
        for value, place in labelled:
            at = {
                "x": draw.percent(draw.slot_middle(place, count)),
                "y": draw.percent(self.height_of(max(value, 0))),
            }
            draw.element(
                root,
                "text",
                draw.value_text(value, number),
                class_="value",
                dy="-.35em",
                text_anchor="middle",
                **at,
            )


def _draw_line(
    root: Element, one: Series, tone: int, scale: Scale, x_labels: Sequence[str], number: Formatter
) -> Element:
    spots = [
        None if value is None else (draw.slot_middle(place, len(x_labels)), draw.height_of(scale, value))
        for place, value in enumerate(one.values)
    ]
    group = draw.element(root, "g", class_=f"tone-{tone}")
    draw.trace(group, spots)
    for place, spot in enumerate(spots):
        if spot is None:
            continue
        text = f"{x_labels[place]}: {one.name} {draw.value_text(one.values[place], number)}"
        holder = draw.link_or_group(group, text, one.href(place))
        draw.element(
            holder, "circle", class_="touch", cx=draw.percent(spot[0]), cy=draw.percent(spot[1]), r="12"
        )
        draw.symbol(holder, *spot, tone=tone)
    return group


def _before_after_legend(marks: Sequence[str], baseline: Number | None, number: Formatter) -> list[Legend]:
    legend: list[Legend] = []
    if marks:
        legend += [
            Legend(_("Before"), draw.swatch("column", 2)),
            Legend(_("After the first step"), draw.swatch("column", 1)),
        ]
    if baseline is not None:
        level = draw.value_text(baseline, number)
        legend.append(Legend(_("Baseline %(level)s", level=level), draw.swatch("baseline")))
    return legend + [Legend(text, key=str(key)) for key, text in enumerate(marks, start=1)]


def _table(
    series: Sequence[Series], x_labels: Sequence[str], x_label: str, number: Formatter
) -> tuple[list[str], list[list[Cell]]]:
    columns = [x_label or _("Period"), *(one.name for one in series)]
    rows = [
        [Cell(label), *(Cell(draw.value_text(one.values[place], number), one.href(place)) for one in series)]
        for place, label in enumerate(x_labels)
    ]
    return columns, rows


def _check(series: Sequence[Series], x_labels: Sequence[str]) -> None:
    if len(series) > 4:
        raise ValueError("at most four series can be told apart")
    if any(len(one.values) != len(x_labels) for one in series):
        raise ValueError("a series needs one value, or None, for each label")


def _nothing(series: Sequence[Series]) -> bool:
    return all(value is None for one in series for value in one.values)


def _empty(title: str) -> Chart:
    return Chart(title, draw.nothing_yet(title))
