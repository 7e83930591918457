"""Pictures of visits, each with its numbers in a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from programs.visits.report_rules import Tally
from programs.visits.words import CAUSES, COMPANIONS, OUTCOMES, PURPOSES
from server.lib.days import read_month
from server.lib.i18n import _, format_month, format_percent
from server.web.charts import Chart, Point, Series, bar_list, line_chart, stacked_columns


def months_chart(by_month: Mapping[str, Tally]) -> Chart:
    """What came of knocks, month by month."""
    labels = [format_month(month) for text in by_month if (month := read_month(text))]
    shown = ("opened", "not_home", "refused")
    series = [
        Series(str(OUTCOMES[outcome]), [getattr(tally, outcome) for tally in by_month.values()])
        for outcome in shown
    ]
    return stacked_columns(series, labels, title=_("Doors knocked on, month by month"))


def purposes_chart(quarters: Sequence[tuple[str, int, int, float | None]]) -> Chart:
    """What households were contacted for, quarter by quarter, as shares."""
    concern = [share for _quarter, _duty, _concern, share in quarters]
    series = [
        Series(str(PURPOSES["duty"]), [None if share is None else 1 - share for share in concern]),
        Series(str(PURPOSES["concern"]), concern),
    ]
    labels = [quarter.replace("-", " ") for quarter, *_counts in quarters]
    return line_chart(
        series,
        labels,
        title=_("Whose matters we come with"),
        number=lambda value: format_percent(float(value)),
    )


def causes_chart(causes: Sequence[tuple[str, int]]) -> Chart:
    """Why doors stayed shut, the most frequent cause first."""
    return bar_list(
        [Point(str(CAUSES[code]), count) for code, count in causes], title=_("Why doors stayed shut")
    )


def companions_chart(by_companion: Mapping[str, Tally]) -> Chart:
    """The share of doors that opened, alone and with each kind of companion."""
    points = [
        Point(str(COMPANIONS[kind]) if kind else _("Nobody came along"), tally.opened_share)
        for kind, tally in sorted(by_companion.items(), key=lambda one: ["", *COMPANIONS].index(one[0]))
        if tally.opened_share is not None
    ]
    return bar_list(points, title=_("Doors that opened"), number=lambda value: format_percent(float(value)))
