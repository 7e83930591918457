"""The demo: the sources' own stories, replayed through the actions that people carry out on the screens.

Their figures are the sources' where they give some; the others are plainly invented. Every page says so.
"""

from __future__ import annotations

from datetime import date

import msgspec

from programs.communities import actions as community_actions
from programs.communities.queries import access_community
from programs.communities.schemas import NewBuilding, NewCommunity, NewEstate
from programs.communities.tables import Estate
from programs.funding import actions as funding_actions
from programs.funding.queries import access_grant
from programs.funding.schemas import NewGrant
from programs.listening.class_actions import seed_classes
from programs.surveys.card_actions import seed_cards
from server import routes
from server.accounts import actions as account_actions
from server.accounts.hashing import hash_password
from server.accounts.queries import actor_for
from server.accounts.tables import UserAccount
from server.demo import care, deeds, elections, honours, lasting, others, own
from server.demo import children as children_story
from server.demo import circle as circle_story
from server.demo import estate as estate_story
from server.demo import life as life_story
from server.demo import load as load_story
from server.demo import pets as pets_story
from server.demo.program import months_ago, on, op
from server.demo.story import Story, story_in
from server.lib.actor import COORDINATOR, FACILITATOR, FUNDER, LEADER, OPERATOR, Actor, Assignment
from server.lib.db import write_transaction
from server.lib.i18n import DEFAULT_LANGUAGE
from server.lib.settings import DEMO_PASSWORD


class Ngo(msgspec.Struct):
    """One organisation of the demo with the actors who carry its stories."""

    organisation: int
    coordinator: Actor
    facilitator: Actor


async def replay() -> None:
    """Fill an empty, migrated database. All in one transaction: a demo is whole or is not."""
    routes.register_rooms()
    async with write_transaction():
        with on(months_ago(32, 1)):
            jia = await _open_ngo(
                "甲社会工作服务中心", "jia", ("coordinator", "林老师"), ("facilitator", "陈社工")
            )
            yi = await _open_ngo(
                "乙社区发展中心", "yi", ("coordinator2", "白老师"), ("facilitator2", "何社工")
            )
            operator = await _account(jia.organisation, "operator", "钱工")
            await account_actions.add_role(
                operator, Assignment(OPERATOR, "installation"), actor=Actor.system(jia.organisation)
            )
        await _tell_jia(jia)
        await _tell_yi(yi)


async def _open_ngo(name: str, slug: str, coordinator: tuple[str, str], facilitator: tuple[str, str]) -> Ngo:
    organisation = await account_actions.create_organisation(name, slug, actor=None)
    people = {}
    for role, (username, display_name) in ((COORDINATOR, coordinator), (FACILITATOR, facilitator)):
        user = await _account(organisation, username, display_name)
        await account_actions.add_role(
            user, Assignment(role, "organisation"), actor=Actor.system(organisation)
        )
        people[role] = await actor_for(user)
    await seed_classes(actor=people[COORDINATOR])
    await seed_cards(actor=people[COORDINATOR])
    return Ngo(organisation, people[COORDINATOR], people[FACILITATOR])


_hashed: list[str] = []


async def _password() -> str:
    """The demo's password, hashed once for all: hashing is slow, as it should be."""
    if not _hashed:
        _hashed.append(await hash_password(DEMO_PASSWORD))
    return _hashed[0]


async def _account(organisation: int, username: str, display_name: str) -> UserAccount:
    async with write_transaction():
        user_id = await account_actions.add_account(
            organisation,
            username=username,
            display_name=display_name,
            password_hash=await _password(),
            language=DEFAULT_LANGUAGE,
            actor=Actor.system(organisation),
        )
    user = await UserAccount.objects().get(UserAccount.id == user_id)
    if user is None:
        raise LookupError(username)
    return user


async def _tell_jia(ngo: Ngo) -> None:
    apricot = await _community(
        ngo,
        "杏花里社区",
        "xinghuali",
        "锦江区",
        1100,
        "杏花里有三个小区、十一栋楼，随迁老人和带小孩的家庭多。",
        {
            "杏花苑": ("1栋", "2栋", "3栋", "4栋", "5栋", "6栋"),
            "杏林小区": ("1栋", "2栋"),
            "花信公寓": ("A座", "B座", "C座"),
        },
    )
    acacia = await _community(
        ngo,
        "槐安社区",
        "huaian",
        "成华区",
        2400,
        "老单位大院，四千多人，夜里有人巡，白天有人聊。",
        {"槐安大院": ("东一栋", "东二栋", "东三栋", "西一栋", "西二栋", "西三栋")},
    )
    plane = await _community(
        ngo,
        "梧桐湾社区",
        "wutongwan",
        "青羊区",
        1200,
        "高层电梯房，邻居常在地下车库见面。",
        {"梧桐湾一期": ("6栋", "7栋", "8栋"), "梧桐湾二期": ("1栋", "2栋")},
    )
    lead = ngo.facilitator.user_id
    leader = await _account(ngo.organisation, "leader", "赵姐")

    pets = await story_in(ngo.facilitator, apricot)

    async def open_account(group: int) -> int:
        role = Assignment(LEADER, "group", group)
        await account_actions.grant_role(leader, role, actor=ngo.coordinator)
        return leader.id

    await pets_story.tell(pets, lead=lead, open_account=open_account)
    children = await story_in(ngo.facilitator, apricot)
    await children_story.tell(children, lead=lead)
    estate = await story_in(ngo.facilitator, acacia)
    await estate_story.tell(estate, lead=ngo.coordinator.user_id)
    load = await story_in(ngo.facilitator, acacia)
    await load_story.tell(load, lead=lead)
    await _tell_life(ngo, (apricot, pets, children), (acacia, estate, load))
    await _tell_thanks(ngo, pets)
    await others.tell_stalled(await story_in(ngo.facilitator, plane), lead=lead)
    relapse = await story_in(ngo.facilitator, plane)
    await others.tell_relapse(relapse, lead=lead)
    await _fund(
        ngo,
        "邻里同行三年资助",
        "和邻公益基金会",
        months_ago(31, 1),
        [pets, children, estate, load, relapse],
        ("funder", "吴女士"),
    )


async def _tell_life(ngo: Ngo, apricot: tuple[int, Story, Story], acacia: tuple[int, Story, Story]) -> None:
    """The groups beside the programs, with the neighbours of both stories of a community."""
    for (community_id, *stories), tell in (
        (apricot, life_story.tell_apricot),
        (acacia, life_story.tell_acacia),
    ):
        life = await story_in(ngo.facilitator, community_id)
        for story in stories:
            life.people.update(story.people)
        await tell(life)


async def _tell_thanks(ngo: Ngo, pets: Story) -> None:
    """Who stands in the middle of 杏花里, how they are thanked, and what those give whom nobody counts."""
    circle = await story_in(ngo.facilitator, pets.community.id)
    circle.people.update(pets.people)
    await circle_story.tell(circle)
    pets.people.update(circle.people)
    await honours.shown(
        pets, months_ago(5, 6), "board", "李叔和他的楼道灯", "东门宣传栏", name="李叔", picture="board-lamps"
    )
    await honours.shown(
        pets, months_ago(1, 2), "board", "岗亭的热水壶", "杏花苑宣传栏", name="李叔", picture="board-kettle"
    )
    await honours.at_the_party(pets, lasting.KEPT_HABIT, coordinator=ngo.coordinator)
    await own.tell(pets)
    await elections.unwatched(pets)
    await deeds.tell(pets)
    await care.tell(pets)


async def _tell_yi(ngo: Ngo) -> None:
    stream = await _community(
        ngo, "望溪社区", "wangxi", "郫都区", 640, "城边的新社区，坡地多。", {"望溪里": ("1栋", "2栋")}
    )
    garden = await story_in(ngo.facilitator, stream)
    await others.tell_neighbour(garden, lead=ngo.facilitator.user_id)
    await _fund(ngo, "社区菜园小额资助", "溪边基金", months_ago(6, 1), [garden], ("funder2", "宋先生"))


async def _community(
    ngo: Ngo,
    name: str,
    slug: str,
    district: str,
    households: int,
    about: str,
    estates: dict[str, tuple[str, ...]],
) -> int:
    with on(months_ago(31, 8)):
        data = NewCommunity(
            **op(),
            name=name,
            slug=slug,
            district=district,
            about=about,
            households=households,
            households_source="社区网格台账",
        )
        community_id = await community_actions.open_community(data, actor=ngo.coordinator)
        community = await access_community(ngo.coordinator, community_id)
        share = households // sum(map(len, estates.values()))
        for estate, buildings in estates.items():
            estate_id = await community_actions.add_estate(
                community, NewEstate(**op(), name=estate), actor=ngo.coordinator
            )
            row = await Estate.objects().get(Estate.id == estate_id)
            for building in buildings:
                new = NewBuilding(**op(), estate=estate_id, name=building, households=share)
                await community_actions.add_building(community, row, new, actor=ngo.coordinator)  # type: ignore[arg-type]  # just added
    return community_id


async def _fund(
    ngo: Ngo, title: str, funder: str, starts_on: date, stories: list[Story], account: tuple[str, str]
) -> None:
    with on(starts_on):
        data = NewGrant(**op(), title=title, funder_name=funder, starts_on=starts_on)
        grant_id = await funding_actions.open_grant(data, actor=ngo.coordinator)
    for story in stories:
        program = await story.program()
        with on(max(starts_on, program.started_on)):
            grant = await access_grant(ngo.coordinator, grant_id, to_edit=True)
            await funding_actions.add_program(grant, program, actor=ngo.coordinator)
    user = await _account(ngo.organisation, *account)
    await account_actions.add_role(user, Assignment(FUNDER, "grant", grant_id), actor=ngo.coordinator)
