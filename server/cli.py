"""The `linli` command. Each subcommand imports what it needs when it runs, so that help and start are quick."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

CHECKS = ("audit", "evidence", "jobs", "locales")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it went well, 1 when it refused or found a fault."""
    parser = _parser()
    args = parser.parse_args(argv)
    code: int = args.run(args)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="linli", description="Linli 邻里, the program manager of community builders."
    )
    commands = parser.add_subparsers(metavar="command", required=True)

    check = commands.add_parser("check", help="verify what must be true: audit, evidence, jobs, locales, all")
    check.add_argument("what", choices=[*CHECKS, "all"])
    check.add_argument("rooms", nargs="*", help="locales: only these catalogues")
    check.add_argument("--write", action="store_true", help="locales: add missing messages, drop unused ones")
    check.set_defaults(run=_check)
    return parser


def _check(args: argparse.Namespace) -> int:
    from server.lib.catalogues import check_catalogues, write_catalogues

    if args.write:
        for name in write_catalogues(rooms=args.rooms):
            print(f"written: {name}.po")
    faults = check_catalogues(rooms=args.rooms)
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"locales: {len(faults)} faults" if faults else "locales: ok")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
