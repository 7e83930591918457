"""What each role sees of a person, by one table (residents/policy.py): on every page and in every answer of the API."""

from __future__ import annotations

import re
from typing import Any

import pytest

from programs.residents import actions, consent_rules, policy
from programs.residents.schemas import EditedResident, ResidentOut
from programs.residents.tables import Resident
from server.lib.ids import new_op_id
from tests.access.asking import filled, roles_of, told
from tests.access.table import table
from tests.access.walls import Walls, walls
from tests.visitor import Visitor

__all__ = ["walls"]

# What stands in each field of one person, a member of Zhao's group; nothing else in the cast reads like it.
MARKS = {
    "name": "鹭鸶叔",
    "phone_tail": "8642",
    "phone": "13712348642",
    "household": "99甲07",
    "hobbies": "放风筝",
    "target_groups": "候鸟老人",
    "guardian_name": "鸬鹚",
}
# Digits that are not part of a token or a longer number.
_FOUR = re.compile(r"(?<![0-9a-zA-Z_-])8642(?![0-9a-zA-Z_-])")
# The number is shown to whoever asks for it, one at a time, and never by opening a page.
_BY_ASKING = {"phone"}


@pytest.fixture
async def marked(walls: Walls) -> Walls:
    side = walls.cast.ours
    resident = await Resident.objects().get(Resident.id == side.residents["陈叔"])
    assert resident is not None
    data = EditedResident(
        op_id=new_op_id(),
        version=1,
        name=MARKS["name"],
        phone=MARKS["phone"],
        age_band="7-13",
        guardian_name=MARKS["guardian_name"],
        building=side.building,
        door=MARKS["household"],
        own_hobbies=MARKS["hobbies"],
        own_target_groups=MARKS["target_groups"],
        agreed=("register", "contact", "interests"),
    )
    await actions.edit_resident(resident, data, actor=walls.cast.lin)
    return walls


def _allowed(username: str) -> frozenset[str]:
    role = {"lin": "coordinator", "chen": "facilitator", "zhao": "leader", "wu": "funder", "qian": "operator"}
    return policy.SEEN.get(role.get(username, ""), frozenset())


@pytest.mark.parametrize(
    ("engine_kind", "username"),
    [
        *(("sqlite", name) for name in ("chen", "zhao", "wu", "qian", "he", "bai", None)),
        ("postgres", "zhao"),
        *(pytest.param("postgres", name, marks=pytest.mark.matrix) for name in ("chen", "wu", "he")),
    ],
    indirect=["engine_kind"],
)
async def test_nothing_of_a_person_beyond_the_table(marked: Walls, username: str | None) -> None:
    allowed = (_allowed(username) - _BY_ASKING) if username not in {"he", "bai", None} else frozenset()
    roles = roles_of(marked, username) if username else frozenset({"public"})
    ids: dict[str, Any] = {**marked.reach["lin"], **(marked.reach[username] if username else {})}
    visitor, faults, seen = Visitor(username), [], set()
    for row in table():
        url = filled(row.path, ids)
        if row.writes or url is None or not row.who & (roles | {"public"}):
            continue
        if "/own/{token}" in row.path:
            continue  # whoever has the link is she herself
        answer = await visitor.get(url)
        found = {field for field, mark in MARKS.items() if mark in answer.text} - {"phone_tail"}
        found |= {"phone_tail"} if _FOUR.search(answer.text) else set()
        seen |= found
        if found - allowed:
            faults.append(f"{sorted(found - allowed)} in {told(answer)}")
    assert not faults, "\n".join(faults)
    assert seen == allowed & set(MARKS)


async def test_the_number_is_told_by_asking_and_to_staff_only(marked: Walls) -> None:
    url = f"/api/residents/{marked.cast.ours.residents['陈叔']}/number"
    for username, status in (
        ("chen", 201),
        ("lin", 201),
        ("zhao", 403),
        ("wu", 403),
        ("he", 404),
        ("bai", 404),
    ):
        answer = await Visitor(username).send(url)
        assert answer.status_code == status, username
        assert (MARKS["phone"] in answer.text) is (status == 201)


def test_every_field_that_is_kept_has_a_purpose_and_stands_in_the_table() -> None:
    """A new column needs a reason, and somebody who may see it."""
    upkeep = {"id", "organisation", "community", "folded_name", "batch", "erased_at", "version", "created_at"}
    columns = {column._meta.name for column in Resident._meta.columns} - upkeep
    renamed = {"sealed_phone": "phone"}
    fields = {renamed.get(name, name) for name in columns}
    assert fields - {"keep_until"} <= set(consent_rules.PURPOSE_OF)
    assert set(consent_rules.PURPOSE_OF) <= policy.EVERYTHING
    shown = set(ResidentOut.__struct_fields__) - upkeep - {"has_phone", "door"}  # the door is its household
    assert shown <= policy.EVERYTHING
