"""SVG elements and the parts that charts share. Nothing here knows what a chart means.

Places are fractions of the drawing, written in percent: a chart fills any width, and its type keeps the size
that the style sheet gives it. The drawing's height is the style sheet's as well, in rem, so 长辈版 enlarges
the whole.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise
from xml.etree.ElementTree import Element, SubElement, tostring

from markupsafe import Markup

from server.lib.i18n import _
from server.lib.patterns import late_pattern
from server.web.scales import Number, Scale, number_label, tick_label

Formatter = Callable[[Number], str] | None

TOP, FLOOR, LABELS = Fraction(6, 100), Fraction(88, 100), Fraction(98, 100)
GAP = "—"
_NOT_XML = late_pattern("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Between two texts one above the other, with room for the larger ones of 长辈版; the longest name of a period in pixels.
_TEXT, _LONGEST = Fraction(8, 100), 116
_NARROW, _WIDE = 257, 462  # pixels that a drawing has on a phone of 360, and at least from 600 up
_DENSE_WIDTHS = {"": _NARROW, "dense-1": 472, "dense-2": 852, "dense-3": 1522}


# ---------------------------------------------------------------- elements


def element(parent: Element | None, tag: str, text: str | None = None, **attributes: object) -> Element:
    """A child element. `class_` is class, `text_anchor` text-anchor; None leaves an attribute out."""
    names = {
        name.rstrip("_").replace("_", "-"): clean(str(value))
        for name, value in attributes.items()
        if value is not None
    }
    made = Element(tag, names) if parent is None else SubElement(parent, tag, names)
    if text is not None:
        made.text = clean(text)
    return made


def clean(text: str) -> str:
    """Text without the characters that XML has no way to write."""
    return _NOT_XML.sub("", text)


def markup(root: Element) -> Markup:
    """A finished drawing; ElementTree has escaped every text and attribute in it."""
    return Markup(tostring(root, encoding="unicode"))


def percent(share: Fraction | float) -> str:
    """A place in the drawing: 0.5 is `50%`."""
    return f"{float(share) * 100:.3f}".rstrip("0").rstrip(".") + "%"


def drawing(title: str, *, class_: str, linked: bool = False) -> Element:
    """An empty drawing with its name. With links it is a group: an image would hide them from a reader."""
    root = element(None, "svg", class_=class_, width="100%", height="240", role="group" if linked else "img")
    element(root, "title", title)
    return root


def link_or_group(parent: Element, text: str, href: str | None) -> Element:
    """The holder of one point: a link to its rows when it has any, named like its tooltip."""
    holder = element(parent, "a", href=href, aria_label=text) if href else element(parent, "g")
    element(holder, "title", text)
    return holder


def swatch(shape: str, tone: int = 0) -> Markup:
    """What stands before a legend's text: a `line`, `column`, `band` or `baseline` as in the drawing."""
    root = element(
        None,
        "svg",
        class_=f"plot-swatch tone-{tone}",
        width="26",
        height="16",
        aria_hidden="true",
        focusable="false",
    )
    if shape == "line":
        element(root, "line", class_="trace", x1="1", x2="25", y1="8", y2="8")
        symbol(root, Fraction(1, 2), Fraction(1, 2), tone)
    elif shape == "baseline":
        element(root, "line", class_="baseline", x1="0", x2="26", y1="8", y2="8")
    else:
        element(root, "rect", class_=shape, x="5", y="1", width="14", height="14")
    return markup(root)


# ---------------------------------------------------------------- places


def slot_middle(place: Fraction | float, count: int) -> Fraction:
    """The middle of the period with this index among `count` equally wide ones."""
    return (Fraction(place) + Fraction(1, 2)) / count


def height_of(scale: Scale, value: Number | Fraction) -> Fraction:
    """How far down a value lies in a drawing with one value axis."""
    return FLOOR - scale.share(value) * (FLOOR - TOP)


def density(count: int) -> str:
    """The class that gives many periods more room than a phone has; the page scrolls them sideways."""
    return "" if count <= 16 else "dense-1" if count <= 32 else "dense-2" if count <= 60 else "dense-3"


# ---------------------------------------------------------------- axes


def value_axis(root: Element, scale: Scale, number: Formatter) -> None:
    """Grid lines with their numbers left of the drawing; zero is stronger."""
    for tick in scale.ticks:
        level = percent(height_of(scale, tick))
        element(root, "line", class_="grid" if tick else "axis", x1="0", x2="100%", y1=level, y2=level)
        plain = int(tick) if tick.denominator == 1 else float(tick)
        text = number(plain) if number else tick_label(tick, scale.step)
        element(root, "text", text, x="0", y=level, dx="-.6em", dy=".35em", text_anchor="end")


def time_axis(root: Element, labels: Sequence[str]) -> None:
    """Names of periods, cut and thinned so that they never run into each other; the newest is always named.

    The style sheet hides `x-wide` ones on a phone and in 长辈版, `x-roomy` ones on a phone in 长辈版.
    """
    count = len(labels)
    labels = [_cut(label) for label in labels]
    needed = max(map(_text_width, labels)) + 8
    phone = _DENSE_WIDTHS[density(count)]
    # Each step is a multiple of the one before: whatever is hidden, those that stay stand evenly.
    wide = _steps_of(1, needed * count / max(_WIDE, phone))
    narrow = _steps_of(wide, needed * count / phone)
    elder = _steps_of(narrow, needed * 1.375 * count / phone)
    for place, label in enumerate(labels):
        age = count - 1 - place
        kind = (
            "x"
            if age % elder == 0
            else "x x-roomy"
            if age % narrow == 0
            else "x x-wide"
            if age % wide == 0
            else ""
        )
        if kind:
            at = percent(slot_middle(place, count))
            element(root, "text", label, class_=kind, x=at, y=percent(LABELS), text_anchor="middle")


def _steps_of(step: int, least: float) -> int:
    """The smallest multiple of `step` that is not below `least`."""
    return step * max(1, math.ceil(least / step))


def _cut(label: str) -> str:
    """A name that leaves room for another one on a phone; the table says it in full."""
    if _text_width(label) <= _LONGEST:
        return label
    while _text_width(label) > _LONGEST - 12:
        label = label[:-1]
    return f"{label.rstrip()}…"


def spread(levels: Sequence[Fraction]) -> list[Fraction]:
    """Heights at which texts can be read that belong to these, as near to them as may be and in the same order."""
    order = sorted(range(len(levels)), key=lambda place: levels[place])
    found = list(levels)
    for above, place in pairwise(order):
        found[place] = max(found[place], found[above] + _TEXT)
    below = FLOOR
    for place in reversed(order):
        found[place] = below = min(found[place], below)
        below -= _TEXT
    return found


def _text_width(text: str) -> float:
    """About how many pixels a label takes at 12 px."""
    return sum(12 if ord(letter) > 0x2E80 else 7 for letter in text)


# ---------------------------------------------------------------- marks


def symbol(parent: Element, x: Fraction, y: Fraction, tone: int) -> None:
    """A point's mark. Each tone has its own shape, so colour alone never tells series apart."""
    spot = element(parent, "svg", x=percent(x), y=percent(y), overflow="visible", class_="spot")
    shape = {2: "M-4.5-4.5h9v9h-9z", 3: "M0-6 6 0 0 6-6 0z", 4: "M0-5.5 5.5 4.5h-11z"}.get(tone)
    if shape is None:
        element(spot, "circle", class_="mark", r="4.75")
    else:
        element(spot, "path", class_="mark", d=shape)


def trace(parent: Element, points: Sequence[tuple[Fraction, Fraction] | None]) -> None:
    """A line through the points; a gap stays a gap."""
    steps: list[str] = []
    pen_up = True
    for point in points:
        if point is not None:
            steps.append(f"{'M' if pen_up else 'L'}{float(point[0]) * 100:.3f} {float(point[1]) * 100:.3f}")
        pen_up = point is None
    # A stretched inner drawing: the path is written once for every width, and its stroke is not stretched.
    box = {"viewBox": "0 0 100 100", "preserveAspectRatio": "none"}
    inner = element(parent, "svg", width="100%", height="100%", overflow="visible", **box)
    element(inner, "path", class_="trace", d=" ".join(steps), vector_effect="non-scaling-stroke")


def column(parent: Element, place: int, count: int, zero: Fraction, end: Fraction, tone: int) -> None:
    """One column from the zero line to its value, upwards or downwards."""
    width = Fraction(64, 100) / count
    left = slot_middle(place, count) - width / 2
    across = {"x": percent(left), "width": percent(width)}
    element(
        parent,
        "rect",
        class_=f"column tone-{tone}",
        y=percent(min(zero, end)),
        height=percent(abs(zero - end)),
        **across,
    )


def touch(parent: Element, place: int, count: int) -> None:
    """An unseen field over a whole period: something a thumb can hit."""
    across = {"x": percent(Fraction(place, count)), "width": percent(Fraction(1, count))}
    element(parent, "rect", class_="touch", y="0", height=percent(FLOOR), **across)


def action_marks(root: Element, places: Sequence[float], count: int) -> None:
    """Dashed lines where something was done, numbered from 1; numbers that would meet stand in two rows."""
    last_in_row = [Fraction(-1), Fraction(-1)]
    for key, place in enumerate(places, start=1):
        x = min(max(slot_middle(place, count), Fraction(0)), Fraction(1))
        row = 0 if x - last_in_row[0] >= Fraction(8, 100) else 1
        last_in_row[row] = x
        y = percent(Fraction(-3 if row == 0 else 6, 100) + Fraction(3, 100))
        element(root, "line", class_="act", x1=percent(x), x2=percent(x), y1=y, y2=percent(FLOOR))
        spot = element(root, "svg", x=percent(x), y=y, overflow="visible")
        element(spot, "circle", class_="act-dot", r="9")
        element(spot, "text", str(key), class_="act-key", dy=".36em", text_anchor="middle")


def newest_values(
    groups: Sequence[Element], lines: Sequence[Sequence[Number | None]], scale: Scale, number: Formatter
) -> None:
    """The newest value of each line: above the mark of a line alone, else to the right of it and clear of the others.

    Equal ones at the same place are written once.
    """
    newest = [
        max((place for place, value in enumerate(line) if value is not None), default=None) for line in lines
    ]
    alone = {"dx": ".7em", "dy": "-.8em", "text_anchor": "end"}
    beside = alone if len(lines) == 1 else {"dx": ".9em", "dy": ".35em"}
    for place in sorted({place for place in newest if place is not None}):
        texts: dict[str, tuple[Element, Fraction]] = {}
        for group, line, last in zip(groups, lines, newest, strict=True):
            if last == place and (value := line[place]) is not None:
                texts.setdefault(value_text(value, number), (group, height_of(scale, value)))
        x = percent(slot_middle(place, len(lines[0])))
        levels = spread([level for _group, level in texts.values()])
        for (text, (group, _level)), level in zip(texts.items(), levels, strict=True):
            element(group, "text", text, class_="value", x=x, y=percent(level), **beside)


def value_text(value: Number | None, number: Formatter) -> str:
    """A value in words and tables; a gap is a dash, for it is not zero."""
    if value is None:
        return GAP
    return number(value) if number else number_label(value)


def nothing_yet(title: str) -> Markup:
    """The honest drawing of no data."""
    root = drawing(title, class_="plot is-empty")
    for level in ("30%", "60%"):
        element(root, "line", class_="grid", x1="0", x2="100%", y1=level, y2=level)
    element(root, "line", class_="axis", x1="0", x2="100%", y1="88%", y2="88%")
    element(root, "text", _("No data yet"), class_="none", x="50%", y="48%", text_anchor="middle")
    return markup(root)
