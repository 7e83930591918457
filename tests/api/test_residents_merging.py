"""Merging two people as JSON."""

from tests.cast import Cast
from tests.registers import FULL, two_records
from tests.visitor import Visitor


async def test_two_records_are_merged_and_parted_as_json(cast: Cast) -> None:
    kept, other = await two_records(cast, FULL)
    chen, home = Visitor("chen"), f"/api/residents/{kept.id}"
    alike = (await chen.get(f"{home}/alike")).json()
    assert {"id": other.id, "name": other.name, "phone_tail": "0431", "why": ["part_of_name"]} in alike
    op_id = "0b6ab5b5-7f3c-4a53-9f8e-0d3b8d6c1a11"
    for _ in range(2):
        merged = await chen.send(f"{home}/merge", {"other": other.id, "op_id": op_id})
        assert merged.status_code == 201, merged.text
        assert merged.json()["id"] == kept.id
    assert other.id not in {row["id"] for row in (await chen.get(f"{home}/alike")).json()}
    again = await chen.send(f"{home}/merge", {"other": other.id})
    assert again.status_code == 422
    parted = await chen.send(f"/api/residents/{other.id}/part", {})
    assert parted.json()["id"] == other.id
    twice = await chen.send(f"/api/residents/{other.id}/part", {})
    assert twice.status_code == 409
    assert (await chen.send(f"{home}/merge", {"other": cast.theirs.residents["周姐"]})).status_code == 404
