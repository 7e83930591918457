"""Reading single answers, for those who entered them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from programs.surveys.tables import SurveyAnswer, Wave
from programs.surveys.wave_queries import access_wave
from server.lib import db
from server.lib.actor import Actor
from server.lib.records import own_row
from server.web.paging import Slice, after_id, cut


async def access_answer(actor: Actor, answer_id: int, *, to_edit: bool = False) -> tuple[SurveyAnswer, Wave]:
    """The only way from an id in an address to an answer, with its wave."""
    answer = await own_row(SurveyAnswer, answer_id, actor)
    return answer, await access_wave(actor, answer.wave, to_edit=to_edit)


async def list_answers(wave_id: int, *, cursor: str | None = None) -> Slice[dict[str, Any]]:
    """Answers of a wave, the newest first, those taken out among them; `replies` by question."""
    where, values = "a.wave = {}", [wave_id]
    if (last := after_id(cursor)) is not None:
        where += " AND a.id < {}"
        values.append(last)
    found = await db.rows(
        "SELECT a.id, a.how, a.answered_on, a.member, a.age_band, a.replies, a.voided_at, a.void_reason,"
        " b.name AS building, u.display_name AS entered_by FROM survey_answer AS a"
        " LEFT JOIN building AS b ON b.id = a.building LEFT JOIN user_account AS u ON u.id = a.entered_by"
        f" WHERE {where} ORDER BY a.id DESC LIMIT 51",
        *values,
    )
    shown = [
        {
            **row,
            "replies": msgspec.json.decode(row["replies"]),
            "member": None if row["member"] is None else bool(row["member"]),
        }
        for row in found
    ]
    return cut(shown, "id")


async def next_sheet(wave_id: int) -> int:
    """The number that the next paper sheet probably has."""
    found = await db.rows(
        "SELECT COUNT(*) AS n FROM survey_answer WHERE wave = {} AND how = {}", wave_id, "paper"
    )
    return int(found[0]["n"]) + 1


async def who_answered(wave_id: int, respondents: Sequence[str]) -> str | None:
    """One of these who has answered this wave."""
    for start in range(0, len(respondents), 1_000):
        some = respondents[start : start + 1_000]
        found = await db.rows(
            "SELECT respondent FROM survey_answer WHERE wave = {} AND voided_at IS NULL"
            f" AND respondent IN ({db.marks(some)}) LIMIT 1",
            wave_id,
            *some,
        )
        if found:
            return str(found[0]["respondent"])
    return None
