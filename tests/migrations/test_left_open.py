"""What earlier versions left open in a database is settled when it is brought to this one."""

from __future__ import annotations

from importlib import import_module

from groups.compacts import waiting_actions, waiting_queries
from groups.compacts.tables import Compact, CompactWaiting
from groups.teams.tables import ElectionCandidate, GroupLeader
from incentives.recognition.tables import Nomination
from programs.residents.tables import Erasure, Resident
from server.lib import clock
from server.lib.db import write_transaction
from tests import compact_deeds as deeds
from tests.actions.test_elections import planned, stands
from tests.actions.test_teams_leaders import capable, lead
from tests.cast import Cast, _row
from tests.honours import nominated


async def settle(name: str) -> None:
    module = import_module(f"{name.partition('_')[0]}.piccolo_migrations.{name}")
    manager = await module.forwards()
    async with write_transaction():
        for raw in manager.raw:
            await raw()


async def test_who_waits_for_a_door_of_a_compact_that_ended_is_named_no_more(cast: Cast) -> None:
    compact_id = await deeds.to_signing(cast)
    name = deeds.name_of(cast, "999", (await deeds.text(compact_id)).text_hash)
    await waiting_actions.sign_on_street(
        await deeds.get(compact_id), name, address="203.0.113.9", actor=cast.chen
    )
    await settle("groups_2026_11_22t11_00_00_000000")
    assert await waiting_queries.count_waiting(compact_id) == 1
    async with write_transaction():
        await Compact.update({Compact.state: "ended"}).where(Compact.id == compact_id)
    await settle("groups_2026_11_22t11_00_00_000000")
    [gone] = await CompactWaiting.objects().where(CompactWaiting.compact == compact_id)
    assert (gone.outcome, gone.name, gone.drawing, gone.pledge) == ("ended", "", "", "")
    assert gone.settled_at is not None


async def test_who_was_forgotten_stands_for_nothing_and_is_nominated_no_more(cast: Cast) -> None:
    forgotten, merged = cast.ours.residents["猫奶奶"], cast.ours.residents["王阿姨"]
    election = await planned(cast)
    candidacies = [await stands(cast, election, name) for name in ("猫奶奶", "王阿姨")]
    await capable(cast)
    term_id = await lead(cast)
    nominations = [await nominated(cast), await nominated(cast, resident=merged, who=None)]
    async with write_transaction():
        await Resident.update({Resident.erased_at: clock.now()}).where(Resident.id.is_in([forgotten, merged]))
        await _row(Erasure, organisation=cast.ours.organisation, resident=forgotten, ground="asked")
        await GroupLeader.update({GroupLeader.account: cast.lin.user_id}).where(GroupLeader.id == term_id)
    await settle("groups_2026_11_22t11_00_00_000000")
    await settle("incentives_2026_11_22t11_00_00_000000")
    stood = (
        await ElectionCandidate.objects()
        .where(ElectionCandidate.id.is_in(candidacies))
        .order_by(ElectionCandidate.id)
    )
    assert [one.withdrew_on is None for one in stood] == [False, True]
    found = (
        await Nomination.objects()
        .where(Nomination.id.is_in([one.id for one in nominations]))
        .order_by(Nomination.id)
    )
    term = await GroupLeader.objects().get(GroupLeader.id == term_id)
    assert term is not None
    assert term.account is None
    assert [one.state for one in found] == ["taken_back", "proposed"]
