"""One row for each method of each address: who may use it. The rooms' rows lie in `tests/access/routes/`."""

from __future__ import annotations

import importlib
from functools import cache
from pathlib import Path

import msgspec

ROUTES = Path(__file__).parent / "routes"


class Route(msgspec.Struct, frozen=True):
    """`path` as Litestar writes it, without types: `/desk/programs/{program_id}`.

    `but` names who of the cast is refused by a finer rule, though the route lets her role in, and with what.
    """

    method: str
    path: str
    who: frozenset[str]
    but: dict[str, int] = {}

    @property
    def json(self) -> bool:
        """Whether a program asks: it is told 401 where a person is sent to the door."""
        return self.path.startswith(("/api/", "/admin/api/", "/admin/public/"))

    @property
    def writes(self) -> bool:
        return self.method != "GET"

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    def __hash__(self) -> int:
        return hash(self.name)


@cache
def table() -> list[Route]:
    """The rows of all rooms."""
    rooms = sorted(path.stem for path in ROUTES.glob("*.py"))
    return [row for room in rooms for row in importlib.import_module(f"tests.access.routes.{room}").ROUTES]
