"""Only what somebody asks for is imported, and nothing that she may mean is missed."""

import asyncio
import importlib
import sys
from pathlib import Path

import httpx
import pytest
from litestar.testing import TestClient

from server import routes
from server.web.endings import Endings, section_of
from server.web.late import LateLitestar

PAGE = """from litestar import get
from litestar.params import FromPath

_HOME = "/desk/{name}"

@get("/desk/{name}/new")
async def new() -> str:
    return "new {name}"

@get(
    _HOME + "/{{number:int}}"
)
async def show(number: FromPath[int]) -> str:
    return f"{name} {{number}}"

HANDLERS = [new, show]
"""


@pytest.fixture
def rooms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Path]:
    """Two modules that answer, of which none is imported yet."""
    monkeypatch.syspath_prepend(str(tmp_path))
    names = ("late_cats", "late_dogs")
    files = {name: tmp_path / f"{name}.py" for name in names}
    for name, file in files.items():
        file.write_text(PAGE.format(name=name.removeprefix("late_")), encoding="utf-8")
        monkeypatch.delitem(sys.modules, name, raising=False)
    return files


def _application(rooms: dict[str, Path]) -> LateLitestar:
    return LateLitestar([], endings=Endings(lambda: rooms), openapi_config=None).start()


def test_a_module_is_imported_when_it_is_asked(rooms: dict[str, Path]) -> None:
    with TestClient(_application(rooms)) as client:
        assert client.get("/desk/birds").status_code == 404
        assert not {*rooms} & {*sys.modules}
        assert client.get("/desk/cats/3").text == "cats 3"
        assert client.get("/desk/cats/new").text == "new cats"
        assert {*rooms} & {*sys.modules} == {"late_cats"}
        assert client.get("/desk/dogs/new").text == "new dogs"


async def test_who_asks_first_at_the_same_moment_is_answered_too(rooms: dict[str, Path]) -> None:
    transport = httpx.ASGITransport(app=_application(rooms))
    async with httpx.AsyncClient(transport=transport, base_url="http://linli.test") as client:
        answers = await asyncio.gather(*(client.get(f"/desk/cats/{number}") for number in range(5)))
    assert [answer.text for answer in answers] == [f"cats {number}" for number in range(5)]


def test_every_module_is_there_when_all_is_worked_out(rooms: dict[str, Path]) -> None:
    app = _application(rooms)
    with TestClient(app) as client:
        client.get("/desk/dogs/1")
        app.work_out()
        assert client.get("/desk/cats/3").text == "cats 3"
    assert len(app.routes) == 4


def test_what_cannot_be_imported_is_tried_again(rooms: dict[str, Path]) -> None:
    good = rooms["late_cats"].read_text(encoding="utf-8")
    rooms["late_cats"].write_text(f"import not_there_yet\n{good}", encoding="utf-8")
    with TestClient(_application(rooms)) as client:
        with pytest.raises(ImportError):
            client.get("/desk/cats/new")
        rooms["late_cats"].write_text(good, encoding="utf-8")
        importlib.invalidate_caches()
        assert client.get("/desk/cats/new").text == "new cats"


@pytest.mark.parametrize(
    ("path", "section"),
    [
        ("/", ("", "")),
        ("/desk", ("desk", "")),
        ("/desk/", ("desk", "")),
        ("/desk/needs/3", ("desk", "needs")),
        ("/c/{slug:str}/needs", ("c", "{")),
        ("/{word:str}", ("{", "")),
    ],
)
def test_a_section_is_two_words(path: str, section: tuple[str, str]) -> None:
    assert section_of(path) == section


def test_every_room_writes_its_addresses_where_they_are_looked_for() -> None:
    """In the decorator, or in a constant of the same module: an imported one is not seen."""
    found = Endings(routes.endings).by_section
    for name in routes.endings():
        for handler in importlib.import_module(name).HANDLERS:
            for path in handler.paths:
                assert name in found[section_of(path)], f"{name} answers at {path}"
