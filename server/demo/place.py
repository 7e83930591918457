"""Where the demo lives: a folder and a database of its own, so that it never meets anybody's real one."""

from __future__ import annotations

import contextlib
import hashlib
import os
import socket
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from server.demo import links
from server.lib import db
from server.lib.settings import DEMO_PASSWORD, settings
from server.migrations import NewerSchema, run_migrations

HOST = "127.0.0.1"
ACCOUNTS = "operator  coordinator  facilitator  leader  funder  ·  facilitator2  funder2"
PORTS_TRIED = 20
_BACKLOG = 2048


class NotHere(Exception):
    """Why the demo does not start, as a sentence."""


def default_folder() -> Path:
    """`linli-demo` among this user's own state, or in the temporary folder where there is no home."""
    home = os.environ.get("XDG_STATE_HOME") or os.environ.get("LOCALAPPDATA")
    try:
        folder = (Path(home) if home else Path.home() / ".local" / "state") / "linli-demo"
        folder.mkdir(parents=True, exist_ok=True)
        writable = os.access(folder, os.W_OK)
    except (OSError, RuntimeError):
        writable = False
    return folder if writable else Path(tempfile.mkdtemp(prefix="linli-demo-"))


def take_place(folder: Path, port: int) -> socket.socket:
    """Settle in `folder`, at `port` or the next free one. From then on no other setting counts."""
    if (folder / "linli.sqlite").exists():
        raise NotHere(f"{folder} holds an installation. Choose another folder for the demo.")
    folder.mkdir(parents=True, exist_ok=True)
    sock = _listen(port)
    taken = sock.getsockname()[1]
    if port not in (0, taken):
        print(f"Port {port} is taken; the demo uses {taken}.")
    for name in [name for name in os.environ if name.startswith("LINLI_")]:
        del os.environ[name]
    os.environ |= {
        "LINLI_DEMO": "1",
        "LINLI_DATA_DIR": str(folder),
        "LINLI_DATABASE_URL": _url(_database(folder)),
        "LINLI_HOST": HOST,
        "LINLI_PORT": str(taken),
    }
    settings.cache_clear()
    return sock


async def prepare(*, fresh: bool) -> str | None:
    """Migrate the demo's database, or replay the stories into a new one, which counts once it is whole.

    Answers the address of a volunteer's own page, as long as its link opens.

    Stories of another Linli are set aside: whoever updates is shown what is new, and loses nothing that was tried.
    """
    folder = settings().data_dir
    path = _database(folder)
    with _alone(folder / "preparing"):
        if fresh:
            _forget(path)
        elif path.exists() and _told(path) != _stories():
            _set_aside(path)
        if not path.exists():
            await _replay_into(path)
        await db.use(_url(path))
        try:
            await run_migrations()
            return await links.own_page()
        except NewerSchema as error:
            raise NotHere("A newer Linli has prepared this demo. Use --fresh to replay it.") from error
        finally:
            await db.close()


async def _replay_into(path: Path) -> None:
    from server.demo.replay import replay

    print("Replaying the stories of the demo …", flush=True)
    unfinished = path.with_suffix(".unfinished")
    _forget(unfinished)
    await db.use(_url(unfinished))
    try:
        await run_migrations()
        await replay()
        async with db.maintenance():
            await db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        await db.close()
    path.with_suffix(".stories").write_text(_stories())
    unfinished.replace(path)


def _stories() -> str:
    """What tells the stories of one Linli from those of another: a digest of the files that tell them."""
    told = hashlib.sha256()
    for file in sorted(Path(__file__).parent.glob("*.py")):
        told.update(file.read_bytes())
    return told.hexdigest()


def _told(path: Path) -> str:
    """The stories that a database was made of; nothing where that was not noted yet."""
    noted = path.with_suffix(".stories")
    return noted.read_text() if noted.exists() else ""


@contextlib.contextmanager
def in_use() -> Iterator[None]:
    """While this demo is served, nobody else may replay it."""
    with _lock(settings().data_dir / "in-use", shared=True):
        yield


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    with _lock(path, shared=False):
        yield


@contextlib.contextmanager
def _lock(path: Path, *, shared: bool, wait: bool = True) -> Iterator[None]:
    """Hold a lock that ends with the process; BlockingIOError if it is taken and `wait` is not wanted."""
    with path.open("w") as file:
        if sys.platform != "win32":
            import fcntl

            fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | (0 if wait else fcntl.LOCK_NB))
        yield


def _forget(path: Path) -> None:
    """Delete a database of the demo, unless somebody is being shown it."""
    with _unused(path.parent):
        for file in _files(path):
            file.unlink(missing_ok=True)


def _set_aside(path: Path) -> None:
    """Keep a database whose stories have been rewritten since, under a name of its own."""
    kept = path.with_suffix(".earlier.sqlite")
    _forget(kept)
    with _unused(path.parent):
        for file, place in zip(_files(path), _files(kept), strict=True):
            if file.exists():
                file.replace(place)
    print(f"The stories are new in this Linli. What stood here before is kept as {kept.name}.", flush=True)


def _files(path: Path) -> list[Path]:
    """A database of SQLite with what may lie beside it."""
    return [path.with_name(path.name + suffix) for suffix in ("", "-wal", "-shm")]


@contextlib.contextmanager
def _unused(folder: Path) -> Iterator[None]:
    """Go on only while nobody is being shown the demo of `folder`."""
    try:
        with _lock(folder / "in-use", shared=False, wait=False):
            yield
    except BlockingIOError:
        raise NotHere("This demo is running. Stop it first, or choose another --data-dir.") from None


def _database(folder: Path) -> Path:
    return folder / "linli-demo.sqlite"


def _url(path: Path) -> str:
    return f"sqlite:///{path}"


def _listen(first: int) -> socket.socket:
    """A listening socket at the first free port from `first` on."""
    for port in range(first, first + PORTS_TRIED):
        sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            sock.bind((HOST, port))
        except OSError:
            sock.close()
        else:
            sock.listen(_BACKLOG)
            return sock
    raise NotHere(f"Ports {first} to {first + PORTS_TRIED - 1} are all taken. Choose another with --port.")


def welcome(own_page: str | None) -> str:
    """What the person who started the demo needs to know."""
    home = f"http://{HOST}:{settings().port}"
    own = f"\n  a volunteer's own page 志愿者的个人页: {home}{own_page}" if own_page else ""
    return f"""\
Linli 邻里 · demo  演示
  {home}/
  accounts 账号: {ACCOUNTS}
  password 密码: {DEMO_PASSWORD}{own}
  data 数据: {settings().data_dir}
Example data; Ctrl-C stops it.  示例数据，按 Ctrl-C 结束。"""
