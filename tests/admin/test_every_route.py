"""Every address of Piccolo Admin, as it lists them itself, against everybody: nobody writes, nobody sees too much."""

import hashlib
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from piccolo.conf.apps import AppRegistry
from starlette.routing import BaseRoute, Mount

from admin.installation import INSTALLATION
from admin.tables import REPORTING
from server.lib import db
from server.lib.i18n import language
from server.piccolo_conf import APPS
from tests.access.asking import her_turn, thorough
from tests.admin.told import UNFUNDED, Told
from tests.cast import CANARY, Cast
from tests.visitor import Visitor

TABLES = (*REPORTING, *INSTALLATION)
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
# What answers at all, by the method and the address without its names; all else is 404, or 405 for another method.
OPEN = {
    ("GET", "/api/tables/"),
    ("GET", "/api/tables/grouped/"),
    ("GET", "/api/tables/T/"),
    ("GET", "/api/tables/T/schema/"),
    ("GET", "/api/tables/T/count/"),
    ("GET", "/api/tables/T/ids/"),
    ("GET", "/api/tables/T/references/"),
    ("GET", "/api/tables/T/{row_id}/"),
    ("GET", "/api/links/"),
    ("GET", "/api/user/"),
    ("GET", "/api/forms/"),
    ("GET", "/api/forms/grouped/"),
    ("GET", "/public/meta/"),
    ("GET", "/public/translations/"),
    ("GET", "/public/translations/{language_code}/"),
}
FORMS = {
    ("GET", "/api/forms/{form_slug}/"),
    ("GET", "/api/forms/{form_slug}/schema/"),
    ("POST", "/api/forms/{form_slug}/"),
}


@cache
def addresses() -> tuple[tuple[str, str], ...]:
    """(method, path) of everything that Piccolo Admin would answer if it could write."""
    from piccolo_admin.endpoints import create_admin

    stock = create_admin(list(TABLES), auto_include_related=False, read_only=False)
    found = set(_walked(stock.routes, ""))
    assert len(found) > 12 * len(TABLES), "Piccolo Admin lists its routes otherwise now"
    return tuple(sorted(found))


READERS = ("wu", "song", "lin", "bai", "qian", "chen", "zhao", None)


def _walked(routes: list[BaseRoute], prefix: str) -> Iterator[tuple[str, str]]:
    for route in routes:
        path = prefix + route.path.replace(":str", "")  # type: ignore[attr-defined]  # every route here has one
        if isinstance(route, Mount):
            inner = getattr(route.app, "app", route.app)
            below = getattr(inner, "routes", None)
            yield from _walked(below, path) if below else [(method, f"{path}/") for method in METHODS]
        else:
            yield from ((method, path) for method in METHODS)


def _shape(path: str) -> str:
    for table in TABLES:
        path = path.replace(f"/tables/{table._meta.tablename}/", "/tables/T/")
    return path


def _titled(path: str) -> str:
    """The path as the page asks it, with the table's title."""
    with language("zh_CN"):
        for table in TABLES:
            path = path.replace(f"/tables/{table._meta.tablename}/", f"/tables/{table.words.title}/")
    return path.replace("{language_code}", "zh-CN").replace("{form_slug}", "end-sessions")


def _expected(who: str | None, method: str, path: str) -> set[int]:
    shape = _shape(path)
    if path == "/" and method == "GET":
        return {200} if who in {"wu", "song", "lin", "bai", "qian"} else {303} if who is None else {403}
    if not path.startswith(("/api/", "/public/")):
        return {404, 405}
    if who is None:
        return {401}
    if who in {"chen", "zhao"}:
        return {403}
    operator = who == "qian"
    own = any(f"/{table._meta.tablename}/" in path for table in (INSTALLATION if operator else REPORTING))
    if (method, shape) in OPEN and ("T" not in shape.split("/") or own):
        return {200, 404} if "{row_id}" in path else {200}
    if (method, shape) in FORMS and operator:
        return {422} if method == "POST" else {200}
    return {404, 405}


async def _digest() -> str:
    """Of every row in the database, but for what only says that somebody was here."""
    rows: list[Any] = []
    registry = AppRegistry(apps=[f"{app}.piccolo_app" for app in APPS])
    for table in [table for name in registry.app_configs for table in registry.get_table_classes(name)]:
        if table._meta.tablename not in {"account_session", "rate_bucket"}:
            rows += await db.rows(f'SELECT * FROM "{table._meta.tablename}" ORDER BY 1')
    return hashlib.sha256(repr(rows).encode()).hexdigest()


@pytest.mark.parametrize(
    ("engine_kind", "who"),
    [
        *(("sqlite", who) for who in READERS),
        *(
            pytest.param("postgres", who, marks=() if who in {"wu", "qian"} else pytest.mark.matrix)
            for who in READERS
        ),
    ],
    indirect=["engine_kind"],
)
@thorough
async def test_every_address(cast: Cast, told: Told, who: str | None, thorough: bool) -> None:
    """Everyday each person asks all that answers somebody, and a third of what answers nobody."""
    visitor = Visitor(who)
    before = await _digest()
    ids = {
        "1",
        str(told.unfunded),
        str(told.unfunded_activity),
        str(cast.theirs.program),
        "99999",
        "x",
        f"{told.fed}.2026-03",
    }
    for method, path in addresses():
        opens = (method, _shape(path)) in OPEN | FORMS
        if not opens and not her_turn(who, f"{method} {path}", READERS, thorough=thorough):
            continue
        for row_id in sorted(ids) if "{row_id}" in path else [""]:
            url = f"/admin{_titled(path).replace('{row_id}', row_id)}"
            body = {} if method == "GET" else {"json": {"program": "x"}}
            answer = await visitor.http.request(
                method, url, headers={"x-csrf-token": visitor._csrf(), "origin": "http://linli.test"}, **body
            )
            assert answer.status_code in _expected(who, method, path), (
                f"{who} {method} {url}: {answer.text[:300]}"
            )
            for canary in _hidden_from(who):
                assert canary not in answer.text, f"{who} {method} {url}"
    assert await _digest() == before


def _hidden_from(who: str | None) -> tuple[str, ...]:
    residents = ("陈叔", "王阿姨", "猫奶奶", "张𠮷", "李娜")
    if who in {"song", "bai"}:
        return (UNFUNDED, '"宠物文明', '"铲屎官小队', *residents)
    if who == "lin":
        return (CANARY, f"{UNFUNDED}林老师", f"{UNFUNDED}的理由", *residents)
    if who == "qian":
        return (UNFUNDED, "林老师", "白老师", "session-", *residents)
    return (CANARY, UNFUNDED, *residents)


async def test_an_address_of_ours_is_among_those_of_piccolo_admin() -> None:
    known = {(method, _shape(path)) for method, path in addresses()}
    assert known >= OPEN | FORMS
