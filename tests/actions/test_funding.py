"""Grants and what they pay for."""

import asyncio
from datetime import date
from decimal import Decimal

import pytest

from programs.funding import actions, queries
from programs.funding.schemas import EditedGrant, NewGrant
from programs.funding.tables import Grant, GrantProgram
from programs.method.tables import Program
from server import audit
from server.lib.errors import Forbidden, NotFound, Refused, Stale
from server.lib.ids import new_op_id
from tests.cast import Cast


def new(**values: object) -> NewGrant:
    given = {"title": "友邻计划", "funder_name": "市慈善会", "starts_on": date(2026, 1, 1), **values}
    return NewGrant(op_id=new_op_id(), **given)


async def program_of(cast: Cast) -> Program:
    found = await Program.objects().get(Program.id == cast.ours.program)
    assert found is not None
    return found


async def test_a_grant_is_entered_and_edited(cast: Cast) -> None:
    grant_id = await actions.open_grant(
        new(amount=Decimal("200000.50"), ends_on=date(2026, 12, 31)), actor=cast.lin
    )
    grant = await queries.access_grant(cast.lin, grant_id, to_edit=True)
    assert grant.amount == Decimal("200000.50")
    edited = {"title": "友邻计划二期", "funder_name": "市慈善会", "starts_on": grant.starts_on, "version": 1}
    await actions.edit_grant(grant, EditedGrant(op_id=new_op_id(), **edited), actor=cast.lin)
    [entry, _] = await audit.entries_of("grant", grant_id, organisation_id=cast.ours.organisation)
    assert "友邻计划二期" in entry["changes"]
    with pytest.raises(Stale) as stale:
        await actions.edit_grant(
            grant, EditedGrant(op_id=new_op_id(), **{**edited, "title": "别的"}), actor=cast.lin
        )
    assert stale.value.theirs == {"title": "友邻计划二期"}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"ends_on": date(2025, 12, 31)}, "ends_on"),
        ({"starts_on": date(1970, 1, 1)}, "starts_on"),
        ({"ends_on": date(2999, 1, 1)}, "ends_on"),
        ({"amount": Decimal("-1")}, "amount"),
        ({"amount": Decimal("0.001")}, "amount"),
        ({"amount": Decimal("NaN")}, "amount"),
    ],
)
async def test_what_cannot_be_is_refused_beside_its_field(cast: Cast, values: dict, field: str) -> None:
    before = await Grant.count()
    with pytest.raises(Refused) as refusal:
        await actions.open_grant(new(**values), actor=cast.lin)
    assert refusal.value.field == field
    assert await Grant.count() == before


async def test_a_program_is_paid_for_once_at_a_time(cast: Cast) -> None:
    program = await program_of(cast)
    grant = await queries.access_grant(cast.lin, cast.ours.grant, to_edit=True)
    with pytest.raises(Refused, match="program_already"):
        await actions.add_program(grant, program, actor=cast.lin)
    await actions.remove_program(grant, program, actor=cast.lin)
    assert await queries.programs_of_grants([grant.id, cast.theirs.grant]) == [cast.theirs.program]
    with pytest.raises(Refused, match="program_not_paid"):
        await actions.remove_program(grant, program, actor=cast.lin)
    both = await asyncio.gather(
        *(actions.add_program(grant, program, actor=cast.lin) for _ in range(2)), return_exceptions=True
    )
    assert sorted(type(answer).__name__ for answer in both) == ["Refused", "int"]
    assert await queries.programs_of_grants([grant.id]) == [program.id]
    ties = await queries.programs_of_grant(cast.lin, grant.id)
    assert [tie["removed_on"] is None for tie in ties] == [True, False]
    assert await GrantProgram.count().where(GrantProgram.grant == grant.id) == 2


async def test_facilitators_read_what_pays_for_their_community(cast: Cast) -> None:
    assert (await queries.access_grant(cast.chen, cast.ours.grant)).title == "社区微更新"
    with pytest.raises(Forbidden):
        await queries.access_grant(cast.chen, cast.ours.grant, to_edit=True)
    for actor in (cast.he, cast.bai, cast.zhao, cast.wu, cast.qian):
        with pytest.raises(NotFound):
            await queries.access_grant(actor, cast.ours.grant)
    assert [row["programs"] for row in await queries.list_grants(cast.chen)] == [1]
    assert await queries.list_grants(cast.he) == []
    assert await queries.programs_of_grants([]) == []


async def test_a_funders_role_can_be_tied_to_the_organisations_own_grants(cast: Cast) -> None:
    assert await queries.grant_options(cast.lin) == [(cast.ours.grant, "社区微更新 · 基金会")]
    assert await queries.grant_options(cast.chen) == []
    assert await queries.funders_of(cast.ours.grant) == ["吴女士"]
