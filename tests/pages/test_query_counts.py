"""A page asks the database as often with sixty rows as with three, and never more than stated here."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from piccolo.table import Table

from groups.activities.tables import Activity, ActivityAct, Attendance
from groups.teams.tables import CommunityLeader, Group, GroupLeader, GroupTask, Membership
from programs.funding.tables import Grant, GrantProgram
from programs.listening.tables import Need
from programs.method.kinds import Kind
from programs.method.ledger import Entry, record
from programs.method.tables import FocalIssue, FocalScore, Indicator, Program, Relapse, StageAttempt, Step
from programs.residents.tables import Resident
from programs.surveys.tables import DutyCard, Questionnaire, QuestionnaireVersion, Wave, WaveTally
from programs.visits.tables import VisitDay
from server.lib import db
from tests.cast import Cast
from tests.visitor import Visitor

DAY = date(2026, 3, 1)
FEW, MANY = 3, 60

# Pages of lists, and the most that each may ask; `{program}` and the like are the cast's own rows.
PAGES = {
    "/desk": 12,
    "/desk/programs/{program}": 24,
    "/desk/programs/{program}/focal-issues": 4,
    "/desk/programs/{program}/indicators": 6,
    "/desk/programs/{program}/steps": 4,
    "/desk/programs/{program}/evidence": 8,
    "/desk/programs/{program}/visits": 6,
    "/desk/programs/{program}/groups": 4,
    "/desk/programs/{program}/dossier": 62,
    "/desk/programs/{program}/activities": 4,
    "/desk/groups": 8,
    "/desk/groups/{group}": 15,
    "/desk/groups/{group}/members/new": 4,
    "/desk/habits": 4,
    "/desk/elections": 4,
    "/desk/communities/{community}/ties": 8,
    "/desk/communities/{community}/chats": 5,
    "/desk/groups/coverage?community={community}": 8,
    "/desk/community-leaders": 4,
    "/desk/activities": 6,
    "/desk/activities?view=list": 6,
    "/desk/activities/{activity}": 10,
    "/desk/needs": 8,
    "/desk/needs/by-class": 8,
    "/desk/needs/cases": 9,
    "/desk/needs/heat": 10,
    "/desk/needs/inbox": 8,
    "/desk/needs/duplicates": 4,
    "/desk/residents": 4,
    "/desk/grants": 4,
    "/my": 8,
    "/c/wufuqiao": 20,
    "/c/wufuqiao/duties": 2,
    "/desk/communities/{community}": 10,
    "/desk/waves": 6,
    "/desk/programs/{program}/waves": 8,
    "/desk/questionnaires": 4,
    "/desk/duty-cards": 4,
}


async def _row(table: type[Table], **values: Any) -> int:
    row = table(**values)
    await row.save()
    return int(row.id)  # type: ignore[attr-defined]  # every table has one


async def _more(cast: Cast, first: int, last: int) -> None:
    """Rows of every kind that the pages list, numbered from `first` to before `last`."""
    async with db.write_transaction():
        for number in range(first, last):
            person, activity = await _more_groups(cast, number)
            await _more_of_the_program(cast, number, person, activity)


async def _more_groups(cast: Cast, number: int) -> tuple[int, int]:
    """One more neighbour with a group and an activity; the ids of neighbour and activity."""
    ours = cast.ours
    wall = {"organisation": ours.organisation}
    place = {**wall, "community": ours.community}
    person = await _row(Resident, **place, name=f"邻居{number}", folded_name=f"邻居{number}")
    group = await _row(Group, **place, program=ours.program, name=f"小组{number}", formed_on=DAY)
    for joined in (ours.group, group):
        await _row(Membership, **wall, group=joined, resident=person, joined_on=DAY)
    leads = {"group": group, "resident": person, "position": "leader", "chosen_how": "offered"}
    await _row(GroupLeader, **wall, **leads, since=DAY)
    await _row(CommunityLeader, **place, resident=person, spotted_by="陈社工", spotted_on=DAY)
    task = {"group": ours.group, "need_class": ours.need_class, "title": f"任务{number}"}
    await _row(GroupTask, **wall, **task, taken_on=DAY)
    day = DAY + timedelta(days=number)
    activity = await _row(
        Activity,
        **place,
        program=ours.program,
        group=group,
        title=f"活动{number}",
        held_on=day,
        participants=1,
    )
    for attended in (ours.activity, activity):
        await _row(Attendance, **wall, activity=attended, resident=person)
    await _row(ActivityAct, **wall, activity=activity, act="decided", by="residents", resident=person)
    return person, activity


async def _more_of_the_program(cast: Cast, number: int, person: int, activity: int) -> None:
    """One more program beside the cast's, and one more of all that the cast's program holds."""
    ours, day = cast.ours, DAY + timedelta(days=number)
    wall = {"organisation": ours.organisation}
    place = {**wall, "community": ours.community}
    own = {**wall, "program": ours.program}
    program = await _row(Program, **place, name=f"项目{number}", stage_since=DAY, started_on=DAY)
    note = {"channel": "talk", "raised_on": day, "text": f"诉求{number}", "resident": person}
    await _row(Need, **place, program=ours.program, **note)
    await _row(VisitDay, **own, visited_on=day, tried=5, opened=3)
    issue = await _row(FocalIssue, **own, title=f"问题{number}")
    marks = {"visible": 1, "solvable": 1, "shared": 1, "cared": 1}
    await _row(FocalScore, **wall, issue=issue, scorer="x", **marks, scored_on=DAY)
    await _more_waves(cast, number, day)
    indicator = await _row(Indicator, **own, name=f"指标{number}", feed_kind=Kind.NEED_RAISED.value)
    await _row(Indicator, **own, name=f"读数{number}")
    await _row(Step, **own, title=f"步骤{number}", due_on=day, owner=cast.chen.user_id)
    await _row(Relapse, **wall, program=program, indicator=indicator, noticed_on=day, months="2026-01")
    move = {"from_stage": "listen", "to_stage": "focus", "attempted_on": day, "by_name": "x"}
    await _row(StageAttempt, **own, **move)
    grant = await _row(Grant, **wall, title=f"资助{number}", funder_name="x", starts_on=day)
    await _row(GrantProgram, **own, grant=grant, added_on=day)
    entries = [Entry(Kind.NEED_RAISED, day, 1), Entry(Kind.VISITS_MADE, day, 1)]
    await record(
        entries, program_id=ours.program, source_kind="activity", source_id=activity, actor=cast.chen
    )


async def _more_waves(cast: Cast, number: int, day: date) -> None:
    """One more questionnaire with a wave that asked it, and one more card."""
    wall = {"organisation": cast.ours.organisation}
    questionnaire = await _row(Questionnaire, **wall, title=f"问卷{number}")
    questions = '[{"key": "help", "kind": "scale", "text": "x", "scale": "belonging"}]'
    version = await _row(
        QuestionnaireVersion,
        **wall,
        questionnaire=questionnaire,
        number=1,
        questions=questions,
        published_on=DAY,
    )
    wave = await _row(
        Wave,
        **wall,
        community=cast.ours.community,
        program=cast.ours.program,
        questionnaire_version=version,
        title=f"调查{number}",
        opens_on=day,
        token=f"wave{number}",
    )
    for question, choice in (("", ""), ("help", "*"), ("help", "4"), ("=belonging", "4.00")):
        cell = {"question": question, "choice": choice, "segment": "member", "times": 40}
        await _row(WaveTally, **wall, wave=wave, **cell)
    await _row(DutyCard, **wall, title=f"卡片{number}", entitlement="权", duty="责")


async def _asked(visitor: Visitor, url: str) -> int:
    """How often a page asks; of two tries the fewer, for once a minute a session writes down that it was seen."""
    counts = []
    for _try in range(2):
        before = db.engine().query_id
        assert (await visitor.get(url)).status_code == 200, url
        counts.append(db.engine().query_id - before)
    return min(counts)


async def test_pages_ask_the_same_however_many_rows(cast: Cast) -> None:
    ids = {name: getattr(cast.ours, name) for name in ("program", "group", "community", "activity")}
    urls = {url.format(**ids): most for url, most in PAGES.items()}
    chen, zhao, nobody = Visitor("chen"), Visitor("zhao"), Visitor()
    readers = {url: nobody if url.startswith("/c/") else zhao if url == "/my" else chen for url in urls}
    await _more(cast, 0, FEW)
    asked = {url: await _asked(readers[url], url) for url in urls}
    assert {url: found for url, found in asked.items() if found > urls[url]} == {}
    await _more(cast, FEW, MANY)
    grown = {url: (asked[url], now) for url in urls if (now := await _asked(readers[url], url)) > asked[url]}
    assert grown == {}
