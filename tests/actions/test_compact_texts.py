"""What stands behind a compact's words: whose they are, and that nobody's yes is carried over to other ones."""

from __future__ import annotations

from datetime import timedelta

import pytest

from groups.compacts import actions, draft_actions, likeness_queries, rules, samples, stage_actions
from groups.compacts import schemas as s
from server.lib import clock
from server.lib.errors import Refused
from server.lib.i18n import language
from tests import compact_deeds as deeds
from tests.cast import Cast


async def _amend(cast: Cast, compact_id: int) -> None:
    await stage_actions.begin_amendment(
        await deeds.get(compact_id), s.BegunAmendment(**deeds.op()), actor=cast.chen
    )


async def _publish(cast: Cast, compact_id: int, *, substantive: bool = False) -> None:
    data = s.PublishedText(
        **deeds.op(),
        version=(await deeds.draft_text(compact_id)).version,
        substantive=substantive,
        reason="字句",
    )
    await stage_actions.publish_text(await deeds.get(compact_id), data, actor=cast.chen)


async def test_a_text_put_together_from_two_samples_is_a_template(cast: Cast) -> None:
    with language("zh_CN"):
        one, other = samples.sample("courtyard"), samples.sample("tower")
    compact_id = await deeds.begin(cast, clauses=(*one.clauses[:5], *other.clauses[:5]))
    likeness = await likeness_queries.likeness_of(
        await deeds.get(compact_id), await deeds.draft_text(compact_id)
    )
    assert likeness.share >= rules.MOST_ALIKE
    assert len(likeness.sources) == 2
    assert len(likeness.pairs) == 10


async def test_edits_add_up_until_everybody_is_asked_again(cast: Cast) -> None:
    compact_id = await deeds.to_signing(cast)
    signed = (await deeds.text(compact_id)).clauses[3].text
    for words in ("雨天谁先到，谁把大门口的水扫一下", "雪天谁先到，谁把大门口的雪扫一下"):
        await _amend(cast, compact_id)
        await deeds.edit(cast, compact_id, 4, words, reason="说清楚")
        await _publish(cast, compact_id)
    assert signed == deeds.CLAUSES[3]
    await _amend(cast, compact_id)
    await deeds.edit(cast, compact_id, 4, "雪天谁后到，谁把大门口的车推走", reason="说清楚")
    with pytest.raises(Refused, match="not_an_edit"):
        await _publish(cast, compact_id)


async def test_where_a_clause_came_from_may_be_found_without_a_new_text(cast: Cast) -> None:
    compact_id = await deeds.begin(cast)
    await deeds.ask(cast, compact_id)
    await deeds.revise(cast, compact_id)
    same = s.EditedClause(
        **deeds.op(),
        version=(await deeds.draft_text(compact_id)).version,
        text=deeds.CLAUSES[1],
        source="meeting",
        origin_note="五月楼门会",
    )
    await draft_actions.edit_clause(await deeds.get(compact_id), 2, same, actor=cast.chen)
    await deeds.ratify(cast, compact_id)
    stands = await deeds.text(compact_id)
    assert (stands.number, stands.clauses[1].origin, stands.clauses[1].origin_note) == (
        (1, 0),
        "meeting",
        "五月楼门会",
    )
    assert stands.clauses[0].origin_note == "三栋走访"


async def test_a_new_text_is_not_taken_from_elsewhere_either(cast: Cast) -> None:
    compact_id = await deeds.to_signing(cast)
    await deeds.hear(cast, compact_id, {"clause": 1, "stance": "change", "text": "重写吧"})
    await deeds.answer_all(cast, compact_id)
    with language("zh_CN"):
        taken = samples.sample("courtyard").clauses
    await _amend(cast, compact_id)
    for key in range(1, 5):
        await deeds.edit(cast, compact_id, key, taken[key], reason="照着写")
    with pytest.raises(Refused, match="text_taken"):
        await _publish(cast, compact_id, substantive=True)
    await deeds.edit(cast, compact_id, 1, deeds.CLAUSES[0], reason="还是自己写")
    await deeds.edit(cast, compact_id, 2, deeds.CLAUSES[1], reason="还是自己写")
    await _publish(cast, compact_id, substantive=True)


async def test_nobody_remembers_more_than_twenty_clauses(cast: Cast) -> None:
    said = tuple(f"{number} 号车棚归 {number} 号楼道自己打扫" for number in range(1, 21))
    compact_id = await deeds.begin(cast, clauses=said)
    one_more = s.NewClause(**deeds.op(), text="再加一条", source="visit", origin_note="门口")
    with pytest.raises(Refused, match="too_many_clauses"):
        await draft_actions.add_clause(await deeds.get(compact_id), one_more, actor=cast.chen)


async def test_the_words_before_the_first_clause_are_agreed_to_as_well(cast: Cast) -> None:
    compact_id = await deeds.to_signing(cast)
    await _amend(cast, compact_id)
    data = s.EditedPreamble(
        **deeds.op(),
        version=(await deeds.draft_text(compact_id)).version,
        preamble="违反的人家停发物业补贴，并在门口张贴名单",
    )
    await draft_actions.edit_preamble(await deeds.get(compact_id), data, actor=cast.chen)
    with pytest.raises(Refused, match="not_an_edit"):
        await _publish(cast, compact_id)


async def test_what_was_signed_keeps_its_name(cast: Cast) -> None:
    compact_id = await deeds.to_signing(cast)
    now = await deeds.get(compact_id)
    data = s.EditedCompact(
        **deeds.op(), version=now.version, title="停车收费公约", program=now.program, group=now.group
    )
    with pytest.raises(Refused, match="title_fixed") as refused:
        await actions.edit_compact(now, data, actor=cast.chen)
    assert refused.value.field == "title"


async def test_no_paper_was_signed_before_the_text_stood(cast: Cast) -> None:
    compact_id = await deeds.to_signing(cast)
    yesterday = clock.today() - timedelta(1)
    with pytest.raises(Refused, match="signed_before_text") as refused:
        await deeds.sign_paper(cast, compact_id, "101", on=yesterday)
    assert refused.value.field == "signed_on"
    assert await deeds.sign_paper(cast, compact_id, "101", on=clock.today()) == 1


async def test_nothing_is_in_force_before_it_is_adopted(cast: Cast) -> None:
    compact_id = await deeds.to_signing(cast)
    now = await deeds.get(compact_id)
    chosen = s.ChosenCeremony(**deeds.op(), version=now.version, no_ceremony_why="下大雨")
    await stage_actions.choose_ceremony(now, chosen, actor=cast.chen)
    today = clock.today()
    early = s.PutInForce(**deeds.op(), in_force_on=today - timedelta(1), review_on=today + timedelta(9))
    with pytest.raises(Refused, match="in_force_too_early") as refused:
        await stage_actions.put_in_force(await deeds.get(compact_id), early, actor=cast.chen)
    assert refused.value.field == "in_force_on"
