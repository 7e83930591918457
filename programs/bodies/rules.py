"""How neighbours come to stand for a building (S08)."""

from __future__ import annotations

from datetime import date


def refuse_step(now: str | None, step: str) -> str | None:
    """A reason code when a resident who stands at `now` cannot take this step next."""
    if now == step:
        return "bodies.step_taken"
    if step == "building_leader":
        return "bodies.appoint_instead"
    if now == "building_leader":
        return "bodies.is_leader"
    return None


def refuse_end(since: date, ended_on: date) -> str | None:
    """A reason code when a term would end before it began."""
    return "day.end_before_start" if ended_on < since else None
