"""Every write sent twice at once, as a double tap sends it: carried out once, answered alike."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from programs.method import ledger
from server import audit
from server.audit.tables import Op
from server.lib.ids import new_op_id
from tests.access.asking import filled, her_turn, places, readable, roles_of, thorough, told
from tests.access.forms import filled_in
from tests.access.table import Route, table
from tests.access.walls import Walls, walls
from tests.databases import renew
from tests.visitor import Visitor

__all__ = ["walls"]

# A refusal of these is told on the page that one is sent on to.
_TOLD_THERE = ("/done", "/reopened")
# Lin's are many: everyday a third of them.
_TURNS = {"lin": ("lin", None, None), "zhao": ("zhao",)}


def _writes(walls: Walls, who: str, *, thorough: bool) -> Iterator[tuple[Route, str, dict[str, Any]]]:
    """Each write that carries an op_id, at an address of hers, with the least that it takes."""
    ids = walls.reach["lin"] | walls.reach[who] | places(walls.cast.ours)
    for row in table():
        if not row.writes or not roles_of(walls, who) & row.who or "{session_id}" in row.path:
            continue
        if not her_turn(who, row.name, _TURNS[who], thorough=thorough):
            continue
        url, sent = (
            filled(row.path, walls.reach[who]),
            readable(row, ids) if row.json else filled_in(row, ids),
        )
        if url is not None and sent is not None and "op_id" in sent:
            yield row, url, sent


async def _send(visitor: Visitor, row: Route, url: str, sent: dict[str, Any]) -> httpx.Response:
    if row.json:
        return await visitor.send(url, sent, method=row.method)
    return await visitor.post(url, sent, op_id=sent["op_id"])


def _alike(*answers: httpx.Response) -> bool:
    """The same status, and the same row or the same way on; a page may have a new nonce in it."""
    as_json = answers[0].headers.get("content-type") == "application/json"
    said = [(one.status_code, one.headers.get("location"), one.text if as_json else "") for one in answers]
    return answers[0].status_code < 500 and all(one == said[0] for one in said)


@thorough
@pytest.mark.parametrize(
    ("engine_kind", "who"),
    [
        ("sqlite", "lin"),
        ("sqlite", "zhao"),
        ("postgres", "zhao"),
        pytest.param("postgres", "lin", marks=pytest.mark.matrix),
    ],
    indirect=["engine_kind"],
)
async def test_a_double_tap_writes_once(walls: Walls, who: str, thorough: bool) -> None:
    visitor, stranger = Visitor(who), Visitor("zhao" if who == "lin" else "lin")
    faults, written = [], 0
    for row, url, sent in _writes(walls, who, thorough=thorough):
        sent["op_id"] = op_id = new_op_id()
        answers = await asyncio.gather(*(_send(visitor, row, url, sent) for _tap in range(2)))
        answers.append(await _send(visitor, row, url, sent))
        ops = await Op.count().where(Op.op_id == op_id)
        if not _alike(*answers) or ops != int(answers[0].status_code < 400 and not url.endswith("/reopened")):
            faults.append(f"{ops} written: " + " | ".join(told(answer) for answer in answers))
        if not ops:
            continue
        written += 1
        other = await _send(stranger, row, url, sent)
        if other.status_code < 400 and not url.endswith(_TOLD_THERE):
            faults.append(f"with another's op_id: {told(other)}")
        faults += await ledger.recompute() + await audit.verify()
        await renew("walls")
    assert not faults, "\n".join(faults)
    assert written > (50 if who == "lin" else 5)
