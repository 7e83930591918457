"""What every test stands on: databases of its own, never the developer's."""

import gc
import os
import re
from zlib import crc32

import pytest

from tests import postgres

os.environ["LINLI_DATA_DIR"] = str(postgres.shared_folder() / "data")
os.environ.pop("LINLI_DATABASE_URL", None)

from argon2 import PasswordHasher

from server.accounts import hashing
from server.lib import logs
from server.web import kept
from tests.browser import chromium
from tests.cast import cast
from tests.databases import database, empty_database, engine_kind, own_data_dir

kept.FRESH_S = 0.0  # each test has a database of its own under one application
# A password is hashed as always, in 1 ms for 40. What it costs people is held by tests/unit/test_accounts_hashing.py.
hashing._hasher = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1, type=hashing._hasher.type)
hashing._NOBODY = hashing._hasher.hash("nobody")
# As in production; what structlog does by itself colours the code around each fault, which takes longer than most tests.
logs.structlog.configure(processors=[logs.only_harmless, logs._render])

__all__ = ["cast", "database", "empty_database", "engine_kind", "own_data_dir"]


# What these try lies above the actions: everyday on one engine, and in `.ci/run` on the other too.
ABOVE_THE_ACTIONS = (
    "tests/pages/",
    "tests/admin/",
    "tests/api/",
    "tests/demo/",
    "tests/access/test_next_door",
    "tests/access/test_what_",
)
BUT = ("tests/api/test_truth", "tests/api/test_races")
# What engines do differently, by the names of a file of actions or of a test in it.
OF_THE_ENGINE = re.compile(
    "once|twice|double|same_moment|meanwhile|while|race|two_|lock|stale|unique|ledger|erasure|jobs|search"
)


def _everyday_on_postgres(item: pytest.Function) -> bool:
    """Of the actions what asks several at once or is named after such things, and each fifth of the others."""
    if item.nodeid.startswith(ABOVE_THE_ACTIONS):
        return item.nodeid.startswith(BUT)
    if not item.nodeid.startswith("tests/actions/"):
        return True
    name = item.nodeid.partition("[")[0]
    at_once = "gather" in item.function.__code__.co_names
    return at_once or bool(OF_THE_ENGINE.search(name)) or crc32(item.name.encode()) % 5 == 0


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    needless = []
    for item in items:
        params = item.callspec.params if hasattr(item, "callspec") else {}
        if params.get("engine_kind") == "postgres" and not _everyday_on_postgres(item):
            item.add_marker(pytest.mark.matrix)
        if params.get("thorough") is False and item.get_closest_marker("matrix"):
            needless.append(item)  # all of it is tried in `.ci/run`, so not some of it as well
    if needless:
        config.hook.pytest_deselected(items=needless)
        items[:] = [item for item in items if item not in needless]


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """The program and thousands of tests are there to stay: the collector looks through them no more."""
    gc.collect()
    gc.freeze()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if chromium.find() is None:
        terminalreporter.write_line(
            "No Chromium was found: the tests in tests/browser did not run.", yellow=True
        )


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        postgres.clean_up()
