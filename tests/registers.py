"""A register at random, and all that its database says, for tests of what merging changes and parting restores."""

from datetime import date, datetime
from typing import Any

import msgspec
from hypothesis import strategies as st

from groups.activities.tables import ActivityAct, Attendance, GroupInvitation
from groups.teams.tables import CommunityLeader, GroupLeader, LeaderSighting, Membership
from programs.bodies.tables import BuildingLeader, Recruit
from programs.listening.tables import Need
from programs.method import ledger
from programs.method.kinds import Kind
from programs.method.ledger import Entry
from programs.residents.search_actions import index_names
from programs.residents.tables import Consent, LadderRung, Notice, Resident, ResidentTag
from programs.visits.tables import Training
from server.lib import db
from server.lib.db import write_transaction
from tests.cast import STARTED, Cast, _row

DAY = date(2026, 4, 2)
# What a merge adds to and parting does not take away: the log, keys for the log, reversals, and the merge itself.
_LASTS = {
    "audit_entry",
    "op",
    "audit_head",
    "resident_merge",
    "person_key",
    "evidence",
    "evidence_month",
    "program_person",
}

_FIELDS = {
    "phone_tail": st.sampled_from(["", "0431"]),
    "age_band": st.sampled_from([None, "60-74", "75+"]),
    "placed": st.sampled_from([0, 1, 2]),
    "reported_in_on": st.sampled_from([None, DAY]),
    "keep_until": st.sampled_from([None, date(2030, 1, 1)]),
    "moved_away_on": st.sampled_from([None, DAY]),
}
# Who is meant by each deed: the first of two records, the second, both, or nobody.
_WHO = st.sampled_from([(), (0,), (1,), (0, 1)])
DEEDS = (
    "tag",
    "consent",
    "rung",
    "attended",
    "member",
    "left_member",
    "sighted",
    "confirmed_first",
    "confirmed_second",
    "leads",
    "invited",
    "joined",
    "need",
    "recruit",
    "act",
    "training",
)
REGISTERS = st.fixed_dictionaries(
    {
        "one": st.fixed_dictionaries(_FIELDS),
        "other": st.fixed_dictionaries(_FIELDS),
        "deeds": st.fixed_dictionaries(dict.fromkeys(DEEDS, _WHO)),
    }
)
FULL: dict[str, Any] = {
    "one": dict.fromkeys(_FIELDS) | {"phone_tail": "", "placed": 0},
    "other": {
        "phone_tail": "0431",
        "age_band": "75+",
        "placed": 2,
        "reported_in_on": DAY,
        "keep_until": date(2030, 1, 1),
        "moved_away_on": None,
    },
    "deeds": dict.fromkeys(DEEDS, (0, 1)) | {"confirmed_first": ()},
}


async def two_records(cast: Cast, drawn: dict[str, Any]) -> tuple[Resident, Resident]:
    """Two people as drawn, in the first organisation of the cast."""
    side = cast.ours
    async with write_transaction():
        ids = []
        for name, card in (("猫奶奶王", drawn["one"]), ("猫奶奶王秀英", drawn["other"])):
            placed = card["placed"]
            home = await db.rows("SELECT id FROM household WHERE building = {}", side.building)
            ids.append(
                await _row(
                    Resident,
                    organisation=side.organisation,
                    community=side.community,
                    name=name,
                    folded_name=name,
                    building=side.building if placed else None,
                    household=home[0]["id"] if placed == 2 else None,
                    **{key: value for key, value in card.items() if key != "placed"},
                )
            )
        await index_names(ids)
        await _deeds(cast, ids, drawn["deeds"])
    one, other = [await Resident.objects().get(Resident.id == one) for one in ids]
    assert one is not None
    assert other is not None
    return one, other


async def _deeds(cast: Cast, ids: list[int], deeds: dict[str, tuple[int, ...]]) -> None:
    side = cast.ours
    org: dict[str, Any] = {"organisation": side.organisation}
    here = {**org, "community": side.community}
    who = {deed: [ids[number] for number in numbers] for deed, numbers in deeds.items()}
    notice = await _row(Notice, **org, number=1, body="告知书", body_hash="-", published_on=STARTED)
    for one in who["tag"]:
        await _row(ResidentTag, **org, resident=one, kind="hobby", value="chess")
        await _row(ResidentTag, **org, resident=one, kind="hobby", value=f"own {one}")
    for one in who["consent"]:
        await _row(
            Consent, **org, resident=one, purpose="interests", notice=notice, how="paper", given_on=DAY
        )
    for one in who["rung"]:
        said = {"resident": one, "text": "路灯不亮", "channel": "visit", "raised_on": DAY}
        shown_by = await _row(Need, **here, program=side.program, **said)
        rung = await _row(
            LadderRung,
            **org,
            resident=one,
            step="aware",
            reached_on=DAY,
            source_kind="need",
            source_id=shown_by,
        )
        step = Entry(Kind.LADDER_REACHED, DAY, 1, "aware", (one,))
        await _prove_one(cast, step, "ladder_rung", rung)
    for one in who["attended"]:
        await _row(Attendance, **org, activity=side.activity, resident=one)
    if who["attended"]:
        await _prove(cast, Kind.TOOK_PART, "activity", side.activity, who["attended"])
    for one in who["member"]:
        stay = await _row(Membership, **org, group=side.group, resident=one, joined_on=DAY)
        await _prove(cast, Kind.GROUP_JOINED, "membership", stay, [one])
    for one in who["left_member"]:
        await _row(Membership, **org, group=side.group, resident=one, joined_on=STARTED, left_on=DAY)
    confirmed = {*who["confirmed_first"], *who["confirmed_second"]}
    for one in sorted({*who["sighted"], *confirmed}):
        leader = await _row(
            CommunityLeader,
            **here,
            program=side.program,
            resident=one,
            spotted_by="林老师",
            spotted_on=DAY,
            confirmed_on=DAY if one in confirmed else None,
        )
        await _row(
            LeaderSighting, **org, community_leader=leader, criterion="brings", seen_on=DAY, what="组织了"
        )
        if one in confirmed:
            await _prove(cast, Kind.CAPABLE_CONFIRMED, "community_leader", leader, [])
    for number, one in enumerate(who["leads"]):
        position = ("leader", "deputy")[number]
        await _row(
            GroupLeader,
            **org,
            group=side.group,
            resident=one,
            position=position,
            chosen_how="elected",
            since=DAY,
        )
    for one in sorted({*who["invited"], *who["joined"]}):
        await _row(
            GroupInvitation,
            **org,
            group=side.group,
            activity=side.activity,
            resident=one,
            invited_on=DAY,
            joined_on=DAY if one in who["joined"] else None,
        )
    for one in who["need"]:
        await _row(Need, **here, resident=one, text="楼道里的灯坏了", channel="visit", raised_on=DAY)
    for one in who["recruit"]:
        await _row(Recruit, **here, resident=one, step="asked", reached_on=DAY)
        await _row(BuildingLeader, **here, building=side.building, resident=one, since=STARTED, ended_on=DAY)
    for number, one in enumerate(who["act"]):
        act = ("proposed", "decided")[number]
        await _row(ActivityAct, **org, activity=side.activity, act=act, by="residents", resident=one)
    for one in who["training"]:
        await _row(Training, **org, resident=one, skill="listening", trained_on=DAY)


async def _prove(cast: Cast, kind: Kind, source_kind: str, source_id: int, people: list[int]) -> None:
    entry = Entry(kind, DAY, len(people) or 1, people=tuple(people))
    await _prove_one(cast, entry, source_kind, source_id)


async def _prove_one(cast: Cast, entry: Entry, source_kind: str, source_id: int) -> None:
    await ledger.record(
        [entry], program_id=cast.ours.program, source_kind=source_kind, source_id=source_id, actor=cast.lin
    )


async def state() -> dict[str, list[str]]:
    """All rows of all tables as text, and of the ledger what counts."""
    found = {
        table: sorted(_line(row) for row in await db.rows(f'SELECT * FROM "{table}"'))
        for table in await _tables()
        if table not in _LASTS
    }
    found["evidence"] = sorted(
        f"{row.program} {row.source_kind} {row.source_id} {row.entry}"
        for row in await ledger.standing("1 = 1")
    )
    for table, columns, counted in (
        ("evidence_month", "program, kind, facet, month, quantity, entries", "entries"),
        ("program_person", "program, resident, times", "times"),
    ):
        rows = await db.rows(f"SELECT {columns} FROM {table} WHERE {counted} <> 0")
        found[table] = sorted(_line(row) for row in rows)
    return found


async def _tables() -> list[str]:
    if db.engine().kind == "sqlite":
        rows = await db.rows(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name"
        )
    else:
        rows = await db.rows(
            "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1"
        )
    return [row["name"] for row in rows]


def _line(row: dict[str, Any]) -> str:
    plain = {
        key: value.isoformat() if isinstance(value, datetime | date) else value for key, value in row.items()
    }
    # What people are found by is written anew and keeps its meaning, not its number.
    return msgspec.json.encode(
        {key: value for key, value in plain.items() if key != "id" or "gram" not in row}
    ).decode()
