"""A row of every kind that equal standing leaves behind, for both sides of the walls."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from incentives.reciprocity.own_rules import LetterFacts
from incentives.reciprocity.tables import (
    CorrectionRequest,
    Exchange,
    LeaderDecision,
    LoadCheck,
    OwnLink,
    Pressure,
    ServiceAgreement,
    ServiceIncident,
    ServiceLetter,
    SupportTask,
)
from server.lib.ids import token_hash
from tests.cast import Side, _row

DAY = date(2026, 4, 7)


async def standing_together(side: Side, mark: str, resident: int) -> dict[str, int | str]:
    """A service that was hurt, an own page with a letter, a leader under attack; their ids."""
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
    await _row(
        OwnLink,
        **ours,
        resident=resident,
        token_hash=token_hash(f"{side.community}-own"),
        made_on=DAY,
        until=date(2099, 1, 1),
    )
    correction = await _row(
        CorrectionRequest, **place, resident=resident, text=f"{mark}我那天也在", asked_on=DAY
    )
    facts = LetterFacts(f"{mark}某人", f"{mark}社区", f"{mark}机构", DAY, DAY, 60, 1)
    letter = await _row(
        ServiceLetter,
        **place,
        resident=resident,
        code=f"{side.community:032x}",
        facts=msgspec.json.encode(facts).decode(),
        issued_on=DAY,
    )
    decision = await _row(
        LeaderDecision,
        **place,
        program=side.program,
        decided_on=DAY,
        what=f"{mark}装感应灯",
        why=f"{mark}太黑",
    )
    pressure = await _row(
        Pressure, **place, resident=resident, kind="rumour", happened_on=DAY, what=f"{mark}说有勾结"
    )
    await _row(LoadCheck, **ours, resident=resident, checked_on=DAY, hours_a_week=9, heaviness=3)
    support = await _row(SupportTask, **place, resident=resident, title=f"{mark}陪着聊聊", due_on=DAY)
    return {
        "agreement_id": agreement,
        "exchange_id": exchange,
        "incident_id": incident,
        "correction_id": correction,
        "letter_id": letter,
        "decision_id": decision,
        "pressure_id": pressure,
        "support_id": support,
    }
