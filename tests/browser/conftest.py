"""A server with the cast and a Chromium, once for all; the rows anew for each file of tests, a window for each test."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from server.lib import db, pictures
from tests.access.walls import Walls, _walls
from tests.browser import chromium
from tests.databases import put
from tests.serving.running import serving

PHONE = (360, 640)
DESK = (1280, 800)
FOLDER = Path(__file__).parent


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without a Chromium these tests are left out as a whole; `tests/conftest.py` says so at the end."""
    here = [item for item in items if item.path.is_relative_to(FOLDER)]
    if here and chromium.find() is None:
        config.hook.pytest_deselected(items=here)
        items[:] = [item for item in items if item not in here]


class Served(msgspec.Struct):
    """A running Linli: its address, the rows in it, and the file they are in."""

    address: str
    walls: Walls
    database: Path


class Running(msgspec.Struct):
    """What serves all tests of the folder."""

    served: Served
    browser: Browser


RUNNING = pytest.StashKey[Running]()


@contextmanager
def _served(folder: Path) -> Iterator[Served]:
    """Linli on SQLite in a process of its own."""
    path = folder / "linli.sqlite"

    async def prepare() -> Walls:
        try:
            return await put(_walls, path)
        finally:
            await db.close()

    walls = asyncio.run(prepare())
    shutil.copyfile(path, folder / "first.sqlite")
    shutil.copytree(pictures.folder(), folder / "photos", dirs_exist_ok=True)
    with serving(folder, DATABASE_URL=f"sqlite:///{path}") as (address, _process):
        yield Served(address, walls, path)


@pytest.fixture(scope="module")
def running(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Running:
    """Started by the first file of the folder, ended after the last: Playwright keeps a loop while it is there."""
    here = request.node.parent
    if RUNNING not in here.stash:
        with ExitStack() as stack:
            served = stack.enter_context(_served(tmp_path_factory.mktemp("served")))
            playwright = stack.enter_context(sync_playwright())
            started = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.ARGS)
            stack.callback(started.close)
            here.stash[RUNNING] = Running(served, started)
            stack.callback(here.stash.__delitem__, RUNNING)
            here.addfinalizer(stack.pop_all().close)
    return here.stash[RUNNING]


@pytest.fixture(scope="module")
def served(running: Running) -> Served:
    """The server, with nothing of what other files of tests have written."""
    path = running.served.database
    with (
        closing(sqlite3.connect(path.with_name("first.sqlite"))) as first,
        closing(sqlite3.connect(path)) as now,
    ):
        first.backup(now)
    return running.served


Window = Callable[..., BrowserContext]


@pytest.fixture
def window(served: Served, running: Running) -> Iterator[Window]:
    """`window("zhao", PHONE)` is an empty browser of that size in which Zhao has signed in."""
    opened: list[BrowserContext] = []

    def open_window(
        who: str | None,
        size: tuple[int, int],
        *,
        mode: str = "normal",
        dark: bool = False,
        scripts: bool = True,
    ) -> BrowserContext:
        context = running.browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            locale="zh-CN",
        )
        cookies = {"lang": "zh_CN", "mode": mode, **({"linli": f"session-{who}"} if who else {})}
        context.add_cookies(
            [{"name": name, "value": text, "url": served.address} for name, text in cookies.items()]
        )
        opened.append(context)
        return context

    yield open_window
    for context in opened:
        context.close()
