"""Every address against everybody: the table is complete, and nobody gets through a wall of an NGO, a community or a group."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import httpx
import pytest
from piccolo.conf.apps import AppRegistry

from server.lib import db
from server.piccolo_conf import APPS
from server.web.access import PUBLIC
from tests.access.asking import (
    ask,
    filled,
    her_turn,
    params,
    places,
    readable,
    roles_of,
    some_of,
    thorough,
    told,
    with_all,
)
from tests.access.bodies import body, ids_in, litestar, struct_of
from tests.access.table import Route, table
from tests.access.walls import Walls, walls
from tests.cast import CANARY, USERNAMES
from tests.databases import renew
from tests.visitor import Visitor

__all__ = ["walls"]

OURS = ("lin", "chen", "he", "zhao", "wu", "qian")
STRANGERS = (None, "yun", "gu")
UNKNOWN = 999_999
MALFORMED = ("x", "0", "-1", "2147483648", "99999999999999999999", "1%00", "%F0%28")


def _on_both(*who: str | None, daily: str = "lin") -> pytest.MarkDecorator:
    """Everybody on SQLite; on PostgreSQL everyday the one whose requests differ most, and in `.ci/run` three more."""
    few = [name for name in who if name in {None, "lin", "zhao", "wu"} - {daily}]
    rows: list[Any] = [("sqlite", name) for name in who]
    rows += [("postgres", name) for name in who if name == daily]
    rows += [pytest.param("postgres", name, marks=pytest.mark.matrix) for name in few]
    return pytest.mark.parametrize(("engine_kind", "who"), rows, indirect=["engine_kind"])


def _answered() -> Iterator[tuple[str, str, frozenset[str]]]:
    """What the application answers: method, address and who may."""
    for route in litestar().routes:
        for handler in route.route_handlers:
            for method in handler.http_methods:
                if method == "OPTIONS" and handler.fn.__module__.startswith("litestar."):
                    continue
                yield method, route.path_format, handler.opt["who"]


def test_the_table_names_every_route_and_no_other() -> None:
    real = {(method, path) for method, path, _who in _answered()}
    named = [(row.method, row.path) for row in table()]
    assert not real - set(named), "not in tests/access/routes"
    assert not set(named) - real, "no route any more"
    assert len(named) == len(set(named)), "named twice"


def test_the_table_says_who_may_as_the_routes_do() -> None:
    real = {(method, path): who for method, path, who in _answered()}
    assert {row.name: sorted(row.who) for row in table()} == {
        f"{method} {path}": sorted(real[method, path]) for method, path in real
    }


def _refused(row: Route, roles: frozenset[str]) -> int | None:
    """With what somebody is refused for being nobody, or for her role."""
    if row.who == PUBLIC:
        return None
    if not roles:
        return 401 if row.json else 303
    return None if roles & row.who else 403


@cache
def _tables() -> list[tuple[str, bool]]:
    """Every table, and whether its rows are an organisation's."""
    registry = AppRegistry(apps=[f"{app}.piccolo_app" for app in APPS])
    found = [one for name in registry.app_configs for one in registry.get_table_classes(name)]
    return [
        (one._meta.tablename, any(column._meta.name == "organisation" for column in one._meta.columns))
        for one in found
    ]


async def _digest(organisation: int | None = None) -> str:
    """Of every row, or of all that is an organisation's; not of what only says that somebody was here."""
    rows: list[Any] = []
    for name, owned in _tables():
        if name in {"account_session", "rate_bucket"} or (organisation and not owned):
            continue
        where = f" WHERE organisation = {organisation}" if organisation else ""
        rows += await db.rows(f'SELECT * FROM "{name}"{where} ORDER BY 1')
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def _hers(
    who: str | None,
    everybody: tuple[str | None, ...],
    goes: Callable[[Route, str | None], bool],
    thorough: bool,
) -> list[Route]:
    """The rows that are hers to ask, when those of `everybody` share them out who go there."""
    return [
        row
        for row in table()
        if goes(row, who)
        and her_turn(who, row.name, [one for one in everybody if goes(row, one)], thorough=thorough)
    ]


def _plain(answer: httpx.Response, *ids: object) -> str:
    """An answer without what is new in each: tokens, and the address that was asked."""
    text = re.sub(r"[0-9a-f]{80}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "", answer.text)
    path = answer.request.url.path
    return text.replace(path, "").replace(path.replace("/", "%2F"), "")


@thorough
@_on_both(*STRANGERS, *USERNAMES)
async def test_who_has_no_business_here_is_refused_and_writes_nothing(
    walls: Walls, who: str | None, thorough: bool
) -> None:
    visitor = Visitor(who)
    roles = {one: roles_of(walls, one) for one in (*STRANGERS, *USERNAMES)}
    ids = walls.reach["lin"] | places(walls.cast.ours)
    before, faults = await _digest(), []
    for row in _hers(who, tuple(roles), lambda row, one: _refused(row, roles[one]) is not None, thorough):
        status = _refused(row, roles[who])
        answer = await ask(visitor, row, filled(row.path, ids) or "", sent=readable(row, ids))
        door = answer.headers.get("location", "").startswith("/sign-in")
        if answer.status_code != status or (status == 303 and not door) or _betrays(answer, who):
            faults.append(told(answer))
    assert not faults, "\n".join(faults)
    assert await _digest() == before


def _foreign(row: Route, walls: Walls, who: str) -> set[str]:
    """Addresses that do not exist for this person, of a route that lets her role in."""
    own, beyond = walls.reach[who], walls.beyond[who]
    ids = [meaning for part, meaning in params(row.path) if part.endswith("_id}")]
    if not ids:
        return set()
    sides = [own | beyond]
    if who in OURS and filled(row.path, own) is None:
        sides.append(walls.reach["lin"] | own)  # a colleague's
    if len(ids) > 1:
        last = ids[-1].rpartition("/")[2]
        sides.append(own | {last: beyond[last]})
        sides.append(own | beyond | {last: own.get(last, UNKNOWN)})
    return {url for url in (filled(row.path, side) for side in sides) if url is not None}


@thorough
@_on_both(*USERNAMES)
async def test_what_is_not_hers_does_not_exist(walls: Walls, who: str, thorough: bool) -> None:
    visitor, roles = Visitor(who), {one: roles_of(walls, one) for one in USERNAMES}
    ids = walls.reach["lin"] | places(walls.cast.ours)
    before, faults = await _digest(), []
    for row in _hers(
        who, USERNAMES, lambda row, one: row.who != PUBLIC and bool(roles[one] & row.who), thorough
    ):
        sent = readable(row, ids)
        foreign = _foreign(row, walls, who)
        unknown = await ask(visitor, row, with_all(row.path, UNKNOWN), sent=sent) if foreign else None
        for url in foreign:
            answer = await ask(visitor, row, url, sent=sent)
            if (
                answer.status_code != 404
                or unknown is None
                or _plain(answer) != _plain(unknown)
                or _betrays(answer, who)
            ):
                faults.append(told(answer))
    assert not faults, "\n".join(faults)
    assert await _digest() == before


@thorough
@_on_both(*OURS, daily="zhao")
async def test_what_is_hers_opens(walls: Walls, who: str, thorough: bool) -> None:
    visitor, roles = Visitor(who), {one: roles_of(walls, one) for one in OURS}
    ids = walls.reach["lin"] | places(walls.cast.ours) | walls.reach[who]
    theirs, faults = await _digest(walls.cast.theirs.organisation), []

    def opens(row: Route, one: str | None) -> bool:
        return (
            one is not None
            and filled(row.path, walls.reach[one]) is not None
            and not _refused(row, roles[one])
        )

    for row in _hers(who, OURS, opens, thorough):
        url = filled(row.path, walls.reach[who]) or ""
        answer = await ask(visitor, row, url, sent=readable(row, ids))
        status = row.but.get(who, answer.status_code)
        shut = answer.status_code in {401, 403, 404} and who not in row.but
        if answer.status_code >= 500 or answer.status_code != status or shut or _betrays(answer, who):
            faults.append(told(answer))
        if row.writes and answer.status_code < 400:
            assert await _digest(walls.cast.theirs.organisation) == theirs, told(answer)
            await renew("walls")
    assert not faults, "\n".join(faults)


@thorough
async def test_an_id_that_is_none_leads_nowhere(walls: Walls, engine_kind: str, thorough: bool) -> None:
    visitor, faults = Visitor("lin"), []
    ids = walls.reach["lin"] | places(walls.cast.ours)
    for row in table():
        if with_all(row.path, 1) == row.path or _refused(row, roles_of(walls, "lin")):
            continue
        sent = readable(row, ids)
        odd = MALFORMED if engine_kind == "sqlite" else MALFORMED[3:5]
        for malformed in some_of(
            odd,
            row.path,
            thorough=thorough,
        ):
            answer = await ask(visitor, row, with_all(row.path, malformed), sent=sent)
            if answer.status_code != 404:
                faults.append(told(answer))
    assert not faults, "\n".join(faults)


async def test_a_body_cannot_name_what_is_not_ones_own(walls: Walls) -> None:
    """`lin` writes at an address of her own and names a row of 乙 in one field after another."""
    visitor, faults, tried = Visitor("lin"), [], 0
    ours = walls.reach["lin"] | places(walls.cast.ours)
    theirs = walls.beyond["lin"] | places(walls.cast.theirs)
    before = await _digest()
    for row in table():
        struct = struct_of(row.method, row.path) if row.json else None
        url = filled(row.path, ours)
        for field in ids_in(struct) if struct and url and row.who != PUBLIC else []:
            sent = body(struct, ours, also=field)
            sent[field] = body(struct, theirs, also=field)[field]
            answer = await visitor.send(url, sent, method=row.method)
            tried += 1
            if answer.status_code not in {404, 409, 422} or _betrays(answer, "lin"):
                faults.append(f"{field}: {told(answer)}")
    assert not faults, "\n".join(faults)
    assert tried > 10
    assert await _digest() == before


def _betrays(answer: httpx.Response, who: str | None) -> bool:
    """Whether somebody of 甲 reads a word of 乙."""
    return who not in {"bai", "song"} and CANARY in answer.text
