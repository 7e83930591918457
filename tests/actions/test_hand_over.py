"""What keeps a result, and the case that is told of it (S65, S81), over real records."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from groups.activities import dossier_queries as activities
from groups.activities.tables import Activity, ActivityAct
from incentives.recognition import case_queries as recognition
from programs.method import (
    case_actions,
    case_queries,
    dossier_own_queries,
    ledger,
    mechanism_actions,
    mechanism_queries,
    queries,
)
from programs.method.case_schemas import NewQuote
from programs.method.kinds import Kind
from programs.method.ledger import Entry
from programs.method.mechanism_schemas import MechanismEnd, NewMechanism
from programs.method.tables import Consolidation, Mechanism
from programs.method.telling_queries import Handing, names_of
from server.lib import clock, db
from server.lib.errors import NotFound, Refused
from server.lib.i18n import language
from server.lib.ids import new_op_id
from tests.cast import Cast, _row
from tests.meeting import meet


def _new(**values: object) -> NewMechanism:
    given: dict[str, object] = {
        "kind": "trust",
        "what": "账目每月上墙",
        "proof": "document",
        "proof_note": "公示栏",
        "proved_on": clock.today(),
    }
    return NewMechanism(op_id=new_op_id(), **(given | values))  # type: ignore[arg-type]  # as a form would send it


async def _total(program_id: int) -> int:
    totals = await queries.totals_of(program_id)
    return sum(number for (kind, _facet), number in totals.items() if kind == Kind.MECHANISM_PROVED)


async def test_a_mechanism_counts_until_it_is_taken_back(cast: Cast) -> None:
    program = await queries.program_of(cast.ours.program)
    mechanism_id = await mechanism_actions.add_mechanism(program, _new(), actor=cast.lin)
    assert await _total(program.id) == 1
    mechanism = await mechanism_queries.access_mechanism(cast.lin, mechanism_id)
    end = MechanismEnd(op_id=new_op_id(), reason="公示栏拆了")
    await mechanism_actions.void_mechanism(mechanism, end, actor=cast.lin)
    assert await _total(program.id) == 0
    assert await mechanism_queries.mechanisms_of(program.id) == []
    with pytest.raises(Refused, match="mechanism_voided"):
        await mechanism_actions.void_mechanism(mechanism, end, actor=cast.lin)
    assert await ledger.recompute() == []


async def test_a_meeting_that_proves_nothing_here_is_refused(cast: Cast) -> None:
    program = await queries.program_of(cast.ours.program)
    with pytest.raises(Refused, match="mechanism_source_unknown"):
        await mechanism_actions.add_mechanism(
            program, _new(proof="meeting", source="activity:999"), actor=cast.lin
        )
    assert await Mechanism.count() == 0
    async with db.write_transaction():
        entry = Entry(Kind.ACTIVITY_HELD, date(2026, 3, 1), 1, "none")
        await ledger.record(
            [entry], program_id=program.id, source_kind="activity", source_id=999, actor=cast.lin
        )
    await mechanism_actions.add_mechanism(
        program, _new(proof="meeting", source="activity:999"), actor=cast.lin
    )
    assert await _total(program.id) == 1


async def test_nobody_is_quoted_who_was_not_asked(cast: Cast) -> None:
    program = await queries.program_of(cast.ours.program)
    asked = NewQuote(
        op_id=new_op_id(), text="院子干净了，电话13800001111", said_on=clock.today(), consented=True
    )
    with pytest.raises(Refused, match="quote_without_consent"):
        await case_actions.add_quote(
            program, NewQuote(op_id=new_op_id(), text="好", said_on=clock.today()), actor=cast.lin
        )
    quote_id = await case_actions.add_quote(program, asked, actor=cast.lin)
    told = [line.text for chapter in await case_queries.case_of(cast.lin, program) for line in chapter.lines]
    assert any("院子干净了" in line for line in told)
    assert not any("13800001111" in line for line in told)
    await case_actions.withdraw_quote(await case_queries.access_quote(cast.lin, quote_id), actor=cast.lin)
    told = [line.text for chapter in await case_queries.case_of(cast.lin, program) for line in chapter.lines]
    assert not any("院子干净了" in line for line in told)


async def test_a_person_is_quoted_while_she_consents_only(cast: Cast) -> None:
    program = await queries.program_of(cast.ours.program)
    data = NewQuote(
        op_id=new_op_id(),
        text="我也参加了",
        said_on=clock.today(),
        consented=True,
        resident=next(iter(cast.ours.residents.values())),
    )
    await case_actions.add_quote(program, data, actor=cast.lin)
    [quote] = await case_queries.quotes_of(program.id)
    assert quote["told"] is False  # nobody recorded her consent to publicity
    foreign = NewQuote(
        op_id=new_op_id(),
        text="好",
        said_on=clock.today(),
        consented=True,
        resident=next(iter(cast.theirs.residents.values())),
    )
    with pytest.raises(NotFound):
        await case_actions.add_quote(program, foreign, actor=cast.lin)


async def test_an_act_of_long_ago_written_down_late_does_not_make_a_program_still(cast: Cast) -> None:
    async with db.write_transaction():
        entries = [Entry(Kind.ACTIVITY_HELD, day, 1, "none") for day in (date(2026, 5, 2), date(2026, 1, 3))]
        await ledger.record(
            entries, program_id=cast.ours.program, source_kind="activity", source_id=1, actor=cast.lin
        )
    assert (await queries.last_evidence([cast.ours.program]))[cast.ours.program] == date(2026, 5, 2)


async def test_a_mechanism_counts_as_long_as_its_proof_does(cast: Cast) -> None:
    program = await queries.program_of(cast.ours.program)
    held = {"program_id": program.id, "source_kind": "activity", "source_id": 999, "actor": cast.lin}
    entry = Entry(Kind.ACTIVITY_HELD, date(2026, 3, 1), 1, "none")
    async with db.write_transaction():
        await ledger.record([entry], **held)
    proof = _new(proof="meeting", source="activity:999")
    mechanism_id = await mechanism_actions.add_mechanism(program, proof, actor=cast.lin)
    await mechanism_actions.add_mechanism(program, _new(), actor=cast.lin)

    async def counting() -> list[bool]:
        assert await ledger.recompute() == []
        found = [bool(row["counts"]) for row in await mechanism_queries.mechanisms_of(program.id)]
        assert await _total(program.id) == sum(found)
        return found

    assert await counting() == [True, True]
    async with db.write_transaction():
        await ledger.reverse(**held)
    assert await counting() == [False, True]
    async with db.write_transaction():
        await ledger.record([entry], **held)
    assert await counting() == [True, True]
    async with db.write_transaction():  # an edit takes everything back and writes it anew
        await ledger.reverse(**held)
        await ledger.record([entry, entry], **held)
    assert await counting() == [True, True]
    mechanism = await mechanism_queries.access_mechanism(cast.lin, mechanism_id)
    await mechanism_actions.void_mechanism(
        mechanism, MechanismEnd(op_id=new_op_id(), reason="不开了"), actor=cast.lin
    )
    async with db.write_transaction():
        await ledger.reverse(**held)
        await ledger.record([entry], **held)
    assert await counting() == [True]


async def test_a_proof_that_is_going_proves_no_mechanism(cast: Cast) -> None:
    program = await queries.program_of(cast.ours.program)
    held = {"program_id": program.id, "source_kind": "activity", "source_id": 999, "actor": cast.lin}
    async with db.write_transaction():
        await ledger.record([Entry(Kind.ACTIVITY_HELD, date(2026, 3, 1), 1, "none")], **held)
    proof = _new(proof="meeting", source="activity:999")
    answer = await meet(
        lambda: ledger.reverse(**held),
        lambda: mechanism_actions.add_mechanism(program, proof, actor=cast.lin),
    )
    assert isinstance(answer, Refused)
    assert answer.code == "method.mechanism_source_unknown"
    assert await _total(program.id) == 0


async def test_a_mechanism_that_is_being_entered_goes_with_its_proof(cast: Cast) -> None:
    program = await queries.program_of(cast.ours.program)
    held = {"program_id": program.id, "source_kind": "activity", "source_id": 999, "actor": cast.lin}
    async with db.write_transaction():
        await ledger.record([Entry(Kind.ACTIVITY_HELD, date(2026, 3, 1), 1, "none")], **held)

    async def voided() -> None:
        async with db.write_transaction():
            await ledger.reverse(**held)

    proof = _new(proof="meeting", source="activity:999")
    answer = await meet(lambda: mechanism_actions.add_mechanism(program, proof, actor=cast.lin), voided)
    assert answer is None
    [row] = await mechanism_queries.mechanisms_of(program.id)
    assert not row["counts"]
    assert await _total(program.id) == 0
    assert await ledger.recompute() == []


@pytest.mark.parametrize(
    ("held_on", "today", "alone"),
    [
        (date(2026, 3, 1), date(2026, 3, 1), 1),  # this morning, on the first day of a month
        (date(2025, 12, 1), date(2026, 3, 1), 1),
        (date(2025, 11, 30), date(2026, 3, 1), 0),
        (date(2025, 12, 1), date(2026, 3, 31), 0),  # almost four months ago
        (date(2025, 12, 31), date(2026, 3, 31), 1),
        (date(2026, 3, 2), date(2026, 3, 1), 0),  # announced, not done
    ],
)
async def test_an_activity_without_staff_counts_for_three_months(
    cast: Cast, held_on: date, today: date, alone: int
) -> None:
    program = await queries.program_of(cast.ours.program)
    held = {"program_id": program.id, "source_kind": "activity", "source_id": 999, "actor": cast.lin}

    async def have() -> int:
        with clock.at(datetime(today.year, today.month, today.day, 4, tzinfo=UTC)):
            return {check.key: check.have for check in await mechanism_queries.card_of(program)}["alone"]

    before = await have()
    async with db.write_transaction():
        entries = [Entry(Kind.ACTIVITY_HELD, held_on, 1, facet) for facet in ("none", "full")]
        await ledger.record(entries, **held)
    assert await have() - before == alone
    async with db.write_transaction():
        await ledger.reverse(**held)
    assert await have() == before


async def test_card_and_dossier_cut_three_months_at_the_same_day(cast: Cast) -> None:
    program = await queries.program_of(cast.ours.program)
    ours = {"organisation": program.organisation}
    async with db.write_transaction():
        for number, held_on in enumerate((date(2025, 12, 30), date(2025, 12, 31), date(2026, 3, 31))):
            held = await _row(
                Activity,
                **ours,
                community=program.community,
                program=program.id,
                title="遛狗",
                held_on=held_on,
                state="held",
            )
            await _row(ActivityAct, **ours, activity=held, act="did", by="staff")
            entries = [Entry(Kind.ACTIVITY_HELD, held_on, 1, "none"), Entry(Kind.STAFF_MINUTES, held_on, 60)]
            await ledger.record(
                entries, program_id=program.id, source_kind="activity", source_id=900 + number, actor=cast.lin
            )
    with clock.at(datetime(2026, 3, 31, 4, tzinfo=UTC)), language("en"):
        handing = Handing(cast.lin, program, await names_of(program), clock.today())
        card = {check.key: check.have for check in await mechanism_queries.card_of(program)}
        told = [entry.text for entry in await dossier_own_queries.tell(handing)]
        told += [entry.text for entry in await activities.tell(handing)]
    assert card["alone"] == 2
    [staff] = [text for text in told if text.startswith("Since ")]
    assert "Since December 31, 2025 there were 2 activities" in staff
    assert "not at all at 2" in staff
    assert "That took staff 2 h" in staff
    [acts] = [text for text in told if text.startswith("What staff still did")]
    assert "Did 2 of 2" in acts


async def test_one_is_told_as_one(cast: Cast) -> None:
    program = await queries.program_of(cast.ours.program)
    with clock.at(datetime(2026, 3, 9, 4, tzinfo=UTC)):
        plan: dict[str, Any] = {"cadence_per_month": 1, "relapse_percent": 50, "relapse_months": 2}
        async with db.write_transaction():
            await Consolidation(
                organisation=program.organisation, program=program.id, agreed_on=clock.today(), **plan
            ).save()
            held = Entry(Kind.ACTIVITY_HELD, date(2026, 2, 1), 1, "none")
            thanked = Entry(Kind.RECOGNISED, date(2026, 2, 1), 1, "honour")
            await ledger.record(
                [held, thanked], program_id=program.id, source_kind="activity", source_id=9, actor=cast.lin
            )
        with language("en"):
            handing = Handing(cast.lin, program, await names_of(program), clock.today())
            chapters = await case_queries.case_of(cast.lin, program)
            told = {line.text for chapter in chapters for line in chapter.lines}
            told |= {line.text for line in await recognition.times_of(program)}
            told |= {entry.text for entry in await dossier_own_queries.tell(handing)}
    assert {
        "The groups agreed on 1 activity a month.",
        "Feb 2026: 1 activity",
        "Jan 2026: 0 activities",
        "By honour: 1 time",
    } <= told
    assert not [text for text in told if "1 activities" in text or "1 times" in text]
