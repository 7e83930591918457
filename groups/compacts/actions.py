"""Beginning, naming, ending and renewing compacts. Each is one transaction with its audit entry and its evidence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from groups.compacts import proof, queries, rules, samples, text_queries, waiting_actions
from groups.compacts.schemas import CompactFields, EditedCompact, EndedCompact, NewCompact, RenewedCompact
from groups.compacts.stages import permitted
from groups.compacts.tables import Compact
from groups.compacts.text_actions import begin_text
from groups.compacts.text_queries import TextClause
from groups.teams.queries import access_group
from programs.communities.queries import access_community
from programs.communities.tables import Community
from programs.method.kinds import Kind
from programs.method.queries import check_program
from server import audit
from server.lib import clock
from server.lib.actor import Actor
from server.lib.db import lock, write_transaction
from server.lib.errors import NotFound, Refused
from server.lib.records import changed_fields, check_version, next_version


async def begin_compact(community: Community, data: NewCompact, *, actor: Actor) -> int:
    """Begin a compact, empty or with the clauses of a sample; the id of its row."""
    await _check_place(community.id, data, actor=actor)
    async with write_transaction():
        community = await lock(community)
        if await queries.title_taken(community.id, data.title):
            raise Refused("compacts.title_taken", field="title")
        compact = Compact(
            organisation=actor.organisation_id,
            community=community.id,
            title=data.title,
            program=data.program,
            group=data.group,
            created_at=clock.now(),
        )
        await compact.save()
        preamble, clauses = _from_sample(data.sample) if data.sample else ("", [])
        await begin_text(compact, clauses, preamble=preamble, last=None, actor=actor)
        await audit.record("compact.begun", "compact", compact.id, actor=actor, program_id=compact.program)
        return compact.id


def _from_sample(key: str) -> tuple[str, list[TextClause]]:
    one = samples.sample(key)
    return one.preamble, [
        _carried(number, text, "template", None, "") for number, text in enumerate(one.clauses, 1)
    ]


def _carried(number: int, text: str, origin: str, origin_id: int | None, note: str) -> TextClause:
    return TextClause(
        key=number, number=number, text=text, origin=origin, origin_id=origin_id, origin_note=note, reason=""
    )


async def _check_place(community_id: int, data: CompactFields, *, actor: Actor) -> None:
    await check_program(data.program, community_id=community_id, actor=actor)
    if data.group is not None and (await access_group(actor, data.group)).community != community_id:
        raise NotFound


async def edit_compact(compact: Compact, data: EditedCompact, *, actor: Actor) -> int:
    """Save what a compact is called and whose it is; refused as stale when somebody saved first."""
    await _check_place(compact.community, data, actor=actor)
    community = await access_community(actor, compact.community, to_edit=True)
    async with write_transaction():
        if data.title != compact.title:
            await lock(community)  # names are taken one after the other
        compact = await lock(compact)
        new = {"title": data.title, "program": data.program, "group": data.group}
        check_version(compact, data.version, new)
        if data.program != compact.program and compact.state != "draft":
            raise Refused("compacts.program_fixed", field="program")
        if data.title != compact.title:
            await _check_title(compact, data.title)
        if changes := changed_fields(compact, new):
            await Compact.update(next_version(compact, new)).where(Compact.id == compact.id)
            await audit.record(
                "compact.edited", "compact", compact.id, actor=actor, program_id=data.program, changes=changes
            )
        return compact.id


async def _check_title(compact: Compact, title: str) -> None:
    if code := rules.refuse_title(compact.state):
        raise Refused(code, field="title")
    if await queries.title_taken(compact.community, title, besides=compact.id):
        raise Refused("compacts.title_taken", field="title")


async def move_to(compact: Compact, state: str, *, action: str, actor: Actor, **columns: Any) -> None:
    """Take a locked compact to a stage, with what became known by it, and write it down."""
    new = {"state": state, **columns}
    changes = changed_fields(compact, new)
    await Compact.update(next_version(compact, new)).where(Compact.id == compact.id)
    await audit.record(
        action, "compact", compact.id, actor=actor, program_id=compact.program, changes=changes
    )


async def end_compact(compact: Compact, data: EndedCompact, *, actor: Actor) -> int:
    """End a compact, or give up one on its way; what it proved by being in force counts no longer."""
    async with write_transaction():
        compact = await permitted(compact, "end")
        await end_locked(compact, data.reason, actor=actor)
        return compact.id


async def end_locked(compact: Compact, reason: str, *, actor: Actor) -> None:
    """The same within the transaction that ends it."""
    await proof.taken_back(compact, Kind.COMPACT_IN_FORCE, actor=actor)
    await waiting_actions.forget_waiting(compact, actor=actor)
    await move_to(
        compact, "ended", action="compact.ended", actor=actor, ended_on=clock.today(), end_reason=reason
    )


async def renew_compact(compact: Compact, data: RenewedCompact, *, actor: Actor) -> int:
    """Begin a draft that carries the clauses over; the id of its row. The old compact holds until the new one does.

    One at a time: refused while one that renews it stands.
    """
    community = await access_community(actor, compact.community, to_edit=True)
    async with write_transaction():
        compact = await permitted(compact, "renew")
        if await queries.renewal_of(compact) is not None:
            raise Refused("compacts.renewed_already")
        texts = await text_queries.texts_of(compact.id)
        text = text_queries.standing(texts) or texts[-1]
        renewed = Compact(
            organisation=compact.organisation,
            community=community.id,
            title=compact.title,
            program=compact.program,
            group=compact.group,
            renews=compact.id,
            created_at=clock.now(),
        )
        await renewed.save()
        await begin_text(
            renewed, _carried_over(compact, text.clauses), preamble=text.preamble, last=None, actor=actor
        )
        await audit.record("compact.renewed", "compact", compact.id, actor=actor, program_id=compact.program)
        await audit.record("compact.begun", "compact", renewed.id, actor=actor, program_id=compact.program)
        return renewed.id


def _carried_over(compact: Compact, clauses: Sequence[TextClause]) -> list[TextClause]:
    return [
        _carried(one.number, one.text, "earlier", compact.id, f"{compact.title} §{one.number}")
        for one in clauses
    ]
