"""Her name in what others typed: it goes from every room and from the log, and the log still proves what was done."""

from __future__ import annotations

import importlib
import pkgutil
import re
from datetime import UTC, date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from piccolo.columns import Text, Varchar
from piccolo.table import TABLE_REGISTRY

from groups.activities import actions as activities
from groups.activities.queries import Setting
from groups.activities.schemas import EditedActivity, LoggedActivity, Voided
from groups.activities.tables import Activity
from groups.teams import actions as teams
from groups.teams import closure_actions
from groups.teams.schemas import Closure, EditedGroup, Reopening
from groups.teams.tables import Group
from programs.communities.tables import Community
from programs.listening import actions as listening
from programs.listening.schemas import NewNeed, VoidedNeed
from programs.listening.tables import Need
from programs.method import actions as method
from programs.method.schemas import MoveBack
from programs.method.tables import Program, StageAttempt
from programs.visits import door_actions
from programs.visits.door_schemas import NewVisit, VoidedVisit
from programs.visits.tables import Visit
from server import audit
from server.audit import rules
from server.audit.tables import AuditEntry
from server.backup import backup
from server.lib import clock, db
from server.lib.ids import new_op_id
from server.routes import ROOMS
from tests.actions.test_residents_erasure import (
    NAME,
    bytes_beside,
    everything,
    forget,
    holds,
    planted,
    rooms,
)
from tests.cast import Cast
from tests.visitor import Visitor

__all__ = ["rooms"]

GONE = "（应当事人要求已删去）"


async def fresh(table: Any, row_id: int) -> Any:
    found = await table.objects().get(table.id == row_id)
    assert found is not None
    return found


async def told(cast: Cast) -> list[str]:
    """Everybody types her name wherever one may; the pages whose history says so."""
    return [
        await _activity(cast),
        await _group(cast),
        await _need(cast),
        await _visit(cast),
        await _program(cast),
    ]


async def _activity(cast: Cast) -> str:
    setting = Setting(community=cast.ours.community, program=cast.ours.program)
    logged = LoggedActivity(
        op_id=new_op_id(),
        community=cast.ours.community,
        title=f"{NAME}的茶会",
        held_on=date(2026, 3, 7),
        participants=3,
    )
    activity = await activities.log_activity(setting, logged, actor=cast.chen)
    edited = EditedActivity(
        op_id=new_op_id(),
        version=1,
        title=f"在{NAME}家的茶会",
        held_on=date(2026, 3, 7),
        staff=0,
        volunteers=0,
        participants=3,
    )
    await activities.edit_activity(await fresh(Activity, activity), setting, edited, actor=cast.chen)
    why = Voided(op_id=new_op_id(), reason=f"{NAME}说没有办")
    await activities.void_activity(await fresh(Activity, activity), why, actor=cast.chen)
    return f"/desk/activities/{activity}"


async def _group(cast: Cast) -> str:
    group = await fresh(Group, cast.ours.group)
    edited = EditedGroup(
        op_id=new_op_id(), version=1, name=f"{NAME}小队", kind="pets", formed_on=date(2026, 3, 1)
    )
    await teams.edit_group(group, edited, actor=cast.chen)
    ended = Closure(op_id=new_op_id(), closed_on=clock.today(), reason=f"{NAME}搬走了")
    await closure_actions.close_group(await fresh(Group, group.id), ended, actor=cast.chen)
    again = Reopening(op_id=new_op_id(), reason=f"{NAME}回来了")
    await closure_actions.reopen_group(await fresh(Group, group.id), again, actor=cast.chen)
    return f"/desk/groups/{group.id}"


async def _need(cast: Cast) -> str:
    community = await fresh(Community, cast.ours.community)
    new = NewNeed(op_id=new_op_id(), text=f"{NAME}怕黑", channel="talk", raised_on=date(2026, 3, 7))
    need = await listening.note_need(community, new, actor=cast.chen)
    why = VoidedNeed(op_id=new_op_id(), reason=f"{NAME}说过了")
    await listening.void_need(await fresh(Need, need), why, actor=cast.chen)
    return f"/desk/needs/{need}"


async def _visit(cast: Cast) -> str:
    community = await fresh(Community, cast.ours.community)
    new = NewVisit(
        op_id=new_op_id(),
        building=cast.ours.building,
        door="301",
        mode="phone",
        visited_on=date(2026, 3, 7),
        note=f"{NAME}接的电话",
    )
    visit = await door_actions.log_visit(community, new, actor=cast.chen)
    why = VoidedVisit(op_id=new_op_id(), reason=f"打给{NAME}了")
    await door_actions.void_visit(await fresh(Visit, visit), why, actor=cast.chen)
    return f"/desk/door-visits/{visit}"


async def _program(cast: Cast) -> str:
    async with db.write_transaction():
        await Program.update({Program.stage: "focus"}).where(Program.id == cast.ours.program)
    back = MoveBack(op_id=new_op_id(), to_stage="listen", reason=f"{NAME}还没问到")
    await method.move_back(await fresh(Program, cast.ours.program), back, actor=cast.lin)
    return f"/desk/programs/{cast.ours.program}"


async def test_her_name_goes_from_what_was_typed_and_the_log_still_holds(cast: Cast, tmp_path: Path) -> None:
    resident = await planted(cast)
    pages = await told(cast)
    assert NAME in repr(await StageAttempt.select(StageAttempt.reason))
    logged = await db.rows("SELECT * FROM audit_entry ORDER BY id")
    assert NAME in repr(logged)
    chained = [{name: row[name] for name in row if name != "texts"} for row in logged]
    assert holds(repr(chained)) == []
    for page in pages:
        assert NAME in (await Visitor("lin").get(page)).text, page
    await forget(cast, resident)
    assert holds(await everything()) == []
    path = getattr(db.engine(), "path", None)
    if path is not None:
        assert holds(bytes_beside(Path(path))) == []
    assert holds(bytes_beside(await backup(tmp_path / "after.backup"))) == []
    assert await audit.verify() == []
    for page in pages:
        answer = await Visitor("lin").get(page)
        assert answer.status_code == 200, page
        assert holds(answer.text) == []
        assert GONE in answer.text or page.startswith("/desk/programs"), page
    now = await db.rows("SELECT * FROM audit_entry ORDER BY id")
    assert [{name: row[name] for name in row if name != "texts"} for row in now][: len(chained)] == chained


async def test_what_others_typed_stays_readable(cast: Cast) -> None:
    resident = await planted(cast)
    group = await fresh(Group, cast.ours.group)
    await closure_actions.close_group(
        group, Closure(op_id=new_op_id(), closed_on=clock.today(), reason="没人来了"), actor=cast.chen
    )
    await forget(cast, resident)
    [entry, *_] = await audit.entries_of("group", group.id, organisation_id=cast.ours.organisation)
    assert entry["reason"] == "没人来了"


async def _entry(cast: Cast, **more: Any) -> dict[str, Any]:
    async with db.write_transaction():
        await audit.record("group.closed", "group", cast.ours.group, actor=cast.chen, **more)
    [*_, row] = await db.rows("SELECT * FROM audit_entry ORDER BY id")
    return row


async def test_nobody_changes_the_log_but_for_texts_that_go(cast: Cast) -> None:
    row = await _entry(cast, reason=NAME, changes={"name": ["甲", "乙"]})
    bare = await _entry(cast)
    changes: list[tuple[str, Any, int]] = [
        (f"{column} = {column}", None, row["id"]) for column in row if column not in ("texts", "id")
    ]
    changes += [
        ("texts = {}", f"{row['texts']} ", row["id"]),
        ("texts = {}", None, row["id"]),
        ("texts = {}", "{}", bare["id"]),
    ]
    for change, value, entry in changes:
        with pytest.raises(Exception, match="append-only"):
            async with db.write_transaction():
                values = [value] if "{}" in change else []
                await db.execute(f"UPDATE audit_entry SET {change} WHERE id = {{}}", *values, entry)
    with pytest.raises(Exception, match="append-only"):
        async with db.write_transaction():
            await db.execute("DELETE FROM audit_entry")


async def test_a_text_that_was_made_another_is_found(cast: Cast) -> None:
    row = await _entry(cast, reason="录重了，不是一回事")
    async with db.write_transaction():
        forged = row["texts"].replace("录重了，不是一回事", "录重了")
        await db.execute("UPDATE audit_entry SET texts = {} WHERE id = {}", forged, row["id"])
    [fault] = await audit.verify()
    assert "is not as it was written" in fault


async def test_nobody_changes_a_try_to_move_on_but_for_a_name_that_goes(cast: Cast) -> None:
    await _program(cast)
    [row] = await StageAttempt.select()
    for column in row:
        if column != "id":
            with pytest.raises(Exception, match="append-only"):
                async with db.write_transaction():
                    await db.execute(f'UPDATE stage_attempt SET "{column}" = "{column}"')


async def test_entries_from_before_there_were_texts_stay_as_they_are(cast: Cast) -> None:
    row = await _entry(cast)
    [head] = await db.rows(
        "SELECT length, hash FROM audit_head WHERE organisation = {}", cast.ours.organisation
    )
    old = {name: row[name] for name in row if name not in ("id", "hash", "prev_hash", "texts")}
    old |= {
        "position": head["length"] + 1,
        "changes": rules.canonical({"name": [None, "老名字"]}),
        "reason": "老话",
    }
    at = row["at"]
    old["at"] = at.astimezone(UTC).isoformat()
    own = rules.chain_hash(head["hash"], old)
    async with db.write_transaction():
        await AuditEntry.insert(AuditEntry(**{**old, "at": at, "prev_hash": head["hash"], "hash": own}))
        await db.execute(
            "UPDATE audit_head SET length = {}, hash = {} WHERE organisation = {}",
            old["position"],
            own,
            cast.ours.organisation,
        )
    assert await audit.verify() == []
    [entry, *_] = await audit.entries_of("group", cast.ours.group, organisation_id=cast.ours.organisation)
    assert (entry["reason"], entry["changes"]) == ("老话", '{"name":[null,"老名字"]}')


# The text columns out of which no name is taken, by what they hold.
NAMELESS = {
    "sealed, emptied or deleted by the erasure itself": {
        "resident": ["name", "folded_name", "phone_tail", "sealed_phone", "guardian_name"],
        "resident_tag": ["value"],
        "resident_merge": ["moved"],
        "person_key": ["wrapped_key"],
        "name_gram": ["gram"],
        "import_change": ["before"],
        "import_fill": ["phone_tail", "age_band", "guardian_name"],
        "import_fill_word": ["value"],
        "import_part": ["content"],
        "care_talk": ["note"],
        "habit_entry": ["label"],
        "compact_signature": ["drawing"],
        "compact_waiting": ["drawing"],
    },
    "read, cleared part by part and written again: tried in test_own_page": {"service_letter": ["facts"]},
    "codes, numbers and hashes": {
        "agreement_acceptance": ["text_hash"],
        "award": ["code"],
        "badge_key": ["key_id", "public_key", "sealed_private_key"],
        "compact_signature": ["text_hash", "receipt_hash"],
        "compact_waiting": ["text_hash", "receipt_hash"],
        "compact_version": ["text_hash"],
        "own_link": ["token_hash"],
        "service_letter": ["code"],
        "support_task": ["origin"],
        "chat_group_count": ["month"],
        "need": ["follow_hash"],
        "habit_entry": ["token_hash"],
        "community": ["slug"],
        "evidence": ["kind", "facet", "people", "source_kind"],
        "evidence_month": ["kind", "facet", "month"],
        "gate_threshold": ["gate"],
        "indicator": ["feed_kind", "feed_facet"],
        "indicator_reading": ["month"],
        "mechanism": ["source_kind"],
        "relapse": ["months"],
        "stage_attempt": ["from_stage", "to_stage", "missing"],
        "step": ["origin"],
        "erasure": ["ground"],
        "import_batch": ["file_hash", "matching", "counts", "fault"],
        "ladder_rung": ["source_kind"],
        "photo": ["file_id", "content_type"],
        "target_group_size": ["target_group"],
        "survey_answer": ["respondent"],
        "survey_wave": ["token"],
        "wave_tally": ["question", "choice", "segment"],
        "training": ["answers_cause"],
        "visit": ["visited_at", "steps_done"],
        "visit_cause": ["code"],
    },
    "names of places and kinds of things": {
        "building": ["name"],
        "community": ["name", "district"],
        "estate": ["name"],
        "household": ["door"],
        "place_memory": ["written_estate", "written_building"],
        "column_memory": ["heading", "field"],
        "need_class": ["name"],
        "indicator": ["unit"],
        "skill_needed": ["skill"],
        "training": ["skill"],
    },
    "what an organisation asks, tells and is paid by": {
        "duty_card": ["title", "entitlement", "duty", "basis", "key"],
        "funding_grant": ["title", "funder_name"],
        "privacy_notice": ["body", "body_hash"],
        "procedure": ["title", "key"],
        "procedure_version": ["steps", "dress", "scripts", "why", "answers_cause"],
        "questionnaire": ["title", "key", "about"],
        "questionnaire_version": ["questions", "source"],
    },
    "who of the staff did it": {"stage_attempt": ["by_name"], "erasure": ["by_name"]},
}


def rooms_that_answer() -> list[ModuleType]:
    """The rooms in which somebody can type."""
    found = [importlib.import_module(f"{package}.{room}") for package in ROOMS for room in ROOMS[package]]
    return [
        room
        for room in found
        if any(module.name.endswith(("pages", "api")) for module in pkgutil.iter_modules(room.__path__))
    ]


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
async def test_every_text_of_every_room_loses_her_name(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    resident = await planted(cast)
    done = {(table, column) for tables in NAMELESS.values() for table in tables for column in tables[table]}
    execute = db.execute

    async def heard(sql: str, *values: Any) -> Any:
        if found := re.match(r"UPDATE (\w+) SET (\w+) = REPLACE", sql):
            done.add((found[1], found[2]))
        return await execute(sql, *values)

    monkeypatch.setattr(db, "execute", heard)
    await forget(cast, resident)
    homes = {f"{room.__name__}.tables" for room in rooms_that_answer()}
    for home in homes:
        importlib.import_module(home)
    forgotten = [
        f"{table._meta.tablename}.{column._meta.name}"
        for table in TABLE_REGISTRY
        if table.__module__ in homes
        for column in table._meta.columns
        if isinstance(column, Varchar | Text) and not column._meta.choices
        if (table._meta.tablename, column._meta.name) not in done
    ]
    assert forgotten == []
