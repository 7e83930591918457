"""A volunteer's own page: its link, what stands there, her letter, her corrections, and forgetting her (S90)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest

from groups.activities.tables import Activity, Attendance
from groups.teams.tables import GroupLeader
from incentives.reciprocity import (
    erasure_actions,
    letter_actions,
    letter_queries,
    own_actions,
    own_queries,
    person_queries,
)
from incentives.reciprocity.own_rules import LetterFacts, Role
from incentives.reciprocity.own_schemas import (
    AnsweredCorrection,
    AskedCorrection,
    ClosedLink,
    NewLetter,
    NewLink,
    Rated,
    RevokedLetter,
)
from incentives.reciprocity.tables import CorrectionRequest, OwnLink, ServiceAgreement, ServiceLetter
from programs.residents.tables import Resident
from server.lib import clock, db
from server.lib.db import write_transaction
from server.lib.errors import NotFound, Refused
from server.lib.ids import new_op_id
from tests.actions.test_agreements import accept, drafted, give, hurt
from tests.cast import Cast, _row

NOON = datetime(2026, 5, 20, 4, tzinfo=UTC)
LATER = datetime(2026, 11, 20, 4, tzinfo=UTC)
HOME = "203.0.113.9"


def op() -> dict[str, str]:
    return {"op_id": new_op_id()}


async def person(cast: Cast, name: str = "王阿姨") -> Resident:
    found = await Resident.objects().get(Resident.id == cast.ours.residents[name])
    assert found is not None
    return found


async def link(cast: Cast) -> str:
    data, who = NewLink(**op()), await person(cast)
    with clock.at(NOON):
        await own_actions.make_link(who, data, actor=cast.chen)
    return own_actions.token_for(data.op_id, who.id)


async def opens(token: str, at: datetime = NOON) -> bool:
    with clock.at(at):
        return await own_queries.person_at(token) is not None


async def helped(cast: Cast) -> None:
    """She helped at an activity whose time was written down, and leads the group."""
    woman = cast.ours.residents["王阿姨"]
    async with write_transaction():
        await Activity.update({Activity.volunteer_minutes: 600}).where(Activity.id == cast.ours.activity)
        ours: dict[str, Any] = {"organisation": cast.ours.organisation}
        await _row(Attendance, **ours, activity=cast.ours.activity, resident=woman, role="volunteer")
        await _row(
            GroupLeader,
            **ours,
            group=cast.ours.group,
            resident=woman,
            position="leader",
            chosen_how="elected",
            since=date(2026, 3, 5),
        )


async def letter(cast: Cast) -> ServiceLetter:
    who = await person(cast)
    with clock.at(NOON):
        row_id = await own_actions.make_letter(
            who, NewLetter(**op()), address=HOME, actor=own_actions.herself(who)
        )
    found = await ServiceLetter.objects().get(ServiceLetter.id == row_id)
    assert found is not None
    return found


async def test_one_link_opens_until_it_is_closed_or_a_year_old(cast: Cast) -> None:
    first = await link(cast)
    assert await opens(first)
    assert not await opens(first, datetime(2027, 5, 22, tzinfo=UTC))
    assert not await opens(first[:-1] + ("1" if first.endswith("0") else "0"))
    assert not await opens("")
    second = await link(cast)
    assert not await opens(first)
    assert await opens(second)
    assert second not in str(await db.rows("SELECT token_hash FROM own_link"))
    with clock.at(NOON):
        await own_actions.close_link(await person(cast), ClosedLink(**op()), actor=cast.chen)
        assert not await opens(second)
        with pytest.raises(Refused, match="no_link"):
            await own_actions.close_link(await person(cast), ClosedLink(**op()), actor=cast.chen)


async def test_too_many_wrong_links_are_told_apart_from_a_mistyped_one(cast: Cast) -> None:
    with clock.at(NOON):
        tries = [await own_actions.note_wrong_link(HOME) for _ in range(62)]
        assert (tries.count(True), await own_actions.note_wrong_link("203.0.113.10")) == (60, True)


async def test_her_letter_says_what_she_did_and_a_correction_makes_a_new_one(cast: Cast) -> None:
    who = await person(cast)
    with clock.at(NOON), pytest.raises(Refused, match="nothing_to_say"):
        await own_actions.make_letter(who, NewLetter(**op()), address=HOME, actor=own_actions.herself(who))
    await helped(cast)
    agreed = await drafted(cast)
    await accept(cast, agreed, "giver", "receiver")
    await give(cast, agreed, minutes=90)
    first = await letter(cast)
    facts = letter_queries.facts_in(first)
    assert facts is not None
    assert (facts.minutes, facts.activities, facts.services) == (120 + 90, 1, ("做做家务，聊聊天",))
    assert [(role.kind, role.where) for role in facts.roles] == [("leader", "铲屎官小队")]
    assert (facts.organisation, facts.community) == ("甲社工", "五福桥社区")
    assert (facts.since, facts.until) == (date(2026, 2, 20), date(2026, 5, 20))
    assert (await letter(cast)).id == first.id
    await give(cast, agreed, minutes=30)
    second = await letter(cast)
    assert second.code != first.code
    verdict = await letter_queries.found_letter(first.code)
    assert verdict is not None
    assert (verdict.state, verdict.name_as_allowed, verdict.by) == ("valid", "王＊", "甲社工")
    printed = await letter_queries.letter_to_print(first.resident, first.code)
    assert printed is not None
    assert (printed[0].id, printed[1]) == (first.id, facts)
    await letter_actions.revoke_letter(first, RevokedLetter(**op(), reason="少了一次"), actor=cast.chen)
    for resident, code in ((first.resident, first.code), (first.resident, "f" * 32), (0, second.code)):
        assert await letter_queries.letter_to_print(resident, code) is None
    assert await letter_queries.letter_to_print(second.resident, second.code) is not None
    verdict = await letter_queries.found_letter(first.code)
    assert verdict is not None
    assert (verdict.state, verdict.name_as_allowed) == ("revoked", "")
    assert await letter_queries.found_letter("f" * 32) is None
    with pytest.raises(Refused, match="letter_revoked"):
        await letter_actions.revoke_letter(first, RevokedLetter(**op(), reason="又一次"), actor=cast.chen)


async def test_meaning_grows_and_corrections_are_answered(cast: Cast) -> None:
    who = await person(cast)
    herself = own_actions.herself(who)
    for at, rating in ((NOON, 3), (LATER, 5)):
        with clock.at(at):
            await own_actions.rate(who, Rated(**op(), rating=rating), address=HOME, actor=herself)
            with pytest.raises(Refused, match="rated_today"):
                await own_actions.rate(who, Rated(**op(), rating=1), address=HOME, actor=herself)
    assert [row["rating"] for row in await own_queries.ratings_of(who.id)] == [3, 5]
    with clock.at(NOON):
        asked = await own_actions.ask_correction(
            who, AskedCorrection(**op(), text="三月那次我也在"), address=HOME, actor=herself
        )
        [waits] = await letter_queries.list_corrections(cast.chen)
        assert (waits["id"], waits["due_on"]) == (asked, date(2026, 6, 4))
        assert await letter_queries.list_corrections(cast.he) == []
        with pytest.raises(NotFound):
            await letter_queries.access_correction(cast.bai, asked)
        correction = await letter_queries.access_correction(cast.chen, asked)
        data = AnsweredCorrection(**op(), version=1, corrected="yes", answer="补上了，谢谢您")
        await letter_actions.answer_correction(correction, data, actor=cast.chen)
        again = AnsweredCorrection(**op(), version=2, corrected="no", answer="不")
        with pytest.raises(Refused, match="answered_already"):
            await letter_actions.answer_correction(
                await letter_queries.access_correction(cast.chen, asked), again, actor=cast.chen
            )
    [told] = await own_queries.corrections_of(who.id)
    assert (told["corrected"], told["answer"]) == (True, "补上了，谢谢您")
    with clock.at(NOON), pytest.raises(Refused, match="leave_empty"):
        robot = AskedCorrection(**op(), text="买药", leave_empty="x")
        await own_actions.ask_correction(who, robot, address=HOME, actor=herself)


async def test_whoever_is_forgotten_leaves_sums_and_no_words(cast: Cast) -> None:
    token = await link(cast)
    await helped(cast)
    agreed = await drafted(cast)
    await accept(cast, agreed, "giver", "receiver")
    await give(cast, agreed)
    await hurt(cast, agreed)
    kept, who = await letter(cast), await person(cast)
    held = str(await person_queries.held_of(who.id))
    assert "这是她应该做的" in held
    assert kept.code in held
    with clock.at(NOON):
        async with write_transaction():
            await erasure_actions.erase_person(who.id, ["王阿姨"], cast.chen)
        assert await own_queries.person_at(token) is None
    verdict = await letter_queries.found_letter(kept.code)
    assert verdict is not None
    assert (verdict.state, verdict.name_as_allowed) == ("revoked", "")
    row = await ServiceAgreement.objects().get(ServiceAgreement.id == agreed)
    assert row is not None
    assert row.state == "ended"
    for table in ("service_incident", "service_letter", "correction_request", "service_agreement"):
        text = str(await db.rows(f"SELECT * FROM {table}"))
        assert "王阿姨" not in text
        assert "应该做的" not in text
    [minutes] = await db.rows("SELECT SUM(quantity) AS n FROM evidence_month WHERE kind = 'service.given'")
    assert int(minutes["n"]) == 60
    assert await OwnLink.count() == 1
    assert await CorrectionRequest.count() == 0


async def test_a_neighbours_letter_holds_when_somebody_of_her_name_is_forgotten(cast: Cast) -> None:
    who, other = cast.ours.residents["王阿姨"], cast.ours.residents["陈叔"]
    facts = LetterFacts(
        name="王阿姨",
        community="五福桥",
        organisation="甲社工",
        since=date(2026, 1, 1),
        until=date(2026, 5, 1),
        minutes=60,
        activities=1,
        services=("陪王阿姨看病", "修灯"),
        roles=(Role("leader", "王阿姨合唱队", date(2026, 1, 1)),),
    )
    async with write_transaction():
        letter_id = await _row(
            ServiceLetter,
            organisation=cast.ours.organisation,
            community=cast.ours.community,
            resident=other,
            code="a" * 32,
            facts=msgspec.json.encode(facts).decode(),
            issued_on=date(2026, 5, 1),
        )
        await erasure_actions.erase_person(who, ["王阿姨", "minutes", "leader"], cast.chen)
    verdict = await letter_queries.found_letter("a" * 32)
    assert verdict is not None
    assert (verdict.state, verdict.name_as_allowed) == ("valid", "王＊")
    row = await ServiceLetter.objects().get(ServiceLetter.id == letter_id)
    assert row is not None
    kept = letter_queries.facts_in(row)
    assert kept is not None
    assert (kept.name, kept.minutes, kept.services) == ("王阿姨", 60, ("陪—看病", "修灯"))
    assert [(role.kind, role.where) for role in kept.roles] == [("leader", "—合唱队")]
