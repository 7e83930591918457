"""An honour on its way: nominated, reviewed by more than one, agreed to, awarded, revoked for good."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

import pytest

from groups.activities import ceremony_actions
from groups.activities.ceremony_schemas import NewCeremony
from groups.activities.tables import Activity
from groups.teams.tables import Group, GroupLeader, Membership
from incentives.recognition import (
    actions,
    award_actions,
    award_queries,
    honour_actions,
    honour_queries,
    queries,
)
from incentives.recognition.schemas import (
    Agreed,
    Declined,
    EditedAward,
    EditedHonour,
    LeaderNomination,
    NewReview,
    RevokedAward,
    TakenBack,
)
from incentives.recognition.tables import Award
from programs.method import ledger
from programs.method.queries import totals_of
from programs.residents import erasure_actions
from programs.residents.consent_actions import withdraw_consent
from programs.residents.consent_queries import has_consent
from programs.residents.law_schemas import WithdrawnConsent
from programs.residents.tables import Purpose, Resident
from server import audit, routes
from server.lib import clock, db
from server.lib.db import write_transaction
from server.lib.errors import Refused, Stale
from server.lib.ids import new_op_id
from tests.cast import Cast, _row
from tests.honours import DEED, agreed, awarded, nominated, title


async def test_from_a_neighbours_word_to_a_number(cast: Cast) -> None:
    nomination = await nominated(cast)
    card = await queries.card_of(nomination.id)
    assert (card["who"], card["proposer_name"], card["state"], card["deed"]) == (
        "猫奶奶",
        "陈叔",
        "proposed",
        DEED,
    )
    with pytest.raises(Refused, match="not_approved"):
        await actions.decline(nomination, Declined(op_id=new_op_id()), actor=cast.chen)
    with pytest.raises(Refused, match="not_agreed"):
        await awarded(cast, nomination)
    award = await awarded(cast, await agreed(cast, nomination))
    card = await award_queries.card_of(award.id)
    assert [row["id"] for row in await award_queries.standing_of_program(cast.ours.program)] == [award.id]
    assert await award_queries.standing_of_program(cast.ours.program + 1) == []
    years = [await award_queries.given_in(cast.ours.community, clock.today().year + more) for more in (0, 1)]
    assert years == [1, 0]
    assert (card["number"], card["shown"], card["prize"]) == (f"{clock.today().year}-001", "猫奶奶", "奖杯")
    assert len(award.code) == 32
    assert (await totals_of(cast.ours.program))["recognition.given", "honour"] == 1
    assert await ledger.recompute() == []
    assert await audit.verify() == []


async def test_who_nominates_or_is_honoured_does_not_review(cast: Cast) -> None:
    nomination = await nominated(cast)
    for who, code in (("陈叔", "reviewer_nominated"), ("猫奶奶", "reviewer_honoured")):
        with pytest.raises(Refused, match=code):
            await actions.review(
                nomination, NewReview(op_id=new_op_id(), vote="yes", who=who), actor=cast.lin
            )
    await actions.review(nomination, NewReview(op_id=new_op_id(), vote="no", note="再看看"), actor=cast.chen)
    with pytest.raises(Refused, match="reviewed_already"):
        await actions.review(nomination, NewReview(op_id=new_op_id(), vote="yes"), actor=cast.chen)
    own = await nominated(cast, proposed_by_name=None)
    with pytest.raises(Refused, match="reviewer_nominated"):
        await actions.review(own, NewReview(op_id=new_op_id(), vote="yes"), actor=cast.chen)
    await actions.review(nomination, NewReview(op_id=new_op_id(), vote="no"), actor=cast.lin)
    assert (await queries.card_of(nomination.id))["state"] == "turned_down"
    with pytest.raises(Refused, match="is_settled"):
        await actions.take_back(nomination, TakenBack(op_id=new_op_id(), reason="错了"), actor=cast.chen)


async def leads(cast: Cast, name: str, account: int | None) -> None:
    async with write_transaction():
        await _row(
            GroupLeader,
            organisation=cast.ours.organisation,
            group=cast.ours.group,
            resident=cast.ours.residents[name],
            account=account,
            position="leader",
            chosen_how="elected",
            since=clock.today(),
        )


async def test_nobody_nominates_herself(cast: Cast) -> None:
    with pytest.raises(Refused, match="nominates_herself"):
        await nominated(cast, proposed_by_name="猫奶奶")
    await leads(cast, "王阿姨", cast.zhao.user_id)
    group = await Group.objects().get(Group.id == cast.ours.group)
    assert group is not None
    own = LeaderNomination(
        op_id=new_op_id(),
        honour=await title(cast),
        deed=DEED,
        deed_on=clock.today(),
        resident=cast.ours.residents["王阿姨"],
    )
    with pytest.raises(Refused, match="nominates_herself"):
        await actions.nominate_as_leader(group, own, actor=cast.zhao)


async def test_who_stays_unnamed_has_agreed_to_no_publicity(cast: Cast) -> None:
    nomination = await agreed(cast, await nominated(cast), shown_as="nobody")
    assert not await has_consent(nomination.resident, Purpose.publicity, on=clock.today())
    with pytest.raises(Refused, match="future"):
        await agreed(cast, await nominated(cast), agreed_on=clock.today() + timedelta(days=1))


async def test_nobody_reviews_twice_by_changing_hats(cast: Cast) -> None:
    await leads(cast, "王阿姨", cast.lin.user_id)
    nomination = await nominated(cast)
    as_neighbour = NewReview(op_id=new_op_id(), vote="yes", who="王阿姨")
    await actions.review(nomination, NewReview(op_id=new_op_id(), vote="yes"), actor=cast.lin)
    with pytest.raises(Refused, match="reviewed_already"):
        await actions.review(nomination, as_neighbour, actor=cast.chen)
    own = await nominated(cast, proposed_by_name="王阿姨")
    with pytest.raises(Refused, match="reviewer_nominated"):
        await actions.review(own, NewReview(op_id=new_op_id(), vote="yes"), actor=cast.lin)


async def test_who_is_forgotten_is_nominated_and_honoured_no_more(cast: Cast) -> None:
    routes.register_rooms()
    waiting = await agreed(cast, await nominated(cast))
    who = await Resident.objects().get(Resident.id == waiting.resident)
    assert who is not None
    async with write_transaction():
        await erasure_actions.erase(who, ground="asked", actor=cast.lin)
    assert await queries.waiting_in(cast.ours.community) == []
    with pytest.raises(Refused, match="not_agreed"):
        await awarded(cast, waiting)
    with pytest.raises(Refused, match=r"residents\.erased"):
        await nominated(cast, who=None, resident=who.id)
    with pytest.raises(Refused, match=r"residents\.erased"):
        await nominated(cast, who="李娜", proposed_by_name=None, proposer=who.id)


async def test_an_award_has_its_day(cast: Cast) -> None:
    today = clock.today()
    ready = await agreed(cast, await nominated(cast, deed_on=today - timedelta(days=3)))
    with pytest.raises(Refused, match="award_before_deed"):
        await awarded(cast, ready, awarded_on=today - timedelta(days=4))
    with pytest.raises(Refused, match="too_late"):
        await awarded(cast, ready, awarded_on=today + timedelta(days=9999))
    await awarded(cast, ready, awarded_on=today + timedelta(days=7))  # at a ceremony to come
    [counted] = await db.rows("SELECT occurred_on FROM evidence WHERE facet = 'honour'")
    assert counted["occurred_on"] == today


async def test_who_was_in_a_group_reviews_its_honour_and_who_is_does_not(cast: Cast) -> None:
    nomination = await nominated(cast, who=None, group=cast.ours.group)
    yes = NewReview(op_id=new_op_id(), vote="yes", who="王阿姨")
    with pytest.raises(Refused, match="reviewer_honoured"):
        await actions.review(nomination, yes, actor=cast.lin)
    async with write_transaction():
        await Membership.update({Membership.left_on: clock.today()}, force=True)
    await actions.review(nomination, yes, actor=cast.lin)


async def test_no_award_is_handed_over_at_a_ceremony_that_is_off(cast: Cast) -> None:
    activity = await Activity.objects().get(Activity.id == cast.ours.activity)
    assert activity is not None
    new = NewCeremony(op_id=new_op_id(), purpose="recognition")
    ceremony = await ceremony_actions.make_ceremony(activity, new, actor=cast.chen)
    async with write_transaction():
        await Activity.update({Activity.state: "cancelled"}).where(Activity.id == activity.id)
    with pytest.raises(Refused, match="did_not_take_place"):
        await awarded(cast, await agreed(cast, await nominated(cast)), ceremony=ceremony)
    award = await awarded(cast, await agreed(cast, await nominated(cast)))
    edited = EditedAward(op_id=new_op_id(), version=1, shown_as="name", ceremony=ceremony)
    with pytest.raises(Refused, match="did_not_take_place"):
        await award_actions.edit_award(award, edited, actor=cast.chen)
    async with write_transaction():
        await Activity.update({Activity.state: "held"}).where(Activity.id == activity.id)
    await award_actions.edit_award(award, edited, actor=cast.chen)
    async with write_transaction():
        await Activity.update({Activity.state: "cancelled"}).where(Activity.id == activity.id)
    again = EditedAward(op_id=new_op_id(), version=2, shown_as="nobody", ceremony=ceremony)
    await award_actions.edit_award(award, again, actor=cast.chen)  # stays where it was
    with pytest.raises(Stale):
        await award_actions.edit_award(award, again, actor=cast.chen)


async def test_a_child_is_honoured_with_its_guardian(cast: Cast) -> None:
    child = cast.ours.residents["猫奶奶"]
    async with write_transaction():
        await Resident.update({Resident.age_band: "7-13"}).where(Resident.id == child)
    nomination = await nominated(cast)
    with pytest.raises(Refused, match="guardian_needed"):
        await agreed(cast, nomination)
    yes = {"shown_as": "nickname", "agreed_on": clock.today(), "how": "paper"}
    with pytest.raises(Refused, match="nickname_missing"):
        await actions.agree(nomination, Agreed(op_id=new_op_id(), **yes), actor=cast.chen)
    data = Agreed(op_id=new_op_id(), **yes, public_name="小猫", guardian_name="猫妈")
    await actions.agree(nomination, data, actor=cast.chen)
    award = await awarded(cast, await queries.access_nomination(cast.chen, nomination.id))
    assert (await award_queries.card_of(award.id))["shown"] == "小猫"


async def test_a_withdrawn_consent_hides_the_name_at_once(cast: Cast) -> None:
    award = await awarded(cast, await agreed(cast, await nominated(cast)))
    resident = await Resident.objects().get(Resident.id == cast.ours.residents["猫奶奶"])
    assert resident is not None
    data = WithdrawnConsent(op_id=new_op_id(), purpose="publicity")
    await withdraw_consent(resident, data, actor=cast.chen)
    assert (await award_queries.card_of(award.id))["shown"] is None


async def test_a_revoked_award_stays_revoked(cast: Cast) -> None:
    award = await awarded(cast, await agreed(cast, await nominated(cast)))
    data = RevokedAward(op_id=new_op_id(), revoke_class="facts_untrue", reason="是另一位邻居做的")
    await award_actions.revoke_award(award, data, actor=cast.lin)
    with pytest.raises(Refused, match="revoked"):
        await award_actions.revoke_award(award, data, actor=cast.lin)
    assert await award_queries.standing_of_program(cast.ours.program) == []
    assert await award_queries.given_in(cast.ours.community, clock.today().year) == 0
    assert (await totals_of(cast.ours.program)).get(("recognition.given", "honour"), 0) == 0
    assert await ledger.recompute() == []


async def test_a_title_on_a_certificate_keeps_its_name(cast: Cast) -> None:
    nomination = await nominated(cast)
    honour = await honour_queries.access_honour(cast.lin, nomination.honour)
    new = {"criteria": "守约两年", "signed_by": "五福桥居委会"}
    for name in ("守约标兵", "守约模范"):
        first = EditedHonour(op_id=new_op_id(), version=honour.version, name=name, **new)
        await honour_actions.edit_honour(honour, first, actor=cast.lin)
        honour = await honour_queries.access_honour(cast.lin, honour.id)
    first.name = "守约楷模"
    with pytest.raises(Stale):
        await honour_actions.edit_honour(honour, first, actor=cast.lin)
    await awarded(cast, await agreed(cast, nomination))
    again = EditedHonour(op_id=new_op_id(), version=3, name="别的称号", **new)
    with pytest.raises(Refused, match="honour_given"):
        await honour_actions.edit_honour(honour, again, actor=cast.lin)
    kept = EditedHonour(op_id=new_op_id(), version=3, name="守约模范", retired=True, **new)
    await honour_actions.edit_honour(honour, kept, actor=cast.lin)
    [row] = await honour_queries.list_honours(cast.lin)
    assert (row["name"], row["retired_on"]) == ("守约模范", clock.today())
    with pytest.raises(Refused, match="honour_retired"):
        await nominated(cast, honour=honour.id)
    assert honour.id not in {row[0] for row in await honour_queries.honour_options(cast.lin)}


async def test_two_awards_at_once_get_two_numbers(cast: Cast) -> None:
    day = date(2021, 5, 1)
    ready = [
        await agreed(cast, await nominated(cast, who=who, deed_on=day))
        for who in ("猫奶奶", "王阿姨", "张𠮷")
    ]
    await asyncio.gather(*(awarded(cast, one, awarded_on=day) for one in ready))
    numbers = await Award.select(Award.year, Award.serial).order_by(Award.serial)
    assert [(row["year"], row["serial"]) for row in numbers] == [(2021, 1), (2021, 2), (2021, 3)]
