"""PostgreSQL's own programs: `pg_dump` and `pg_restore`, of at least the server's version, from the PATH."""

from __future__ import annotations

import asyncio
import os
import shutil
from asyncio.subprocess import DEVNULL, PIPE
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit


class ToolFailed(RuntimeError):
    """A program is missing or has refused; the text says which and why."""


async def dump(url: str, target: Path, *, snapshot: str, without_rows_of: str) -> None:
    """Our schema as of `snapshot`, which another connection holds; of one table only its shape."""
    options = [
        "--format=custom",
        "--schema=public",
        "--no-owner",
        "--no-privileges",
        f"--snapshot={snapshot}",
        f"--exclude-table-data=public.{without_rows_of}",
    ]
    await _run("pg_dump", url, *options, f"--file={target}")


async def load(url: str, source: Path) -> None:
    """All of a dump or, after any error, nothing of it."""
    options = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
    await _run("pg_restore", url, *options, str(source))


async def holds_schema(source: Path) -> bool:
    """Whether the dump makes the schema itself."""
    return " SCHEMA - public " in await _run("pg_restore", None, "--list", str(source))


async def _run(program: str, url: str | None, *options: str) -> str:
    found = shutil.which(program)
    if found is None:
        raise ToolFailed(f"{program} is not on the PATH: install the client programs of PostgreSQL")
    target, environment = _without_password(url)
    process = await asyncio.create_subprocess_exec(
        found, *target, *options, stdin=DEVNULL, stdout=PIPE, stderr=PIPE, env={**os.environ, **environment}
    )
    try:
        told, complaint = await process.communicate()
    except BaseException:
        process.kill()
        await process.wait()
        raise
    if process.returncode:
        raise ToolFailed(f"{program}: {complaint.decode(errors='replace').strip()}")
    return told.decode(errors="replace")


def _without_password(url: str | None) -> tuple[list[str], dict[str, str]]:
    """Arguments that others on this machine may read, and an environment that they may not."""
    if url is None:
        return [], {}
    parts = urlsplit(url)
    if parts.password is None:
        return [f"--dbname={url}"], {}
    bare = parts._replace(netloc=f"{parts.username or ''}@{parts.netloc.rpartition('@')[2]}")
    return [f"--dbname={urlunsplit(bare)}"], {"PGPASSWORD": unquote(parts.password)}
