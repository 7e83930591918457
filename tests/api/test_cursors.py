"""A list that goes on page by page tells where its next page begins."""

from __future__ import annotations

import pytest

from tests.access.asking import filled
from tests.access.bodies import litestar
from tests.access.walls import Walls, walls
from tests.visitor import Visitor

__all__ = ["walls"]

CURSORS = {"after", "before"}


def _paged() -> list[str]:
    """The addresses of the API that take a cursor."""
    return sorted(
        route.path_format
        for route in litestar().routes
        if route.path_format.startswith("/api/")
        for handler in route.route_handlers
        if "GET" in getattr(handler, "http_methods", ())
        and CURSORS & {*handler.parsed_fn_signature.parameters}
    )


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
async def test_every_list_with_a_cursor_tells_the_next_one(walls: Walls) -> None:
    lin, paths = Visitor("lin"), _paged()
    assert len(paths) > 15
    for path in paths:
        url = filled(path, walls.reach["lin"])
        assert url is not None, path
        answer = await lin.get(url)
        assert answer.status_code == 200, path
        assert "next" in answer.json(), path


async def test_a_mangled_cursor_is_the_first_page(walls: Walls) -> None:
    lin = Visitor("lin")
    for path in _paged():
        url = filled(path, walls.reach["lin"])
        assert url is not None, path
        first = (await lin.get(url)).json()
        for mangled in ("0", "-1", "x", "²", "2026-13-01~1", "2026-11-01~0", "9" * 30):
            answer = await lin.get(f"{url}?after={mangled}&before={mangled}")
            assert (answer.status_code, answer.json()) == (200, first), (path, mangled)


async def test_a_cursor_past_every_row_is_a_page_like_any_other(walls: Walls) -> None:
    lin = Visitor("lin")
    for path in _paged():
        url = filled(path, walls.reach["lin"])
        for far in ("999999999", "9999-12-31~999999999"):
            answer = await lin.get(f"{url}?after={far}&before={far}")
            assert answer.status_code == 200, (path, far)
