"""Linli and the bare application as processes of their own."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.scale.load import ask, request

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 60
# What is installed has its bytecode; a checkout may be told not to write any.
_BYTECODE = Path(tempfile.gettempdir()) / "linli-scale" / "bytecode"
_READY = request("GET", "/health/ready")


class Server:
    """A process that answers on `port`; `seconds` is how long it took to be ready."""

    def __init__(self, words: list[str], port: int, log: Path, env: dict[str, str]) -> None:
        self.port = port
        self.log = log
        started = time.perf_counter()
        with log.open("wb") as out:
            self.process = subprocess.Popen(
                [sys.executable, *words], cwd=ROOT, env=env, stdout=out, stderr=out
            )
        self._until_ready()
        self.seconds = time.perf_counter() - started

    def _until_ready(self) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while True:
            try:
                if ask(self.port, _READY).statuses[200]:
                    return
            except (ConnectionError, OSError):
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(self.log.read_text(encoding="utf-8")[-2000:]) from None
            time.sleep(0.005)

    def memory(self, *, peak: bool = False) -> float:
        """MiB that the process holds now, or held at most."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        found = re.search(r"VmHWM:\s+(\d+)" if peak else r"VmRSS:\s+(\d+)", status)
        assert found is not None
        return int(found.group(1)) / 1024

    def stop(self) -> None:
        """End it and wait for its end."""
        self.process.kill()
        self.process.wait()


@contextmanager
def linli(database: Path) -> Iterator[Server]:
    """`linli serve` on this database."""
    port = free_port()
    env = _installation(database) | {"LINLI_PORT": str(port)}
    with _stopping(Server(["-m", "server.cli", "serve"], port, database.with_suffix(".log"), env)) as server:
        yield server


@contextmanager
def bare(database: Path | None, page_bytes: int = 0) -> Iterator[Server]:
    """The bare application; without a database for its start and its memory."""
    port = free_port()
    words = ["-m", "tests.scale.bare", str(port), str(database or ":memory:"), str(page_bytes)]
    log = database.with_suffix(".log") if database else Path(os.devnull)
    with _stopping(Server(words, port, log, _environment())) as server:
        yield server


def check(database: Path, what: str) -> str:
    """`linli check`: what is wrong, or nothing."""
    words = [sys.executable, "-m", "server.cli", "check", what]
    done = subprocess.run(
        words, cwd=ROOT, env=_installation(database), capture_output=True, text=True, check=False
    )
    return "" if done.returncode == 0 else (done.stderr or done.stdout).strip().splitlines()[0]


def _installation(database: Path) -> dict[str, str]:
    return _environment() | {
        "LINLI_DATABASE_URL": f"sqlite:///{database}",
        "LINLI_DATA_DIR": str(database.parent),
        "LINLI_SECRET_KEY": "a-secret-of-the-load-run-that-is-long-enough",
    }


def _environment() -> dict[str, str]:
    foreign = {"PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"}
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("LINLI_") and name not in foreign
    }
    return kept | {"PYTHONPYCACHEPREFIX": str(_BYTECODE)}


@contextmanager
def _stopping(server: Server) -> Iterator[Server]:
    try:
        yield server
    finally:
        server.stop()


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port
