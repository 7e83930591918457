"""Elections, hand-overs, circles, chat groups and notices on the screens of staff, leaders and the street."""

from __future__ import annotations

from datetime import timedelta

from groups.activities.tables import Activity
from groups.teams.tables import (
    ChatGroup,
    CommunityLeader,
    Election,
    ElectionCandidate,
    GroupLeader,
    HandOverItem,
)
from programs.method.tables import Program
from server.lib import clock
from server.lib.db import write_transaction
from tests.cast import Cast, _row
from tests.visitor import Visitor


async def test_an_election_goes_from_its_plan_to_the_street(cast: Cast) -> None:
    chen, people = Visitor("chen"), cast.ours.residents
    place = f"/desk/communities/{cast.ours.community}/elections"
    assert (await chen.get(f"{place}/new?group={cast.ours.group}")).status_code == 200
    plan = {"title": "铲屎官换届", "held_on": clock.today().isoformat(), "body": "业委会", "seats": "2"}
    answer = await chen.post(place, {**plan, "term_months": "12", "group": ""})
    home = answer.headers["location"]
    for form in ("candidates", "observers"):
        empty = await chen.post(f"{home}/{form}", {"resident": ""})
        assert (empty.status_code, empty.text.count('id="f-resident"')) == (422, 1)
    assert "<details open>" in (await chen.post(f"{home}/cancellation", {"reason": ""})).text
    for name in ("陈叔", "王阿姨", "猫奶奶"):
        assert (await chen.post(f"{home}/candidates", {"resident": str(people[name])})).status_code == 303
    ids = [str(row["id"]) for row in await ElectionCandidate.select().order_by(ElectionCandidate.id)]
    count = {
        "candidates": ids,
        "votes": ["9", "7", "3"],
        "votes_cast": "14",
        "electors": "20",
        "version": "1",
    }
    wrong = await chen.post(f"{home}/count", {**count, "votes": ["9", "7"]})
    assert wrong.status_code == 422
    assert '<fieldset class="field has-error" id="f-votes">' in wrong.text
    too_many = await chen.post(f"{home}/count", {**count, "votes": ["14", "14", "1"]})
    assert (too_many.status_code, "选票" in too_many.text) == (422, True)
    assert (await chen.post(f"{home}/count", count)).status_code == 303
    stale = await chen.post(f"{home}/count", {**count, "votes": ["3", "9", "7"], "votes_cast": "15"})
    assert (stale.status_code, "现在保存的内容" in stale.text) == (409, True)
    assert 'name="version" value="2"' in stale.text
    page = (await chen.get(home)).text
    assert '<input type="hidden" name="version" value="2">' in page[page.index('id="publication"') :]
    unwatched = await chen.post(f"{home}/publication", {"version": "2"})
    assert unwatched.status_code == 422
    assert "不参选的居民" in unwatched.text
    watched = {"resident": str(people["李娜"]), "watched_on": clock.today().isoformat()}
    assert (await chen.post(f"{home}/observers", watched)).status_code == 303
    assert (await chen.post(f"{home}/publication", {"version": "1"})).status_code == 422
    assert (await chen.post(f"{home}/publication", {"version": "2"})).status_code == 303
    assert "老中青" in (await chen.get(home)).text
    street = (await Visitor().get("/c/wufuqiao")).text
    assert "铲屎官换届" in street
    assert "陈叔" not in street
    assert (await Visitor("he").get(home)).status_code == 404
    assert await Election.count() == 1


async def test_of_two_who_were_elected_only_hers_is_refused(cast: Cast) -> None:
    chen, today = Visitor("chen"), clock.today()
    ours = {"organisation": cast.ours.organisation}
    async with write_transaction():
        election = await _row(
            Election,
            **ours,
            community=cast.ours.community,
            group=cast.ours.group,
            title="换届",
            held_on=today,
            state="published",
        )
        leader, _deputy = [
            await _row(
                ElectionCandidate,
                **ours,
                election=election,
                resident=cast.ours.residents[name],
                position=position,
                votes=9,
                elected=True,
            )
            for name, position in (("猫奶奶", "leader"), ("王阿姨", "deputy"))
        ]
    early = {"since": (today - timedelta(days=1)).isoformat()}
    refused = await chen.post(f"/desk/election-candidates/{leader}/taking-over", early)
    assert (refused.status_code, "任期最早从那天起" in refused.text) == (422, True)
    assert refused.text.count(f'value="{early["since"]}"') == refused.text.count('id="f-since"') == 1
    assert refused.text.count('name="since"') == 2
    assert (
        refused.text.count("还要先确认为能人") == 1
    )  # of the deputy nothing is asked but that she is a member
    async with write_transaction():
        term = await _row(
            GroupLeader,
            **ours,
            group=cast.ours.group,
            resident=cast.ours.residents["李娜"],
            position="leader",
            chosen_how="offered",
            since=today,
        )
        spotted = {
            "community": cast.ours.community,
            "resident": cast.ours.residents["猫奶奶"],
            "spotted_by": "陈社工",
        }
        await _row(CommunityLeader, **ours, **spotted, spotted_on=today, confirmed_on=today)
    page = (await chen.get(f"/desk/elections/{election}")).text
    assert f'<a href="/desk/group-leaders/{term}/hand-over">' in page


async def test_a_term_that_ends_is_told_on_the_desk_the_group_and_my_page(cast: Cast) -> None:
    today = clock.today()
    async with write_transaction():
        term = await _row(
            GroupLeader,
            organisation=cast.ours.organisation,
            group=cast.ours.group,
            resident=cast.ours.residents["猫奶奶"],
            position="leader",
            chosen_how="offered",
            since=today - timedelta(days=300),
            until=today + timedelta(days=59),
            account=cast.zhao.user_id,
        )
    assert "有任期将于" in (await Visitor("chen").get("/desk")).text
    assert "带头人任期将满" in (await Visitor("chen").get(f"/desk/groups/{cast.ours.group}")).text
    assert "届满" in (await Visitor("zhao").get("/my")).text
    async with write_transaction():
        await _row(
            Program,
            organisation=cast.ours.organisation,
            community=cast.ours.community,
            name="一栋晾衣",
            stage_since=today,
            started_on=today,
        )
        await Program.update({Program.stage_since: today}).where(Program.id == cast.ours.program)
    board = (await Visitor("chen").get("/desk")).text
    assert board.index("一栋晾衣") < board.index("宠物文明")
    async with write_transaction():
        await GroupLeader.update({GroupLeader.until: today - timedelta(days=1)}).where(GroupLeader.id == term)
    board = (await Visitor("chen").get("/desk")).text
    assert "有任期已于" in board
    assert "有任期将于" not in board
    assert board.index("宠物文明") < board.index("一栋晾衣")
    assert "任期已于" in (await Visitor("zhao").get("/my")).text
    page = f"/desk/group-leaders/{term}/hand-over"
    chen = Visitor("chen")
    assert (await chen.post(page, {"kind": "seal", "what": "公章一枚"})).status_code == 303
    assert (await chen.post(page, {"kind": "seal", "none_held": "1"})).status_code == 422
    assert (await chen.post(page, {"kind": "keys", "none_held": "1"})).status_code == 303
    assert (await chen.post(page, {"kind": "money", "what": ""})).status_code == 422
    assert (await chen.post(page, {"kind": "account", "what": "公众号"})).status_code == 303
    [seal, _keys, _account] = await HandOverItem.select().order_by(HandOverItem.id)
    early = {"received_by": "李叔", "received_on": "2020-01-01"}
    refused = (await chen.post(f"/desk/hand-over-items/{seal['id']}/receipt", early)).text
    assert refused.count('value="李叔"') == 1
    assert 'id="f-received_on" name="received_on" type="date" value="2020-01-01"' in refused
    assert "公章一枚" in (await chen.get(f"{page}?print=1")).text
    ended = {"ended_on": today.isoformat(), "reason": "年纪大了", "honoured_as": "名誉顾问"}
    assert (await chen.post(f"/desk/group-leaders/{term}/end", ended)).status_code == 303
    assert "名誉顾问" in (await chen.get(f"/desk/groups/{cast.ours.group}")).text


async def test_ties_are_entered_by_name_and_drawn(cast: Cast) -> None:
    chen = Visitor("chen")
    page = f"/desk/communities/{cast.ours.community}/ties"
    tie = {"who": "猫奶奶", "whom": "李娜", "kind": "brought_in", "since": "2026-03-01"}
    assert (await chen.post(page, tie)).status_code == 303
    assert (await chen.post(page, tie)).status_code == 422
    turned = {**tie, "who": "李娜", "whom": "猫奶奶"}
    assert (
        await chen.post(page, turned)
    ).status_code == 303  # bringing in has a direction, being friends has none
    assert (await chen.post(page, {**tie, "kind": "friends"})).status_code == 303
    assert (await chen.post(page, {**turned, "kind": "friends"})).status_code == 422
    assert "同一个人" in (await chen.post(page, {**tie, "whom": "猫奶奶"})).text
    assert (await chen.get(page)).status_code == 200
    circle = await chen.get(f"/desk/residents/{cast.ours.residents['猫奶奶']}/circle")
    assert "<svg" in circle.text
    assert "李娜" in circle.text
    assert (await Visitor("he").get(page)).status_code == 404


async def test_chat_groups_are_counted_and_a_notice_is_copied(cast: Cast) -> None:
    chen = Visitor("chen")
    page = f"/desk/communities/{cast.ours.community}/chats"
    chat = {
        "name": "通知群",
        "purpose": "只发通知",
        "started_on": "2026-01-05",
        "group": str(cast.ours.group),
    }
    answer = await chen.post(page, {**chat, "members": "86"})
    assert answer.status_code == 303
    home = answer.headers["location"]
    assert (await chen.post(f"{home}/counts", {"month": "2026-03", "members": "40"})).status_code == 303
    assert (await chen.post(f"{home}/counts", {"month": "2025-03", "members": "40"})).status_code == 422
    assert "<svg" in (await chen.get(home)).text
    assert "通知群" in (await chen.get(f"/desk/groups/{cast.ours.group}")).text
    assert (await chen.post(f"{home}/closure", {"closed_on": "2026-04-30"})).status_code == 303
    late = await chen.post(f"{home}/counts", {"month": "2026-05", "members": "40"})
    assert (late.status_code, "2026年4月" in late.text) == (422, True)
    assert 'value="2026-04"' in (await chen.get(home)).text
    assert await ChatGroup.count() == 1
    async with write_transaction():
        await Activity.update({Activity.state: "planned", Activity.place: "院坝"}).where(
            Activity.id == cast.ours.activity
        )
    notice = (await chen.get(f"/desk/activities/{cast.ours.activity}/announcement")).text
    for part in ("【通知】小动物选美比赛", "时间：", "地点：院坝", "/c/wufuqiao", "data:image/svg+xml"):
        assert part in notice


async def test_the_notice_is_ready_for_who_leads_before_the_day(cast: Cast) -> None:
    zhao, today = Visitor("zhao"), clock.today()
    home = f"/my/activities/{cast.ours.activity}"
    for days, ready in ((9, True), (0, True), (-1, False)):
        async with write_transaction():
            planned = {"state": "planned", "held_on": today + timedelta(days=days), "group": cast.ours.group}
            await Activity.update(planned).where(Activity.id == cast.ours.activity)  # type: ignore[arg-type]  # columns by name
        assert (f'href="{home}/announcement"' in (await zhao.get(home)).text) is ready
    assert "【通知】" in (await zhao.get(f"{home}/announcement")).text
