"""Two records that are one person: merged, everything counts her once; parted, the register is as it was."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from piccolo.table import Table

from groups.activities.tables import Attendance
from groups.teams.tables import CommunityLeader, LeaderSighting, Membership
from programs.method import ledger
from programs.method.kinds import Kind
from programs.residents import consent_actions, erasure_actions, merge_actions, own_queries
from programs.residents.key_actions import seal_phone
from programs.residents.key_queries import whole_phone
from programs.residents.law_schemas import WithdrawnConsent
from programs.residents.merge_queries import alike_to, speaks_through
from programs.residents.mover_actions import MOVERS, Rows
from programs.residents.queries import find, list_residents, resident_options
from programs.residents.search_check import names_faults
from programs.residents.tables import Consent, PersonKey, Resident, ResidentMerge, ResidentTag
from server import audit
from server.lib import db
from server.lib.db import write_transaction
from server.lib.errors import Refused
from server.lib.ids import new_op_id
from server.lib.references import naming
from server.routes import register_rooms
from tests.cast import Cast
from tests.databases import renew
from tests.registers import DAY, FULL, REGISTERS, state, two_records

# Tables that keep their own about a record, whoever speaks for it.
_STAY = {
    *("name_gram", "person_key", "resident_merge", "erasure", "program_person"),
    *("import_change", "import_fill", "import_fill_word"),
}


@pytest.fixture(autouse=True)
def rooms() -> None:
    register_rooms()


async def merged(cast: Cast, drawn: dict[str, Any] = FULL) -> tuple[Resident, Resident]:
    kept, other = await two_records(cast, drawn)
    assert await merge_actions.merge_residents(kept, other, actor=cast.chen) == kept.id
    return await fresh(kept), await fresh(other)


async def fresh(row: Any) -> Any:
    found = await type(row).objects().get(type(row).id == row.id)
    assert found is not None
    return found


def test_whatever_names_a_person_follows_her() -> None:
    moving = {mover.name for mover in (*merge_actions.OWN, *MOVERS) if isinstance(mover, Rows)}
    named = {
        f"{column._meta.table._meta.tablename}.{column._meta.name}"
        for column in naming(Resident)
        if column._meta.table._meta.tablename not in _STAY
    }
    assert moving == named
    names = [mover.name for mover in MOVERS]
    assert len({*names}) == len(names)


async def test_everything_counts_her_once(cast: Cast) -> None:
    kept, other = await merged(cast)
    for table in (Attendance, Membership, CommunityLeader):
        assert await _of(table, other.id) == 0
    assert await _of(Attendance, kept.id) == 1
    assert await _of(Membership, kept.id) == 3  # one stay now, and two that ended
    [leader] = await CommunityLeader.objects().where(CommunityLeader.resident == kept.id)
    assert leader.confirmed_on == DAY
    assert await LeaderSighting.count().where(LeaderSighting.community_leader == leader.id) == 2
    took_part = await ledger.standing("kind = {}", Kind.TOOK_PART.value)
    assert [(row.entry.quantity, row.entry.people) for row in took_part] == [(1, (kept.id,))]
    for kind in (Kind.GROUP_JOINED, Kind.LADDER_REACHED, Kind.CAPABLE_CONFIRMED):
        assert [row.entry.quantity for row in await ledger.standing("kind = {}", kind.value)] == [1]
    assert await ledger.recompute() == []
    people = await db.rows("SELECT resident FROM program_person WHERE times > 0 ORDER BY resident")
    assert [row["resident"] for row in people] == [kept.id]
    assert await audit.verify() == []


async def _of(table: type[Table], resident_id: int) -> int:
    columns: Any = table
    return await table.count().where(columns.resident == resident_id)


async def test_the_kept_card_takes_over_what_it_lacks_and_nothing_else(cast: Cast) -> None:
    drawn = {**FULL, "one": {**FULL["one"], "age_band": "60-74"}}
    kept, other = await merged(cast, drawn)
    assert (kept.name, kept.age_band, kept.phone_tail) == ("猫奶奶王", "60-74", "0431")
    assert kept.household == other.household is not None
    tags = await ResidentTag.select(ResidentTag.value).where(ResidentTag.resident == kept.id)
    assert {row["value"] for row in tags} == {"chess", f"own {kept.id}", f"own {other.id}"}
    assert await Consent.count().where(Consent.resident == kept.id) == 2
    own = {str(line.says) for line in await own_queries.own_copy(kept, whole_number=False)}
    assert {kept.name, other.name} <= own


async def test_a_merged_record_is_found_nowhere_and_leads_to_the_kept_one(cast: Cast) -> None:
    kept, other = await merged(cast)
    seen = {row["id"] for row in (await list_residents(cast.chen)).rows}
    seen |= {row["id"] for row in (await list_residents(cast.chen, away=True)).rows}
    seen |= {row["id"] for row in await resident_options(cast.ours.community)}
    assert kept.id in seen
    assert other.id not in seen
    assert [hit.href for hit in await find(cast.chen, "王秀英")] == []
    assert other.id not in {card["id"] for card in await alike_to(cast.chen, kept)}
    assert await names_faults() == []
    assert await speaks_through(other) == {"id": kept.id, "name": kept.name}


async def test_parting_brings_the_same_register_back(cast: Cast) -> None:
    kept, other = await two_records(cast, FULL)
    before = await state()
    await merge_actions.merge_residents(kept, other, actor=cast.chen)
    assert await state() != before
    assert await merge_actions.part_residents(await fresh(other), actor=cast.chen) == other.id
    after = await state()
    assert {name: rows for name, rows in after.items() if rows != before[name]} == {}
    assert await ledger.recompute() == []
    assert await names_faults() == []
    assert await audit.verify() == []
    with pytest.raises(Refused, match="not_merged"):
        await merge_actions.part_residents(await fresh(other), actor=cast.chen)


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=REGISTERS)
async def test_any_register_survives_merging_and_parting(cast: Cast, drawn: dict[str, Any]) -> None:
    await renew("cast")
    kept, other = await two_records(cast, drawn)
    before = await state()
    await merge_actions.merge_residents(kept, other, actor=cast.chen)
    assert await ledger.recompute() == []
    assert await names_faults() == []
    await merge_actions.part_residents(await fresh(other), actor=cast.chen)
    assert await state() == before
    assert await ledger.recompute() == []


async def test_records_are_merged_one_in_another_and_parted_backwards(cast: Cast) -> None:
    kept, other = await two_records(cast, FULL)
    third = await Resident.objects().get(Resident.id == cast.ours.residents["李娜"])
    before = await state()
    await merge_actions.merge_residents(kept, other, actor=cast.chen)
    await merge_actions.merge_residents(third, await fresh(kept), actor=cast.chen)
    with pytest.raises(Refused, match="merged_already"):
        await merge_actions.merge_residents(third, await fresh(other), actor=cast.chen)
    with pytest.raises(Refused, match="merge_kept_merged"):
        await merge_actions.part_residents(await fresh(other), actor=cast.chen)
    await merge_actions.part_residents(await fresh(kept), actor=cast.chen)
    await merge_actions.part_residents(await fresh(other), actor=cast.chen)
    assert await state() == before


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("UPDATE resident SET phone_tail = '7777' WHERE id = {kept}", "merge_card_changed"),
        ("UPDATE need SET resident = NULL WHERE resident = {kept}", "merge_rows_changed"),
        ("UPDATE resident_merge SET moved = '{{{{}}}}' WHERE kept = {kept}", "merge_wiped"),
    ],
)
async def test_what_changed_since_is_said(cast: Cast, change: str, code: str) -> None:
    kept, other = await merged(cast)
    async with write_transaction():
        await db.execute(change.format(kept=kept.id))
    before = await state()
    with pytest.raises(Refused, match=code):
        await merge_actions.part_residents(other, actor=cast.chen)
    assert await state() == before


async def test_evidence_that_changed_since_is_said(cast: Cast) -> None:
    kept, other = await merged(cast)
    async with write_transaction():
        await ledger.reverse(
            program_id=cast.ours.program, source_kind="activity", source_id=cast.ours.activity, actor=cast.lin
        )
    with pytest.raises(Refused, match="merge_evidence_changed"):
        await merge_actions.part_residents(other, actor=cast.chen)
    assert await ledger.recompute() == []
    assert kept.erased_at is None


async def test_a_yes_that_the_other_record_took_back_is_not_merged(cast: Cast) -> None:
    kept, other = await two_records(cast, FULL)
    await consent_actions.withdraw_consent(
        kept, WithdrawnConsent(op_id=new_op_id(), purpose="interests"), actor=cast.chen
    )
    with pytest.raises(Refused, match="merge_withdrawn"):
        await merge_actions.merge_residents(await fresh(kept), other, actor=cast.chen)


async def test_what_a_consent_held_is_gone_from_both_records(cast: Cast) -> None:
    kept, other = await merged(cast)
    await consent_actions.withdraw_consent(
        kept, WithdrawnConsent(op_id=new_op_id(), purpose="interests"), actor=cast.chen
    )
    assert await ResidentTag.count().where(ResidentTag.resident.is_in([kept.id, other.id])) == 0
    [merge] = await ResidentMerge.objects()
    assert merge.moved == "{}"
    with pytest.raises(Refused, match="merge_wiped"):
        await merge_actions.part_residents(await fresh(other), actor=cast.chen)


async def test_erasing_a_person_erases_what_was_merged_into_her(cast: Cast) -> None:
    kept, other = await merged(cast)
    async with write_transaction():
        await erasure_actions.erase(kept, ground="asked", actor=cast.lin)
    other = await fresh(other)
    assert (other.name, other.folded_name, other.phone_tail, other.household) == ("—", "", "", None)
    assert await speaks_through(other) is None
    assert "王秀英" not in str(await state())
    assert await PersonKey.count().where(PersonKey.resident.is_in([kept.id, other.id])) == 0
    assert {merge.moved for merge in await ResidentMerge.objects()} == {"{}"}
    assert await names_faults() == []
    with pytest.raises(Refused, match="erased"):
        await merge_actions.part_residents(other, actor=cast.chen)


async def test_the_name_of_somebody_forgotten_leaves_what_a_merge_keeps_aside(cast: Cast) -> None:
    kept, other = await two_records(cast, FULL)
    chen = await Resident.objects().get(Resident.id == cast.ours.residents["陈叔"])
    async with write_transaction():
        await CommunityLeader.update({CommunityLeader.spotted_by: "楼下陈叔"}, force=True)
    await merge_actions.merge_residents(kept, other, actor=cast.chen)
    async with write_transaction():
        await erasure_actions.erase(chen, ground="asked", actor=cast.lin)
    [merge] = await ResidentMerge.objects()
    assert "陈叔" not in merge.moved
    await merge_actions.part_residents(await fresh(other), actor=cast.chen)
    spotted = await CommunityLeader.select(CommunityLeader.spotted_by)
    assert {row["spotted_by"] for row in spotted} == {"楼下—"}


async def test_a_whole_number_comes_with_its_yes_and_under_her_own_key(cast: Cast) -> None:
    kept, other = await two_records(cast, FULL)
    async with write_transaction():
        sealed = await seal_phone(other.id, "13800000431", actor=cast.lin)
        await Resident.update({Resident.sealed_phone: sealed}).where(Resident.id == other.id)
        await Consent.update({Consent.purpose: "contact"}, force=True)
    before = await state()
    await merge_actions.merge_residents(kept, await fresh(other), actor=cast.chen)
    assert await whole_phone(kept.id) == "13800000431"
    await merge_actions.part_residents(await fresh(other), actor=cast.chen)
    assert await whole_phone(kept.id) == ""
    assert await state() == before


@pytest.mark.parametrize("which", ["itself", "elsewhere", "erased"])
async def test_what_cannot_be_merged_is_refused(cast: Cast, which: str) -> None:
    kept, other = await two_records(cast, FULL)
    if which == "itself":
        other = kept
    elif which == "elsewhere":
        async with write_transaction():
            await Resident.update({Resident.community: cast.other_community}).where(Resident.id == other.id)
    else:
        async with write_transaction():
            await erasure_actions.erase(other, ground="asked", actor=cast.lin)
    with pytest.raises(Refused, match=which):
        await merge_actions.merge_residents(kept, other, actor=cast.chen)
