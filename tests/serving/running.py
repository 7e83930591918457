"""Linli in a process of its own, as people run it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from server.lib import db

ROOT = Path(__file__).resolve().parents[2]
SECRET = "a-secret-of-the-tests-that-is-long-enough"
PATIENCE_S = 30


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port


def database_url() -> str:
    """The address of this test's database."""
    engine = db.engine()
    return engine.url if engine.kind == "postgres" else f"sqlite:///{engine.path}"


def environment(folder: Path, **chosen: Any) -> dict[str, str]:
    """The settings of one installation, and none of this machine's."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LINLI_")}
    named = {"DATA_DIR": folder, "SECRET_KEY": SECRET} | chosen
    return kept | {f"LINLI_{name}": str(value) for name, value in named.items()}


def linli(*words: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run the command to its end."""
    command = [sys.executable, "-m", "server.cli", *words]
    return subprocess.run(
        command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=PATIENCE_S, check=False
    )


@contextmanager
def started(*words: str, env: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`python` with these words in the background; ended by force if it is still there afterwards."""
    with log.open("wb") as out:
        process = subprocess.Popen([sys.executable, *words], cwd=ROOT, env=env, stdout=out, stderr=out)
        try:
            yield process
        finally:
            process.kill()
            process.wait()


@contextmanager
def serving(
    folder: Path, *, app: str = "server.asgi:application", **chosen: Any
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A server that is ready: its address and its process. `app` names another application to serve."""
    port = free_port()
    settings = {"DATABASE_URL": database_url(), "PORT": port} | chosen
    script = f"from server.asgi import listen, serve; serve(listen(), {app!r})"
    words = ["-m", "server.cli", "serve"] if app.startswith("server.") else ["-c", script]
    log = folder / "log"
    with started(*words, env=environment(folder, **settings), log=log) as process:
        address = f"http://127.0.0.1:{port}"
        until(lambda: _answers(f"{address}/health/live") or _ended(process, log))
        yield address, process


def until(happened: Any) -> None:
    """Wait for something that takes a moment."""
    deadline = time.monotonic() + PATIENCE_S
    while not happened():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.05)


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=5, trust_env=False).status_code == 200
    except httpx.TransportError:
        return False


def _ended(process: subprocess.Popen[bytes], log: Path) -> bool:
    assert process.poll() is None, log.read_text()
    return False
