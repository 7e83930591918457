"""Whatever is sent to whatever address: a clear refusal, nothing written, never a fault of ours."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from server.app import MAX_BODY
from server.lib.ids import new_op_id
from server.web.access import PUBLIC
from tests.access.asking import filled, her_turn, places, readable, some_of, thorough, told
from tests.access.table import Route, table
from tests.access.walls import Walls, walls
from tests.visitor import Visitor

__all__ = ["walls"]

DEEP = 2_000
FORM = "application/x-www-form-urlencoded"
CHINESE = re.compile(r"[\u4e00-\u9fff]")

# Values that no field can hold, or only some.
ODD: tuple[Any, ...] = (
    None,
    True,
    -1,
    10**400,
    1e308,
    "",
    " ",
    "a\x00b",
    "\ud800",
    "𠮷·１２\u202e\u0301",
    "很" * 5_000,
    "1970-01-01",
    "9999-12-31",
    "2026-02-30",
    [],
    [1] * 3_000,
    {"a": 1},
)

WHAT_ENGINES_TAKE_OTHERWISE: tuple[Any, ...] = (10**400, -1, "a\x00b", "\ud800", "很" * 5_000)

BODIES: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "application/json"),
    "no object": (b"[1, 2]", "application/json"),
    "a number": (b"7", "application/json"),
    "cut off": (b'{"op_id": "', "application/json"),
    "not UTF-8": (b'{"op_id": "\xff\xfe"}', "application/json"),
    "UTF-16": ('{"op_id": "1"}'.encode("utf-16"), "application/json; charset=utf-16"),
    "NaN": (b'{"op_id": NaN}', "application/json"),
    "deep lists": (b"[" * DEEP + b"]" * DEEP, "application/json"),
    "deep objects": (b'{"a":' * DEEP + b"1" + b"}" * DEEP, "application/json"),
    "a long number": (b'{"op_id": ' + b"9" * 400 + b"}", "application/json"),
    "twice the same": (b'{"op_id": "1", "op_id": "2"}', "application/json"),
    "too large": (b'{"op_id": "' + b"x" * (MAX_BODY + 1_000_000) + b'"}', "application/json"),
    "a form": (b"op_id=1", FORM),
    "xml": (b"<a/>", "application/xml"),
    "of no kind": (b"{}", ""),
    "of a broken kind": (b"{}", "application/;;json"),
    "parts without a boundary": (b"--x\r\n", "multipart/form-data"),
}
FORMS: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", FORM),
    "controls": (b"op_id=%00&name=a%00b&text=%01&title=%7F", FORM),
    "half a sign": (b"op_id=%ED%A0%80&name=%F0%28&title=%ff%fe", FORM),
    "too many fields": (b"&".join(b"f%d=1" % number for number in range(5_000)), FORM),
    "a field many times": (b"&".join([b"people=1&residents=1&op_id=1"] * 2_000), FORM),
    "ids of nobody": (b"community=99999999999999999999&group=-1&program=x&resident=%EF%BC%91&people=0", FORM),
    "too large": (b"text=" + b"x" * (MAX_BODY + 1_000_000), FORM),
    "JSON": (b'{"op_id": "1"}', "application/json"),
    "plain text": (b"op_id=1", "text/plain"),
    "parts without a boundary": (b"--x\r\n", "multipart/form-data"),
    "broken parts": (
        b'--x\r\nContent-Disposition: form-data; name="a\r\n\r\n',
        "multipart/form-data; boundary=x",
    ),
    "a file": (
        b'--x\r\nContent-Disposition: form-data; name="title"; filename="a.exe"\r\n\r\nMZ\x00\r\n--x--\r\n',
        "multipart/form-data; boundary=x",
    ),
}
QUERIES = (
    "q=%00&after=%00&page=%00&text=%ED%A0%80",
    "q=%25_%5C%27%22&after=%27%3B--&page=-1&month=2026-13&kind=%3Cscript%3E&week=0",
    "community=99999999999999999999&program=-1&group=x&class=1.5&need_class=&resident=%EF%BC%91&year=0",
    "after="
    + "9" * 3_000
    + "&cursor=eyJhIjoxfQ&from=9999-12-31&until=0000-00-00&day=1970-01-01&month=9999-99",
    "&".join(f"q={number}&community={number}" for number in range(300)),
    "next=//evil.example&lang=../../etc&mode=%0d%0aset-cookie:x&role=operator&away=maybe&stage=none",
)


def _rows(*, writes: bool, as_json: bool | None = None) -> list[Route]:
    """Rows of the table that somebody signed in may ask; signing her out is not what is tried here."""
    return [
        row
        for row in table()
        if row.writes is writes
        and (as_json is None or row.json is as_json)
        and row.method not in {"TRACE", "OPTIONS", "HEAD"}
        and not row.path.endswith(("/sign-out", "/others/end"))
        and "{session_id}" not in row.path
    ]


def _fault(answer: httpx.Response, *, refused: bool = True) -> bool:
    """A server error, an answer where a refusal is due, or a refusal that its reader does not understand."""
    if answer.status_code >= 500 or (refused and answer.status_code < 400):
        return True
    if answer.status_code < 400:
        return False
    if answer.request.url.path.startswith("/api/"):
        kind = answer.headers["content-type"]
        return kind != "application/problem+json" or not CHINESE.search(answer.json()["title"])
    return not CHINESE.search(answer.text)


async def _raw(visitor: Visitor, row: Route, url: str, body: bytes, kind: str) -> httpx.Response:
    headers = {"x-csrf-token": visitor._csrf(), **({"content-type": kind} if kind else {})}
    return await visitor.http.request(row.method, url, content=body, headers=headers)


def _askers(walls: Walls) -> Iterator[tuple[Visitor, dict[str, Any], frozenset[str]]]:
    for who in ("lin", "zhao", "wu"):
        roles = frozenset(held.role for held in getattr(walls.cast, who).assignments)
        yield Visitor(who), walls.reach[who] | places(walls.cast.ours), roles


def _theirs(rows: list[Route], roles: frozenset[str], ids: dict[str, Any]) -> Iterator[tuple[Route, str]]:
    """The rows that a person of these roles may ask, with an address of her own."""
    for row in rows:
        url = filled(row.path, ids)
        if url is not None and (row.who == PUBLIC or roles & row.who):
            yield row, url


@thorough
@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
async def test_bodies_that_are_no_json_of_ours(walls: Walls, thorough: bool) -> None:
    visitor, ids, roles = next(_askers(walls))
    faults = []
    for row, url in _theirs(_rows(writes=True, as_json=True), roles, ids):
        wants = readable(row, ids) is not None
        for name, (body, kind) in some_of([*BODIES.items()], row.path, thorough=thorough, few=2):
            answer = await _raw(visitor, row, url, body, kind)
            if wants and _fault(answer):
                faults.append(f"{name}: {told(answer)}")
    assert not faults, "\n".join(faults)


@thorough
async def test_one_odd_value_in_each_field(walls: Walls, engine_kind: str, thorough: bool) -> None:
    """Of a body that could be read; what is odd and still possible may be accepted."""
    visitor, ids, roles = next(_askers(walls))
    faults = []
    odd_here = ODD if engine_kind == "sqlite" else WHAT_ENGINES_TAKE_OTHERWISE
    for row, url in _theirs(_rows(writes=True, as_json=True), roles, ids):
        sent = readable(row, ids) or {}
        for name in sent:
            for odd in some_of(odd_here, f"{row.path} {name}", thorough=thorough):
                fresh = {"op_id": new_op_id()} if "op_id" in sent else {}
                body = json.dumps({**sent, **fresh, name: odd}).encode()
                answer = await _raw(visitor, row, url, body, "application/json")
                if _fault(answer, refused=False):
                    faults.append(f"{name}={str(odd)[:20]!r}: {told(answer)}")
    assert not faults, "\n".join(faults)


@thorough
@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
async def test_forms_that_nobody_filled_in(walls: Walls, thorough: bool) -> None:
    faults = []
    for visitor, ids, roles in _askers(walls):
        for row, url in _theirs(_rows(writes=True, as_json=False), roles, ids):
            odd = list(FORMS.items())[: None if visitor.username == "lin" else 4]
            for name, (body, kind) in some_of(odd, row.path, thorough=thorough):
                answer = await _raw(visitor, row, url, body, kind)
                if _fault(answer, refused=False):
                    faults.append(f"{name}: {told(answer)}")
    assert not faults, "\n".join(faults)


@thorough
async def test_questions_that_nobody_asks(walls: Walls, engine_kind: str, thorough: bool) -> None:
    faults = []
    theirs = {visitor: [*_theirs(_rows(writes=False), roles, ids)] for visitor, ids, roles in _askers(walls)}
    for visitor, rows in theirs.items():
        for row, url in rows:
            among = [
                one.username for one, asked in theirs.items() if any(row is other for other, _url in asked)
            ]
            if not her_turn(visitor.username, row.path, among, thorough=thorough):
                continue
            odd = QUERIES if visitor.username == "lin" and engine_kind == "sqlite" else QUERIES[:3:2]
            for query in some_of(odd, url, thorough=thorough):
                answer = await visitor.get(f"{url}?{query}")
                if _fault(answer, refused=False):
                    faults.append(f"{query[:40]}: {told(answer)}")
    assert not faults, "\n".join(faults)
