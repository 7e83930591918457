"""A nomination on its way: made, reviewed by more than one, agreed to by the person, declined or taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from groups.activities.tables import Activity
from groups.compacts import clause_queries
from groups.teams.leader_queries import term_by
from groups.teams.queries import members_of
from groups.teams.tables import Group
from incentives.recognition import deed_queries, queries, rules
from incentives.recognition.schemas import (
    Agreed,
    Declined,
    LeaderNomination,
    NewNomination,
    NewReview,
    TakenBack,
)
from incentives.recognition.tables import Honour, Nomination, NominationPhoto, NominationReview
from programs.communities.tables import Community
from programs.method.queries import check_program
from programs.residents import consent_rules, photo_actions
from programs.residents.consent_actions import give_consent
from programs.residents.consent_queries import has_consent
from programs.residents.key_actions import record_about
from programs.residents.law_schemas import GivenConsent
from programs.residents.photo_actions import KeptPicture
from programs.residents.photo_schemas import NewPhotos
from programs.residents.tables import Purpose, Resident
from server import audit
from server.lib import clock
from server.lib.actor import Actor
from server.lib.checks import check_past_day
from server.lib.db import lock, write_transaction
from server.lib.errors import NotFound, Refused


async def nominate(community: Community, data: NewNomination, *, actor: Actor) -> int:
    """Write down a nomination, by a neighbour who is named or by staff; the id of its row."""
    check_past_day(data.deed_on, field="deed_on")
    await check_program(data.program, community_id=community.id, actor=actor)
    async with write_transaction():
        resident = await deed_queries.person_meant(
            community.id, data.resident, data.who, field="who", actor=actor
        )
        if (resident is None) == (data.group is None):
            raise Refused("recognition.nobody_named", field="who")
        proposer = await deed_queries.person_meant(
            community.id, data.proposer, data.proposed_by_name, field="proposed_by_name", actor=actor
        )
        if proposer is not None and proposer == resident:
            raise Refused("recognition.nominates_herself", field="proposed_by_name")
        await deed_queries.check_group(community.id, data.group, actor=actor)
        return await _insert(
            community.id,
            data,
            resident=resident,
            group=data.group,
            program=data.program,
            proposed_by="neighbour" if proposer else "staff",
            proposer=proposer,
            actor=actor,
        )


async def nominate_as_leader(group: Group, data: LeaderNomination, *, actor: Actor) -> int:
    """A leader nominates a member of her group, or the group itself; the id of its row."""
    check_past_day(data.deed_on, field="deed_on")
    if data.whole_group == (data.resident is not None):
        raise Refused("recognition.nobody_named", field="resident")
    async with write_transaction():
        members = {resident for resident, _name, _tail in await members_of(group.id)}
        if data.resident is not None and data.resident not in members:
            raise NotFound
        proposer = await term_by(group.id, actor.user_id)
        if proposer is not None and proposer == data.resident:
            raise Refused("recognition.nominates_herself", field="resident")
        return await _insert(
            group.community,
            data,
            resident=data.resident,
            group=None if data.resident else group.id,
            program=group.program,
            proposed_by="leader",
            proposer=proposer,
            actor=actor,
        )


async def _insert(
    community_id: int,
    data: NewNomination | LeaderNomination,
    *,
    resident: int | None,
    group: int | None,
    program: int | None,
    proposed_by: str,
    proposer: int | None,
    actor: Actor,
) -> int:
    await _check_honour(data.honour, actor=actor)
    await _check_activity(community_id, data.activity, actor=actor)
    compact, clause_key = await clause_queries.checked_clause(actor, community_id, data.clause)
    nomination = Nomination(
        organisation=actor.organisation_id,
        community=community_id,
        program=program,
        honour=data.honour,
        resident=resident,
        group=group,
        deed=data.deed,
        deed_on=data.deed_on,
        compact=compact,
        clause_key=clause_key,
        activity=data.activity,
        proposed_by=proposed_by,
        proposer=proposer,
        proposed_on=clock.today(),
        recorded_by=actor.user_id,
        created_at=clock.now(),
    )
    await nomination.save()
    await record("nomination.made", nomination, actor=actor)
    return nomination.id


async def _check_honour(honour_id: int, *, actor: Actor) -> None:
    honour = await Honour.objects().get(
        (Honour.id == honour_id) & (Honour.organisation == actor.organisation_id)
    )
    if honour is None:
        raise NotFound
    if honour.retired_on is not None:
        raise Refused("recognition.honour_retired", field="honour")


async def _check_activity(community_id: int, activity_id: int | None, *, actor: Actor) -> None:
    if activity_id is not None and not await Activity.exists().where(
        (Activity.id == activity_id)
        & (Activity.community == community_id)
        & (Activity.organisation == actor.organisation_id)
    ):
        raise NotFound


async def review(nomination: Nomination, data: NewReview, *, actor: Actor) -> int:
    """Write down one yes or no, and what the reviews decide by now; the nomination's id."""
    async with write_transaction():
        nomination = await lock(nomination)
        if nomination.state != "proposed":
            raise Refused("recognition.not_reviewed")
        neighbour = await deed_queries.person_meant(
            nomination.community, data.reviewer, data.who, field="who", actor=actor
        )
        await _refuse_reviewer(nomination, neighbour, actor=actor)
        in_favour = data.vote == "yes"
        await NominationReview(
            organisation=actor.organisation_id,
            nomination=nomination.id,
            reviewer=None if neighbour else actor.user_id,
            reviewer_resident=neighbour,
            in_favour=in_favour,
            note=data.note or "",
            reviewed_on=clock.today(),
            created_at=clock.now(),
        ).save()
        await record("nomination.reviewed", nomination, actor=actor, changes={"vote": [None, data.vote]})
        votes = [row["in_favour"] for row in await queries.reviews_of(nomination.id)]
        decided = rules.outcome(sum(map(bool, votes)), sum(not vote for vote in votes))
        if decided:
            await _move(nomination, decided, actor=actor, decided_on=clock.today())
        return nomination.id


async def _refuse_reviewer(nomination: Nomination, neighbour: int | None, *, actor: Actor) -> None:
    people, accounts = await queries.known_as(neighbour, None if neighbour else actor.user_id)
    wrote_it_down_only = nomination.proposed_by == "neighbour"
    code = rules.refuse_reviewer(
        people=people,
        accounts=accounts,
        nominated_by=(nomination.proposer, None if wrote_it_down_only else nomination.recorded_by),
        honoured=await queries.honoured_by(nomination),
        reviewed=[
            (row["reviewer_resident"], row["reviewer"]) for row in await queries.reviews_of(nomination.id)
        ],
    )
    if code:
        raise Refused(code, field="who" if neighbour else None)


async def agree(nomination: Nomination, data: Agreed, *, actor: Actor) -> int:
    """Write down the yes of the honoured and how to be shown; with a name, it is a consent to publicity as well."""
    check_past_day(data.agreed_on, field="agreed_on")
    public_name = data.public_name or ""
    is_group = nomination.resident is None
    if refused := rules.refuse_shown(data.shown_as, public_name, is_group=is_group):
        raise Refused(refused[1], field=refused[0])
    async with write_transaction():
        nomination = await lock(nomination)
        if nomination.state != "approved":
            raise Refused("recognition.not_approved")
        if nomination.resident is not None:
            await _ask(nomination.resident, data, actor=actor)
        await _move(
            nomination,
            "agreed",
            actor=actor,
            agreed_on=data.agreed_on,
            shown_as=data.shown_as,
            public_name=public_name if data.shown_as == "nickname" else "",
        )
        return nomination.id


async def _ask(resident_id: int, data: Agreed, *, actor: Actor) -> None:
    resident = await Resident.objects().get(Resident.id == resident_id)
    if resident is None:
        raise NotFound
    guardian = data.guardian_name or resident.guardian_name
    if consent_rules.is_child(resident.age_band) and not guardian:
        raise Refused("recognition.guardian_needed", field="guardian_name")
    named = data.shown_as != "nobody"
    if named and not await has_consent(resident.id, Purpose.publicity, on=clock.today()):
        given = GivenConsent(
            op_id=data.op_id,
            purposes=("publicity",),
            how=data.how,
            given_on=data.agreed_on,
            guardian_name=guardian or None,
        )
        await give_consent(resident, given, actor=actor)


async def decline(nomination: Nomination, data: Declined, *, actor: Actor) -> int:
    """Write down that the person would rather not. Nobody is asked twice."""
    async with write_transaction():
        nomination = await lock(nomination)
        if nomination.state not in {"approved", "agreed"}:
            raise Refused("recognition.not_approved")
        await _move(
            nomination, "declined", actor=actor, decision_note=data.note or "", decided_on=clock.today()
        )
        return nomination.id


async def take_back(nomination: Nomination, data: TakenBack, *, actor: Actor) -> int:
    """Take a nomination back that has not led to an award."""
    async with write_transaction():
        nomination = await lock(nomination)
        if nomination.state not in queries.WAITING:
            raise Refused("recognition.is_settled")
        await _move(
            nomination,
            "taken_back",
            actor=actor,
            reason=data.reason,
            decision_note=data.reason,
            decided_on=clock.today(),
        )
        return nomination.id


async def add_photos(
    nomination: Nomination,
    kept: Sequence[KeptPicture],
    data: NewPhotos,
    *,
    people: Sequence[int] = (),
    actor: Actor,
) -> list[int]:
    """Enter pictures that show the deed; the ids of the photos."""
    async with write_transaction():
        nomination = await lock(nomination)
        ids = []
        for picture in kept:
            photo_id = await photo_actions.add_photo(
                picture,
                community_id=nomination.community,
                caption=data.caption,
                taken_on=data.taken_on or nomination.deed_on,
                people=people,
                nobody_recognisable=data.nobody,
                actor=actor,
            )
            await NominationPhoto(
                organisation=actor.organisation_id, nomination=nomination.id, photo=photo_id
            ).save()
            ids.append(photo_id)
        await record("nomination.photo_added", nomination, actor=actor)
        return ids


async def _move(
    nomination: Nomination, state: str, *, actor: Actor, reason: str | None = None, **columns: Any
) -> None:
    new: dict[Any, Any] = {**columns, "state": state, "version": nomination.version + 1}
    await Nomination.update(new).where(Nomination.id == nomination.id)
    changes = {"state": [nomination.state, state]}
    await record(f"nomination.{state}", nomination, actor=actor, changes=changes, reason=reason)


async def record(
    action: str,
    nomination: Nomination,
    *,
    actor: Actor,
    subject: tuple[str, int] | None = None,
    changes: Mapping[str, Any] | None = None,
    reason: str | None = None,
) -> None:
    """An entry of the log about a nomination or what came of it; sealed when it is about one person."""
    kind, subject_id = subject or ("nomination", nomination.id)
    more: dict[str, Any] = {
        "actor": actor,
        "program_id": nomination.program,
        "changes": changes,
        "reason": reason,
    }
    if nomination.resident is None:
        await audit.record(action, kind, subject_id, **more)
    else:
        await record_about(action, kind, subject_id, resident_id=nomination.resident, **more)
