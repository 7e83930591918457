"""An import meets what others do at the same time to the same people: edits, withdrawals, erasures."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from programs.residents import consent_actions, erasure_actions, import_actions
from programs.residents.actions import edit_resident
from programs.residents.import_fill_actions import apply
from programs.residents.import_queries import rows_page
from programs.residents.import_run_actions import break_off
from programs.residents.import_schemas import Confirmed
from programs.residents.import_stage_actions import begin, stage
from programs.residents.law_schemas import Erased, GivenConsent, WithdrawnConsent
from programs.residents.schemas import EditedResident
from programs.residents.tables import ImportBatch, Resident
from server import routes
from server.jobs.runner import run_all
from server.lib import clock, db
from server.lib.errors import Stale
from server.lib.ids import new_op_id
from tests.cast import Cast
from tests.rosters import again, grid_of, handed_in, imported, taken_back


@pytest.fixture(autouse=True)
def every_room() -> None:
    routes.register_rooms()


HEADER = ["姓名", "电话", "年龄", "爱好"]


async def _person(cast: Cast, name: str = "王阿姨") -> Resident:
    found = await Resident.objects().get(Resident.id == cast.ours.residents[name])
    assert found is not None
    return found


async def _agree(cast: Cast, purpose: Any) -> None:
    data = GivenConsent(op_id=new_op_id(), purposes=(purpose,), how="face_to_face", given_on=clock.today())
    await consent_actions.give_consent(await _person(cast), data, actor=cast.chen)


async def _take_back(cast: Cast, purpose: Any) -> None:
    data = WithdrawnConsent(op_id=new_op_id(), purpose=purpose)
    await consent_actions.withdraw_consent(await _person(cast), data, actor=cast.chen)


async def _erase(cast: Cast) -> None:
    data = Erased(op_id=new_op_id(), name="王阿姨", ground="asked")
    await erasure_actions.erase_resident(await _person(cast), data, actor=cast.lin)


async def _tags() -> set[str]:
    return {row["value"] for row in await db.rows("SELECT value FROM resident_tag")}


async def test_no_list_brings_back_what_somebody_took_back(cast: Cast) -> None:
    await _agree(cast, "interests")
    batch = await handed_in(
        cast.ours.community,
        grid_of(["王阿姨", "0001", "", "养花"], ["陈叔", "0000", "", "下棋"], header=HEADER),
        actor=cast.chen,
        purpose="interests",
    )
    await _take_back(cast, "interests")
    await imported(batch, actor=cast.chen)
    assert len(await _tags()) == 1
    agreed = await db.rows(
        "SELECT 1 AS x FROM consent WHERE resident = {} AND withdrawn_on IS NULL", (await _person(cast)).id
    )
    assert agreed == []


async def test_whoever_left_the_register_stays_there_by_her_nickname(cast: Cast) -> None:
    await _agree(cast, "register")
    batch = await handed_in(
        cast.ours.community, grid_of(["王阿姨", "0001", "62", ""], header=HEADER), actor=cast.chen
    )
    await _take_back(cast, "register")
    batch = await imported(batch, actor=cast.chen)
    if batch.state == "checked":  # compared anew: now the name alone is a question
        batch = await again(batch.id)
    person = await _person(cast)
    kept: tuple[object, ...] = (person.phone_tail, person.age_band, person.building)
    assert kept == ("", None, None)


async def test_who_asks_again_is_filled_in_again(cast: Cast) -> None:
    await _agree(cast, "interests")
    await _take_back(cast, "interests")
    await _agree(cast, "interests")
    batch = await handed_in(
        cast.ours.community,
        grid_of(["王阿姨", "0001", "", "养花"], header=HEADER),
        actor=cast.chen,
        purpose="interests",
    )
    await imported(batch, actor=cast.chen)
    assert len(await _tags()) == 1


async def test_who_is_erased_after_the_confirmation_is_not_met_again(cast: Cast) -> None:
    batch = await handed_in(
        cast.ours.community, grid_of(["王阿姨", "0001"], ["孙三", "3333"]), actor=cast.chen
    )
    await import_actions.confirm(batch, Confirmed(op_id=new_op_id(), version=batch.version), actor=cast.chen)
    await _erase(cast)
    await run_all()
    kept = await db.rows("SELECT content FROM import_part")
    assert not any("王阿姨" in row["content"] for row in kept)
    assert await Resident.count().where(Resident.folded_name == "王阿姨") == 0
    state = (await again(batch.id)).state
    assert state in {"checked", "done"}
    if state == "checked":
        names = [row.cells[0] for row in (await rows_page(batch.id, "", cursor=None)).rows]
        assert names == ["孙三"]


@pytest.mark.parametrize("chance", range(3))
async def test_an_erasure_at_the_very_moment_of_an_import(cast: Cast, chance: int) -> None:
    batch = await handed_in(
        cast.ours.community, grid_of(["王阿姨", "0001", "3栋", "901", "62"]), actor=cast.chen
    )
    await import_actions.confirm(batch, Confirmed(op_id=new_op_id(), version=batch.version), actor=cast.chen)

    async def later() -> None:
        await asyncio.sleep(0.004 * chance)
        await _erase(cast)

    await asyncio.gather(run_all(), later())
    await run_all()
    person = await _person(cast)
    assert (person.name, person.phone_tail, person.age_band) == ("—", "", "60-74")
    assert (person.building, person.household) == (None, None)
    assert await Resident.count().where(Resident.folded_name == "王阿姨") == 0


@pytest.mark.parametrize("chance", range(3))
async def test_an_edit_at_the_very_moment_of_an_import_is_not_lost(cast: Cast, chance: int) -> None:
    batch = await handed_in(
        cast.ours.community, grid_of(["王阿姨", "0001", "3栋", "901", ""]), actor=cast.chen
    )
    await import_actions.confirm(batch, Confirmed(op_id=new_op_id(), version=batch.version), actor=cast.chen)
    person = await _person(cast)
    data = EditedResident(
        op_id=new_op_id(),
        version=person.version,
        name="王阿姨",
        phone_tail="4321",
        age_band="45-59",
        building=person.building,
    )

    async def later() -> bool:
        await asyncio.sleep(0.004 * chance)
        try:
            await edit_resident(person, data, actor=cast.chen)
        except Stale:
            return False
        return True

    _, saved = await asyncio.gather(run_all(), later())
    now = await _person(cast)
    assert (now.phone_tail, now.age_band) == (("4321", "45-59") if saved else ("0001", "60-74"))


async def test_undoing_after_an_erasure_brings_nobody_back(cast: Cast) -> None:
    batch = await imported(
        await handed_in(cast.ours.community, grid_of(["王阿姨", "0001", "3栋", "901"]), actor=cast.chen),
        actor=cast.chen,
    )
    assert batch.state == "done"
    await _erase(cast)
    await taken_back(batch, actor=cast.chen)
    person = await _person(cast)
    assert (person.name, person.phone_tail, person.building, person.household) == ("—", "", None, None)


async def _prepared(cast: Cast, *rows: list[str], **more: Any) -> ImportBatch:
    """A list of people who are known, all of it prepared and nothing of it shown; nobody had said how old they are."""
    async with db.write_transaction():
        await Resident.update({Resident.age_band: None}, force=True)
    batch = await handed_in(cast.ours.community, grid_of(*rows, header=HEADER), actor=cast.chen, **more)
    await import_actions.confirm(batch, Confirmed(op_id=new_op_id(), version=batch.version), actor=cast.chen)
    begun = await begin(await again(batch.id), actor=cast.chen)
    assert begun is not None
    await stage(begun, actor=cast.chen)
    return begun


async def _waiting() -> list[int]:
    tables = ("import_fill", "import_fill_word", "import_change")
    return [(await db.rows(f"SELECT COUNT(*) AS n FROM {table}"))[0]["n"] for table in tables]


async def test_who_is_known_is_as_before_until_everybody_is_filled_in(cast: Cast) -> None:
    rows = (["王阿姨", "0001", "62", "养花"], ["陈叔", "0000", "40", "下棋"])
    begun = await _prepared(cast, *rows, purpose="interests")
    assert await _waiting() == [2, 2, 2]
    assert [row["age_band"] for row in await db.rows("SELECT DISTINCT age_band FROM resident")] == [None]
    assert await _tags() == set()
    await break_off(begun.id, actor=cast.chen)
    assert (await _waiting(), (await again(begun.id)).state) == ([0, 0, 0], "failed")
    done = await imported(
        await handed_in(
            cast.ours.community, grid_of(*rows, header=HEADER), actor=cast.chen, purpose="interests"
        ),
        actor=cast.chen,
    )
    assert ((await _person(cast)).age_band, len(await _tags()), await _waiting()) == ("60-74", 2, [0, 0, 2])
    assert [row["n"] for row in await db.rows("SELECT COUNT(*) AS n FROM consent")] == [2]
    await taken_back(done, actor=cast.chen)
    assert [row["age_band"] for row in await db.rows("SELECT DISTINCT age_band FROM resident")] == [None]
    assert (await _tags(), await _waiting()) == (set(), [0, 0, 0])
    assert [row["n"] for row in await db.rows("SELECT COUNT(*) AS n FROM consent")] == [0]


async def test_a_consent_taken_back_when_all_is_prepared_counts(cast: Cast) -> None:
    await _agree(cast, "interests")
    begun = await _prepared(
        cast, ["王阿姨", "0001", "", "养花"], ["陈叔", "0000", "", "下棋"], purpose="interests"
    )
    await _take_back(cast, "interests")
    async with db.write_transaction():
        await apply(begun, how="paper", actor=cast.chen)
    [tag] = await db.rows("SELECT resident FROM resident_tag")
    assert tag["resident"] == cast.ours.residents["陈叔"]
    agreed = await db.rows("SELECT resident FROM consent WHERE withdrawn_on IS NULL")
    assert agreed == [tag]


async def test_who_is_changed_when_all_is_prepared_keeps_the_change(cast: Cast) -> None:
    begun = await _prepared(cast, ["王阿姨", "0001", "62", ""], ["陈叔", "0000", "40", ""])
    async with db.write_transaction():
        await Resident.update({Resident.age_band: "75+", Resident.version: 2}).where(
            Resident.id == cast.ours.residents["王阿姨"]
        )
        await apply(begun, how="paper", actor=cast.chen)
    assert (await _person(cast)).age_band == "75+"
    assert (await _person(cast, "陈叔")).age_band == "30-44"
    assert await _waiting() == [1, 0, 1]
