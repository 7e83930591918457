"""Forgetting a person: nothing that names her is left anywhere, and every total is as it was."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from groups.activities.tables import Activity, Attendance
from groups.teams.tables import (
    CommunityLeader,
    Election,
    ElectionCandidate,
    Group,
    GroupLeader,
    LeaderSighting,
    Membership,
)
from programs.communities.tables import Community
from programs.method import ledger
from programs.method.tables import FocalIssue, Step
from programs.residents import (
    actions,
    erasure_actions,
    erasure_queries,
    own_queries,
    retention_actions,
    search_queries,
)
from programs.residents.jobs import erase_due
from programs.residents.law_schemas import ConfirmedRetention, Erased
from programs.residents.queries import find
from programs.residents.schemas import EditedResident, NewResident
from programs.residents.tables import Consent, Erasure, PersonKey, Resident, ResidentTag
from server import audit, erased, person_keys
from server.backup import backup, restore
from server.lib import clock, db
from server.lib.errors import Refused
from server.lib.ids import new_op_id
from server.routes import register_rooms
from tests import postgres
from tests.access.walls import DAY
from tests.cast import Cast, _row
from tests.databases import postgres_in_ci
from tests.visitor import Visitor

# Each a text that stands nowhere else.
NAME, OLD_NAME, GUARDIAN, PHONE, HOBBY, DOOR = "云雀奶奶", "画眉姐", "鹧鸪", "13912345678", "养云雀", "7703"
CANARIES = (NAME, OLD_NAME, GUARDIAN, PHONE, HOBBY)


@pytest.fixture(autouse=True)
def rooms(monkeypatch: pytest.MonkeyPatch, own_data_dir: Path, engine_kind: str) -> None:
    register_rooms()
    if engine_kind == "postgres":
        monkeypatch.setenv("PATH", f"{postgres.server().bin_path}:/usr/bin:/bin")


async def planted(cast: Cast) -> Resident:
    """A person with a canary in every place that this and the rooms above keep."""
    side = cast.ours
    community = await Community.objects().get(Community.id == side.community)
    data = NewResident(
        op_id=new_op_id(),
        name=OLD_NAME,
        age_band="7-13",
        guardian_name=GUARDIAN,
        building=side.building,
        door=DOOR,
        phone=PHONE,
        own_hobbies=HOBBY,
        agreed=("register", "contact", "interests"),
    )
    resident = await Resident.objects().get(
        Resident.id == await actions.add_resident(community, data, actor=cast.chen)
    )
    edited = EditedResident(
        op_id=new_op_id(),
        version=1,
        name=NAME,
        age_band="60-74",
        building=side.building,
        door=DOOR,
        own_hobbies=HOBBY,
    )
    await actions.edit_resident(resident, edited, actor=cast.chen)
    await _texts(cast, resident.id)
    found = await Resident.objects().get(Resident.id == resident.id)
    assert found is not None
    return found


async def _texts(cast: Cast, resident_id: int) -> None:
    side = cast.ours
    ours: dict[str, Any] = {"organisation": side.organisation}
    place = {**ours, "community": side.community}
    async with db.write_transaction():
        await Group.update({Group.initiator: NAME, Group.about: f"由{OLD_NAME}带头"}).where(
            Group.id == side.group
        )
        await _row(Membership, **ours, group=side.group, resident=resident_id, joined_on=DAY)
        await _row(
            GroupLeader,
            **ours,
            group=side.group,
            resident=resident_id,
            position="deputy",
            chosen_how="offered",
            since=DAY,
            end_reason=f"{NAME}累了",
        )
        entry = await _row(CommunityLeader, **place, resident=resident_id, spotted_by=NAME, spotted_on=DAY)
        await _row(
            LeaderSighting,
            **ours,
            community_leader=entry,
            criterion="cares",
            seen_on=DAY,
            what=f"{NAME}天天扫院子，电话{PHONE}",
        )
        await Activity.update({Activity.about: f"{NAME}教大家{HOBBY[1:]}"}).where(
            Activity.id == side.activity
        )
        await _row(Attendance, **ours, activity=side.activity, resident=resident_id)
        await _row(FocalIssue, **ours, program=side.program, title=f"{OLD_NAME}说的狗粪")
        await _row(Step, **ours, program=side.program, title="扫院子", owner_name=NAME, due_on=DAY)


async def forget(cast: Cast, resident: Resident) -> None:
    data = Erased(op_id=new_op_id(), ground="asked", name=f" {NAME}")
    await erasure_actions.erase_resident(resident, data, actor=cast.lin)
    await erased.forget({}, cast.lin)


async def everything() -> str:
    """All text of all tables."""
    kind = db.engine().kind
    listed = (
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        if kind == "sqlite"
        else "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'"
    )
    return repr([await db.rows(f'SELECT * FROM "{row["name"]}"') for row in await db.rows(listed)])


def bytes_beside(path: Path) -> bytes:
    return b"".join(found.read_bytes() for found in path.parent.glob(f"{path.name}*"))


def holds(text: str | bytes) -> list[str]:
    whole = text.encode() if isinstance(text, str) else text
    return [canary for canary in CANARIES if canary.encode() in whole]


async def test_no_canary_is_left_anywhere(cast: Cast, tmp_path: Path) -> None:
    resident = await planted(cast)
    # The guardian is a grown-up's no longer, and stands sealed in the log alone.
    assert holds(await everything()) == [NAME, OLD_NAME, PHONE, HOBBY]
    assert holds(repr(await own_queries.own_copy(resident, whole_number=True))) == [NAME, PHONE, HOBBY]
    await forget(cast, resident)
    assert holds(await everything()) == []
    url = getattr(db.engine(), "path", None)
    if url is not None:
        assert holds(bytes_beside(Path(url))) == []
    assert await find(cast.lin, "云雀") == []
    assert await search_queries.matching(cast.lin, "云雀", limit=9) == []
    copy = await backup(tmp_path / "after.backup")
    assert holds(bytes_beside(copy)) == []
    for page in (
        f"/desk/residents/{resident.id}",
        "/desk/residents?away=1",
        f"/desk/groups/{cast.ours.group}",
    ):
        answer = await Visitor("lin").get(page)
        assert answer.status_code == 200, page
        assert holds(answer.text) == []
    assert await audit.verify() == []


async def test_totals_stay_and_the_stay_ends(cast: Cast) -> None:
    resident = await planted(cast)
    counted = [await table.count() for table in (Resident, Attendance, Membership, Consent)]
    await forget(cast, resident)
    assert [await table.count() for table in (Resident, Attendance, Membership, Consent)] == counted
    assert await ledger.recompute() == []
    assert not await Membership.exists().where(
        (Membership.resident == resident.id) & Membership.left_on.is_null()
    )
    [row] = await Erasure.select().where(Erasure.resident == resident.id)
    assert (row["ground"], row["by_name"]) == ("asked", "林老师")
    kept = await Resident.objects().get(Resident.id == resident.id)
    assert kept is not None
    assert (kept.age_band, kept.name, kept.household, kept.building) == ("60-74", "—", None, None)


async def test_who_is_forgotten_stands_in_no_election_that_is_to_come(cast: Cast) -> None:
    resident = await planted(cast)
    fields = {"organisation": cast.ours.organisation, "community": cast.ours.community, "title": "换届"}
    stood = {"organisation": cast.ours.organisation, "resident": resident.id}
    async with db.write_transaction():
        for state in ("planned", "published"):
            election = await _row(Election, **fields, body="业委会", held_on=DAY, state=state)
            await _row(ElectionCandidate, **stood, election=election)
    await forget(cast, resident)
    rows = await ElectionCandidate.select(ElectionCandidate.withdrew_on).order_by(ElectionCandidate.id)
    assert [row["withdrew_on"] for row in rows] == [clock.today(), None]


async def test_the_name_of_a_neighbour_of_another_community_stays(cast: Cast) -> None:
    resident = await planted(cast)
    async with db.write_transaction():
        far = await _row(
            Group,
            organisation=cast.ours.organisation,
            community=cast.other_community,
            name="另一个组",
            initiator=NAME,
            formed_on=DAY,
        )
    await forget(cast, resident)
    [row] = await Group.select(Group.initiator).where(Group.id == far)
    assert row["initiator"] == NAME


async def test_only_who_means_this_person_erases_her_and_once(cast: Cast) -> None:
    resident = await planted(cast)
    wrong = Erased(op_id=new_op_id(), ground="asked", name="王阿姨")
    with pytest.raises(Refused, match="name_not_confirmed"):
        await erasure_actions.erase_resident(resident, wrong, actor=cast.lin)
    url = f"/desk/residents/{resident.id}/erase"
    assert (await Visitor("chen").get(url)).status_code == 403
    assert (await Visitor("bai").get(url)).status_code == 404
    answer = await Visitor("lin").post(url, {"ground": "asked", "name": NAME})
    assert answer.status_code == 303
    assert (await Visitor("lin").post(url, {"ground": "asked", "name": "—"})).status_code == 422
    edit = await Visitor("chen").post(f"/desk/residents/{resident.id}/edit", {"version": "3", "name": "新名"})
    assert edit.status_code == 422
    assert await Resident.count().where(Resident.name == "新名") == 0


async def test_an_older_backup_does_not_bring_her_back(cast: Cast, tmp_path: Path) -> None:
    resident = await planted(cast)
    old = await backup(tmp_path / "before.backup")
    assert GUARDIAN.encode() not in bytes_beside(old)
    assert person_keys.path_beside(old).exists()
    await forget(cast, resident)
    assert holds(erased.list_path().read_bytes()) == []
    known = await erased.known_anywhere()
    await restore(old, force=True)
    assert await Resident.exists().where(Resident.name == NAME)
    assert await PersonKey.exists().where(PersonKey.resident == resident.id)
    assert await erased.after_restore(known) == ["erased again: 1 records"]
    assert holds(await everything()) == []
    assert await audit.verify() == []
    assert await erased.after_restore(known) == []


async def test_another_record_that_took_the_id_is_not_erased(cast: Cast) -> None:
    wang = await Resident.objects().get(Resident.name == "王阿姨")
    assert wang is not None
    made = wang.created_at.isoformat()
    for resident_id, created_at, actor in (
        (wang.id, "2001-01-01T00:00:00+00:00", cast.lin),
        (999_999, made, cast.lin),
        (wang.id, made, cast.bai),
    ):
        assert not await erasure_actions.erase_again(resident_id, created_at, ground="asked", actor=actor)


@postgres_in_ci  # a dump of the whole house; test_an_older_backup_does_not_bring_her_back makes one everyday
async def test_a_backup_holds_no_keys_and_a_restore_puts_them_back(cast: Cast, tmp_path: Path) -> None:
    resident = await planted(cast)
    before = await db.rows("SELECT wrapped_key FROM person_key ORDER BY resident")
    copy = await backup(tmp_path / "x.backup")
    for row in before:
        assert row["wrapped_key"].encode() not in copy.read_bytes()
    await restore(copy, force=True)
    assert await db.rows("SELECT wrapped_key FROM person_key ORDER BY resident") == before
    person_keys.path_beside(copy).unlink()
    await restore(copy, force=True)
    answer = await Visitor("lin").get(f"/desk/residents/{resident.id}")
    assert "***" in answer.text


async def test_what_is_due_goes_after_a_coordinator_confirmed_it(cast: Cast) -> None:
    resident = await planted(cast)
    wang = cast.ours.residents["王阿姨"]
    past, future = clock.today().replace(year=2020), clock.today().replace(year=2030)
    async with db.write_transaction():
        await Resident.update({Resident.keep_until: past}).where(Resident.id == resident.id)
        await Resident.update({Resident.keep_until: future}).where(Resident.id == wang)
    assert [row["id"] for row in await erasure_queries.due_rows(cast.lin, today=clock.today())] == [
        resident.id
    ]
    assert await erasure_queries.due_rows(cast.he, today=clock.today()) == []
    assert await erasure_queries.due_rows(cast.bai, today=clock.today()) == []
    page = await Visitor("lin").get("/desk/residents/retention")
    assert NAME in page.text
    data = ConfirmedRetention(op_id=new_op_id(), residents=(resident.id, wang))
    assert await retention_actions.confirm_retention(data, actor=cast.lin) == 1
    assert await Resident.exists().where(Resident.name == NAME)  # nothing goes before the job
    [job] = await db.rows("SELECT payload FROM job WHERE kind = 'residents.erase_due'")
    ids = msgspec.json.decode(job["payload"])["residents"]
    assert await retention_actions.erase_due([*ids, wang], actor=cast.lin) == 1
    assert await retention_actions.erase_due(ids, actor=cast.lin) == 0
    [row] = await Erasure.select(Erasure.ground)
    assert row["ground"] == "retention"
    with pytest.raises(Refused, match="nothing_due"):
        await retention_actions.confirm_retention(
            ConfirmedRetention(op_id=new_op_id(), residents=(wang,)), actor=cast.lin
        )


async def test_what_rests_on_a_consent_run_out_goes_after_a_coordinator_confirmed_it(cast: Cast) -> None:
    resident = await planted(cast)
    async with db.write_transaction():
        await db.execute(
            "UPDATE consent SET until = {}, given_on = {} WHERE purpose <> 'register'",
            clock.today() - timedelta(days=1),
            clock.today() - timedelta(days=9),
        )
    found = await erasure_queries.run_out_rows(cast.lin, today=clock.today())
    assert [(row["id"], row["purpose"]) for row in found] == [
        (resident.id, "contact"),
        (resident.id, "interests"),
    ]
    assert await erasure_queries.run_out_rows(cast.he, today=clock.today()) == []
    answer = await Visitor("lin").post("/desk/residents/retention", {"run_out": str(resident.id)})
    assert answer.status_code == 303
    [job] = await db.rows("SELECT payload FROM job WHERE kind = 'residents.erase_due'")
    await erase_due(msgspec.json.decode(job["payload"]), cast.lin)
    kept = await Resident.objects().get(Resident.id == resident.id)
    assert kept is not None
    assert (kept.name, kept.sealed_phone, kept.erased_at) == (NAME, "", None)
    assert await ResidentTag.count().where(ResidentTag.resident == resident.id) == 0
    assert await erasure_queries.run_out_rows(cast.lin, today=clock.today()) == []


async def test_her_own_copy_holds_what_is_kept_and_is_in_the_log(cast: Cast) -> None:
    resident = await planted(cast)
    chen = Visitor("chen")
    paper = await chen.get(f"/desk/residents/{resident.id}/own")
    assert all(word in paper.text for word in (NAME, "…5678", HOBBY, DOOR))
    assert PHONE not in paper.text
    taken = await chen.post(f"/desk/residents/{resident.id}/own", {"format": "json"})
    assert PHONE in taken.text
    book = await chen.post(f"/desk/residents/{resident.id}/own", {"format": "xlsx"})
    assert book.content[:2] == b"PK"
    assert len((await chen.send(f"/api/residents/{resident.id}/own")).json()) > 8
    entries = await audit.entries_of("resident", resident.id, organisation_id=cast.ours.organisation)
    assert [entry["action"] for entry in entries[:3]] == ["resident.exported"] * 3
