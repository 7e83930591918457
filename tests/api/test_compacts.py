"""Compacts as JSON."""

from __future__ import annotations

from groups.compacts.tables import Compact
from server.lib.db import write_transaction
from server.web.paging import PAGE
from tests import compact_deeds as deeds
from tests.cast import Cast, _row
from tests.visitor import Visitor


async def test_a_compact_is_read_written_and_measured(cast: Cast) -> None:
    compact_id = await deeds.to_signing(cast)
    chen, nobody = Visitor("chen"), Visitor()
    home = f"/api/compacts/{compact_id}"
    [row] = (await chen.get(f"/api/compacts?community={cast.ours.community}")).json()["rows"]
    assert (row["id"], row["state"]) == (compact_id, "signing")
    whole = (await chen.get(home)).json()
    assert [text["major"] for text in whole["texts"]] == [1]
    street = f"/api/c/wufuqiao/compacts/{compact_id}"
    read = (await nobody.get(street)).json()
    assert read["text_hash"] == whole["texts"][0]["text_hash"]
    said = {"stance": "agree", "clause": 1}
    assert (await nobody.send(f"{street}/comments", said)).status_code == 201
    name = {"text_hash": read["text_hash"], "building": cast.ours.building, "door": "301", "name": "猫奶奶"}
    signed = await Visitor("zhao").send(f"{home}/signatures", name)
    assert signed.status_code == 201
    assert (await nobody.get(street)).json()["signed"] == "<5"
    [listed] = (await chen.get(f"{home}/signatures")).json()
    assert listed["name"] == "猫奶奶"
    gone = f"/api/compact-signatures/{signed.json()['id']}/withdrawal"
    assert (await chen.send(gone, {"reason": "搬走"})).status_code == 201
    await deeds.to_force(cast, compact_id)
    day = whole["ratified_on"]
    recall = {"asked_on": day, "asked": 20, "recalled": 42}
    made = await chen.send(f"{home}/recalls", recall)
    assert made.status_code == 201
    assert len((await chen.get(f"{home}/measures")).json()["recalls"]) == 1
    void = f"/api/compact-recalls/{made.json()['id']}/void"
    assert (await chen.send(void, {"reason": "记错"})).status_code == 201
    assert (await chen.send(void, {"reason": "再来"})).status_code == 409
    assert len((await chen.get(f"{home}/comments")).json()) == 2
    renewed = await chen.send(f"{home}/renewal")
    carried = (await chen.get(f"/api/compacts/{renewed.json()['id']}")).json()["texts"][0]["clauses"]
    assert [one["origin"] for one in carried] == ["earlier"] * 4


async def test_a_long_list_of_compacts_goes_on(cast: Cast) -> None:
    async with write_transaction():
        for number in range(PAGE + 1):
            await _row(
                Compact,
                organisation=cast.ours.organisation,
                community=cast.ours.community,
                title=f"公约{number}",
            )
    chen, api = Visitor("chen"), f"/api/compacts?community={cast.ours.community}"
    first = (await chen.get(api)).json()
    rest = (await chen.get(f"{api}&after={first['next']}")).json()
    titles = [row["title"] for row in first["rows"] + rest["rows"]]
    assert titles == [f"公约{number}" for number in reversed(range(PAGE + 1))]
    assert rest["next"] is None
    home = f"/desk/compacts?community={cast.ours.community}"
    listed = (await chen.get(home)).text
    assert f"after={first['next']}" in listed
    assert "公约0<" not in listed
    assert "公约0<" in (await chen.get(f"{home}&after={first['next']}")).text
    assert home in (await chen.get(f"/desk/communities/{cast.ours.community}")).text
