"""The `linli` command. Each subcommand imports what it needs when it runs: help and start are quick."""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import sys
from collections.abc import Callable, Coroutine, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
_NEWER = "this database belongs to a newer Linli. Install that, or restore a backup."
CHECKS = ("audit", "evidence", "jobs", "locales", "names", "retention")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it went well, 1 when it refused or found a fault."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] == ["user"]:
        return _user(words[1:])  # it has a parser of its own
    args = _parser().parse_args(words)
    run: Callable[[argparse.Namespace], int] = args.run
    try:
        return run(args)
    except KeyboardInterrupt:
        return 0
    except ValueError as fault:
        from server.lib.settings import BadSetting  # help is shown without reading any setting

        if isinstance(fault, BadSetting):
            return _refuse(str(fault))
        raise


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="linli", description="Linli 邻里, the program manager of people who build communities."
    )
    commands = parser.add_subparsers(metavar="command", required=True)

    demo = commands.add_parser("demo", help="show Linli with example data, in a database of its own")
    demo.add_argument("--data-dir", type=Path, help="where the demo keeps its data")
    demo.add_argument("--port", type=int, help="the first port to try (LINLI_PORT, or else 8300)")
    demo.add_argument("--fresh", action="store_true", help="forget the last demo and replay it")
    demo.set_defaults(run=_demo)

    commands.add_parser("serve", help="serve the pages, the API and the admin").set_defaults(run=_serve)
    commands.add_parser("worker", help="carry out jobs (PostgreSQL)").set_defaults(run=_worker)

    migrate = commands.add_parser("migrate", help="bring the database to this version, after a backup")
    migrate.add_argument("--plan", action="store_true", help="only say what would be done")
    migrate.add_argument("--no-backup", action="store_true", help="you have one")
    migrate.set_defaults(run=_migrate)

    backup = commands.add_parser("backup", help="copy the database while it is in use")
    backup.add_argument("target", nargs="?", type=Path, help="a new file (default: among the data)")
    backup.set_defaults(run=_backup)

    restore = commands.add_parser("restore", help="put a backup in the place of the database")
    restore.add_argument("source", type=Path)
    restore.add_argument("--force", action="store_true", help="replace a database that holds something")
    restore.set_defaults(run=_restore)

    check = commands.add_parser(
        "check", help="verify what must be true: audit, evidence, jobs, locales, names, all"
    )
    check.add_argument("what", choices=[*CHECKS, "all"])
    check.add_argument("rooms", nargs="*", help="locales: only these catalogues")
    check.add_argument("--write", action="store_true", help="locales: add missing messages, drop unused ones")
    check.set_defaults(run=_check)

    commands.add_parser("user", help="organisations and accounts: see `linli user --help`")
    return parser


def _refuse(reason: str) -> int:
    print(f"linli: {reason}", file=sys.stderr)
    return 1


def _demo(args: argparse.Namespace) -> int:
    _import_quickly()
    from server.demo import place
    from server.lib.settings import read_settings

    port = args.port or read_settings(os.environ).port
    folder = (args.data_dir or place.default_folder()).expanduser().resolve()
    try:
        with place.take_place(folder, port) as sock:
            own_page = asyncio.run(place.prepare(fresh=args.fresh))
            print(place.welcome(own_page), flush=True)
            from server.asgi import serve

            with place.in_use():
                serve(sock)
    except place.NotHere as reason:
        return _refuse(str(reason))
    return 0


def _import_quickly() -> None:
    """Look for no garbage until the server runs: what is imported stays. A sixth of the start."""
    gc.disable()
    import server.lib.logs  # noqa: F401  # first of all: it keeps structlog from loading what it does not need


def _serve(args: argparse.Namespace) -> int:
    _import_quickly()
    from server.lib.settings import settings

    if reason := settings().unsafe():
        return _refuse(f"Linli does not start: {reason}.")
    if settings().workers > 1 and settings().database_url.startswith("sqlite:"):
        return _refuse("SQLite has one writing process. Set LINLI_WORKERS=1, or use PostgreSQL.")
    if reason := asyncio.run(_closing(_schema_fault())):
        return _refuse(reason)
    from server.asgi import listen, serve

    try:
        sock = listen()
    except OSError as error:
        return _refuse(f"{settings().host}:{settings().port} cannot be listened on: {error.strerror}.")
    with sock:
        serve(sock)
    return 0


async def _schema_fault() -> str | None:
    from server.migrations import schema

    try:
        found = await schema()
    except Exception as error:  # whatever a driver raises when there is no database behind the address
        return f"the database cannot be read: {error or type(error).__name__}"
    if found.ahead:
        return _NEWER
    return (
        f"{len(found.pending)} migrations are pending: run `linli migrate` first." if found.pending else None
    )


def _worker(args: argparse.Namespace) -> int:
    from server.lib.settings import settings

    if settings().database_url.startswith("sqlite:"):
        return _refuse("with SQLite the server carries out jobs by itself; `linli worker` is for PostgreSQL.")
    if reason := asyncio.run(_closing(_schema_fault())):
        return _refuse(reason)
    from server import worker

    return worker.run()


def _migrate(args: argparse.Namespace) -> int:
    async def migrated() -> list[str]:
        from server.migrations import migrate, pending, run_migrations

        if args.plan:
            return [f"pending: {step}" for step in await pending()] or ["nothing is pending"]
        ran = await (run_migrations() if args.no_backup else migrate())
        from server import erased

        again = await erased.repeat(erased.read_list())
        return [
            *([f"done: {step}" for step in ran] or ["nothing was pending"]),
            *([f"erased again: {again} records"] if again else []),
            *await erased.repeat_removals(),
        ]

    return _told(migrated())


def _backup(args: argparse.Namespace) -> int:
    async def backed_up() -> list[str]:
        from server.backup import backup

        return [f"backup: {await backup(args.target)}"]

    return _told(backed_up())


def _restore(args: argparse.Namespace) -> int:
    async def restored() -> list[str]:
        from server import erased
        from server.backup import restore

        known = await erased.known_anywhere()
        manifest = await restore(args.source, force=args.force)
        rows = sum(manifest.rows.values())
        return [
            f"restored: {rows} rows, as of {manifest.made_at:%Y-%m-%d %H:%M} UTC",
            *await erased.after_restore(known),
        ]

    return _told(restored())


def _told(work: Coroutine[Any, Any, list[str]]) -> int:
    """Do work on the database and say what was done, or the sentence that says why not."""
    from server.backup import BackupRefused
    from server.lib.postgres_tools import ToolFailed
    from server.lib.sqlite_copy import Damaged, InUse
    from server.migrations import NewerSchema

    try:
        for line in asyncio.run(_closing(work)):
            print(line)
    except NewerSchema:
        return _refuse(_NEWER)
    except (BackupRefused, Damaged, InUse, ToolFailed) as reason:
        return _refuse(f"{reason}.")
    return 0


async def _closing(work: Coroutine[Any, Any, T]) -> T:
    from server.lib import db

    try:
        return await work
    finally:
        await db.close()


def _user(words: Sequence[str]) -> int:
    from server.accounts.commands import main as user
    from server.routes import register_rooms

    register_rooms()  # the names of communities are no passwords
    if not {"-h", "--help"} & set(words) and (reason := asyncio.run(_closing(_schema_fault()))):
        return _refuse(reason)
    return user(words)


def _check(args: argparse.Namespace) -> int:
    names = CHECKS if args.what == "all" else (args.what,)
    return max([_report(name, _faults(name, args)) for name in names])


def _report(name: str, faults: Sequence[str]) -> int:
    for fault in faults:
        print(f"{name}: {fault}", file=sys.stderr)
    print(f"{name}: {len(faults)} faults" if faults else f"{name}: ok")
    return 1 if faults else 0


def _faults(name: str, args: argparse.Namespace) -> list[str]:
    if name == "locales":
        return _locale_faults(args.rooms, write=args.write)
    return asyncio.run(_closing(_database_faults(name)))


def _locale_faults(rooms: Iterable[str], *, write: bool) -> list[str]:
    from server.lib.catalogues import check_catalogues, write_catalogues

    if write:
        for name in write_catalogues(rooms=rooms):
            print(f"written: {name}.po")
    return check_catalogues(rooms=rooms)


async def _database_faults(name: str) -> list[str]:
    if reason := await _schema_fault():
        return [reason]
    if name == "audit":
        from server import audit

        return await audit.verify()
    if name == "jobs":
        from server.jobs.queries import faults

        return await faults()
    if name == "retention":
        return await _due()
    if name == "names":
        from programs.residents.search_check import names_faults

        return await names_faults()
    from programs.method.ledger import recompute

    return await recompute()


async def _due() -> list[str]:
    """A dry run: how many records are due for deletion, and nothing is deleted. To be looked at, so a fault."""
    from programs.residents.erasure_queries import due_counts
    from server.lib import clock

    return [
        f"{row['name']}: {row['records']} records are due for deletion, the oldest since {row['since']}"
        for row in await due_counts(today=clock.today())
    ]


if __name__ == "__main__":
    sys.exit(main())
