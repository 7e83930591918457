"""The fixed cast: everybody who appears in the tests, and the two NGOs they belong to.

In NGO 甲: **Lin** coordinates; **Chen** facilitates in 五福桥; **He** facilitates only in 玉林东, so 五福桥 is none of her
business; **Zhao** leads the pet owners' group; **Wu** funds the pet program; **Qian** runs the installation.
In NGO 乙: **Bai** coordinates, **Song** funds. Nothing of 甲 exists for them, and the word 金丝雀 stands in everything of
theirs, so that no test of 甲 may ever meet it.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec

from groups.activities.tables import Activity
from groups.teams.tables import Group, Membership
from programs.communities.tables import Building, Community, Estate
from programs.funding.tables import Grant, GrantProgram
from programs.listening.tables import NeedClass
from programs.method.tables import Program
from programs.residents.rules import folded
from programs.residents.search_actions import index_names
from programs.residents.tables import Household, Resident
from server.accounts.tables import AccountSession, Organisation, RoleAssignment, UserAccount
from server.lib.actor import Actor, Assignment, Role, Scope
from server.lib.db import write_transaction
from server.lib.ids import token_hash
from tests.databases import seed

STARTED = date(2026, 1, 5)
LONG_AGO = datetime(2025, 12, 1, tzinfo=UTC)
CANARY = "金丝雀"


class Side(msgspec.Struct):
    """One NGO's rows, by id."""

    organisation: int
    community: int
    estate: int
    building: int
    program: int
    group: int
    grant: int
    need_class: int
    activity: int
    residents: dict[str, int]


class Cast(msgspec.Struct):
    """The people as actors, and the rows they meet."""

    lin: Actor
    chen: Actor
    he: Actor
    zhao: Actor
    wu: Actor
    qian: Actor
    bai: Actor
    song: Actor
    ours: Side
    theirs: Side
    other_community: int


async def _organisation(name: str, slug: str) -> int:
    row = Organisation(name=name, slug=slug, created_at=LONG_AGO)
    await row.save()
    return row.id


async def _person(
    organisation: int,
    username: str,
    name: str,
    role: Role,
    scope: Scope = "organisation",
    scope_id: int | None = None,
) -> Actor:
    """An account with one role and one open session, whose cookie is `session-<username>`."""
    user = UserAccount(
        organisation=organisation,
        username=username,
        display_name=name,
        password_hash="-",
        created_at=LONG_AGO,
        password_changed_at=LONG_AGO,
    )
    await user.save()
    held = RoleAssignment(
        user=user.id,
        organisation=organisation,
        role=role,
        scope=scope,
        scope_id=scope_id,
        granted_at=LONG_AGO,
    )
    await held.save()
    now = datetime.now(UTC)
    session = AccountSession(
        token_hash=token_hash(f"session-{username}"),
        user=user.id,
        created_at=now,
        last_seen_at=now,
        idle_minutes=720,
        expires_at=now + timedelta(days=1),
        absolute_until=now + timedelta(days=7),
        ip_prefix="127.0.0",
        user_agent="tests",
    )
    await session.save()
    return Actor(
        user_id=user.id,
        organisation_id=organisation,
        name=name,
        assignments=(Assignment(role, scope, scope_id),),
        session_id=session.id,
    )


async def _row(table: type, **values: Any) -> int:
    row = table(**values)
    await row.save()
    return int(row.id)


async def _side(organisation: int, mark: str, slug: str, names: list[str]) -> Side:
    community = await _row(
        Community,
        organisation=organisation,
        name=f"{mark}五福桥社区",
        slug=slug,
        district="锦江区",
        households=300,
    )
    estate = await _row(Estate, organisation=organisation, community=community, name=f"{mark}锦绣园")
    building = await _row(
        Building,
        organisation=organisation,
        community=community,
        estate=estate,
        name=f"{mark}3栋",
        households=60,
    )
    household = await _row(
        Household, organisation=organisation, community=community, building=building, door="301"
    )
    residents = {
        name: await _row(
            Resident,
            organisation=organisation,
            community=community,
            name=f"{mark}{name}",
            folded_name=folded(f"{mark}{name}"),
            phone_tail=f"000{number}",
            age_band="60-74",
            building=building,
            household=household if number == 0 else None,
        )
        for number, name in enumerate(names)
    }
    await index_names(residents.values())
    program = await _row(
        Program,
        organisation=organisation,
        community=community,
        name=f"{mark}宠物文明",
        goal=f"{mark}让院子里没有狗粪",
        stage_since=STARTED,
        started_on=STARTED,
    )
    group = await _row(
        Group,
        organisation=organisation,
        community=community,
        program=program,
        name=f"{mark}铲屎官小队",
        kind="pets",
        initiator="猫奶奶",
        formed_on=date(2026, 3, 1),
    )
    for resident in list(residents.values())[:3]:
        await _row(
            Membership, organisation=organisation, group=group, resident=resident, joined_on=date(2026, 3, 1)
        )
    grant = await _row(
        Grant,
        organisation=organisation,
        title=f"{mark}社区微更新",
        funder_name=f"{mark}基金会",
        starts_on=STARTED,
    )
    await _row(GrantProgram, organisation=organisation, grant=grant, program=program, added_on=STARTED)
    need_class = await _row(NeedClass, organisation=organisation, name=f"{mark}宠物粪便")
    activity = await _row(
        Activity,
        organisation=organisation,
        community=community,
        program=program,
        title=f"{mark}小动物选美比赛",
        held_on=date(2026, 2, 20),
        staff=3,
        volunteers=5,
        participants=30,
        presence="full",
    )
    return Side(
        organisation=organisation,
        community=community,
        estate=estate,
        building=building,
        program=program,
        group=group,
        grant=grant,
        need_class=need_class,
        activity=activity,
        residents=residents,
    )


async def _cast() -> Cast:
    """Two NGOs side by side."""
    async with write_transaction():
        jia, yi = await _organisation("甲社工", "jia"), await _organisation(f"{CANARY}乙社工", "yi")
        ours = await _side(jia, "", "wufuqiao", ["陈叔", "王阿姨", "猫奶奶", "张𠮷", "李娜"])
        theirs = await _side(yi, CANARY, "jinsique", ["周姐", "吴伯", "郑嫂"])
        other = await _row(Community, organisation=jia, name="玉林东社区", slug="yulin-east")
        return Cast(
            lin=await _person(jia, "lin", "林老师", "coordinator"),
            chen=await _person(jia, "chen", "陈社工", "facilitator", "community", ours.community),
            he=await _person(jia, "he", "何社工", "facilitator", "community", other),
            zhao=await _person(jia, "zhao", "赵姐", "leader", "group", ours.group),
            wu=await _person(jia, "wu", "吴女士", "funder", "grant", ours.grant),
            qian=await _person(jia, "qian", "钱工", "operator", "installation"),
            bai=await _person(yi, "bai", f"{CANARY}白老师", "coordinator"),
            song=await _person(yi, "song", f"{CANARY}宋先生", "funder", "grant", theirs.grant),
            ours=ours,
            theirs=theirs,
            other_community=other,
        )


cast = seed(_cast)

USERNAMES = ("lin", "chen", "he", "zhao", "wu", "qian", "bai", "song")
