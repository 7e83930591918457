"""What Linli is measured against: Litestar and sqlite3 and nothing else, doing the same inserts and reads.

A constant token instead of accounts; no permissions, no audit, no evidence, no op_id. Served as `linli serve` serves:
one process, uvicorn with uvloop and httptools, SQLite in WAL with synchronous=FULL on a copy of the same city.

    python -m tests.scale.bare PORT [DATABASE [BYTES OF THE PAGE]]
"""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path
from typing import Any

import msgspec
import uvicorn
from litestar import Litestar, Request, Response, get, post
from litestar.exceptions import NotAuthorizedException
from litestar.params import FromQuery, JSONBody

TOKEN = "constant"
ROLLUP = (
    "CREATE TABLE bare_rollup (month TEXT, kind TEXT, community INTEGER, quantity INTEGER,"
    " PRIMARY KEY (month, kind, community)) WITHOUT ROWID",
    "INSERT INTO bare_rollup SELECT month, kind, program, SUM(quantity) FROM evidence_month GROUP BY month, kind, program",
)


class NewActivity(msgspec.Struct):
    """What is sent to create an activity with its attendances."""

    community: int
    title: str
    held_on: str
    staff: int
    volunteers: int
    participants: int
    people: list[int]


class Store:
    """The database and the page, set when the server starts."""

    connection: sqlite3.Connection
    page = b""


def _check(request: Request[Any, Any, Any]) -> None:
    if request.headers.get("authorization") != TOKEN:
        raise NotAuthorizedException


@post("/activities")
async def create(request: Request, data: JSONBody[NewActivity]) -> dict[str, int]:
    """An activity and its attendances in one transaction."""
    _check(request)
    connection = Store.connection
    connection.execute("BEGIN IMMEDIATE")
    (activity_id,) = connection.execute(
        "INSERT INTO activity (organisation, community, title, held_on, state, staff, volunteers, participants)"
        " VALUES (1, ?, ?, ?, 'held', ?, ?, ?) RETURNING id",
        (data.community, data.title, data.held_on, data.staff, data.volunteers, data.participants),
    ).fetchone()
    connection.executemany(
        "INSERT INTO attendance (organisation, activity, resident, role) VALUES (1, ?, ?, 'participant')",
        [(activity_id, resident) for resident in data.people],
    )
    connection.execute("COMMIT")
    return {"id": activity_id}


@get("/activities")
async def newest(request: Request, community: FromQuery[int]) -> list[dict[str, Any]]:
    """Fifty activities of one community."""
    _check(request)
    found = Store.connection.execute(
        'SELECT id, title, held_on, state, "group", program, staff, volunteers, participants, presence FROM activity'
        " WHERE community = ? ORDER BY held_on DESC, id DESC LIMIT 50",
        (community,),
    )
    return [dict(row) for row in found]


@get("/figures")
async def figures(request: Request, first: FromQuery[str], last: FromQuery[str]) -> list[dict[str, Any]]:
    """The monthly sums over all communities, from a rollup that has nothing else in it."""
    _check(request)
    found = Store.connection.execute(
        "SELECT month, kind, SUM(quantity) AS quantity FROM bare_rollup WHERE month >= ? AND month <= ? GROUP BY month, kind",
        (first, last),
    )
    return [dict(row) for row in found]


@get("/page")
async def page() -> Response[bytes]:
    """Bytes of the size of the public page, from no database."""
    return Response(Store.page, media_type="text/html; charset=utf-8")


@get("/unchanged")
async def unchanged() -> Response[None]:
    """The same, not modified."""
    return Response(None, status_code=304, headers={"etag": '"0"'})


@get("/health/ready")
async def ready() -> dict[str, bool]:
    """It answers."""
    return {"ready": True}


def prepare(path: Path) -> None:
    """Add the bare rollup to a copy of the city."""
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in ROLLUP:
        connection.execute(statement)
    connection.close()


def main() -> None:
    """Serve."""
    port, path, page_bytes = [*sys.argv[1:], ":memory:", "0"][:3]
    connection = sqlite3.connect(path, isolation_level=None, cached_statements=512)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA journal_mode=wal")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA cache_size=-16384")
    Store.connection = connection
    Store.page = b"x" * int(page_bytes)
    app = Litestar(
        [create, newest, figures, page, unchanged, ready], openapi_config=None, logging_config=None
    )
    uvicorn.run(
        app,
        port=int(port),
        http="httptools",
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=20,
    )


if __name__ == "__main__":
    main()
