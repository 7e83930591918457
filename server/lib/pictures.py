"""Pictures as files: `<data>/photos/<ab>/<id>.webp`, and beside it `<id>-small.webp`.

A picture is written before the row that names it and never changed. What is dropped goes from the copies beside the
backups too, and stands on a list that outlives the database, so that no older backup brings it back.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import secrets
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from pathlib import Path

from server.lib.settings import settings

_ID = re.compile(r"[0-9a-f]{32}")
_SIZES = ("", "-small")


async def keep(large: bytes, small: bytes) -> str:
    """Write a picture in both sizes; its new id. Both are on the disk when this answers."""
    file_id = secrets.token_hex(16)
    for ending, content in zip(_SIZES, (large, small), strict=True):
        await asyncio.to_thread(_write, _place(folder(), file_id, ending), content)
    return file_id


async def read(file_id: str, *, small: bool = False) -> bytes | None:
    """The WebP file; None when it is gone."""
    path = _place(folder(), file_id, _SIZES[small])
    try:
        return await asyncio.to_thread(path.read_bytes)
    except FileNotFoundError:
        return None


async def drop(file_ids: Collection[str]) -> None:
    """Delete pictures for good, here and beside the backups."""
    await asyncio.to_thread(_drop, list(file_ids))


def dropped() -> set[str]:
    """The ids of all that was ever dropped. They name nobody."""
    try:
        return set(_list_path().read_text().split())
    except FileNotFoundError:
        return set()


def kept_before(moment: datetime) -> Iterator[str]:
    """The ids of the pictures that were written before `moment`."""
    for path in folder().glob("*/*.webp"):
        if _ID.fullmatch(path.stem) and datetime.fromtimestamp(path.stat().st_mtime, UTC) < moment:
            yield path.stem


def copy_out(file_ids: Collection[str], target: Path) -> None:
    """Copy pictures to the folder `target`, where those that it has already stay as they are."""
    _copy(file_ids, folder(), target)


def copy_in(file_ids: Collection[str], source: Path) -> None:
    """Copy pictures from the folder `source` where they are not here, but none that was dropped since."""
    _copy(set(file_ids) - dropped(), source, folder())


def folder() -> Path:
    """Where the pictures lie."""
    return settings().data_dir / "photos"


def copies() -> Path:
    """Where their copies lie, beside the backups of this installation."""
    return settings().data_dir / "backups" / "photos"


def _list_path() -> Path:
    return settings().data_dir / "backups" / "dropped-photos.txt"


def _place(root: Path, file_id: str, ending: str) -> Path:
    if not _ID.fullmatch(file_id):
        raise ValueError("This is the id of no picture")
    return root / file_id[:2] / f"{file_id}{ending}.webp"


def _write(path: Path, content: bytes) -> None:
    """All of it or nothing, whenever the power fails."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_name(f"{path.name}.part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.chmod(0o600)
    os.replace(part, path)
    _settle(path.parent)


def _settle(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _drop(file_ids: Collection[str]) -> None:
    path = _list_path()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write("".join(f"{file_id}\n" for file_id in file_ids))
        file.flush()
        os.fsync(file.fileno())
    for file_id in file_ids:
        for root in (folder(), copies()):
            for ending in _SIZES:
                _place(root, file_id, ending).unlink(missing_ok=True)


def _copy(file_ids: Collection[str], source: Path, target: Path) -> None:
    for file_id in file_ids:
        for ending in _SIZES:
            path = _place(target, file_id, ending)
            if path.exists():
                continue
            with contextlib.suppress(FileNotFoundError):  # dropped meanwhile
                content = _place(source, file_id, ending).read_bytes()
                _write(path, content)
