"""A page's form with one odd value in it: what is wrong is said, what was typed stays, nothing is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import httpx
import pytest

from programs.method import ledger
from server import audit
from server.audit.tables import Op
from server.lib.ids import new_op_id
from tests.access.asking import filled, her_turn, places, roles_of, some_of, told
from tests.access.forms import filled_in, form_of
from tests.access.table import Route, table
from tests.access.walls import Walls, walls
from tests.databases import renew
from tests.visitor import Visitor

__all__ = ["walls"]

ODD = (
    "  　 ",
    "1970-01-01",
    "2999-12-31",
    "-1",
    "9" * 15,
    "1e400",
    "张·𠮷 <b>&\"'",
    "很" * 5_000,
    "a\u0001b",
)
WHAT_ENGINES_TAKE_OTHERWISE = ("-1", "9" * 15, "1e400", "很" * 5_000, "a\u0001b")
# Lin's fields are many: everyday a third of them.
_TURNS = {"lin": ("lin", None, None), "zhao": ("zhao",)}
# What is typed, not ticked; a password is not shown again.
_TYPED = re.compile(
    r'<(?:input|textarea)\b(?![^>]*type="(?:hidden|radio|checkbox|password)")[^>]*\bname="(\w+)"'
)


def _forms(walls: Walls, who: str) -> Iterator[tuple[Route, str, dict[str, Any]]]:
    ids = walls.reach["lin"] | walls.reach[who] | places(walls.cast.ours)
    for row in table():
        if row.json or not row.writes or not row.who & roles_of(walls, who):
            continue
        url, sent = filled(row.path, walls.reach[who]), filled_in(row, ids)
        if url is not None and sent is not None:
            yield row, url, sent


def _fault(answer: httpx.Response, sent: dict[str, Any]) -> str:
    if answer.status_code not in {409, 422}:
        return "not refused as a form is"
    shown = unescape(answer.text)
    if 'role="alert"' not in shown:
        return "nothing says what is wrong"
    typed = {name: sent.get(name) for name in _TYPED.findall(answer.text)}
    lost = [name for name, text in typed.items() if isinstance(text, str) and text.strip() not in shown]
    return f"lost {lost}" if lost else ""


# Everyday one value in a field; in `.ci/run` all of them, a third in each of three tests.
@pytest.mark.parametrize(
    ("engine_kind", "who", "third"),
    [
        ("sqlite", "lin", None),
        ("sqlite", "zhao", None),
        *(
            pytest.param(*one, third, marks=pytest.mark.matrix)
            for one in (("sqlite", "lin"), ("sqlite", "zhao"), ("postgres", "lin"))
            for third in range(3)
        ),
    ],
    indirect=["engine_kind"],
)
async def test_one_odd_value_in_each_field_of_each_form(
    walls: Walls, engine_kind: str, who: str, third: int | None
) -> None:
    visitor, faults, refused = Visitor(who), [], 0
    values = ODD if engine_kind == "sqlite" else WHAT_ENGINES_TAKE_OTHERWISE
    for row, url, sent in _forms(walls, who):
        struct = form_of(row.method, row.path)
        assert struct is not None
        for name in set(struct.__struct_fields__) - {"op_id", "version"}:
            if not her_turn(who, f"{row.path} {name}", _TURNS[who], thorough=third is not None):
                continue
            for odd in (
                some_of(values, f"{row.path} {name}", thorough=False) if third is None else values[third::3]
            ):
                op_id = new_op_id()
                form = {**sent, name: odd}
                answer = await visitor.post(url, form, op_id=op_id)
                if answer.status_code < 400:
                    await renew("walls")
                elif answer.status_code != 404:
                    refused += 1
                    if fault := _fault(answer, form):
                        faults.append(f"{name}={odd[:12]!r}: {fault}: {told(answer)}")
                    if await Op.count().where(Op.op_id == op_id):
                        faults.append(f"{name}={odd[:12]!r}: written though refused: {told(answer)}")
    faults += await ledger.recompute() + await audit.verify()
    assert not faults, "\n".join(faults)
    assert refused > 20
