"""A row of every kind on both sides of the walls, and what each of the cast may reach of it.

`Yun` was signed in and her session has run out; `Gu` has left and her account is closed.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec

from admin.bundle import parts
from groups.activities.tables import Activity, GroupInvitation, GroupOrigin
from groups.teams.tables import CommunityLeader, GroupLeader, GroupTask, LeaderSighting, Membership
from programs.listening.tables import Need, NeedCitation
from programs.method.tables import (
    CaseQuote,
    Consolidation,
    FocalIssue,
    Indicator,
    IndicatorReading,
    Mechanism,
    Relapse,
    Step,
)
from programs.residents.tables import Household, LadderRung
from programs.surveys.tables import DutyCard, Questionnaire, QuestionnaireVersion, SurveyAnswer, Wave
from programs.visits.tables import Visit, VisitConcern, VisitDay
from server.accounts.tables import (
    AccountSession,
    ApiKey,
    Invitation,
    PasswordReset,
    RoleAssignment,
    UserAccount,
)
from server.lib.actor import FACILITATOR, Actor
from server.lib.db import write_transaction
from server.lib.ids import token_hash
from tests.access.agreeing import agreed
from tests.access.honouring import honoured
from tests.access.knocking import knocked
from tests.access.leading import led
from tests.access.pictured import pictured
from tests.access.standing import standing_together
from tests.access.waiting import waiting_roster
from tests.cast import CANARY, LONG_AGO, USERNAMES, Cast, Side, _cast, _person, _row
from tests.databases import seed

DAY = date(2026, 4, 7)
# An id is known by the parameter's name, or by the part of the address before it where one name has two meanings.
Ids = dict[str, int | str]


class Walls(msgspec.Struct):
    """The cast, and by username the ids that a person may reach and those that do not exist for her."""

    cast: Cast
    reach: dict[str, Ids]
    beyond: dict[str, Ids]


async def _deeds(side: Side, mark: str, leader: Actor) -> Ids:
    """What is done in a program, and the ids of all that stands in it."""
    ours: dict[str, Any] = {"organisation": side.organisation}
    place: dict[str, Any] = {**ours, "community": side.community}
    program: dict[str, Any] = {**ours, "program": side.program}
    resident = next(iter(side.residents.values()))
    need = await _row(
        Need, **place, need_class=side.need_class, channel="visit", raised_on=DAY, text=f"{mark}到处是狗粪"
    )
    await _row(
        Need,
        **place,
        channel="form",
        from_street=True,
        raised_on=DAY,
        text=f"{mark}路灯坏了",
        follow_hash=token_hash(f"{mark}{side.community}-need"),
    )
    issue = await _row(FocalIssue, **program, title=f"{mark}院子里的狗粪")
    await _row(NeedCitation, **ours, issue=issue, need=need, cited_on=DAY)
    indicator = await _row(Indicator, **program, name=f"{mark}狗粪投诉", baseline=30, baseline_on=DAY)
    await _row(IndicatorReading, **ours, indicator=indicator, month="2026-04", value=28, source=f"{mark}物业")
    consolidation = await _row(
        Consolidation, **program, cadence_per_month=2, indicator=indicator, agreed_on=DAY
    )
    relapse = await _row(Relapse, **program, indicator=indicator, noticed_on=DAY, months="2026-03")
    step = await _row(Step, **program, title=f"{mark}开一次院坝会", owner_name=f"{mark}某人", due_on=DAY)
    day = await _row(
        VisitDay, **program, building=side.building, visited_on=DAY, tried=9, opened=4, note=f"{mark}热情"
    )
    task = await _row(
        GroupTask,
        **program,
        group=side.group,
        need_class=side.need_class,
        title=f"{mark}一月无狗粪",
        taken_on=DAY,
    )
    of_group = {**place, "program": side.program, "group": side.group, "recorded_by": leader.user_id}
    activity = await _row(
        Activity,
        **of_group,
        title=f"{mark}遛狗约定",
        held_on=DAY,
        volunteers=4,
        participants=9,
        presence="none",
    )
    planned = await _row(
        Activity, **of_group, title=f"{mark}下月遛狗", held_on=date(2027, 1, 9), state="planned"
    )
    await _row(GroupOrigin, **ours, group=side.group, activity=side.activity, attendees=3)
    await _row(
        GroupInvitation, **ours, group=side.group, activity=side.activity, resident=resident, invited_on=DAY
    )
    entry = await _row(CommunityLeader, **place, resident=resident, spotted_by=f"{mark}某人", spotted_on=DAY)
    await _row(
        LeaderSighting, **ours, community_leader=entry, criterion="cares", seen_on=DAY, what=f"{mark}带头捡"
    )
    term = await _row(
        GroupLeader,
        **ours,
        group=side.group,
        resident=resident,
        position="leader",
        chosen_how="elected",
        since=DAY,
        account=leader.user_id,
    )
    rung = await _row(
        LadderRung,
        **ours,
        resident=resident,
        step="takes_part",
        reached_on=DAY,
        source_kind="activity",
        source_id=activity,
    )
    household = await Household.select(Household.id).where(Household.building == side.building).first()
    assert household is not None
    mechanism = await _row(
        Mechanism,
        **program,
        kind="trust",
        what=f"{mark}账上墙",
        proof="document",
        proof_note="墙",
        proved_on=DAY,
    )
    quote = await _row(CaseQuote, **program, text=f"{mark}草坪能坐了", said_on=DAY, consented_on=DAY)
    surveys = await _surveys(side, mark)
    membership = await Membership.select(Membership.id).where(Membership.group == side.group).first()
    assert membership is not None
    return {
        "community_id": side.community,
        "building_id": side.building,
        "household_id": household["id"],
        "rung_id": rung,
        "resident_id": resident,
        "program_id": side.program,
        "group_id": side.group,
        "grant_id": side.grant,
        "class_id": side.need_class,
        "need_id": need,
        "issue_id": issue,
        "indicator_id": indicator,
        "consolidation_id": consolidation,
        "relapse_id": relapse,
        "mechanism_id": mechanism,
        "quote_id": quote,
        "step_id": step,
        "day_id": day,
        "task_id": task,
        "activity_id": activity,
        "planned-activities/activity_id": planned,
        "entry_id": entry,
        "term_id": term,
        "membership_id": membership["id"],
        **surveys,
        "batch_id": await waiting_roster(side, mark),
        "concern_id": await _heard(side, mark, household["id"]),
        **await knocked(side, mark, resident, household["id"]),
        **await agreed(side, mark, household["id"]),
        **await led(side, mark, resident, term=term),
        **await standing_together(side, mark, resident),
        **await honoured(side, mark, resident, activity),
        **await pictured(side, mark),
    }


async def _heard(side: Side, mark: str, household: int) -> int:
    """What a household said on a visit."""
    place: dict[str, Any] = {"organisation": side.organisation, "community": side.community}
    visit = await _row(
        Visit,
        **place,
        program=side.program,
        building=side.building,
        household=household,
        scenario="first_visit",
        purpose="concern",
        outcome="opened",
        visited_on=DAY,
    )
    return await _row(VisitConcern, organisation=side.organisation, visit=visit, text=f"{mark}想晒太阳")


async def _surveys(side: Side, mark: str) -> Ids:
    """A questionnaire, a wave that asks it, one answer, and a card."""
    ours: dict[str, Any] = {"organisation": side.organisation}
    questions = f'[{{"key": "help", "kind": "scale", "text": "{mark}有人搭把手", "scale": "belonging"}}]'
    questionnaire = await _row(Questionnaire, **ours, title=f"{mark}归属感")
    version = await _row(
        QuestionnaireVersion,
        **ours,
        questionnaire=questionnaire,
        number=1,
        questions=questions,
        published_on=DAY,
    )
    wave = await _row(
        Wave,
        **ours,
        community=side.community,
        program=side.program,
        questionnaire_version=version,
        title=f"{mark}春季问卷",
        opens_on=DAY,
        token=f"wave-{side.community}",
    )
    answer = await _row(
        SurveyAnswer,
        **ours,
        wave=wave,
        respondent="-",
        how="paper",
        answered_on=DAY,
        replies='{"help": 4}',
    )
    card = await _row(DutyCard, **ours, title=f"{mark}公共收益", entitlement=f"{mark}权", duty=f"{mark}责")
    return {"questionnaire_id": questionnaire, "wave_id": wave, "answer_id": answer, "card_id": card}


async def _account(person: Actor, name: str) -> Ids:
    """What belongs to one person only."""
    later = datetime.now(UTC) + timedelta(days=30)
    user = {"user": person.user_id, "token_hash": token_hash(f"{name}-key"), "created_at": LONG_AGO}
    key = await _row(ApiKey, **user, name=f"{name}的钥匙", expires_at=later)
    return {"session_id": person.session_id or 0, "key_id": key}


async def _colleague(inviter: Actor, name: str, community: int) -> Ids:
    """Somebody whom a coordinator looks after: an account, a role, an invitation, a link."""
    later = datetime.now(UTC) + timedelta(days=30)
    person = await _person(inviter.organisation_id, name, name, FACILITATOR, "community", community)
    assignment = (
        await RoleAssignment.select(RoleAssignment.id).where(RoleAssignment.user == person.user_id).first()
    )
    assert assignment is not None
    invitation = await _row(
        Invitation,
        organisation=inviter.organisation_id,
        role=FACILITATOR,
        scope="community",
        scope_id=community,
        invited_name=name,
        token_hash=token_hash(f"{name}-invitation"),
        created_by=inviter.user_id,
        created_at=LONG_AGO,
        expires_at=later,
    )
    await _row(
        PasswordReset,
        user=person.user_id,
        token_hash=token_hash(f"{name}-reset"),
        created_by=inviter.user_id,
        created_at=LONG_AGO,
        expires_at=later,
    )
    return {"user_id": person.user_id or 0, "assignment_id": assignment["id"], "invitation_id": invitation}


def _texts(colleague: str, community: int) -> Ids:
    """What stands in an address and is no id; it opens for whoever has it."""
    return {
        "slug": "wufuqiao",
        "needs/token": f"{community}-need",
        "verify/code": f"{community:032x}",
        "badge/ending": "jwt",
        "badge": f"{community:031x}a.json",
        "kid": f"{community}-key",
        "issuers/slug": "jia",
        "receipts/token": f"{community}-receipt",
        "clauses/key": 1,
        "own/token": f"{community}-own",
        "letters/code": f"{community:032x}",
        "h/token": f"{community}-habit",
        "digest": "0" * 16,
        "questions/place": 1,
        "s/token": "wave-1",
        "static/admin/name": next(iter(parts())),
        "name": "linli.css",
        "invitation/token": f"{colleague}-invitation",
        "password-reset/token": f"{colleague}-reset",
        "admin/api/rest": "tables/",
        "admin/public/rest": "meta/",
    }


async def _walls() -> Walls:
    cast = await _cast()
    async with write_transaction():
        people: dict[str, Actor] = {name: getattr(cast, name) for name in USERNAMES}
        accounts = {name: await _account(person, name) for name, person in people.items()}
        ours = await _deeds(cast.ours, "", cast.zhao)
        theirs = await _deeds(cast.theirs, CANARY, cast.bai)
        ours_staff = await _colleague(cast.lin, "luo", cast.ours.community)
        theirs_staff = await _colleague(cast.bai, f"{CANARY}liu", cast.theirs.community)
        await _gone(cast)
    reach = {name: {**_texts("luo", cast.ours.community), **accounts[name]} for name in people}
    reach["lin"] |= ours | ours_staff
    reach["chen"] |= ours
    reach["he"] |= {"community_id": cast.other_community, "class_id": cast.ours.need_class}
    reach["he"] |= {
        name: ours[name] for name in ("questionnaire_id", "card_id", "procedure_id", "number", "honour_id")
    }  # the whole NGO's, like classes
    reach["zhao"] |= {
        name: ours[name]
        for name in (
            "group_id",
            "activity_id",
            "task_id",
            "habit_id",
            "compact_id",
            "ceremony_id",
            "ceremony-items/item_id",
        )
    }
    reach["wu"] |= {"program_id": cast.ours.program}
    reach["bai"] |= theirs | theirs_staff
    reach["song"] |= {"program_id": cast.theirs.program}
    far = theirs | theirs_staff | accounts["bai"]
    beyond = {
        name: far if name not in {"bai", "song"} else ours | ours_staff | accounts["lin"] for name in people
    }
    return Walls(cast=cast, reach=reach, beyond=beyond)


async def _gone(cast: Cast) -> None:
    """Yun's session has ended by itself; Gu's account was closed while she was signed in."""
    organisation = cast.ours.organisation
    yun = await _person(organisation, "yun", "云老师", "coordinator")
    past = datetime.now(UTC) - timedelta(minutes=1)
    await AccountSession.update({AccountSession.expires_at: past}).where(AccountSession.id == yun.session_id)
    gu = await _person(organisation, "gu", "顾老师", "coordinator")
    await UserAccount.update({UserAccount.active: False}).where(UserAccount.id == gu.user_id)


walls = seed(_walls)
