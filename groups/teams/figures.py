"""The complaints of a task before and after the group acted, as a chart and in two numbers (S78)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import msgspec

from groups.teams import rules, task_queries
from programs.listening.queries import complaints_by_month
from server.lib.days import month_of, months_between, months_later
from server.lib.i18n import _, format_date, format_month
from server.web.charts import Chart, Point, before_after
from server.web.paging import link

MONTHS_BEFORE = 3
MOST_MONTHS = 24


class Effect(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the complaints: `before` is a mean per month, `latest` a month's count, None where not known yet."""

    chart: Chart
    before: float | None
    latest: int | None
    actions: int


async def effect_of(task: dict[str, Any], *, today: date, for_staff: bool) -> Effect | None:
    """The effect of a task, or None without a program: complaints are counted by program.

    From three months before the group took it, to this month or two years on. Staff get links to the needs.
    """
    if task["program"] is None:
        return None
    months = _months(task["taken_on"], task["ended_on"], today)
    counted = await complaints_by_month(task["program"], task["need_class"], months[0], months[-1])
    days = await task_queries.action_days(task["id"])
    before, latest = rules.before_and_after(
        counted,
        taken_month=month_of(task["taken_on"]),
        acted_month=month_of(days[0][0]) if days else None,
        this_month=month_of(today),
    )
    places = [(rules.place_of_day(day, months), day) for day, _activity in days]
    chart = before_after(
        [
            Point(format_month(month), count, _href(task, month) if for_staff else None)
            for month, count in counted
        ],
        [
            (place, _("The group acted on %(day)s", day=format_date(day)))
            for place, day in places
            if place is not None
        ],
        title=_("Complaints: %(name)s", name=task["class_name"]),
        baseline=before,
        x_label=_("Month"),
        y_label=_("Complaints"),
    )
    return Effect(chart=chart, before=before, latest=latest, actions=len(days))


def _months(taken_on: date, ended_on: date | None, today: date) -> list[str]:
    first = months_later(taken_on, -MONTHS_BEFORE)
    last = min(today, (ended_on or today) + timedelta(days=183))
    return months_between(month_of(first), month_of(last))[:MOST_MONTHS]


def _href(task: dict[str, Any], month: str) -> str:
    asked = {"program": task["program"], "class": task["need_class"], "complaint": "1", "month": month}
    return link("/desk/needs", **asked)
