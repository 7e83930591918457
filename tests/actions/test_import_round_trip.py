"""What is imported, exported and imported again is the same register, and can be taken back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programs.residents.import_exports import COLUMNS, register_rows
from programs.residents.import_queries import counts_of
from programs.residents.import_words import HEADINGS
from server.intake.grid import Grid, finished
from server.lib.i18n import language
from tests.cast import Cast
from tests.databases import renew
from tests.rosters import handed_in, imported, register_of, taken_back

NAMES = st.text(st.sampled_from("王李张曾单解查芳明国小阿姨·猫ab"), min_size=1, max_size=6).filter(
    lambda text: bool(text.strip("·"))
)
PERSON = st.fixed_dictionaries(
    {
        "name": NAMES,
        "phone": st.sampled_from(["", "0431", "0001"]) | st.from_regex(r"\A[0-9]{4}\Z"),
        "age": st.sampled_from(["", "0-6", "14-17", "18-29", "60-74", "75+"]),
        "building": st.sampled_from(["", "3栋"]),
        "door": st.sampled_from(["101", "2-502", "1804", "3A"]),
        "household_size": st.sampled_from(["", "1", "5"]),
        "hobbies": st.lists(
            st.sampled_from(["养宠物", "=cmd", "Go chess", "广场舞 队", "茶"]), unique=True, max_size=3
        ),
        "guardian": st.just("李妈妈"),
    }
)


def _sheet(people: list[dict[str, Any]]) -> Grid:
    with language("zh_CN"):
        header = [str(HEADINGS[name]) for name in COLUMNS]
    rows = []
    for person in people:
        said = {
            **person,
            "estate": "锦绣园" if person["building"] else "",
            "hobbies": "、".join(person["hobbies"]) + "、",
        }
        if not person["building"]:
            said |= {"door": "", "household_size": ""}
        rows.append([str(said.get(name) or "") for name in COLUMNS])
    return finished([header, *rows], sheet="", kind="text")


async def _as_sheet(community: int) -> list[list[str]]:
    with language("zh_CN"):
        return [[str(row[name] or "") for name in COLUMNS] async for row in register_rows(community)]


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people=st.lists(PERSON, min_size=1, max_size=8))
async def test_a_register_survives_its_own_export(cast: Cast, people: list[dict[str, Any]]) -> None:
    """Import, export, import into an empty register: the same people. And all of it can be taken back."""
    await renew("cast")
    first = await handed_in(cast.ours.community, _sheet(people), actor=cast.lin, purpose="interests")
    before = await register_of(cast.ours.community)
    if not counts_of(first).new:
        return
    first = await imported(first, actor=cast.lin)
    exported = (await _as_sheet(cast.ours.community))[len(cast.ours.residents) :]
    with language("zh_CN"):
        header = [str(HEADINGS[name]) for name in COLUMNS]
    undone = await taken_back(first, actor=cast.lin)
    assert counts_of(undone).stayed == []
    assert await register_of(cast.ours.community) == before
    grid = finished([header, *exported], sheet="", kind="text")
    second = await handed_in(cast.ours.community, grid, actor=cast.lin, purpose="interests")
    assert counts_of(second).rejected == 0
    await imported(second, actor=cast.lin)
    assert (await _as_sheet(cast.ours.community))[len(cast.ours.residents) :] == exported
