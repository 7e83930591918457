"""A program's figures for screens: read from the rollup, each opening to its rows."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from programs.communities.tables import Community
from programs.method import indicator_queries, queries, rules
from programs.method.indicator_queries import Series
from programs.method.kinds import IN_MINUTES, Kind
from programs.method.road import stages_line
from programs.method.tables import Indicator, Program
from programs.method.words import KIND_NAMES, STAGE_NAMES
from server.lib.i18n import _, format_date, format_month, format_number
from server.web.charts import Chart, Point, before_after
from server.web.paging import link

_HEADLINES = (
    Kind.VISITS_MADE,
    Kind.NEED_RAISED,
    Kind.ACTIVITY_HELD,
    Kind.VOLUNTEERS,
    Kind.PARTICIPANTS,
    Kind.GROUP_FORMED,
)

_STREET = (Kind.ACTIVITY_HELD, Kind.VOLUNTEERS, Kind.PARTICIPANTS, Kind.RESIDENT_RUN, Kind.GROUP_FORMED)
# A sum below this could point at somebody, or is too young to show.
_FEW = 5


async def headline(program: Program) -> list[dict[str, Any]]:
    """The sums that a program is known by, each with the address of its rows; people below five are not counted out."""
    totals = await queries.totals_of(program.id)
    figures = [
        {
            "label": KIND_NAMES[kind.value],
            "value": format_number(
                sum(number for (one, _facet), number in totals.items() if one == kind.value)
            ),
            "href": link(f"/desk/programs/{program.id}/evidence", kind=kind.value),
        }
        for kind in _HEADLINES
    ]
    people = await queries.people_count(program.id)
    figures.append(
        {
            "label": _("Different residents by name"),
            "value": rules.small_cell(people) or format_number(people),
            # Of several kinds: who was ticked, and who joined a group.
            "href": f"/desk/programs/{program.id}/evidence",
        }
    )
    return figures


def amount_shown(kind: str, quantity: int) -> str:
    """A quantity of evidence as people write it: minutes as hours, fen as yuan."""
    if kind in IN_MINUTES:
        return _("%(hours)s h", hours=format_number(Decimal(quantity) / 60, 1))
    if kind == Kind.CASH:
        return _("%(yuan)s yuan", yuan=format_number(Decimal(quantity) / 100))
    return format_number(quantity)


def months_shown(months: str) -> str:
    """Months kept as `2026-09, 2026-10`, as the reader writes them."""
    return _(", ").join(format_month(month) for month in months.split(", "))


async def indicator_charts(program: Program) -> list[Chart]:
    """A picture of each indicator, with the baseline as a line and the stages as marks."""
    attempts = [attempt for attempt in await queries.attempts_of(program.id) if attempt["passed"]]
    return [
        _chart(program, indicator, series, attempts)
        for indicator, series in await indicator_queries.indicators_with_series(program.id)
    ]


async def chart_of(program: Program, indicator: Indicator, series: Series) -> Chart:
    """One indicator's picture."""
    attempts = [attempt for attempt in await queries.attempts_of(program.id) if attempt["passed"]]
    return _chart(program, indicator, series, attempts)


def _chart(program: Program, indicator: Indicator, series: Series, attempts: list[dict[str, Any]]) -> Chart:
    months = [month for month, _value in series]
    marks = [
        (float(months.index(month)), str(STAGE_NAMES[attempt["to_stage"]]))
        for attempt in reversed(attempts)
        if (month := f"{attempt['attempted_on']:%Y-%m}") in months
    ]
    return before_after(
        [Point(format_month(month), value, _rows_of(program, indicator, month)) for month, value in series],
        marks,
        title=indicator_title(indicator),
        baseline=indicator.baseline,
        x_label=_("Month"),
        y_label=indicator.unit or indicator.name,
    )


def _rows_of(program: Program, indicator: Indicator, month: str) -> str:
    if indicator.feed_kind is None:
        return f"/desk/indicators/{indicator.id}"
    return link(
        f"/desk/programs/{program.id}/evidence",
        kind=indicator.feed_kind,
        facet=indicator.feed_facet,
        month=month,
    )


def indicator_title(indicator: Indicator) -> str:
    """An indicator's name with its unit."""
    if not indicator.unit:
        return str(indicator.name)
    return _("%(name)s (%(unit)s)", name=indicator.name, unit=indicator.unit)


def standing_of(indicator: Indicator, series: Series) -> str:
    """How an indicator stands in one sentence: from the baseline to the newest month, and the target."""
    newest = series[-1] if series else None
    if newest is None:
        return _("No value yet.")
    now = _("%(value)s in %(month)s", value=format_number(newest[1]), month=format_month(newest[0]))
    if indicator.baseline is None:
        return now
    return _(
        "From %(baseline)s (%(day)s) to %(now)s",
        baseline=format_number(indicator.baseline),
        day=format_date(indicator.baseline_on, "short"),
        now=now,
    )


async def street_section(community: Community) -> tuple[str, dict[str, Any]] | None:
    """The programs of a community for its public page: where each stands and its sums, never a person."""
    programs = await queries.programs_of_community(community.id)
    if not programs:
        return None
    totals = await queries.totals_by_program([row["id"] for row in programs])
    shown = [
        {
            **row,
            "stages": stages_line(row["stage"], {}),
            "figures": [
                (KIND_NAMES[kind.value], format_number(total))
                for kind in _STREET
                if (total := _sum_of(totals.get(row["id"], {}), kind)) >= _FEW
            ],
        }
        for row in programs
    ]
    return "method/street.html", {"programs": shown}


def _sum_of(totals: Mapping[tuple[str, str], int], kind: Kind) -> int:
    return sum(number for (one, _facet), number in totals.items() if one == kind.value)
