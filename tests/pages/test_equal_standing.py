"""Equal standing on pages: 王阿姨's story walked on screens, her own page, and what protects those who lead."""

from __future__ import annotations

import re
from datetime import date, timedelta

from groups.activities.tables import Activity, Attendance
from groups.teams.tables import GroupLeader
from incentives.reciprocity.tables import (
    CorrectionRequest,
    InterestDeclaration,
    LeaderDecision,
    ServiceAgreement,
    ServiceIncident,
    ServiceLetter,
    SupportTask,
)
from programs.residents.tables import LadderRung
from server.lib import clock, db
from server.lib.db import write_transaction
from tests.awards import agrees_to_publicity
from tests.cast import CANARY, Cast, _row
from tests.visitor import Visitor

SAID = "你别管，这是她应该做的。"


def today() -> str:
    return clock.today().isoformat()


def ago(days: int) -> str:
    return (clock.today() - timedelta(days=days)).isoformat()


async def agreed(cast: Cast, visitor: Visitor) -> str:
    form = await visitor.get(f"/desk/agreements/new?giver={cast.ours.residents['王阿姨']}")
    assert 'value="王阿姨 0001"' in form.text
    assert "说声谢谢" in form.text or "说一声谢谢" in form.text
    typed = {
        "giver_name": "王阿姨 0001",
        "receiver_name": "陈叔 0000",
        "service": "做做家务，聊聊天",
        "starts_on": ago(60),
        "giver_ticked": ["on_time", "no_money"],
        "giver_duties": "每周二上午",
        "receiver_ticked": ["of_free_will", "tell_family"],
        "program": str(cast.ours.program),
    }
    answer = await visitor.post(f"/desk/communities/{cast.ours.community}/agreements", typed)
    assert answer.status_code == 303, answer.text
    home = answer.headers["location"]
    for side in ("giver", "receiver"):
        assert "还没有同意" in (await visitor.get(home)).text
        said = await visitor.post(f"{home}/acceptances", {"side": side, "accepted_on": ago(58)})
        assert said.status_code == 303
    return home


async def test_a_service_is_agreed_hurt_and_mended(cast: Cast) -> None:
    chen = Visitor("chen")
    home = await agreed(cast, chen)
    for back in (50, 40, 30, 20):
        given = {"given_by": "giver", "what": "擦窗户", "given_on": ago(back), "minutes": "60"}
        assert (await chen.post(f"{home}/exchanges", given)).status_code == 303
    await chen.post(f"{home}/exchanges", {"given_by": "receiver", "what": "一碗饺子", "given_on": ago(9)})
    page = await chen.get(home)
    assert "60天内付出4次，回应1次" in page.text
    assert "多半是单方面付出" in page.text
    assert not re.search("排名|积分", page.text)
    missing = await chen.post(
        f"{home}/incidents", {"kind": "taken_for_granted", "what": SAID, "happened_on": today()}
    )
    assert missing.status_code == 422
    assert SAID in missing.text
    hurt = {
        "kind": "taken_for_granted",
        "what": SAID,
        "happened_on": ago(3),
        "feeling": "1",
        "talk_with": "老人的儿子",
        "talk_by": ago(1),
    }
    assert (await chen.post(f"{home}/incidents", hurt)).status_code == 303
    page = await chen.get(home)
    assert "服务已暂停" in page.text
    assert SAID in page.text
    assert f'action="{home}/exchanges"' not in page.text
    refused = await chen.post(f"{home}/exchanges", {"given_by": "giver", "what": "x", "given_on": today()})
    assert refused.status_code == 422
    assert "服务已暂停。先谈一谈" in refused.text
    listed = await chen.get("/desk/agreements")
    assert "谈话已逾期" in listed.text
    assert "与老人的儿子谈一谈" in (await chen.get("/desk")).text
    assert "老人的儿子" in listed.text
    talk = re.search(r'action="(/desk/service-incidents/\d+/talk)"', page.text)
    assert talk is not None
    done = {"talked_on": today(), "talk_note": "儿子道歉了，约好以后轮流做饭"}
    assert (await chen.post(talk[1], done)).status_code == 303
    assert "双方重新同意后，服务继续" in (await chen.get(home)).text
    for side in ("giver", "receiver"):
        await chen.post(f"{home}/acceptances", {"side": side, "accepted_on": today()})
    page = await chen.get(home)
    assert "进行中" in page.text
    assert "已了结" in page.text
    sheet = await chen.get(f"{home}/print")
    assert "双方各执一份" in sheet.text
    assert "由“邻里”打印。" in sheet.text
    assert "每个数字" not in sheet.text  # it has none
    assert "每周二上午" in sheet.text
    assert SAID not in sheet.text
    for other in ("he", "bai"):
        assert (await Visitor(other).get(home)).status_code == 404
    assert CANARY not in listed.text
    # What hurt the service stays with staff: neither side reads it by her private link.
    for name in ("王阿姨", "陈叔"):
        made = await chen.post(f"/desk/residents/{cast.ours.residents[name]}/own-link")
        own = re.search(r"/own/[0-9a-f]{64}", made.text)
        assert own is not None
        for address in (own[0], f"/api{own[0]}"):
            told = (await Visitor().get(address)).text
            assert "做做家务" in told or address.startswith("/api")
            assert not re.search("应该做的|道歉|理所当然", told)
    assert (await chen.post(f"{home}/end", {"ended_on": today(), "reason": "搬走了"})).status_code == 303
    ended = await chen.get("/desk/agreements?state=ended")
    assert '<option value="ended" selected>已结束<' in ended.text
    assert 'badge neutral">已结束<' in ended.text


async def test_a_fault_stands_in_the_form_of_its_side_and_of_its_talk(cast: Cast) -> None:
    chen = Visitor("chen")
    home = await agreed(cast, chen)
    hurt = {"kind": "no_show", "happened_on": ago(3), "talk_with": "女儿", "talk_by": today()}
    for what in ("没来", "又没来"):
        assert (await chen.post(f"{home}/incidents", {**hurt, "what": what})).status_code == 303
    shown = (await chen.get(home)).text
    talks = re.findall(r'action="(/desk/service-incidents/\d+/talk)"', shown)
    ids = re.findall(r' id="([^"]*)"', shown)
    assert (len(talks), len(ids)) == (2, len(set(ids)))
    wrong = (await chen.post(talks[1], {"talked_on": ago(9), "talk_note": "谈过"})).text
    assert re.findall(r'aria-invalid="true"', wrong) == ['aria-invalid="true"']
    assert wrong.index(talks[1]) < wrong.index('aria-invalid="true"')
    assert wrong.index('id="f-talked_on"') > wrong.index(talks[1])
    for talk in talks:
        assert (await chen.post(talk, {"talked_on": today(), "talk_note": "谈过"})).status_code == 303
    early = (await chen.post(f"{home}/acceptances", {"side": "receiver", "accepted_on": ago(30)})).text
    assert "重新同意的日期不能早于谈话" in early
    assert early.count('aria-invalid="true"') == 1
    assert 'id="f-accepted_on-giver"' in early
    assert early.index('value="receiver"') < early.index('id="f-accepted_on"')


async def test_a_talk_with_somebody_forgotten_still_reads_as_a_sentence(cast: Cast) -> None:
    chen = Visitor("chen")
    home = await agreed(cast, chen)
    hurt = {"kind": "no_show", "happened_on": ago(3), "talk_with": "女儿", "talk_by": today(), "what": "没来"}
    assert (await chen.post(f"{home}/incidents", hurt)).status_code == 303
    [talk] = re.findall(r'action="(/desk/service-incidents/\d+/talk)"', (await chen.get(home)).text)
    assert (await chen.post(talk, {"talked_on": today(), "talk_note": "谈过"})).status_code == 303
    assert "与女儿谈话" in (await chen.get(home)).text
    async with db.write_transaction():
        await ServiceIncident.update({ServiceIncident.talk_with: ""}).where(ServiceIncident.kind == "no_show")
    page = (await chen.get(home)).text
    assert "谈过话" in page
    assert "与谈话" not in page


async def test_a_service_of_somebody_who_moved_away_is_asked_about(cast: Cast) -> None:
    chen = Visitor("chen")
    home = await agreed(cast, chen)
    assert "已搬走" not in (await chen.get(home)).text
    moved = f"/desk/residents/{cast.ours.residents['陈叔']}/moved-away"
    assert (await chen.post(moved, {"moved_away_on": today()})).status_code == 303
    assert "陈叔已搬走：问问双方还要不要继续，或结束服务。" in (await chen.get(home)).text
    assert "已搬走" in (await chen.get("/desk/agreements")).text
    assert (await chen.post(f"{home}/end", {"ended_on": today(), "reason": "搬走了"})).status_code == 303
    assert "已搬走：" not in (await chen.get(home)).text


async def test_who_works_in_several_communities_looks_at_one(cast: Cast) -> None:
    lin, chen = Visitor("lin"), Visitor("chen")
    assert (await lin.post("/desk/communities", {"name": "红旗社区", "slug": "hongqi"})).status_code == 303
    for path in ("agreements", "corrections", "leader-protection", "decisions"):
        assert (
            f'<option value="{cast.ours.community}" selected>'
            in (await lin.get(f"/desk/{path}?community={cast.ours.community}")).text
        )
        assert 'name="community"' not in (await chen.get(f"/desk/{path}")).text


async def test_an_agreement_has_two_sides_with_duties(cast: Cast) -> None:
    chen, path = Visitor("chen"), f"/desk/communities/{cast.ours.community}/agreements"
    typed = {"giver_name": "王阿姨", "service": "买菜", "starts_on": today(), "giver_ticked": ["on_time"]}
    for more, sentence in (
        ({}, "至少勾选或写下一条"),
        ({"receiver_duties": "谢谢"}, "请写明由谁接受服务：一位邻居"),
        ({"receiver_duties": "谢谢", "receiver_name": "没有的人"}, "没有这个姓名"),
        ({"receiver_duties": "谢谢", "receiver_name": "王阿姨"}, "不能是同一个人"),
    ):
        answer = await chen.post(path, {**typed, **more})
        assert answer.status_code == 422
        assert sentence in answer.text
        assert "买菜" in answer.text
    assert await ServiceAgreement.count() == 0


async def test_the_own_page_needs_no_account_and_prints_its_letter(cast: Cast) -> None:
    chen, woman = Visitor("chen"), cast.ours.residents["王阿姨"]
    await agreed(cast, chen)
    async with write_transaction():
        await Activity.update({Activity.volunteer_minutes: 600}).where(Activity.id == cast.ours.activity)
        row = {"organisation": cast.ours.organisation, "activity": cast.ours.activity}
        await _row(Attendance, **row, resident=woman, role="volunteer")
    made = await chen.post(f"/desk/residents/{woman}/own-link")
    found = re.search(r"http://linli.test(/own/[0-9a-f]{64})", made.text)
    assert found is not None, made.text
    own = found[1]
    shown = await chen.get(f"/desk/residents/{woman}")
    assert own not in shown.text
    assert "私人链接建于" in shown.text
    herself = Visitor()
    page = await herself.get(own)
    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"
    assert 'content="noindex"' in page.text
    assert "小动物选美比赛" in page.text
    assert ">2<" in page.text
    assert "title>我的页面" in page.text
    assert (await herself.post(f"{own}/letters")).status_code == 303
    [letter] = await ServiceLetter.select()
    paper = await herself.get(f"{own}/letters/{letter['code']}")
    assert paper.content[:5] == b"%PDF-"
    verified = await herself.get(f"/verify/{letter['code']}")
    assert "王＊" in verified.text
    assert "王阿姨" not in verified.text
    assert (await herself.post(f"{own}/ratings", {"rating": "9"})).status_code == 422
    assert (await herself.post(f"{own}/ratings", {"rating": "3", "note": "有人惦记"})).status_code == 303
    assert (await herself.post(f"{own}/corrections", {"text": "三月那次我也在"})).status_code == 303
    [asked] = await CorrectionRequest.select()
    assert "三月那次我也在" in (await chen.get("/desk/corrections")).text
    told = {"version": "1", "corrected": "yes", "answer": "补上了"}
    assert (await chen.post(f"/desk/corrections/{asked['id']}", told)).status_code == 303
    assert "补上了" in (await herself.get(own)).text
    assert (
        await chen.post(f"/desk/service-letters/{letter['id']}/revocation", {"reason": "写错了"})
    ).status_code == 303
    assert "已撤销" in (await herself.get(f"/verify/{letter['code']}")).text
    assert (await herself.get(f"{own}/letters/{letter['code']}")).status_code == 404
    assert (await chen.post(f"/desk/residents/{woman}/own-link/closing")).status_code == 303
    gone, wrong = await herself.get(own), await herself.get("/own/" + "0" * 64)
    assert gone.status_code == wrong.status_code == 404
    assert "这个链接打不开" in gone.text
    assert re.sub(r"[0-9a-f]{64}", "", gone.text) == re.sub(r"[0-9a-f]{64}", "", wrong.text)


async def test_the_own_page_in_large_print_is_one_task_a_page(cast: Cast) -> None:
    woman, ours = cast.ours.residents["王阿姨"], {"organisation": cast.ours.organisation}
    async with write_transaction():
        rung = {"step": "takes_part", "source_kind": "activity", "source_id": cast.ours.activity}
        await _row(LadderRung, **ours, resident=woman, reached_on=date(2026, 3, 1), **rung)
        term = {"position": "leader", "chosen_how": "elected"}
        for since, until in ((date(2026, 2, 1), date(2026, 2, 20)), (date(2026, 4, 2), None)):
            row = {**ours, **term, "group": cast.ours.group, "resident": woman}
            await _row(GroupLeader, **row, since=since, ended_on=until)
    made = await Visitor("chen").post(f"/desk/residents/{woman}/own-link")
    found = re.search(r"/own/[0-9a-f]{64}", made.text)
    assert found is not None
    own, herself = found[0], Visitor()
    herself.http.cookies.set("mode", "elder")
    asked = await herself.post(f"{own}/corrections", {"text": "三月那次我也在"})
    assert "三月那次我也在" in (await herself.get(asked.headers["location"].split("#")[0])).text
    ways = (await herself.get(own)).text
    assert "?part=roles" in ways
    assert "?part=services" not in ways
    # Whatever is no longer there leads to what is.
    assert "?part=roles" in (await herself.get(f"{own}?part=services")).text
    grown = (await herself.get(f"{own}?part=roles")).text
    days = re.findall(r'timeline-when">([^<]*)<', grown)
    assert days == ["2026年2月1日 – 2026年2月20日", "2026年3月1日", "2026年4月2日"]
    assert "小组带头人 · 铲屎官小队" in grown


async def test_those_who_lead_are_stood_by(cast: Cast) -> None:
    chen, man = Visitor("chen"), cast.ours.residents["陈叔"]
    url = f"/desk/residents/{man}"
    declared = {"declared_on": "2026-01-08", "contracts_with_relatives": "0", "paid_posts": "0"}
    assert (await chen.post(f"{url}/declarations", declared)).status_code == 303
    for back in (40, 2):
        attack = {"kind": "rumour", "happened_on": ago(back), "what": "说他和物业公司有勾结"}
        assert (await chen.post(f"{url}/pressures", attack)).status_code == 303
    for hours, heaviness in ((6, 2), (25, 5)):
        check = {"checked_on": today(), "hours_a_week": str(hours), "heaviness": str(heaviness)}
        assert (await chen.post(f"{url}/load-checks", check)).status_code == 303
    page = await chen.get(f"{url}/protection")
    for words in ("2026", "有勾结", "支持带头人：60天内两次受到攻击", "担子太重了", "带头人的负担"):
        assert words in page.text
    assert "公开作了什么说明" in page.text
    assert "支持带头人：60天内两次受到攻击" in (await chen.get("/desk")).text
    [task] = await SupportTask.select()
    assert task["due_on"] == clock.today() + timedelta(days=3)
    done = {"done_on": today(), "done_note": "一起开了院坝会"}
    assert (await chen.post(f"/desk/support-tasks/{task['id']}/closing", done)).status_code == 303
    assert "支持带头人" not in (await chen.get("/desk")).text
    for private in ("/c/wufuqiao", "/c/wufuqiao/decisions", "/desk/search?q=勾结"):
        assert "有勾结" not in (await chen.get(private)).text


async def test_decisions_are_read_by_everybody(cast: Cast) -> None:
    chen = Visitor("chen")
    async with write_transaction():
        await db.execute("UPDATE community SET public = TRUE WHERE id = {}", cast.ours.community)
    typed = {
        "what": "楼道装感应灯",
        "why": "晚上摔过两位老人",
        "decided_on": today(),
        "cost_yuan": "1280.50",
        "group": str(cast.ours.group),
        "who": "陈叔",
    }
    answer = await chen.post(f"/desk/communities/{cast.ours.community}/decisions", typed)
    home = answer.headers["location"]
    assert "陈叔" in (await chen.get(home)).text
    assert "感应灯" not in (await Visitor().get("/c/wufuqiao/decisions")).text
    assert (await chen.post(f"{home}/publication")).status_code == 303
    page = await Visitor().get("/c/wufuqiao/decisions")
    assert "1,280.5" in page.text
    assert "陈叔" not in page.text
    assert "楼道装感应灯" in (await Visitor().get("/c/wufuqiao")).text
    assert (await chen.post(f"{home}/void", {"reason": "物业出钱了"})).status_code == 303
    assert "物业出钱了" in (await Visitor().get("/c/wufuqiao/decisions")).text


async def test_many_decisions_are_read_page_by_page_and_the_street_shows_those_that_stand(cast: Cast) -> None:
    ours = {"organisation": cast.ours.organisation, "community": cast.ours.community, "why": "大家商量的"}
    async with write_transaction():
        await db.execute("UPDATE community SET public = TRUE WHERE id = {}", cast.ours.community)
        for number in range(60):
            day = {"decided_on": date(2026, 3, 1), "published_on": date(2026, 3, 2)}
            voided = {"voided_at": clock.now(), "void_reason": "记错了"} if number > 50 else {}
            await _row(LeaderDecision, **ours, **day, **voided, what=f"第{number:02d}项")
    street = Visitor()
    home = (await street.get("/c/wufuqiao")).text
    assert [f"第{number:02d}项" in home for number in (51, 50, 49, 48, 47)] == [
        False,
        True,
        True,
        True,
        False,
    ]
    read, path, pages = [], "/c/wufuqiao/decisions", 0
    while path:
        page = (await street.get(path)).text
        read += re.findall(r"第(\d\d)项", page)
        onward = re.search(r'href="(/c/wufuqiao/decisions\?after=[^"]*)"', page)
        path, pages = onward[1] if onward else "", pages + 1
    assert (pages, read) == (2, [f"{number:02d}" for number in reversed(range(60))])


async def test_an_address_that_was_cut_off_shows_the_first_page_with_what_leaders_declare(cast: Cast) -> None:
    who, today = cast.ours.residents["陈叔"], clock.today()
    async with write_transaction():
        await db.execute("UPDATE community SET public = TRUE WHERE id = {}", cast.ours.community)
        await _row(
            InterestDeclaration,
            organisation=cast.ours.organisation,
            community=cast.ours.community,
            resident=who,
            declared_on=today,
            contracts_with_relatives=0,
            paid_posts=0,
            public=True,
        )
    await agrees_to_publicity(cast, who)
    for path in ("/c/wufuqiao/decisions", "/c/wufuqiao/decisions?after=2026-0"):
        assert "陈叔" in (await Visitor().get(path)).text
    assert "陈叔" not in (await Visitor().get("/c/wufuqiao/decisions?after=2026-01-01~9")).text
