"""What nobody gets past: refusals of a compact's acts that no story meets on its way."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from groups.activities.tables import Activity, Ceremony
from groups.compacts import (
    actions,
    draft_actions,
    hearing_actions,
    measure_actions,
    queries,
    signature_actions,
    stage_actions,
    waiting_actions,
    waiting_queries,
)
from groups.compacts import schemas as s
from groups.compacts.tables import CompactComment, CompactPractice
from groups.teams.tables import Group
from programs.communities.tables import Building, Community, Estate
from programs.residents.place_actions import household_of
from server.lib import clock
from server.lib.db import write_transaction
from server.lib.errors import NotFound, Refused, Stale
from tests import compact_deeds as deeds
from tests.cast import Cast, _row
from tests.doors import doors


async def _amend(cast: Cast, compact_id: int) -> None:
    begun = s.BegunAmendment(**deeds.op())
    await stage_actions.begin_amendment(await deeds.get(compact_id), begun, actor=cast.chen)


async def _publish(cast: Cast, compact_id: int, version: int) -> None:
    data = s.PublishedText(**deeds.op(), version=version, substantive=True, reason="改")
    await stage_actions.publish_text(await deeds.get(compact_id), data, actor=cast.chen)


async def _remove(cast: Cast, compact_id: int, key: int, **why: str) -> None:
    version = (await deeds.draft_text(compact_id)).version
    data = s.RemovedClause(**deeds.op(), version=version, **why)
    await draft_actions.remove_clause(await deeds.get(compact_id), key, data, actor=cast.chen)


def _clause(words: str) -> s.NewClause:
    return s.NewClause(**deeds.op(), text=words, source="visit", origin_note="门口")


async def test_a_new_text_is_begun_once_and_published_as_it_was_read(cast: Cast) -> None:
    compact_id = await deeds.to_signing(cast)
    with pytest.raises(Refused, match="no_open_text"):
        await _publish(cast, compact_id, 1)
    with pytest.raises(Refused, match="no_open_text"):
        await draft_actions.add_clause(await deeds.get(compact_id), _clause("灯要修"), actor=cast.chen)
    await _amend(cast, compact_id)
    with pytest.raises(Refused, match="text_open"):
        await _amend(cast, compact_id)
    read = (await deeds.draft_text(compact_id)).version
    with pytest.raises(Refused, match="nothing_changed"):
        await _publish(cast, compact_id, read)
    await deeds.edit(cast, compact_id, 1, "旧沙发各家自己搬走")
    with pytest.raises(Stale):
        await _publish(cast, compact_id, read)


async def test_a_clause_that_people_have_read_is_not_gone_without_a_word(cast: Cast) -> None:
    compact_id = await deeds.to_signing(cast)
    await _amend(cast, compact_id)
    with pytest.raises(Refused, match="why_gone"):
        await _remove(cast, compact_id, 1)
    for key in range(1, 5):
        await _remove(cast, compact_id, key, reason="没人再提")
    with pytest.raises(Refused, match="no_clause"):
        await _publish(cast, compact_id, (await deeds.draft_text(compact_id)).version)


async def test_an_empty_text_is_put_to_nobody(cast: Cast) -> None:
    with pytest.raises(Refused, match="no_clause"):
        await deeds.ask(cast, await deeds.begin(cast, clauses=()))


async def test_people_are_asked_until_a_day_that_is_still_to_come(cast: Cast) -> None:
    compact = await deeds.get(await deeds.begin(cast))
    for day, refused in ((clock.today() - timedelta(1), True), (clock.today(), False)):
        data = s.OpenedConsultation(**deeds.op(), until=day)
        if refused:
            with pytest.raises(Refused, match="until_past"):
                await stage_actions.ask_everybody(compact, data, actor=cast.chen)
        else:
            await stage_actions.ask_everybody(compact, data, actor=cast.chen)


async def test_nobody_signs_at_a_door_for_which_the_house_has_no_room(cast: Cast) -> None:
    compact_id = await deeds.to_signing(cast)
    compact, read = await deeds.get(compact_id), (await deeds.text(compact_id)).text_hash
    known = len(await doors(cast))
    async with write_transaction():
        await Building.update({Building.households: known}).where(Building.id == cast.ours.building)
    name = deeds.name_of(cast, "999", read)
    passer: dict[str, Any] = {"address": "203.0.113.9", "actor": cast.chen}
    with pytest.raises(Refused, match="door_unknown"):
        await waiting_actions.sign_on_street(compact, name, **passer)
    async with write_transaction():
        await Building.update({Building.households: known + 1}).where(Building.id == cast.ours.building)
    with pytest.raises(Refused, match="door_unknown"):
        story = deeds.name_of(cast, "第三个门洞进去，左手边最里面那一户的小房间", read)
        await waiting_actions.sign_on_street(compact, story, **passer)
    assert not await waiting_actions.sign_on_street(compact, name, **passer)


async def test_a_compact_belongs_to_groups_and_ceremonies_of_its_own_community(cast: Cast) -> None:
    org: dict[str, Any] = {"organisation": cast.ours.organisation}
    async with write_transaction():
        group = await _row(Group, **org, community=cast.other_community, name="隔壁合唱队")
    community = await Community.objects().get(Community.id == cast.ours.community)
    assert community is not None
    with pytest.raises(NotFound):
        data = s.NewCompact(**deeds.op(), title="院子公约", group=group)
        await actions.begin_compact(community, data, actor=cast.lin)

    compact_id = await deeds.to_signing(cast)
    held: dict[str, Any] = {**org, "state": "held", "held_on": clock.today(), "title": "会"}
    for where, purpose in ((cast.other_community, "compact"), (cast.ours.community, "recognition")):
        async with write_transaction():
            activity = await _row(Activity, **held, community=where)
            ceremony = await _row(Ceremony, **org, activity=activity, purpose=purpose)
        now = await deeds.get(compact_id)
        with pytest.raises(NotFound):
            chosen = s.ChosenCeremony(**deeds.op(), version=now.version, ceremony=ceremony)
            await stage_actions.choose_ceremony(now, chosen, actor=cast.lin)
    now = await deeds.get(compact_id)
    both = s.ChosenCeremony(**deeds.op(), version=now.version, ceremony=1, no_ceremony_why="下雨")
    with pytest.raises(Refused, match="one_of_both"):
        await stage_actions.choose_ceremony(now, both, actor=cast.lin)


async def test_the_review_comes_after_the_day_on_which_it_holds(cast: Cast) -> None:
    compact_id = await deeds.to_signing(cast)
    today = clock.today()
    data = s.PutInForce(**deeds.op(), in_force_on=today, review_on=today)
    with pytest.raises(Refused, match="review_too_early"):
        await stage_actions.put_in_force(await deeds.get(compact_id), data, actor=cast.chen)


async def test_doors_of_the_next_community_are_neither_heard_nor_signed(cast: Cast) -> None:
    compact_id = await deeds.to_signing(cast)
    of: dict[str, Any] = {"organisation": cast.ours.organisation, "community": cast.other_community}
    async with write_transaction():
        estate = await _row(Estate, **of, name="隔壁苑")
        building = await _row(Building, **of, estate=estate, name="9栋")
        household = await household_of(cast.other_community, building, "101", actor=cast.lin)
    assert household is not None
    heard: dict[str, Any] = {**deeds.op(), "heard_by": "door", "heard_on": clock.today()}
    signed: dict[str, Any] = {
        "text_hash": (await deeds.text(compact_id)).text_hash,
        "signed_on": clock.today(),
    }
    compact = await deeds.get(compact_id)
    with pytest.raises(NotFound):
        await queries.access_with_building(cast.lin, compact_id, building)
    with pytest.raises(NotFound):
        doors = [s.HeardDoor(household=household)]
        await hearing_actions.hear_doors(compact, s.HeardDoors(**heard, doors=doors), actor=cast.lin)
    with pytest.raises(NotFound):
        names = [s.SignedDoor(household=household, name="郑家")]
        sheet = s.SignedDoors(**deeds.op(), **signed, doors=names)
        await signature_actions.sign_on_paper(compact, sheet, actor=cast.lin)
    with pytest.raises(Refused, match="no_door_ticked"):
        await hearing_actions.hear_doors(compact, s.HeardDoors(**heard, doors=[]), actor=cast.lin)
    with pytest.raises(Refused, match="no_door_ticked"):
        sheet = s.SignedDoors(**deeds.op(), **signed, doors=[])
        await signature_actions.sign_on_paper(compact, sheet, actor=cast.lin)


async def test_a_comment_is_on_a_clause_that_stands_and_is_set_aside_once(cast: Cast) -> None:
    compact_id = await deeds.begin(cast)
    await deeds.ask(cast, compact_id)
    with pytest.raises(Refused, match="point_gone"):
        await deeds.hear(cast, compact_id, {"clause": 9, "stance": "agree"})
    await deeds.hear(cast, compact_id, {"clause": 1, "stance": "against", "text": "骂人的话"})
    compact, comment = await deeds.get(compact_id), (await CompactComment.objects())[0]
    hidden = s.HiddenComment(**deeds.op(), reason="骂人")
    await hearing_actions.hide_comment(compact, comment, hidden, actor=cast.chen)
    with pytest.raises(Refused, match="hidden_already"):
        await hearing_actions.hide_comment(compact, comment, hidden, actor=cast.chen)
    with pytest.raises(Refused, match="hidden_already"):
        answer = s.AnsweredComment(**deeds.op(), version=2, outcome="explained", answer="不骂人")
        await hearing_actions.answer_comment(compact, comment, answer, actor=cast.chen)


async def test_a_door_that_waits_or_is_settled_is_not_taken_up_again(cast: Cast) -> None:
    compact_id = await deeds.to_signing(cast)
    compact, settled = await deeds.get(compact_id), s.SettledDoor(**deeds.op())
    name = deeds.name_of(cast, "999", (await deeds.text(compact_id)).text_hash)
    await waiting_actions.sign_on_street(compact, name, address="203.0.113.9", actor=cast.chen)
    token = signature_actions.receipt_token(name.op_id, compact_id)
    waiting = await waiting_queries.waiting_by_token(compact_id, token)
    assert waiting is not None
    with pytest.raises(Refused, match="door_settled"):
        await waiting_actions.take_door_up(compact, waiting, settled, actor=cast.chen)
    back = s.WithdrawnSignature(**deeds.op())
    await waiting_actions.withdraw_waiting(compact, waiting, back, actor=cast.chen)
    with pytest.raises(Refused, match="withdrawn_already"):
        await waiting_actions.withdraw_waiting(compact, waiting, back, actor=cast.chen)


async def test_nothing_seen_is_no_count_and_a_count_is_taken_back_once(cast: Cast) -> None:
    compact_id = await deeds.to_signing(cast)
    await deeds.to_force(cast, compact_id)
    compact = await deeds.get(compact_id)
    seen: dict[str, Any] = {"seen_on": clock.today(), "clause": 1}
    with pytest.raises(Refused, match="nothing_seen"):
        nothing = s.NewPractice(**deeds.op(), **seen, kept=0, broken=0)
        await measure_actions.count_practice(compact, nothing, actor=cast.chen)
    with pytest.raises(NotFound):
        gone = s.NewPractice(**deeds.op(), **{**seen, "clause": 9}, kept=1, broken=0)
        await measure_actions.count_practice(compact, gone, actor=cast.chen)
    early = s.NewRecall(**deeds.op(), asked_on=clock.today() + timedelta(1), asked=1, recalled=1)
    with pytest.raises(Refused):
        await measure_actions.count_recall(compact, early, actor=cast.chen)
    counted = s.NewPractice(**deeds.op(), **seen, kept=3, broken=1)
    await measure_actions.count_practice(compact, counted, actor=cast.chen)
    row, voided = (await CompactPractice.objects())[0], s.VoidedMeasure(**deeds.op(), reason="数错")
    await measure_actions.void_practice(compact, row, voided, actor=cast.chen)
    with pytest.raises(Refused, match="voided_already"):
        await measure_actions.void_practice(compact, row, voided, actor=cast.chen)
