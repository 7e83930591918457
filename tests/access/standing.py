"""A row of every kind that equal standing leaves behind, for both sides of the walls."""

from __future__ import annotations

from datetime import date
from typing import Any

from incentives.reciprocity.tables import Exchange, ServiceAgreement, ServiceIncident
from tests.cast import Side, _row

DAY = date(2026, 4, 7)


async def standing_together(side: Side, mark: str, resident: int) -> dict[str, int | str]:
    """A service with what was given and what hurt it; their ids."""
    ours: dict[str, Any] = {"organisation": side.organisation}
    place: dict[str, Any] = {**ours, "community": side.community}
    other = list(side.residents.values())[1]
    agreement = await _row(
        ServiceAgreement,
        **place,
        program=side.program,
        giver=resident,
        receiver=other,
        service=f"{mark}买菜",
        giver_duties=f"{mark}准时来",
        receiver_duties=f"{mark}说声谢谢",
        state="paused",
        starts_on=DAY,
    )
    exchange = await _row(
        Exchange,
        **ours,
        agreement=agreement,
        given_by="giver",
        what=f"{mark}买了菜",
        minutes=30,
        given_on=DAY,
    )
    incident = await _row(
        ServiceIncident,
        **ours,
        agreement=agreement,
        kind="taken_for_granted",
        happened_on=DAY,
        what=f"{mark}这是她应该做的",
        talk_with=f"{mark}儿子",
        talk_by=DAY,
    )
    return {"agreement_id": agreement, "exchange_id": exchange, "incident_id": incident}
