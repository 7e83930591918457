"""A server with the cast and a Chromium, once for each file of tests; a fresh window for each test."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Iterator
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


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Linli on SQLite in a process of its own."""
    folder = tmp_path_factory.mktemp("served")
    path = folder / "linli.sqlite"

    async def prepare() -> Walls:
        try:
            return await put(_walls, path)
        finally:
            await db.close()

    walls = asyncio.run(prepare())
    shutil.copytree(pictures.folder(), folder / "photos", dirs_exist_ok=True)
    with serving(folder, DATABASE_URL=f"sqlite:///{path}") as (address, _process):
        yield Served(address, walls, path)


@pytest.fixture(scope="module")
def browser(served: Served) -> Iterator[Browser]:
    """One Chromium, started after the server because Playwright keeps a loop of its own."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.ARGS)
        yield started
        started.close()


Window = Callable[..., BrowserContext]


@pytest.fixture
def window(served: Served, browser: Browser) -> Iterator[Window]:
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
        context = browser.new_context(
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
