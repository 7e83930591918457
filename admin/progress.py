"""The progress of a program as a page draws it and as a sheet lists it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import msgspec

from admin.queries import Progress, Row
from admin.tables import IN_PASSING, KINDS
from programs.method.kinds import Kind
from programs.method.rules import STAGES
from programs.method.words import STAGE_NAMES
from programs.surveys.figures import belonging_shown
from server.export.sheet import Column, Sheet
from server.lib.days import months_between
from server.lib.i18n import _, format_date, format_month, m
from server.web.charts import Cell, Chart, Series, line_chart, stacked_columns

_SHOWN_MONTHS = 24
_TABLE_MONTHS = 12
_TAPER = (Kind.STAFF, Kind.VOLUNTEERS, Kind.PARTICIPANTS)

SHEET = Sheet(
    "progress",
    m("Progress of the program"),
    (
        Column(m("Part"), "part"),
        Column(m("When"), "when"),
        Column(m("What"), "what", width=40),
        Column(m("Value"), "value", "decimal"),
        Column(m("Target"), "target", "decimal"),
    ),
)


def road(progress: Progress) -> list[dict[str, Any]]:
    """The five stages; those before the present one are done."""
    here = STAGES.index(progress.program["stage"])
    return [
        {
            "key": stage,
            "name": STAGE_NAMES[stage],
            "state": "done" if place < here else "current" if place == here else "ahead",
        }
        for place, stage in enumerate(STAGES)
    ]


def history(progress: Progress) -> list[dict[str, Any]]:
    """The tries to move on, newest first."""
    return [
        {
            "when": format_date(row["attempted_on"]),
            "title": f"{STAGE_NAMES[row['from_stage']]} → {STAGE_NAMES[row['to_stage']]}",
            "text": _outcome(row),
            "tone": "good" if row["passed"] else "neutral",
        }
        for row in progress.stages
    ]


def _outcome(row: Row) -> str:
    if not row["passed"]:
        return _("Refused")
    back = STAGES.index(row["to_stage"]) < STAGES.index(row["from_stage"])
    return _("Went back") if back else _("Moved")


def months_table(progress: Progress) -> tuple[list[str], list[tuple[str, list[str]]]]:
    """The last months that have figures, and for each kind its figure in each of them."""
    months = sorted({row["month"] for row in progress.months})[-_TABLE_MONTHS:]
    found = {(row["kind"], row["month"]): row["quantity"] for row in progress.months}
    shown = [kind for kind in KINDS if kind not in IN_PASSING]
    kinds = [kind for kind in shown if any((kind, month) in found for month in months)]
    lines = [(str(KINDS[kind]), [found.get((kind, month), "") for month in months]) for kind in kinds]
    return [month[2:].replace("-", "/") for month in months], lines


def taper_chart(progress: Progress) -> Chart | None:
    """Staff, volunteers and participants each month. `<5` is a gap in the drawing and `<5` in its table."""
    found = {(row["kind"], row["month"]): row["quantity"] for row in progress.months if row["kind"] in _TAPER}
    if not found:
        return None
    known = sorted(month for _kind, month in found)
    months = months_between(known[0], known[-1])[-_SHOWN_MONTHS:]
    told = [[found.get((kind, month), "0") for month in months] for kind in _TAPER]
    series = [
        Series(str(KINDS[kind]), [_number(text) for text in row])
        for kind, row in zip(_TAPER, told, strict=True)
    ]
    chart = stacked_columns(
        series,
        [format_month(month) for month in months],
        title=_("Staff, volunteers and participants"),
        x_label=_("Month"),
    )
    return _with_few(chart, told)


def _with_few(chart: Chart, told: list[list[str]]) -> Chart:
    rows = [
        [row[0], *(_told(told[one][place], cell) for one, cell in enumerate(row[1:]))]
        for place, row in enumerate(chart.rows)
    ]
    return msgspec.structs.replace(chart, rows=rows)


def _told(text: str, cell: Cell) -> Cell:
    return Cell(text) if _number(text) is None else cell


def _number(text: str) -> int | None:
    return int(text) if text.isdigit() else None


def indicator_charts(progress: Progress) -> list[tuple[Row, Chart | None]]:
    """Each indicator with the line of its months and its target."""
    drawn: list[tuple[Row, Chart | None]] = []
    for indicator in progress.indicators:
        own = [row for row in progress.readings if row["id"].partition(".")[0] == str(indicator["id"])]
        drawn.append((indicator, _indicator_chart(indicator, own)))
    return drawn


def _indicator_chart(indicator: Row, readings: list[Row]) -> Chart | None:
    found = {row["month"]: float(row["value"]) for row in readings}
    if not found:
        return None
    # What is counted is 0 in a month without records; what is entered has no value then.
    last = indicator["actual_month"] if indicator["counted"] else max(found)
    months = months_between(min(found), last)[-_SHOWN_MONTHS:]
    lines = [
        Series(_("Actual"), [found.get(month, 0.0 if indicator["counted"] else None) for month in months])
    ]
    if indicator["target"] is not None:
        lines.append(Series(_("Target"), [float(indicator["target"])] * len(months)))
    labels = [format_month(month) for month in months]
    return line_chart(lines, labels, title=indicator["indicator"], x_label=_("Month"))


def sheet_rows(progress: Progress) -> Iterator[dict[str, Any]]:
    """Everything that the page says, one fact in a row."""
    program = progress.program
    yield _fact(_("Program"), None, program["program"])
    yield _fact(_("Program"), program["stage_since"], str(STAGE_NAMES[program["stage"]]))
    told = belonging_shown(progress.belonging)
    if progress.belonging and told:
        newest = progress.belonging.newest
        shown = told["value"] if told["few"] else newest.mean.value
        what = _("Belonging, 1 to 5 (n=%(n)s)", n=told["n"])
        yield _fact(_("Belonging"), newest.closed_on or newest.opens_on, what, shown)
    yield _fact(_("Program"), None, _("People reached"), _figure(program["people"]))
    for row in reversed(progress.stages):
        tried = f"{STAGE_NAMES[row['from_stage']]} → {STAGE_NAMES[row['to_stage']]}"
        yield _fact(_("Stage history"), row["attempted_on"], tried, _outcome(row))
    for row in progress.indicators:
        yield _fact(_("Indicators"), row["actual_month"], row["indicator"], row["actual"], row["target"])
    for row in progress.readings:
        yield _fact(_("Indicators by month"), row["month"], row["indicator"], row["value"], row["target"])
    for row in progress.months:
        yield _fact(_("Monthly figures"), row["month"], str(KINDS[row["kind"]]), _figure(row["quantity"]))


def _fact(part: str, when: Any, what: str, value: Any = None, target: Any = None) -> dict[str, Any]:
    return {"part": part, "when": when, "what": what, "value": value, "target": target}


def _figure(text: str) -> Any:
    """A count, hours or yuan as a number; `<5` stays as it is written."""
    return text if text.startswith("<") else Decimal(text)
