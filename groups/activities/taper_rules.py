"""How a program's staff step back: figures of the taper and of the load, from rows of the monthly rollup alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import msgspec

from programs.method.kinds import Kind
from server.lib.days import months_between

KINDS = (
    Kind.ACTIVITY_HELD,
    Kind.STAFF,
    Kind.VOLUNTEERS,
    Kind.PARTICIPANTS,
    Kind.RESIDENT_RUN,
    Kind.ACT,
    Kind.STAFF_MINUTES,
    Kind.VOLUNTEER_MINUTES,
    Kind.CASH,
)
PRESENCES = ("full", "part", "none")
LEVERS = ("collaboration", "tools", "mobilisation")

_HOUR = 60


class Totals(msgspec.Struct):
    """What a program's activities add up to in one month or quarter."""

    held: int = 0
    presence: dict[str, int] = {}
    staff: int = 0
    volunteers: int = 0
    participants: int = 0
    resident_run: int = 0
    acts: dict[str, int] = {}
    staff_minutes: int = 0
    volunteer_minutes: int = 0
    cash_fen: int = 0
    minutes_by_lever: dict[str, int] = {}
    with_staff_hours: int = 0

    @property
    def resident_run_share(self) -> float | None:
        """居民主办率 (S83): activities that residents decided and did, of all held. None when nothing was held."""
        return self.resident_run / self.held if self.held else None

    @property
    def staff_per_100(self) -> float | None:
        """Staff for every 100 participants (S83): 3 staff at an activity of 1000 are 0.3. None without participants."""
        return 100 * self.staff / self.participants if self.participants else None

    @property
    def dependency(self) -> float | None:
        """等靠要 index (S84), 0 to 1: (staff + others) ÷ (residents + staff + others), over proved acts of all five kinds.

        0 is a place that carries itself, 1 one that waits to be served. Acts without a name or a record behind them are
        in neither part of the fraction; `unproved` counts them. None when no act is proved.
        """
        leaning = self.acts.get("staff", 0) + self.acts.get("others", 0)
        proved = leaning + self.acts.get("residents", 0)
        return leaning / proved if proved else None

    @property
    def unproved(self) -> int:
        """Acts of which nobody recorded who did them, or residents without a name."""
        return self.acts.get("unproved", 0)

    @property
    def staff_hours_each(self) -> float | None:
        """社工工时 per activity (S19): hours of staff ÷ activities held. None when no hours at all were written down."""
        return self._hours_each(self.staff_minutes)

    @property
    def resident_hours_each(self) -> float | None:
        """居民工时 per activity (S19): hours of volunteers ÷ activities held. None when no hours at all were written down."""
        return self._hours_each(self.volunteer_minutes)

    def _hours_each(self, minutes: int) -> float | None:
        known = self.staff_minutes or self.volunteer_minutes
        return minutes / _HOUR / self.held if known and self.held else None

    @property
    def hours_known_for(self) -> int:
        """Activities whose staff hours are known: written down, or none because no staff were there."""
        return min(self.held, self.with_staff_hours + self.presence.get("none", 0))

    def lever_share(self, lever: str) -> float | None:
        """The share of all hours, staff's and residents', that a lever is credited with (S19); "" is those without one."""
        every = sum(self.minutes_by_lever.values())
        return self.minutes_by_lever.get(lever, 0) / every if every else None


def quarter_of(month: str) -> str:
    """The quarter of a month: `2026-05` lies in `2026-Q2`."""
    return f"{month[:4]}-Q{(int(month[5:]) + 2) // 3}"


def by_month(rows: Sequence[Mapping[str, Any]], *, until: str, at_most: int) -> dict[str, Totals]:
    """Every month from the first with a row to `until` or the last row, at most so many of the newest; also empty ones."""
    return _by_period(rows, _months(rows, until, at_most), lambda month: month)


def by_quarter(rows: Sequence[Mapping[str, Any]], *, until: str, at_most: int) -> dict[str, Totals]:
    """As `by_month`, by quarters."""
    quarters = dict.fromkeys(quarter_of(month) for month in _months(rows, until, at_most * 3 + 2))
    return _by_period(rows, list(quarters)[-at_most:], quarter_of)


def _months(rows: Sequence[Mapping[str, Any]], until: str, at_most: int) -> list[str]:
    standing = [row["month"] for row in rows if row["entries"]]
    if not standing:
        return []
    return months_between(min(standing), max(until, *standing))[-at_most:]


def _by_period(
    rows: Iterable[Mapping[str, Any]], periods: Iterable[str], period_of: Callable[[str], str]
) -> dict[str, Totals]:
    found = {period: Totals() for period in periods}
    for row in rows:
        if (period := period_of(row["month"])) in found:
            _add(found[period], row)
    return found


def _add(totals: Totals, row: Mapping[str, Any]) -> None:
    kind, facet, quantity = row["kind"], row["facet"], int(row["quantity"])
    if kind == Kind.ACTIVITY_HELD:
        totals.held += quantity
        totals.presence[facet] = totals.presence.get(facet, 0) + quantity
    elif kind == Kind.ACT:
        totals.acts[facet] = totals.acts.get(facet, 0) + quantity
    elif kind in _PLAIN:
        name = _PLAIN[kind]
        setattr(totals, name, getattr(totals, name) + quantity)
    if kind in {Kind.STAFF_MINUTES, Kind.VOLUNTEER_MINUTES}:
        totals.minutes_by_lever[facet] = totals.minutes_by_lever.get(facet, 0) + quantity
    if kind == Kind.STAFF_MINUTES:
        totals.with_staff_hours += row["entries"]


_PLAIN = {
    Kind.STAFF: "staff",
    Kind.VOLUNTEERS: "volunteers",
    Kind.PARTICIPANTS: "participants",
    Kind.RESIDENT_RUN: "resident_run",
    Kind.STAFF_MINUTES: "staff_minutes",
    Kind.VOLUNTEER_MINUTES: "volunteer_minutes",
    Kind.CASH: "cash_fen",
}
