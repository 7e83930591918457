"""Merging notes that say the same, and splitting them again (S51). The trail stays; the merged ones count no more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from programs.listening import citation_queries, merge_queries, merge_rules, proof_actions
from programs.listening.merge_schemas import SplitNeed
from programs.listening.queries import stands
from programs.listening.tables import Need, NeedMerge
from server import audit
from server.lib import clock
from server.lib.actor import Actor
from server.lib.db import lock, write_transaction
from server.lib.errors import Refused


async def merge_needs(kept: Need, others: Sequence[Need], *, actor: Actor) -> int:
    """Let one note speak for others that say the same; its id. Refused whole when one of them cannot be merged."""
    if not others:
        raise Refused("needs.merge_nothing")
    async with write_transaction():
        # In the order of their ids, so that two who merge the same notes never wait for each other.
        rows = {row.id: await lock(row) for row in sorted([kept, *others], key=lambda row: row.id)}
        kept = rows.pop(kept.id)
        if not rows:
            raise Refused("needs.merge_itself")
        for other in rows.values():
            await _refuse(kept, other)
        for other in rows.values():
            await _merge(kept, other, actor=actor)
        await proof_actions.prove_citations(kept, actor=actor)
        return kept.id


async def split_need(need: Need, data: SplitNeed, *, actor: Actor) -> int:
    """Part a note from the one that spoke for it: both, and what was merged into it before, stand as they did."""
    async with write_transaction():
        rows = await _locked([need.id, need.merged_into or need.id])
        need = next(row for row in rows if row.id == need.id)
        merge = await merge_queries.standing_merge(need)
        if merge is None:
            raise Refused("needs.not_merged")
        kept_id = int(need.merged_into)
        edges = await merge_queries.merges_around(kept_id)
        del edges[need.id]
        await NeedMerge.update({NeedMerge.split_at: clock.now(), NeedMerge.split_reason: data.reason}).where(
            NeedMerge.id == merge.id
        )
        speaks = merge_rules.roots(edges)
        for note in [need.id, *edges]:
            await Need.update({Need.merged_into: speaks.get(note)}).where(Need.id == note)
        for changed in await _locked([need.id, kept_id]):
            if changed.id == need.id:
                await proof_actions.prove(changed, actor=actor)
            await proof_actions.prove_citations(changed, actor=actor)
            await _record("need.split", changed, actor=actor, reason=data.reason)
        return need.id


async def _refuse(kept: Need, other: Need) -> None:
    cited = bool(await citation_queries.citations_of(other.id))
    code = merge_rules.refuse_merging(
        same=kept.id == other.id,
        stands=stands(kept) and stands(other),
        together=kept.community == other.community,
        moves_citation=cited and other.program != kept.program,
    )
    if code:
        raise Refused(code)


async def _merge(kept: Need, other: Need, *, actor: Actor) -> None:
    await proof_actions.unprove(other, program_id=other.program, actor=actor)
    await NeedMerge(
        organisation=kept.organisation,
        kept=kept.id,
        merged=other.id,
        merged_at=clock.now(),
        merged_by=actor.user_id,
    ).save()
    # What was merged into the other one before is now spoken for by this one too.
    await Need.update({Need.merged_into: kept.id}).where(
        (Need.id == other.id) | (Need.merged_into == other.id)
    )
    await _record("need.merged", other, actor=actor)
    await _record("need.kept", kept, actor=actor)


async def _locked(ids: Iterable[int]) -> list[Need]:
    return [await lock(row) for row in await Need.objects().where(Need.id.is_in(list(ids))).order_by(Need.id)]


async def _record(action: str, need: Need, *, actor: Actor, reason: str | None = None) -> None:
    await audit.record(action, "need", need.id, actor=actor, program_id=need.program, reason=reason)
