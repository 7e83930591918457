"""What there is to know when a program is handed over: page, paper and JSON (S81, S39, S22)."""

from datetime import date, timedelta
from typing import Any

import pytest

from groups.activities.tables import Activity
from groups.compacts import waiting_actions
from groups.compacts.tables import Compact
from groups.teams.tables import ChatGroup, Group, GroupLeader, HandOverItem
from incentives.reciprocity.tables import ServiceAgreement
from programs.method import dossier_pages
from programs.method.tables import Mechanism, Program, Step
from server.lib import clock, db
from tests import compact_deeds as deeds
from tests.awards import agrees_to_publicity
from tests.cast import Cast, _row
from tests.visitor import Visitor

WITHHELD, AGREED = "王阿姨", "陈叔"


def _home(cast: Cast) -> str:
    return f"/desk/programs/{cast.ours.program}/dossier"


async def _carried(cast: Cast) -> None:
    """A program whose leader is named wherever somebody can type a name; only the deputy agreed to be named."""
    ours: dict[str, Any] = {"organisation": cast.ours.organisation}
    place: dict[str, Any] = {**ours, "community": cast.ours.community}
    program: dict[str, Any] = {**place, "program": cast.ours.program}
    today = clock.today()
    term: dict[str, Any] = {
        **ours,
        "group": cast.ours.group,
        "chosen_how": "elected",
        "since": date(2026, 3, 1),
    }
    async with db.write_transaction():
        await Group.update({Group.meets: f"每周六在{WITHHELD}家楼下"}).where(Group.id == cast.ours.group)
        await Program.update({Program.goal: f"让{WITHHELD}也愿意下楼"}).where(Program.id == cast.ours.program)
        leader = await _row(
            GroupLeader,
            **term,
            resident=cast.ours.residents[WITHHELD],
            position="leader",
            until=today - timedelta(days=3),
        )
        await _row(
            GroupLeader,
            **term,
            resident=cast.ours.residents[AGREED],
            position="deputy",
            until=today + timedelta(days=90),
        )
        await _row(HandOverItem, **ours, group_leader=leader, kind="seal", what=f"公章在{WITHHELD}家")
        await _row(
            Mechanism,
            **ours,
            program=cast.ours.program,
            kind="trust",
            what=f"{WITHHELD}管账，每月上墙",
            keeper=WITHHELD,
            proof="document",
            proof_note=f"账本在3栋2单元501{WITHHELD}处",
            proved_on=today - timedelta(days=400),
        )
        await _row(
            Step,
            **ours,
            program=cast.ours.program,
            title=f"找{WITHHELD}谈改选",
            due_on=today + timedelta(days=5),
        )
        await _row(
            ChatGroup,
            **place,
            group=cast.ours.group,
            name="遛狗群",
            purpose="约时间，打13800001111进群",
            keepers=f"{WITHHELD}、{AGREED}",
            started_on=date(2026, 3, 1),
        )
        await _row(Compact, **program, title=f"{WITHHELD}楼道公约", state="in_force", review_on=today)
        await _row(
            ServiceAgreement,
            **program,
            giver=cast.ours.residents[AGREED],
            receiver=cast.ours.residents[WITHHELD],
            service=f"给{WITHHELD}买菜",
            giver_duties="来",
            receiver_duties="谢",
            state="paused",
            starts_on=date(2026, 3, 1),
        )
        await _row(
            Activity,
            **program,
            group=cast.ours.group,
            title=f"去看{WITHHELD}",
            held_on=today,
            state="planned",
        )
    await agrees_to_publicity(cast, cast.ours.residents[AGREED])


async def test_it_says_what_cannot_wait_and_what_is_missing(cast: Cast) -> None:
    await _carried(cast)
    page = (await Visitor("chen").get(_home(cast))).text
    first = page[page.index('id="first"') : page.index('id="glance"')]
    assert "铲屎官小队的带头人任期届满" in first
    assert "看看是否还在起作用" in first  # proved more than a year ago
    assert "给一位邻居买菜" not in first  # paused, and nobody set a day for the talk
    assert "服务已暂停，待谈开后再继续：给一位邻居买菜" in page
    assert "还没有凭据的机制：监督机制" in page
    assert "任期已满：请让组员改选" in page
    assert "铲屎官小队还没移交的：公章、账号和密码" in page
    assert "铲屎官小队 · 公章：公章在一位邻居家" in page
    assert "微信群“遛狗群”" in page
    assert "和大家一起回顾公约" in page
    assert "副手：陈叔，任期至" in page
    assert f'href="/desk/groups/{cast.ours.group}"' in page
    for chapter in ("glance", "carried", "ahead", "open", "held", "papers", "money"):
        assert f'<section class="section" id="{chapter}">' in page


async def test_signatures_that_wait_for_their_door_are_handed_over(cast: Cast) -> None:
    compact_id = await deeds.to_signing(cast)
    compact, chen = await deeds.get(compact_id), Visitor("chen")
    where = f'href="/desk/compacts/{compact_id}/signatures#waiting"'
    assert where not in (await chen.get(_home(cast))).text
    name = deeds.name_of(cast, "999", (await deeds.text(compact_id)).text_hash)
    await waiting_actions.sign_on_street(compact, name, address="203.0.113.9", actor=cast.chen)
    page = (await chen.get(_home(cast))).text
    assert where in page.partition('id="open"')[2].partition("</section>")[0]
    assert "1 份签名等着核对有没有这户门牌" in page


async def test_a_person_without_consent_is_named_nowhere(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    await _carried(cast)
    printed: list[Any] = []
    paper = dossier_pages.paper

    async def seen(name: str, facts: Any) -> bytes:
        printed.append(facts)
        return await paper(name, facts)

    monkeypatch.setattr(dossier_pages, "paper", seen)
    chen = Visitor("chen")
    page = (await chen.get(_home(cast))).text
    pdf = await chen.get(f"{_home(cast)}.pdf")
    body = (await chen.get(f"/api/programs/{cast.ours.program}/dossier")).text
    assert pdf.content.startswith(b"%PDF-")
    for text in (page, str(printed), body):
        assert WITHHELD not in text
        assert AGREED in text
        assert "姓名见邻里系统" in text
        assert "13800001111" not in text
        assert "2单元501" not in text


async def test_a_new_program_says_so_chapter_by_chapter(cast: Cast) -> None:
    lin = Visitor("lin")
    async with db.write_transaction():
        program = await _row(
            Program,
            organisation=cast.ours.organisation,
            community=cast.other_community,
            name="新项目",
            stage_since=clock.today(),
            started_on=clock.today(),
        )
    page = (await lin.get(f"/desk/programs/{program}/dossier")).text
    assert "两周之内没有到期的事" in page
    assert "除了社工还没有人扛" in page
    assert "日历上什么都没有" in page
    assert "您可见的资助中，目前没有支持这个项目的" in page
    assert (await lin.get(f"/desk/programs/{program}/dossier.pdf")).content.startswith(b"%PDF-")
    english = (await Visitor("lin", language="en").get(f"/desk/programs/{program}/dossier")).text
    assert "Nothing is due within two weeks." in english


async def test_it_is_for_staff_of_the_program_only(cast: Cast) -> None:
    for address in (_home(cast), f"{_home(cast)}.pdf", f"/api/programs/{cast.ours.program}/dossier"):
        for name, status in (("chen", 200), ("he", 404), ("bai", 404), ("zhao", 403), ("wu", 403)):
            assert (await Visitor(name).get(address)).status_code == status, (name, address)


async def test_it_is_reached_where_a_program_is_handed_over(cast: Cast) -> None:
    chen, home = Visitor("chen"), f"/desk/programs/{cast.ours.program}"
    for page in (home, f"{home}/hand-over", f"{home}/case"):
        assert f'href="{_home(cast)}"' in (await chen.get(page)).text
