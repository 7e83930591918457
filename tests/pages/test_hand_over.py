"""Handing over, on pages (S65, S81)."""

import re
from datetime import date

from programs.method import ledger
from programs.method.kinds import Kind
from programs.method.ledger import Entry
from programs.method.tables import CaseQuote, Mechanism, Program
from server.lib import clock
from server.lib.db import write_transaction
from tests.cast import Cast, _row
from tests.visitor import Visitor


async def test_the_card_names_what_is_missing_and_takes_a_proof(cast: Cast) -> None:
    async with write_transaction():
        entry = Entry(Kind.ACTIVITY_HELD, date(2026, 3, 12), 1, "none")
        await ledger.record(
            [entry],
            program_id=cast.ours.program,
            source_kind="activity",
            source_id=cast.ours.activity,
            actor=cast.lin,
        )
    chen = Visitor("chen")
    home = f"/desk/programs/{cast.ours.program}"
    page = await chen.get(f"{home}/hand-over")
    assert "尚不可持续" in page.text
    assert f'value="activity:{cast.ours.activity}"' in page.text
    assert " · 活动</option>" in page.text
    values = {
        "kind": "supervision",
        "what": "周日轮流检查草坪",
        "proof": "meeting",
        "source": "",
        "proof_note": "会议纪要",
        "proved_on": clock.today().isoformat(),
    }
    refused = await chen.post(f"{home}/mechanisms", values)
    assert refused.status_code == 422
    assert "请选择能证明它的会议或记录" in refused.text
    assert "周日轮流检查草坪" in refused.text
    assert (await chen.post(f"{home}/mechanisms", values | {"proof": "document"})).status_code == 303
    page = await chen.get(f"{home}/hand-over")
    assert "还缺凭据，不能称为可持续：信任机制、互惠机制。" in page.text
    await chen.post(f"{home}/mechanisms", values | {"proof": "document", "what": "月底查账"})
    first, _second = await Mechanism.select().order_by(Mechanism.id)
    refused = await chen.post(f"/desk/mechanisms/{first['id']}/voided", {"reason": "x" * 2001})
    assert refused.status_code == 422
    assert refused.text.count('id="f-reason"') == refused.text.count('class="row-more" open') == 1
    assert refused.text.count("x" * 2001) == 1


async def test_a_quotation_that_is_out_already_is_not_taken_out_again(cast: Cast) -> None:
    chen = Visitor("chen")
    values = {"text": "院子干净了", "said_on": clock.today().isoformat(), "consented": "1"}
    assert (await chen.post(f"/desk/programs/{cast.ours.program}/quotes", values)).status_code == 303
    [quote] = await CaseQuote.select()
    assert (await chen.post(f"/desk/quotes/{quote['id']}/withdrawn")).status_code == 303
    again = await chen.post(f"/desk/quotes/{quote['id']}/withdrawn")
    assert (again.status_code, "这句话已经去掉了" in again.text) == (422, True)


async def test_the_case_is_a_page_and_a_document(cast: Cast) -> None:
    chen = Visitor("chen")
    home = f"/desk/programs/{cast.ours.program}"
    assert "走过的路" not in (await chen.get(f"{home}/case")).text
    await chen.post(f"{home}/moves", {"to_stage": "focus"})
    page = await chen.get(f"{home}/case")
    assert "还缺：敲开的门" in page.text
    paper = await chen.get(f"{home}/case.pdf")
    assert paper.headers["content-type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF")


async def test_a_case_without_records_says_what_will_write_it(cast: Cast) -> None:
    lin, today = Visitor("lin"), clock.today()
    async with write_transaction():
        program = await _row(
            Program,
            organisation=cast.ours.organisation,
            community=cast.other_community,
            name="新项目",
            stage_since=today,
            started_on=today,
        )
    told = "案例就会一章一章写成"
    assert told in (await lin.get(f"/desk/programs/{program}/case")).text
    assert told not in (await lin.get(f"/desk/programs/{cast.ours.program}/case")).text


async def test_a_record_that_proves_two_things_is_offered_once_by_the_newer(cast: Cast) -> None:
    ceremony = [
        Entry(Kind.ACTIVITY_HELD, date(2026, 7, 12), 1),
        Entry(Kind.CEREMONY_HELD, date(2026, 8, 8), 1),
    ]
    async with write_transaction():
        await ledger.record(
            ceremony,
            program_id=cast.ours.program,
            source_kind="activity",
            source_id=cast.ours.activity,
            actor=cast.lin,
        )
    page = (await Visitor("chen").get(f"/desk/programs/{cast.ours.program}/hand-over")).text
    [told] = re.findall(rf'<option value="activity:{cast.ours.activity}"[^>]*>([^<]+)<', page)
    assert told.startswith("2026/8/8 ")
    assert told.endswith(" · 仪式")
