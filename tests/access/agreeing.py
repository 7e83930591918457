"""A compact in force with all that hangs on it, for both sides of the walls."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from groups.compacts.rules import text_hash
from groups.compacts.tables import (
    Compact,
    CompactClause,
    CompactComment,
    CompactHearing,
    CompactPractice,
    CompactRecall,
    CompactSignature,
    CompactVersion,
    CompactWaiting,
)
from server.lib.ids import token_hash
from tests.cast import Side, _row

DAY = date(2026, 4, 7)
FIXED = datetime(2026, 4, 1, tzinfo=UTC)


async def agreed(side: Side, mark: str, household: int) -> dict[str, int | str]:
    """A compact that is signed and commented on, with a new text on its way; the ids."""
    ours: dict[str, Any] = {"organisation": side.organisation}
    compact = await _row(
        Compact,
        **ours,
        community=side.community,
        program=side.program,
        title=f"{mark}院子公约",
        state="in_force",
        ratified_on=DAY,
        ratified_how="assembly",
        no_ceremony_why=f"{mark}下雨",
        in_force_on=DAY,
        review_on=date(2027, 4, 7),
    )
    of: dict[str, Any] = {**ours, "compact": compact}
    words = [f"{mark}楼道不堆物", f"{mark}遛狗要牵绳"]
    stands = await _text(of, 1, words, fixed_at=FIXED, text_hash=text_hash("", words))
    await _text(of, 2, [*words[:1], f"{mark}遛狗牵短绳"])
    on: dict[str, Any] = {**of, "compact_version": stands}
    comment = await _row(
        CompactComment,
        **on,
        clause_key=2,
        heard_by="door",
        stance="change",
        text=f"{mark}绳子短一点",
        nickname=f"{mark}老周",
        building=side.building,
        raised_on=DAY,
    )
    await _row(CompactHearing, **of, household=household, heard_by="door", heard_on=DAY)
    signature = await _row(
        CompactSignature,
        **on,
        household=household,
        name=f"{mark}签名人",
        how="typed",
        pledge=f"{mark}我带头",
        text_hash=text_hash("", words),
        signed_on=DAY,
        receipt_hash=token_hash(f"{side.community}-receipt"),
    )
    waiting = await _row(
        CompactWaiting,
        **on,
        building=side.building,
        door="999",
        name=f"{mark}街上的人",
        how="typed",
        pledge=f"{mark}我也来",
        text_hash=text_hash("", words),
        signed_on=DAY,
        receipt_hash=token_hash(f"{side.community}-waiting"),
    )
    recall = await _row(CompactRecall, **on, asked_on=DAY, asked=20, recalled=42, clauses=2)
    practice = await _row(
        CompactPractice, **of, clause_key=2, seen_on=DAY, place=f"{mark}大门", kept=3, broken=9
    )
    return {
        "compact_id": compact,
        "comment_id": comment,
        "signature_id": signature,
        "waiting_id": waiting,
        "recall_id": recall,
        "practice_id": practice,
    }


async def _text(of: dict[str, Any], major: int, words: list[str], **columns: Any) -> int:
    version = await _row(CompactVersion, **of, major=major, minor=0, **columns)
    for place, text in enumerate(words, start=1):
        await _row(
            CompactClause,
            organisation=of["organisation"],
            compact_version=version,
            key=place,
            position=place,
            text=text,
            origin="visit",
            reason="说清楚" if major > 1 else "",
        )
    return version
