"""A roster becomes people, all or nothing, and can be taken back to the last field."""

from __future__ import annotations

from typing import Any

import pytest

from groups.teams.tables import Membership
from programs.residents import import_actions, import_check_actions
from programs.residents.import_erasure_actions import erase_person
from programs.residents.import_queries import counts_of, matching_of, rows_page
from programs.residents.import_schemas import Answered, Columns, Confirmed, Dropped, Fixed, FixedCells
from programs.residents.search_check import names_faults
from programs.residents.search_queries import matching
from programs.residents.tables import Consent, Household, ImportBatch, ImportPart, PersonKey, Resident
from server import audit
from server.jobs.runner import run_all
from server.lib import db
from server.lib.errors import Refused
from server.lib.ids import new_op_id
from tests.cast import STARTED, Cast, _row
from tests.rosters import again, grid_of, hand_in, handed_in, imported, numbers, register_of, taken_back


async def test_three_hundred_rows_are_counted_imported_and_taken_back(cast: Cast) -> None:
    """S27: 270 new, 18 matched, 12 rejected."""
    known = [f"熟人{number}" for number in range(18)]
    first = await handed_in(
        cast.ours.community,
        grid_of(*([name, f"77{number:02}"] for number, name in enumerate(known))),
        actor=cast.chen,
    )
    await imported(first, actor=cast.chen)
    before = await register_of(cast.ours.community)
    rows = [
        [f"新人{number}", f"1380000{number:04}", "3栋", f"{number // 6 + 1:02}01", "62"]
        for number in range(270)
    ]
    rows += [[name, f"1390000{7700 + number}", "3栋", "0101", "62"] for number, name in enumerate(known)]
    rows += [[f"错{number}", "1380000", "3栋", "101", "62"] for number in range(6)]
    rows += [[f"错错{number}", "", "99栋", "101", ""] for number in range(6)]
    batch = await handed_in(cast.ours.community, grid_of(*rows), actor=cast.chen)
    assert (batch.state, numbers(batch)) == ("checked", (270, 18, 12, 0))
    rejected = (await rows_page(batch.id, "rejected", cursor=None)).rows
    assert [(row.number, row.problems[0].place, row.problems[0].code) for row in rejected[::6]] == [
        (290, 1, "roster.phone_length"),
        (296, 2, "roster.building_unknown"),
    ]
    done = await imported(batch, actor=cast.chen)
    assert done.state == "done"
    assert await Resident.count().where(Resident.batch == batch.id) == 270
    assert len((await rows_page(batch.id, "", cursor=None)).rows) == 12  # those that were left out
    person = await Resident.objects().get(Resident.folded_name == "新人7")
    assert person is not None
    assert (person.phone_tail, person.age_band, person.keep_until) == ("0007", "60-74", batch.delete_after)
    filled = await Resident.objects().get(Resident.folded_name == "熟人3")
    assert filled is not None
    assert (filled.phone_tail, filled.age_band, filled.building) == ("7703", "60-74", cast.ours.building)
    assert await matching(cast.chen, "新人", limit=300) == sorted(
        (row["id"] for row in await Resident.select(Resident.id).where(Resident.batch == batch.id)),
        reverse=True,
    )
    assert await names_faults() == []
    undone = await taken_back(done, actor=cast.chen)
    assert undone.state == "undone"
    assert (counts_of(undone).gone, counts_of(undone).restored, counts_of(undone).stayed) == (270, 18, [])
    assert await register_of(cast.ours.community) == before
    assert await ImportPart.count().where(ImportPart.batch == batch.id) == 0
    assert await names_faults() == []
    assert await audit.verify() == []


async def test_who_has_since_taken_part_stays(cast: Cast) -> None:
    grid = grid_of(["赵一", "1111", "3栋", "901"], ["钱二", "2222", "3栋", "902"], ["孙三", "3333"])
    batch = await imported(await handed_in(cast.ours.community, grid, actor=cast.chen), actor=cast.chen)
    ids = {row["name"]: row["id"] for row in await Resident.select().where(Resident.batch == batch.id)}
    ours = {"organisation": cast.ours.organisation, "group": cast.ours.group}
    async with db.write_transaction():
        await _row(Membership, **ours, resident=ids["赵一"], joined_on=STARTED)
        await Resident.update({Resident.version: 2}).where(Resident.id == ids["孙三"])
    undone = await taken_back(batch, actor=cast.chen)
    assert counts_of(undone).stayed == sorted([ids["赵一"], ids["孙三"]])
    left = await Resident.select(Resident.name).where(Resident.batch == batch.id).order_by(Resident.id)
    assert [row["name"] for row in left] == ["赵一", "孙三"]
    doors = await Household.select(Household.door).where(Household.building == cast.ours.building)
    assert {row["door"] for row in doors} == {"301", "901"}
    with pytest.raises(Refused):
        await taken_back(undone, actor=cast.chen)


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (["王阿姨", "0001"], "matched"),
        (["王 阿姨", "13800000001"], "matched"),
        (["陈叔", "", "3栋", "301"], "matched"),
        (["王阿姨", "9999"], "question"),
        (["王阿姨"], "question"),
        (["王阿婆", "0001"], "new"),
    ],
)
async def test_who_is_known(cast: Cast, row: list[str], found: str) -> None:
    batch = await handed_in(cast.ours.community, grid_of(row, ["旁人", "5678"]), actor=cast.chen)
    [first, _] = (await rows_page(batch.id, "", cursor=None)).rows
    assert first.kind == found
    assert (first.resident in cast.ours.residents.values()) is (found != "new")


@pytest.mark.parametrize(
    ("answer", "kind"), [("same", "matched"), ("another", "new"), ("left_out", "rejected")]
)
async def test_a_question_is_answered(cast: Cast, answer: Any, kind: str) -> None:
    batch = await handed_in(cast.ours.community, grid_of(["王阿姨", "9999"]), actor=cast.chen)
    await import_check_actions.answer(
        batch, Answered(op_id=new_op_id(), answer=answer, rows=(2,)), actor=cast.chen
    )
    await run_all()
    [row] = (await rows_page(batch.id, "", cursor=None)).rows
    assert row.kind == kind


async def test_the_same_person_twice_in_one_file(cast: Cast) -> None:
    rows = (["钱二", "2222"], ["钱 二", "13900002222"], ["钱二", "3333"], ["钱二"])
    batch = await handed_in(cast.ours.community, grid_of(*rows), actor=cast.chen)
    found = (await rows_page(batch.id, "", cursor=None)).rows
    assert [row.kind for row in found] == ["new", "rejected", "new", "rejected"]
    assert found[1].problems[0].facts == {"row": 2}


async def test_a_cell_is_corrected(cast: Cast) -> None:
    batch = await handed_in(cast.ours.community, grid_of(["钱二", "123"], ["孙三", "3333"]), actor=cast.chen)
    assert numbers(batch) == (1, 0, 1, 0)
    fixed = FixedCells(op_id=new_op_id(), cells=(Fixed(row=2, column=1, text="０１２３"),))
    await import_check_actions.fix_cells(batch, fixed, actor=cast.chen)
    await run_all()
    batch = await again(batch.id)
    assert numbers(batch) == (2, 0, 0, 0)


async def test_columns_are_corrected_and_remembered(cast: Cast) -> None:
    grid = grid_of(["甲一", "王小二", "1234"], header=["编码", "群里叫", "电话"])
    batch = await handed_in(cast.ours.community, grid, actor=cast.chen)
    assert matching_of(batch).fields == ["skip", "skip", "phone"] or "name" in matching_of(batch).fields
    data = Columns(op_id=new_op_id(), version=batch.version, fields=("skip", "name", "phone"))
    await import_actions.match_columns(batch, data, actor=cast.chen)
    await run_all()
    assert numbers(await again(batch.id)) == (1, 0, 0, 0)
    second = await handed_in(cast.ours.community, grid, actor=cast.lin)
    assert matching_of(second).fields == ["skip", "name", "phone"]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        (("skip", "phone", "skip"), "roster.no_name_column"),
        (("name", "name", "skip"), "roster.twice_the_field"),
        (("name", "phone"), "roster.columns_changed"),
    ],
)
async def test_columns_that_cannot_be(cast: Cast, fields: Any, code: str) -> None:
    grid = grid_of(["王小二", "1234", "x"], header=["姓名", "电话", "备注"])
    batch = await handed_in(cast.ours.community, grid, actor=cast.chen)
    with pytest.raises(Refused) as refusal:
        await import_actions.match_columns(
            batch, Columns(op_id=new_op_id(), version=batch.version, fields=fields), actor=cast.chen
        )
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        ("犯罪记录", "roster.crime"),
        ("健康状况", "roster.health"),
        ("身份证照片", "roster.papers"),
        ("月收入", "roster.money"),
    ],
)
async def test_a_column_that_nobody_may_keep_refuses_the_file_by_its_name(
    cast: Cast, heading: str, code: str
) -> None:
    """S05."""
    grid = grid_of(["王小二", "1234", "有"], header=["姓名", "电话", heading])
    with pytest.raises(Refused) as refusal:
        await import_actions.read_roster(grid, hand_in(), actor=cast.chen)
    assert (refusal.value.code, refusal.value.facts["heading"], refusal.value.facts["letter"]) == (
        code,
        heading,
        "C",
    )
    assert await ImportBatch.count() == 0


async def test_identity_numbers_and_whole_phones_are_never_written(cast: Cast) -> None:
    number = "51010319560302126X"
    grid = grid_of(
        ["王小二", "13800001234", number],
        ["李小三", "13800005678", "51010319560302"],
        ["赵小四", "13800009999", ""],
        header=["姓名", "电话", "身份证号"],
    )
    batch = await handed_in(cast.ours.community, grid, actor=cast.chen)
    content = "".join(row["content"] for row in await ImportPart.select(ImportPart.content))
    assert "19560302" not in content
    assert "13800001234" not in content
    await imported(batch, actor=cast.chen)
    kept = await db.rows("SELECT * FROM resident")
    assert not any("13800001234" in str(value) for row in kept for value in row.values())


async def test_a_number_is_kept_of_whoever_agreed_to_be_called(cast: Cast) -> None:
    header = ["姓名", "电话", "是否同意电话联系", "爱好"]
    grid = grid_of(["王小二", "13800001234", "是", "茶"], ["李小三", "13800005678", "否"], header=header)
    batch = await handed_in(cast.ours.community, grid, actor=cast.chen, purpose="contact")
    await imported(batch, actor=cast.chen)
    found = await Resident.select().where(Resident.batch == batch.id).order_by(Resident.id)
    assert [(row["phone_tail"], bool(row["sealed_phone"])) for row in found] == [
        ("1234", True),
        ("5678", False),
    ]
    assert await PersonKey.count() == await Consent.count() == 1
    tags = await db.rows("SELECT value FROM resident_tag")
    assert tags == []  # hobbies were not what the list was for
    await taken_back(await again(batch.id), actor=cast.chen)
    assert await PersonKey.count() == await Consent.count() == 0


async def test_a_child_needs_a_guardian(cast: Cast) -> None:
    header = ["姓名", "年龄", "监护人"]
    grid = grid_of(["小明", "9"], ["小红", "9", "李妈妈"], header=header)
    batch = await handed_in(cast.ours.community, grid, actor=cast.chen)
    assert numbers(batch) == (1, 0, 1, 0)
    await imported(batch, actor=cast.chen)
    [consent] = await Consent.select(Consent.purpose, Consent.by_guardian)
    assert (consent["purpose"], consent["by_guardian"]) == ("register", True)


async def test_everything_or_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = await handed_in(cast.ours.community, grid_of(["王小二", "1234", "3栋", "901"]), actor=cast.chen)
    before = await register_of(cast.ours.community)

    async def breaks(*_args: object, **_more: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr("programs.residents.import_run_actions.apply", breaks)
    broken = await imported(batch, actor=cast.chen)
    assert (broken.state, broken.fault) == ("failed", "roster.broke_off")
    assert await register_of(cast.ours.community) == before
    monkeypatch.undo()
    matched = Columns(op_id=new_op_id(), version=broken.version, fields=tuple(matching_of(broken).fields))
    await import_actions.match_columns(broken, matched, actor=cast.chen)
    await run_all()
    assert (await imported(await again(batch.id), actor=cast.chen)).state == "done"


async def test_a_register_that_has_changed_is_compared_anew(cast: Cast) -> None:
    first = await handed_in(cast.ours.community, grid_of(["王小二", "1234"]), actor=cast.chen)
    second = await handed_in(cast.ours.community, grid_of(["王小二", "1234"]), actor=cast.lin)
    await imported(first, actor=cast.chen)
    waits = await imported(second, actor=cast.lin)
    assert (waits.state, waits.fault) == ("checked", "roster.register_changed")
    assert numbers(waits) == (0, 1, 0, 0)
    assert await Resident.count().where(Resident.folded_name == "王小二") == 1


async def test_what_is_not_the_moment_for(cast: Cast) -> None:
    batch = await handed_in(cast.ours.community, grid_of(["王小二", "12"]), actor=cast.chen)
    with pytest.raises(Refused) as refusal:
        await imported(batch, actor=cast.chen)
    assert refusal.value.code == "roster.nothing_to_import"
    with pytest.raises(Refused):
        await import_actions.confirm(batch, Confirmed(op_id=new_op_id(), version=99), actor=cast.chen)
    await import_actions.drop(batch, Dropped(op_id=new_op_id()), actor=cast.chen)
    assert await ImportPart.count() == 0
    with pytest.raises(Refused):
        await import_actions.drop(batch, Dropped(op_id=new_op_id()), actor=cast.chen)


async def test_who_is_erased_stands_in_no_list_that_waits(cast: Cast) -> None:
    batch = await handed_in(
        cast.ours.community, grid_of(["王 阿姨", "0001"], ["孙三", "3333"]), actor=cast.chen
    )
    async with db.write_transaction():
        await erase_person(cast.ours.residents["王阿姨"], ["王阿姨"], cast.lin)
    await run_all()
    assert [row.cells[0] for row in (await rows_page(batch.id, "", cursor=None)).rows] == ["孙三"]
    assert numbers(await again(batch.id)) == (1, 0, 0, 0)


async def test_a_list_that_nobody_goes_on_with_is_dropped(cast: Cast) -> None:
    batch = await handed_in(cast.ours.community, grid_of(["王小二", "1234"]), actor=cast.chen)
    await import_actions.drop_stale(actor=cast.lin)
    assert (await again(batch.id)).state == "checked"
    async with db.write_transaction():
        long_ago = batch.created_at - import_actions.WAITS
        await ImportBatch.update({ImportBatch.created_at: long_ago}).where(ImportBatch.id == batch.id)
    await import_actions.drop_stale(actor=cast.lin)
    assert (await again(batch.id)).state == "dropped"
    assert await ImportPart.count() == 0


async def test_words_are_kept_as_everybody_writes_them(cast: Cast) -> None:
    """下棋 and 棋牌麻将 are one hobby, whoever wrote which: else nobody is found by it."""
    header = ["姓名", "电话", "爱好", "人群"]
    rows = (["赵一", "1111", "下棋、养狗", "独居"], ["钱二", "2222", "棋牌麻将、Keeps pets", "空巢老人"])
    batch = await handed_in(
        cast.ours.community, grid_of(*rows, header=header), actor=cast.chen, purpose="interests"
    )
    await imported(batch, actor=cast.chen)
    found = await db.rows("SELECT value, COUNT(*) AS n FROM resident_tag GROUP BY value ORDER BY value")
    assert [(row["value"], row["n"]) for row in found] == [
        ("chess_cards", 2),
        ("living_alone", 2),
        ("pets", 2),
    ]
