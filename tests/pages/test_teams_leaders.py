"""Who leads a group and what it takes on, on pages: the desk's, the leader's phone and the street's."""

from groups.teams.tables import CommunityLeader, GroupLeader, GroupTask
from programs.method.queries import totals_of
from tests.cast import CANARY, Cast
from tests.visitor import Visitor

OP = "11111111-1111-4111-8111-111111111111"


async def capable(cast: Cast, name: str = "猫奶奶") -> int:
    """A confirmed community leader, made on the pages."""
    chen = Visitor("chen")
    answer = await chen.post(
        f"/desk/communities/{cast.ours.community}/community-leaders",
        {
            "resident": str(cast.ours.residents[name]),
            "source_type": "resident",
            "spotted_by": "陈社工",
            "spotted_on": "2026-03-01",
            "program": str(cast.ours.program),
        },
    )
    home = answer.headers["location"]
    for criterion in ("cares", "brings"):
        sighting = {"criterion": criterion, "seen_on": "2026-03-02", "what": "带着八户邻居扫了楼道"}
        assert (await chen.post(f"{home}/sightings", sighting)).status_code == 303
    assert (await chen.post(f"{home}/confirmation", {"confirmed_on": "2026-03-03"})).status_code == 303
    return int(home.rsplit("/", 1)[1])


def term(cast: Cast, name: str = "猫奶奶", **values: str) -> dict[str, str]:
    return {
        "position": "leader",
        "resident": str(cast.ours.residents[name]),
        "chosen_how": "elected",
        "votes_for": "9",
        "votes_cast": "１４",
        "since": "2026-03-10",
        **values,
    }


def task(cast: Cast, **values: str) -> dict[str, str]:
    return {
        "title": "草坪上不再有狗粪",
        "need_class": str(cast.ours.need_class),
        "program": str(cast.ours.program),
        "taken_on": "2026-04-02",
        **values,
    }


async def handed(cast: Cast) -> int:
    answer = await Visitor("chen").post(f"/desk/groups/{cast.ours.group}/tasks", task(cast))
    assert answer.status_code == 303, answer.text
    return int(answer.headers["location"].rsplit("/", 1)[1])


async def test_a_candidate_with_one_criterion_stays_to_be_watched(cast: Cast) -> None:
    chen = Visitor("chen")
    spotted = {
        "resident": str(cast.ours.residents["王阿姨"]),
        "source_type": "resident",
        "spotted_by": "李娜",
        "spotted_on": "2026-03-01",
    }
    answer = await chen.post(f"/desk/communities/{cast.ours.community}/community-leaders", spotted)
    home = answer.headers["location"]
    await chen.post(f"{home}/sightings", {"criterion": "cares", "seen_on": "2026-03-02", "what": "打12345"})
    answer = await chen.post(f"{home}/confirmation", {"confirmed_on": "2026-03-03"})
    assert answer.status_code == 422
    assert "还缺“带领大家做活动”" in answer.text
    page = await chen.get(home)
    assert "待考察" in page.text
    assert "打12345" in page.text
    register = await chen.get(f"/desk/community-leaders?community={cast.ours.community}")
    assert "还没看到" in register.text
    again = await chen.post(f"/desk/communities/{cast.ours.community}/community-leaders", spotted)
    assert again.status_code == 422
    assert "已在能人登记里" in again.text
    assert (await CommunityLeader.objects().first()).confirmed_on is None


async def test_a_confirmation_is_withdrawn_with_a_reason(cast: Cast) -> None:
    chen, entry = Visitor("chen"), await capable(cast)
    assert (await totals_of(cast.ours.program))["leader.capable", ""] == 1
    url = f"/desk/community-leaders/{entry}"
    assert (await chen.post(f"{url}/withdrawal", {})).status_code == 422
    assert (await chen.post(f"{url}/withdrawal", {"reason": "记错了人"})).status_code == 303
    assert (await totals_of(cast.ours.program))["leader.capable", ""] == 0
    assert "记错了人" in (await chen.get(url)).text
    edited = {"version": "3", "source_type": "local_staff", "spotted_by": "何叔", "spotted_on": "2026-03-01"}
    assert (await chen.post(f"{url}/edit", edited)).status_code == 303
    stale = await chen.post(f"{url}/edit", {**edited, "source_type": "resident"})
    assert stale.status_code == 409
    assert "基层工作人员" in stale.text


async def test_a_leader_is_confirmed_and_shown_with_the_votes(cast: Cast) -> None:
    chen, url = Visitor("chen"), f"/desk/groups/{cast.ours.group}"
    answer = await chen.post(f"{url}/leaders", term(cast))
    assert answer.status_code == 422
    assert "带头人必须是已确认的能人" in answer.text
    await capable(cast)
    form = await chen.get(f"{url}/leaders/new")
    assert "猫奶奶 0002 · 已确认" in form.text
    for typed, sentence in (
        ({"votes_for": "15"}, "得票数不能多于投票总数"),
        ({"chosen_how": "offered"}, "推选才有票数"),
        ({"until": "2026-01-01"}, "结束"),
        ({"resident": str(cast.ours.residents["李娜"])}, "只有成员才能带头"),
    ):
        answer = await chen.post(f"{url}/leaders", term(cast, **typed))
        assert answer.status_code == 422
        assert sentence in answer.text
    assert (await chen.post(f"{url}/leaders", term(cast), op_id=OP)).status_code == 303
    assert (await chen.post(f"{url}/leaders", term(cast), op_id=OP)).status_code == 303
    assert (await chen.post(f"{url}/leaders", term(cast))).status_code == 422
    page = await chen.get(url)
    assert "2026年3月10日起 · 推选 9/14" in page.text
    assert "<ins>推选</ins>" in page.text
    assert "副手空缺" in page.text
    assert await GroupLeader.count() == 1
    foreign = term(cast, resident=str(cast.theirs.residents["周姐"]), position="deputy")
    assert (await chen.post(f"{url}/leaders", foreign)).status_code == 404


async def test_a_term_ends_and_stays_written(cast: Cast) -> None:
    chen, url = Visitor("chen"), f"/desk/groups/{cast.ours.group}"
    named = term(cast, "王阿姨", position="deputy", chosen_how="rotation", votes_for="", votes_cast="")
    assert (await chen.post(f"{url}/leaders", named)).status_code == 303
    own = f"/desk/group-leaders/{(await GroupLeader.objects().first()).id}"
    assert "轮值" in (await chen.get(own)).text
    assert (await chen.post(f"{own}/end", {"ended_on": "2026-03-01", "reason": "期满"})).status_code == 422
    assert (await chen.post(f"{own}/end", {"ended_on": "2026-05-01", "reason": "期满"})).status_code == 303
    page = await chen.get(url)
    assert "期满" in page.text
    assert "历任带头人" in page.text


async def test_who_moved_away_and_still_leads_is_shown_wherever_one_relies_on_her(cast: Cast) -> None:
    chen, url = Visitor("chen"), f"/desk/groups/{cast.ours.group}"
    named = term(cast, "王阿姨", position="deputy", chosen_how="rotation", votes_for="", votes_cast="")
    own = f"/desk/residents/{cast.ours.residents['王阿姨']}"
    assert (await chen.post(f"{url}/leaders", named)).status_code == 303
    dossier = f"/desk/programs/{cast.ours.program}/dossier"
    assert "副手已搬走" not in (await chen.get(url)).text
    assert (await chen.post(f"{own}/moved-away", {"moved_away_on": "2026-05-02"})).status_code == 303
    assert "副手已搬走" in (await chen.get(url)).text
    assert "副手已搬走" in (await chen.get("/desk/groups")).text
    assert "副手已经搬走：问问大家现在谁能顶上。" in (await chen.get(dossier)).text
    page = (await chen.get(own)).text
    assert f'<a href="/desk/group-leaders/{(await GroupLeader.objects().first()).id}">人已搬走' in page


async def test_a_leader_writes_the_plan_on_the_phone(cast: Cast) -> None:
    task_id, zhao = await handed(cast), Visitor("zhao")
    group = await zhao.get(f"/my/groups/{cast.ours.group}")
    assert group.status_code == 200
    assert "草坪上不再有狗粪" in group.text
    assert "0002" in group.text
    assert "李娜" not in group.text
    url = f"/my/groups/{cast.ours.group}/tasks/{task_id}"
    page = await zhao.get(url)
    assert "/desk/" not in page.text.split("<main")[1]
    written = {"version": "1", "plan": "每人一袋", "plan_author": str(cast.ours.residents["李娜"])}
    refused = await zhao.post(f"{url}/plan", written)
    assert refused.status_code == 422
    assert "请选一位成员执笔" in refused.text
    assert "每人一袋" in refused.text
    written["plan_author"] = str(cast.ours.residents["猫奶奶"])
    assert (await zhao.post(f"{url}/plan", written, op_id=OP)).status_code == 303
    assert (await zhao.post(f"{url}/plan", written, op_id=OP)).status_code == 303
    stale = await zhao.post(f"{url}/plan", {**written, "plan": "另一个办法"})
    assert stale.status_code == 409
    assert "每人一袋" in stale.text
    assert "另一个办法" in stale.text
    staff = await Visitor("chen").get(f"/desk/group-tasks/{task_id}")
    assert "猫奶奶" in staff.text
    assert (await totals_of(cast.ours.program))["task.planned", ""] == 1


async def test_a_leader_sees_her_own_group_only(cast: Cast) -> None:
    task_id = await handed(cast)
    chen = Visitor("chen")
    answer = await chen.post(
        f"/desk/communities/{cast.ours.community}/groups",
        {"name": "棋社", "kind": "sport", "formed_on": "2026-03-01"},
    )
    other = answer.headers["location"].rsplit("/", 1)[1]
    zhao = Visitor("zhao")
    assert (await zhao.get(f"/my/groups/{other}")).status_code == 404
    assert (await zhao.get(f"/my/groups/{other}/tasks/{task_id}")).status_code == 404
    assert (await zhao.get(f"/desk/groups/{cast.ours.group}")).status_code == 403
    assert (await Visitor("bai").get(f"/my/groups/{cast.ours.group}")).status_code == 404


async def test_a_task_is_edited_and_ended(cast: Cast) -> None:
    task_id, chen = await handed(cast), Visitor("chen")
    url = f"/desk/group-tasks/{task_id}"
    again = await chen.post(f"/desk/groups/{cast.ours.group}/tasks", task(cast))
    assert again.status_code == 422
    assert "已经在处理这类投诉" in again.text
    assert (await chen.post(f"{url}/edit", task(cast, version="1", title="干净的草坪"))).status_code == 303
    stale = await chen.post(f"{url}/edit", task(cast, version="1", title="别的"))
    assert stale.status_code == 409
    assert "干净的草坪" in stale.text
    missing = await chen.post(f"{url}/end", {"ended_on": "2026-07-01"})
    assert missing.status_code == 422
    assert "<details open>" in missing.text
    assert (await chen.post(f"{url}/end", {"ended_on": "2026-07-01", "result": "干净了"})).status_code == 303
    assert "干净了" in (await chen.get(url)).text
    assert (await GroupTask.objects().first()).ended_on is not None
    foreign = task(cast, need_class=str(cast.theirs.need_class))
    assert (await chen.post(f"/desk/groups/{cast.ours.group}/tasks", foreign)).status_code == 404


async def test_a_dictated_plan_is_written_down_by_staff(cast: Cast) -> None:
    task_id = await handed(cast)
    answer = await Visitor("chen").post(
        f"/desk/group-tasks/{task_id}/plan",
        {
            "version": "1",
            "plan": "每人一袋",
            "plan_author": str(cast.ours.residents["猫奶奶"]),
            "planned_on": "2026-04-06",
        },
    )
    assert answer.status_code == 303
    page = await Visitor("chen").get(f"/desk/group-tasks/{task_id}")
    assert "猫奶奶（小组成员）写于2026年4月6日" in page.text


async def test_the_street_shows_groups_to_join_and_nobody_of_them(cast: Cast) -> None:
    await capable(cast)
    await Visitor("chen").post(f"/desk/groups/{cast.ours.group}/leaders", term(cast))
    answer = await Visitor().get("/c/wufuqiao")
    assert "铲屎官小队" in answer.text
    assert "猫奶奶" not in answer.text
    assert "0002" not in answer.text
    assert "王阿姨" not in answer.text
    assert CANARY not in answer.text
