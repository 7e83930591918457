"""Needs noted, sorted, taken back and cited; the ledger says the same after each."""

import asyncio
from datetime import date

import pytest

from programs.communities.tables import Community
from programs.listening import actions, citation_actions, citation_queries, class_actions, queries
from programs.listening.queries import NeedFilter
from programs.listening.schemas import NewClass, NewNeed, RenamedClass, SortedNeed, VoidedNeed
from programs.listening.tables import Need, NeedCitation, NeedClass
from programs.method.queries import totals_of
from programs.method.tables import FocalIssue, Program
from server import audit
from server.lib import db
from server.lib.errors import NotFound, Refused, Stale
from server.lib.ids import new_op_id
from tests.cast import CANARY, Cast

DAY = date(2026, 3, 9)


async def note(cast: Cast, **values: object) -> int:
    given = {
        "text": "楼下又有狗粪",
        "channel": "mailbox",
        "raised_on": DAY,
        "program": cast.ours.program,
        **values,
    }
    community = await Community.objects().get(Community.id == cast.ours.community)
    return await actions.note_need(community, NewNeed(op_id=new_op_id(), **given), actor=cast.chen)


async def need(need_id: int) -> Need:
    found = await Need.objects().get(Need.id == need_id)
    assert found is not None
    return found


async def sums(program: int) -> dict[tuple[str, str], int]:
    return {key: amount for key, amount in (await totals_of(program)).items() if amount}


async def issue_of(cast: Cast, *, state: str = "candidate", program: int | None = None) -> FocalIssue:
    issue = FocalIssue(
        organisation=cast.ours.organisation, program=program or cast.ours.program, title="狗粪", state=state
    )
    async with db.write_transaction():
        await issue.save()
    return issue


async def test_a_complaint_counts_as_need_and_as_complaint(cast: Cast) -> None:
    dogs = cast.ours.need_class
    await note(cast, need_class=dogs, complaint=True, quantity=23)
    await note(cast, need_class=dogs)
    await note(cast)
    assert await sums(cast.ours.program) == {
        ("need.raised", f"class:{dogs}"): 24,
        ("complaint.raised", f"class:{dogs}"): 23,
        ("need.raised", ""): 1,
    }


async def test_a_need_without_a_program_proves_nothing_until_it_is_sorted(cast: Cast) -> None:
    noted = await note(cast, program=None, complaint=True)
    assert await sums(cast.ours.program) == {}
    sorting = SortedNeed(
        op_id=new_op_id(), version=1, need_class=cast.ours.need_class, program=cast.ours.program
    )
    await actions.sort_need(await need(noted), sorting, actor=cast.chen)
    assert await sums(cast.ours.program) == {
        ("need.raised", f"class:{cast.ours.need_class}"): 1,
        ("complaint.raised", f"class:{cast.ours.need_class}"): 1,
    }
    [entry, _] = await audit.entries_of("need", noted, organisation_id=cast.ours.organisation)
    assert "宠物粪便" in entry["changes"]
    assert "宠物文明" in entry["changes"]


async def test_evidence_follows_a_need_into_another_class(cast: Cast) -> None:
    other = await class_actions.add_class(None, NewClass(op_id=new_op_id(), name="停车"), actor=cast.lin)
    noted = await note(cast, need_class=cast.ours.need_class, complaint=True, quantity=3)
    sorting = SortedNeed(op_id=new_op_id(), version=1, need_class=other, program=cast.ours.program)
    await actions.sort_need(await need(noted), sorting, actor=cast.chen)
    assert await sums(cast.ours.program) == {
        ("need.raised", f"class:{other}"): 3,
        ("complaint.raised", f"class:{other}"): 3,
    }
    with pytest.raises(Stale) as stale:
        await actions.sort_need(await need(noted), SortedNeed(op_id=new_op_id(), version=1), actor=cast.lin)
    assert stale.value.theirs == {"need_class": other, "program": cast.ours.program}


async def test_sorting_into_the_same_place_writes_nothing(cast: Cast) -> None:
    noted = await note(cast)
    sorting = SortedNeed(op_id=new_op_id(), version=1, program=cast.ours.program)
    await actions.sort_need(await need(noted), sorting, actor=cast.chen)
    assert (await need(noted)).version == 1
    assert len(await db.rows("SELECT id FROM evidence")) == 1


async def test_a_need_taken_back_proves_nothing_and_keeps_its_reason(cast: Cast) -> None:
    noted = await note(cast, complaint=True)
    issue = await issue_of(cast)
    await citation_actions.cite_needs(issue, [noted], actor=cast.chen)
    await actions.void_need(
        await need(noted), VoidedNeed(op_id=new_op_id(), reason="记重了"), actor=cast.chen
    )
    assert await sums(cast.ours.program) == {}
    assert await NeedCitation.count() == 0
    assert (await need(noted)).void_reason == "记重了"
    assert (await queries.list_needs(cast.chen, NeedFilter())).rows == []
    again = VoidedNeed(op_id=new_op_id(), reason="再一次")
    with pytest.raises(Refused, match="voided"):
        await actions.void_need(await need(noted), again, actor=cast.chen)
    with pytest.raises(Refused, match="voided"):
        await actions.sort_need(await need(noted), SortedNeed(op_id=new_op_id(), version=2), actor=cast.chen)


@pytest.mark.parametrize("day", [date(1970, 1, 1), date(2999, 1, 1)])
async def test_nothing_was_heard_on_an_impossible_day(cast: Cast, day: date) -> None:
    with pytest.raises(Refused) as refusal:
        await note(cast, raised_on=day)
    assert refusal.value.field == "raised_on"
    assert await Need.count() == 0


async def test_who_said_it_is_a_person_of_the_community(cast: Cast) -> None:
    assert (await need(await note(cast, who="猫奶奶"))).resident == cast.ours.residents["猫奶奶"]
    with pytest.raises(Refused) as refusal:
        await note(cast, who="周姐")
    assert refusal.value.field == "who"


async def test_parts_of_others_do_not_exist(cast: Cast) -> None:
    community = await Community.objects().get(Community.id == cast.ours.community)
    foreign = [
        {"program": cast.theirs.program},
        {"building": cast.theirs.building},
        {"need_class": cast.theirs.need_class},
        {"resident": cast.theirs.residents["周姐"]},
        {"need_class": 99999},
    ]
    for values in foreign:
        data = NewNeed(op_id=new_op_id(), text="x", channel="talk", raised_on=DAY, **values)
        with pytest.raises(NotFound):
            await queries.check_parts(cast.chen, community, data)
    noted = await note(cast)
    for actor in (cast.bai, cast.he, cast.zhao, cast.wu, cast.qian):
        with pytest.raises(NotFound):
            await queries.access_need(actor, noted)
    for actor in (cast.bai, cast.he):
        assert (await queries.list_needs(actor, NeedFilter())).rows == []


async def test_lists_are_filtered_and_cut_into_pages(cast: Cast) -> None:
    top = cast.ours.need_class
    within = await class_actions.add_class(
        await queries.access_class(cast.lin, top), NewClass(op_id=new_op_id(), name="花坛"), actor=cast.lin
    )
    for number in range(52):
        await note(cast, text=f"第{number}条", need_class=within)
    await note(cast, need_class=top, complaint=True, raised_on=date(2026, 4, 1))
    await note(cast, program=None, resident=cast.ours.residents["陈叔"])

    async def count(**chosen: object) -> int:
        return len((await queries.list_needs(cast.chen, NeedFilter(**chosen))).rows)

    first = await queries.list_needs(cast.chen, NeedFilter(need_class=within))
    rest = await queries.list_needs(cast.chen, NeedFilter(need_class=within), cursor=first.next)
    assert (len(first.rows), len(rest.rows), rest.next) == (50, 2, None)
    assert first.rows[0]["text"] == "第51条"
    assert await count(need_class=top, month="2026-04") == 1
    assert await count(complaint=True) == 1
    assert await count(need_class=queries.WITHOUT_CLASS) == 1
    assert await count(resident=cast.ours.residents["陈叔"]) == 1
    assert await count(program=cast.ours.program, month="2026-12") == 0
    assert len((await queries.list_needs(cast.chen, NeedFilter(), cursor="2026-13-01~x")).rows) == 50
    counted = await queries.counts_by_class(cast.chen, NeedFilter(program=cast.ours.program))
    assert [(row["need_class"], row["quantity"], row["complaints"]) for row in counted] == [
        (within, 52, 0),
        (top, 1, 1),
    ]


async def test_complaints_of_a_class_by_month(cast: Cast) -> None:
    dogs, program = cast.ours.need_class, cast.ours.program
    await note(cast, need_class=dogs, complaint=True, quantity=23)
    await note(cast, need_class=dogs, complaint=True, quantity=6, raised_on=date(2026, 5, 2))
    await note(cast, need_class=dogs, raised_on=date(2026, 4, 2))
    months = [("2026-02", 0), ("2026-03", 23), ("2026-04", 0), ("2026-05", 6)]
    assert await queries.complaints_by_month(program, dogs, "2026-02", "2026-05") == months
    assert await queries.complaints_by_month(program, None, "2026-03", "2026-03") == [("2026-03", 0)]


async def test_classes_are_named_once_within_their_place(cast: Cast) -> None:
    def named(name: str) -> NewClass:
        return NewClass(op_id=new_op_id(), name=name)

    top = await queries.access_class(cast.lin, cast.ours.need_class)
    within = await class_actions.add_class(top, named("猫"), actor=cast.lin)
    with pytest.raises(Refused) as refusal:
        await class_actions.add_class(top, named(" 猫 "), actor=cast.lin)
    assert (refusal.value.code, refusal.value.field) == ("needs.class_exists", "name")
    with pytest.raises(Refused, match="class_exists"):
        await class_actions.add_class(None, named("宠物粪便"), actor=cast.lin)
    with pytest.raises(Refused, match="too_deep"):
        await class_actions.add_class(
            await queries.access_class(cast.lin, within), named("小猫"), actor=cast.lin
        )
    await class_actions.add_class(None, named("猫"), actor=cast.lin)
    kept = await queries.access_class(cast.lin, within)
    await class_actions.rename_class(kept, RenamedClass(op_id=new_op_id(), name="流浪猫"), actor=cast.lin)
    assert (within, "宠物粪便 · 流浪猫") in await queries.class_options(cast.ours.organisation)
    assert CANARY not in str(await queries.class_options(cast.ours.organisation))
    with pytest.raises(NotFound):
        await queries.access_class(cast.lin, cast.theirs.need_class)


async def test_two_who_add_the_same_class_at_once_make_one(cast: Cast) -> None:
    new = [NewClass(op_id=new_op_id(), name="电梯") for _ in range(2)]
    both = await asyncio.gather(
        *(class_actions.add_class(None, data, actor=cast.lin) for data in new), return_exceptions=True
    )
    assert sorted(type(answer).__name__ for answer in both) == ["Refused", "int"]


async def test_an_organisation_takes_over_the_usual_classes_once(cast: Cast) -> None:
    with pytest.raises(Refused, match="classes_exist"):
        await class_actions.seed_classes(actor=cast.lin)
    async with db.write_transaction():
        await NeedClass.delete().where(NeedClass.organisation == cast.ours.organisation)
    count = await class_actions.seed_classes(actor=cast.lin)
    options = await queries.class_options(cast.ours.organisation)
    assert len(options) == count
    assert "环境卫生 · 宠物粪便" in [name for _, name in options]


async def test_needs_that_justify_an_issue(cast: Cast) -> None:
    issue, program = await issue_of(cast), cast.ours.program
    dogs = cast.ours.need_class
    ids = [await note(cast, need_class=dogs) for _ in range(3)]
    unclassed = await note(cast)
    assert await citation_actions.cite_needs(issue, [ids[0], ids[0]], actor=cast.chen) == 1
    assert await citation_actions.cite_needs(issue, [ids[0], unclassed], actor=cast.chen) == 1
    assert await citation_actions.cite_class(issue, dogs, actor=cast.chen) == 2
    assert (await sums(program))["need.cited", f"issue:{issue.id}"] == 4
    assert [row["id"] for row in (await citation_queries.cited_needs(issue.id)).rows] == [
        unclassed,
        *reversed(ids),
    ]
    assert (await citation_queries.citable_needs(cast.chen, issue, need_class=None)).rows == []
    with pytest.raises(Refused, match="nothing_chosen"):
        await citation_actions.cite_class(issue, dogs, actor=cast.chen)


async def test_a_need_taken_off_one_issue_still_justifies_the_other(cast: Cast) -> None:
    one, other = await issue_of(cast), await issue_of(cast)
    noted = await note(cast)
    for issue in (one, other):
        await citation_actions.cite_needs(issue, [noted], actor=cast.chen)
    await citation_actions.uncite_need(one, noted, actor=cast.chen)
    totals = await sums(cast.ours.program)
    assert totals[("need.cited", f"issue:{other.id}")] == 1
    assert ("need.cited", f"issue:{one.id}") not in totals
    assert [row["id"] for row in await citation_queries.issues_citing(noted)] == [other.id]
    with pytest.raises(NotFound):
        await citation_actions.uncite_need(one, noted, actor=cast.chen)


async def test_a_cited_need_stays_in_its_program(cast: Cast) -> None:
    noted = await note(cast)
    await citation_actions.cite_needs(await issue_of(cast), [noted], actor=cast.chen)
    with pytest.raises(Refused, match="cited_stays"):
        await actions.sort_need(await need(noted), SortedNeed(op_id=new_op_id(), version=1), actor=cast.chen)
    sorting = SortedNeed(
        op_id=new_op_id(), version=1, program=cast.ours.program, need_class=cast.ours.need_class
    )
    await actions.sort_need(await need(noted), sorting, actor=cast.chen)
    assert len([key for key in await sums(cast.ours.program) if key[0] == "need.cited"]) == 1


async def test_only_standing_needs_of_the_issues_own_program_are_cited(cast: Cast) -> None:
    issue = await issue_of(cast)
    other = Program(
        organisation=cast.ours.organisation,
        community=cast.ours.community,
        name="另一个",
        stage_since=DAY,
        started_on=DAY,
    )
    async with db.write_transaction():
        await other.save()
    elsewhere = await note(cast, program=other.id)
    taken_back = await note(cast)
    await actions.void_need(
        await need(taken_back), VoidedNeed(op_id=new_op_id(), reason="误记"), actor=cast.chen
    )
    for ids in ([elsewhere], [taken_back], [99999]):
        with pytest.raises(NotFound):
            await citation_actions.cite_needs(issue, ids, actor=cast.chen)
    with pytest.raises(Refused, match="too_many"):
        await citation_actions.cite_needs(issue, list(range(1, 502)), actor=cast.chen)
    with pytest.raises(Refused, match="issue_ended"):
        await citation_actions.cite_needs(await issue_of(cast, state="closed"), [elsewhere], actor=cast.chen)
    assert await NeedCitation.count() == 0


async def test_citing_and_taking_back_at_once_agree(cast: Cast) -> None:
    issue = await issue_of(cast)
    ids = [await note(cast) for _ in range(6)]
    needs = [await need(noted) for noted in ids]
    voids = [
        actions.void_need(row, VoidedNeed(op_id=new_op_id(), reason="误记"), actor=cast.lin)
        for row in needs[::2]
    ]
    await asyncio.gather(
        citation_actions.cite_needs(issue, ids, actor=cast.chen), *voids, return_exceptions=True
    )
    standing = {row["id"] for row in (await queries.list_needs(cast.chen, NeedFilter())).rows}
    cited = {row["id"] for row in (await citation_queries.cited_needs(issue.id)).rows}
    assert cited <= standing == set(ids[1::2])
    assert (await sums(cast.ours.program)).get(("need.cited", f"issue:{issue.id}"), 0) == len(cited)
