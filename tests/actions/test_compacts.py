"""A compact from its first clause to its end: each stage permits its own acts, and everything proved can be taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from groups.activities.tables import Activity, Ceremony
from groups.compacts import (
    actions,
    door_actions,
    draft_actions,
    erasure_actions,
    hearing_actions,
    hearing_queries,
    ladder_queries,
    likeness_queries,
    own_queries,
    queries,
    rules,
    signature_actions,
    signature_queries,
    stage_actions,
    text_queries,
    waiting_actions,
    waiting_queries,
)
from groups.compacts import schemas as s
from groups.compacts.tables import CompactComment, CompactSignature, CompactWaiting
from programs.residents.tables import Household
from server import audit
from server.accounts.buckets import Limit
from server.lib import clock
from server.lib.db import write_transaction
from server.lib.errors import NotFound, Refused, Stale
from tests import compact_deeds as deeds
from tests.actions.test_listening import sums
from tests.cast import Cast


async def test_from_needs_to_being_in_force_and_renewed(cast: Cast) -> None:
    compact_id = await deeds.begin(cast)
    facet = f"compact:{compact_id}"
    for early in (deeds.hear(cast, compact_id), deeds.ratify(cast, compact_id)):
        with pytest.raises(Refused, match="not_now"):
            await early
    await deeds.ask(cast, compact_id)
    with pytest.raises(Refused, match="not_now_write"):
        data = s.EditedPreamble(**deeds.op(), version=1, preamble="改")
        await draft_actions.edit_preamble(await deeds.get(compact_id), data, actor=cast.chen)
    await deeds.hear(
        cast, compact_id, {"clause": 3, "stance": "change", "text": "七点太晚"}, {"stance": "agree"}
    )
    await deeds.revise(cast, compact_id)
    with pytest.raises(Refused, match="not_all_answered"):
        await deeds.ratify(cast, compact_id)
    await deeds.answer_all(cast, compact_id)
    await deeds.edit(cast, compact_id, 3, "广场舞六点半收音响，周末延到七点半", reason="")
    with pytest.raises(Refused, match="changes_unexplained"):
        await deeds.ratify(cast, compact_id)
    await deeds.edit(cast, compact_id, 3, "广场舞六点半收音响，周末延到七点半")
    await deeds.ratify(cast, compact_id)
    assert (await deeds.text(compact_id)).label == "v2"
    await deeds.open_signing(cast, compact_id)
    assert await deeds.sign_paper(cast, compact_id, "101", "102", "301") == 3
    with pytest.raises(Refused, match="no_ceremony"):
        today = clock.today()
        force = s.PutInForce(**deeds.op(), in_force_on=today, review_on=today + timedelta(9))
        await stage_actions.put_in_force(await deeds.get(compact_id), force, actor=cast.chen)
    await deeds.to_force(cast, compact_id)
    assert await sums(cast.ours.program) == {
        ("compact.heard", facet): 1,
        ("compact.comment", facet): 2,
        ("compact.ratified", ""): 1,
        ("compact.signed", facet): 3,
        ("compact.in_force", ""): 1,
    }
    renewed = await actions.renew_compact(
        await deeds.get(compact_id), s.RenewedCompact(**deeds.op()), actor=cast.chen
    )
    carried = await deeds.draft_text(renewed)
    assert [one.text for one in carried.clauses] == [
        one.text for one in (await deeds.text(compact_id)).clauses
    ]
    assert carried.clauses[0].origin == "earlier"
    likeness = await likeness_queries.likeness_of(await deeds.get(renewed), carried)
    assert likeness.share < rules.MOST_ALIKE
    await actions.end_compact(
        await deeds.get(compact_id), s.EndedCompact(**deeds.op(), reason="换新的"), actor=cast.chen
    )
    assert ("compact.in_force", "") not in await sums(cast.ours.program)
    assert await audit.verify() == []


async def test_a_template_without_consultation_never_comes_to_be_signed(cast: Cast) -> None:
    compact_id = await deeds.begin(cast, clauses=(), sample="courtyard")
    await deeds.ask(cast, compact_id)
    await deeds.revise(cast, compact_id)
    await deeds.ratify(cast, compact_id)
    found, likeness = await likeness_queries.evidence_of(await deeds.get(compact_id))
    assert (round(found.taken, 2), found.comments, found.heard) == (1.0, 0, 0)
    assert rules.missing_to_sign(found) == ["own_words", "comments", "households"]
    assert len(likeness.pairs) == 9
    with pytest.raises(Refused, match="not_ready_to_sign"):
        await deeds.open_signing(cast, compact_id)
    await deeds.revise(cast, compact_id)
    assert (await sums(cast.ours.program)) == {}
    assert (await deeds.get(compact_id)).state == "revising"


async def test_the_organisations_earlier_texts_are_templates_too(cast: Cast) -> None:
    first = await deeds.begin(cast)
    await deeds.ask(cast, first)
    copied = await deeds.begin(cast, title="又一份公约")
    likeness = await likeness_queries.likeness_of(await deeds.get(copied), await deeds.draft_text(copied))
    assert likeness.share == 1.0
    assert likeness.source is not None
    assert "五福桥公约" in str(likeness.source.name)


async def test_two_editors_of_one_draft(cast: Cast) -> None:
    compact_id = await deeds.begin(cast)
    read = (await deeds.draft_text(compact_id)).version

    def change(words: str) -> s.EditedClause:
        return s.EditedClause(**deeds.op(), version=read, text=words, source="template")

    await draft_actions.edit_clause(await deeds.get(compact_id), 2, change("狗绳一米五"), actor=cast.lin)
    with pytest.raises(Stale) as stale:
        await draft_actions.edit_clause(await deeds.get(compact_id), 2, change("狗绳两米"), actor=cast.chen)
    assert stale.value.theirs["text"] == "狗绳一米五"
    assert (await deeds.draft_text(compact_id)).clauses[1].text == "狗绳一米五"
    moved = s.MovedClause(**deeds.op(), version=read + 1, way="up")
    await draft_actions.move_clause(await deeds.get(compact_id), 2, moved, actor=cast.chen)
    assert (await deeds.draft_text(compact_id)).keys == [2, 1, 3, 4]
    gone = s.RemovedClause(**deeds.op(), version=read + 2, reason="没人提过")
    await draft_actions.remove_clause(await deeds.get(compact_id), 1, gone, actor=cast.chen)
    after = await deeds.draft_text(compact_id)
    assert [(one.key, one.number) for one in after.clauses] == [(2, 1), (3, 2), (4, 3)]


@pytest.mark.parametrize(
    ("source", "note", "error"),
    [("need:999999", None, NotFound), ("visit", None, Refused), ("comment:1", None, NotFound)],
)
async def test_an_origin_can_be_found_again(
    cast: Cast, source: str, note: str | None, error: type[Exception]
) -> None:
    compact_id = await deeds.begin(cast)
    data = s.NewClause(**deeds.op(), text="新的一条", source=source, origin_note=note)
    with pytest.raises(error):
        await draft_actions.add_clause(await deeds.get(compact_id), data, actor=cast.chen)


async def test_a_change_is_signed_anew_and_an_edit_is_not(cast: Cast) -> None:
    compact_id = await deeds.to_signing(cast)
    names = [f"{floor}0{place}" for floor in range(1, 5) for place in range(1, 4)]
    assert await deeds.sign_paper(cast, compact_id, *names) == 12
    assert await deeds.sign_paper(cast, compact_id, *names[:2]) == 0
    await deeds.to_force(cast, compact_id)

    async def publish(*, substantive: bool) -> None:
        data = s.PublishedText(
            **deeds.op(),
            version=(await deeds.draft_text(compact_id)).version,
            substantive=substantive,
            reason="大家又商量过",
        )
        await stage_actions.publish_text(await deeds.get(compact_id), data, actor=cast.chen)

    async def amend() -> None:
        await stage_actions.begin_amendment(
            await deeds.get(compact_id), s.BegunAmendment(**deeds.op()), actor=cast.chen
        )

    await amend()
    await deeds.edit(cast, compact_id, 4, "雨天谁先到，谁把大门口的积水扫一扫。", reason="补句号")
    await publish(substantive=False)
    assert (await deeds.text(compact_id)).label == "v1.1"
    assert (await signature_queries.tally_of(compact_id, major=1)).current == 12
    await amend()
    await deeds.edit(cast, compact_id, 4, "雪天各家扫自家门前，大门口轮流扫", reason="去年冬天摔了人")
    with pytest.raises(Refused, match="not_an_edit"):
        await publish(substantive=False)
    with pytest.raises(Refused, match="nobody_heard_yet"):
        await publish(substantive=True)
    await deeds.hear(cast, compact_id, {"clause": 4, "stance": "change", "text": "冬天要扫雪"})
    await deeds.answer_all(cast, compact_id)
    await publish(substantive=True)
    assert (await deeds.text(compact_id)).label == "v2"
    assert await deeds.sign_paper(cast, compact_id, *names[:10]) == 10
    tally = await signature_queries.tally_of(compact_id, major=2)
    assert (tally.current, tally.older, tally.all) == (10, (((1, 0), 2),), 12)
    by_building = await hearing_queries.coverage_of(cast.ours.community, compact_id, signed=2)
    assert sum(one.reached for one in by_building.buildings) == 10
    assert (await sums(cast.ours.program))["compact.signed", f"compact:{compact_id}"] == 12


async def test_a_signature_holds_for_the_words_that_were_read(cast: Cast) -> None:
    compact_id = await deeds.to_signing(cast)
    compact = await deeds.get(compact_id)
    passer = cast.chen
    good = deeds.name_of(cast, "301", (await deeds.text(compact_id)).text_hash, drawing="0,0 9,9 20,30")
    assert await waiting_actions.sign_on_street(compact, good, address="203.0.113.7", actor=passer)
    with pytest.raises(Stale) as changed:
        await waiting_actions.sign_on_street(
            compact, deeds.name_of(cast, "302", "0" * 64), address="203.0.113.7", actor=passer
        )
    assert deeds.CLAUSES[0] in changed.value.theirs["text"]
    with pytest.raises(Refused, match="signed_already"):
        await waiting_actions.sign_on_street(
            compact, deeds.name_of(cast, "３０１室", good.text_hash), address="203.0.113.7", actor=passer
        )
    token = signature_actions.receipt_token(good.op_id, compact_id)
    row = await signature_queries.signature_by_token(compact_id, token)
    assert (row.how, row.text_hash) == ("drawn", good.text_hash)
    gone = s.WithdrawnSignature(**deeds.op(), reason="搬走了")
    await signature_actions.withdraw(compact, row, gone, actor=passer)
    with pytest.raises(Refused, match="withdrawn_already"):
        await signature_actions.withdraw(compact, row, gone, actor=passer)
    assert (await signature_queries.tally_of(compact_id, major=1)).withdrawn == 1
    assert ("compact.signed", f"compact:{compact_id}") not in await sums(cast.ours.program)
    again = deeds.name_of(cast, "301", good.text_hash)
    await waiting_actions.sign_on_street(compact, again, address="203.0.113.7", actor=passer)
    assert await CompactSignature.count() == 2


async def test_in_force_with_the_ceremony_that_was_held(cast: Cast) -> None:
    compact_id = await deeds.to_signing(cast)
    async with write_transaction():
        activity = Activity(
            organisation=cast.ours.organisation,
            community=cast.ours.community,
            title="公约启动仪式",
            held_on=clock.today(),
            state="planned",
        )
        await activity.save()
        ceremony = Ceremony(organisation=cast.ours.organisation, activity=activity.id, purpose="compact")
        await ceremony.save()
    now = await deeds.get(compact_id)
    chosen = s.ChosenCeremony(**deeds.op(), version=now.version, ceremony=ceremony.id)
    await stage_actions.choose_ceremony(now, chosen, actor=cast.chen)
    today = clock.today()
    force = s.PutInForce(**deeds.op(), in_force_on=today, review_on=today + timedelta(9))
    with pytest.raises(Refused, match="ceremony_not_held"):
        await stage_actions.put_in_force(await deeds.get(compact_id), force, actor=cast.chen)
    async with write_transaction():
        await Activity.update({Activity.state: "held"}).where(Activity.id == activity.id)
    await stage_actions.put_in_force(await deeds.get(compact_id), force, actor=cast.chen)
    due = await queries.reviews_due([cast.ours.program], today=today)
    assert due[cast.ours.program][0] == "五福桥公约"


async def test_coverage_flags_the_building_where_nobody_was_asked(cast: Cast) -> None:
    compact_id = await deeds.begin(cast)
    await deeds.ask(cast, compact_id)
    coverage = await hearing_queries.coverage_of(cast.ours.community, compact_id)
    assert (coverage.untouched, coverage.households) == (["3栋"], 60)
    await deeds.hear(cast, compact_id)
    await deeds.hear(cast, compact_id)
    coverage = await hearing_queries.coverage_of(cast.ours.community, compact_id)
    assert (coverage.untouched, coverage.reached) == ([], 1)
    assert await CompactComment.count() == 0
    assert text_queries.standing(await text_queries.texts_of(compact_id)) is not None


async def test_a_hall_may_sign_and_a_flood_may_not(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door_actions, "PER_ADDRESS", Limit(tries=2, period=timedelta(hours=1)))
    compact_id = await deeds.to_signing(cast)
    compact = await deeds.get(compact_id)
    read = (await deeds.text(compact_id)).text_hash

    async def sign(door: str, address: str, **more: str) -> bool:
        name = deeds.name_of(cast, door, read, **more)
        return await waiting_actions.sign_on_street(compact, name, address=address, actor=cast.chen)

    await sign("101", "203.0.113.7")
    await sign("102", "203.0.113.7")
    with pytest.raises(Refused, match="too_many_from_here"):
        await sign("103", "203.0.113.7")
    await sign("103", "203.0.113.8")
    with pytest.raises(Refused, match="leave_empty"):
        await sign("104", "203.0.113.9", leave_empty="http://x.example")
    assert await CompactWaiting.count() == 3


async def test_who_speaks_up_at_her_own_door_by_her_name_takes_part(cast: Cast) -> None:
    """陈叔 lives at 301: by staff's list and on a leader's phone it is he; another name there, or his elsewhere, is not."""
    compact_id = await deeds.begin(cast)
    await deeds.ask(cast, compact_id)
    words = {"clause": 3, "stance": "change", "text": "早一点"}
    for name in ("陈叔", "他儿子"):
        await deeds.hear(cast, compact_id, {**words, "nickname": name})
    for door in ("301", "302"):
        at_door = s.DoorComment(
            **deeds.op(), building=cast.ours.building, door=door, nickname="陈叔", **words
        )
        await hearing_actions.comment_at_door(await deeds.get(compact_id), at_door, actor=cast.zhao)
    found = await CompactComment.select(CompactComment.resident).order_by(CompactComment.id)
    chen_shu = cast.ours.residents["陈叔"]
    assert [row["resident"] for row in found] == [chen_shu, None, chen_shu, None]
    acts = await ladder_queries.acts_of(chen_shu)
    assert [(act.step, act.source_kind) for act in acts] == [("takes_part", "compact_comment")] * 2


async def test_a_door_that_a_stranger_typed_is_no_household_until_it_is_confirmed(cast: Cast) -> None:
    compact_id = await deeds.to_signing(cast)
    compact, read = await deeds.get(compact_id), (await deeds.text(compact_id)).text_hash
    households, counted = await Household.count(), ("compact.signed", f"compact:{compact_id}")

    async def sign(door: str) -> CompactWaiting:
        name = deeds.name_of(cast, door, read, pledge="我带头", drawing="0,0 9,9 20,30")
        assert not await waiting_actions.sign_on_street(compact, name, address="203.0.113.7", actor=passer)
        token = signature_actions.receipt_token(name.op_id, compact_id)
        waiting = await waiting_queries.waiting_by_token(compact_id, token)
        assert waiting is not None
        return waiting

    passer, settled = cast.chen, s.SettledDoor(**deeds.op())
    real, made_up, late = await sign("302"), await sign("999"), await sign("401室")
    with pytest.raises(Refused, match="signed_already"):
        await sign("302")
    assert await Household.count() == households
    assert await CompactSignature.count() == 0
    assert counted not in await sums(cast.ours.program)
    assert (await signature_queries.tally_of(compact_id, major=1)).all == 0
    [due] = await waiting_queries.doors_due(cast.chen)
    assert due["due_on"] == clock.today() + timedelta(7)

    assert await waiting_actions.confirm_door(compact, real, settled, actor=cast.chen)
    signature = await CompactSignature.objects().first()
    assert signature is not None
    assert (signature.name, signature.receipt_hash) == ("猫奶奶", real.receipt_hash)
    assert (await sums(cast.ours.program))[counted] == 1
    with pytest.raises(Refused, match="door_settled"):
        await waiting_actions.confirm_door(compact, real, settled, actor=cast.chen)

    await waiting_actions.set_door_aside(compact, made_up, settled, actor=cast.chen)
    again = await sign("999")
    with pytest.raises(Refused, match="door_waits_already"):
        await waiting_actions.take_door_up(compact, made_up, settled, actor=cast.chen)
    await waiting_actions.withdraw_waiting(compact, again, s.WithdrawnSignature(**deeds.op()), actor=passer)
    await waiting_actions.take_door_up(compact, made_up, settled, actor=cast.chen)

    await deeds.sign_paper(cast, compact_id, "401")
    assert not await waiting_actions.confirm_door(compact, late, settled, actor=cast.chen)
    assert (await sums(cast.ours.program))[counted] == 2
    rows = await CompactWaiting.select(CompactWaiting.door, CompactWaiting.name, CompactWaiting.outcome)
    assert sorted((row["door"], row["name"], row["outcome"] or "") for row in rows) == [
        ("302", "", "confirmed"),
        ("401", "", "overtaken"),
        ("999", "", "taken_back"),
        ("999", "猫奶奶", ""),
    ]
    async with write_transaction():
        await erasure_actions.erase_person(cast.ours.residents["猫奶奶"], ["猫奶奶"], cast.lin)
    [kept] = await CompactWaiting.objects().where(CompactWaiting.outcome.is_null())
    assert (kept.drawing, kept.pledge) == ("", "")
    assert "猫奶奶" not in str(kept.to_dict())
    assert await audit.verify() == []


async def test_who_is_forgotten_leaves_the_compact_and_her_household_stays_counted(cast: Cast) -> None:
    compact_id = await deeds.to_signing(cast)
    name = s.SignedName(
        **deeds.op(),
        text_hash=(await deeds.text(compact_id)).text_hash,
        building=cast.ours.building,
        door="301",
        name="陈叔",
        drawing="0,0 9,9 20,30",
        pledge="陈叔带头收鞋架",
    )
    await signature_actions.sign_at_door(await deeds.get(compact_id), name, actor=cast.zhao)
    chen_shu = cast.ours.residents["陈叔"]
    row = await CompactSignature.objects().first()
    assert row is not None
    assert row.resident == chen_shu
    told = [line.says for line in await own_queries.held_of(chen_shu)]
    assert "陈叔带头收鞋架" in told
    async with write_transaction():
        await erasure_actions.erase_person(chen_shu, ["陈叔"], cast.lin)
    kept = await CompactSignature.objects().first()
    assert kept is not None
    assert (kept.resident, kept.drawing, kept.pledge) == (None, "", "")
    assert "陈叔" not in str(kept.to_dict())
    assert (await signature_queries.tally_of(compact_id, major=1)).current == 1
