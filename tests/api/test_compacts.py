"""Compacts as JSON."""

from __future__ import annotations

from tests import compact_deeds as deeds
from tests.cast import Cast
from tests.visitor import Visitor


async def test_a_compact_is_read_written_and_measured(cast: Cast) -> None:
    compact_id = await deeds.to_signing(cast)
    chen, nobody = Visitor("chen"), Visitor()
    home = f"/api/compacts/{compact_id}"
    [row] = (await chen.get(f"/api/compacts?community={cast.ours.community}")).json()
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
