"""The process that reads one file and ends: `python -m server.intake.child <name>`, the file on its standard input.

Whatever a file does to a reader is done to this one: its memory and its time are counted, and it knows no database.
"""

from __future__ import annotations

import sys

import msgspec

from server.intake import limits
from server.intake.grid import Answer, Grid
from server.intake.kinds import check_unpacked, kind_of
from server.intake.process import confine
from server.intake.refusal import Unreadable
from server.intake.text_file import decoded, grid_of_text
from server.intake.workbook import grid_of_workbook

ROWS_AT_ONCE = 2_000


def say(answer: Answer, rows: list[list[str]]) -> None:
    """The answer, then the rows some at a time: whoever reads them is not held up by all of them at once."""
    write = sys.stdout.buffer.write
    for message in (
        answer,
        *(rows[start : start + ROWS_AT_ONCE] for start in range(0, len(rows), ROWS_AT_ONCE)),
    ):
        said = msgspec.msgpack.encode(message)
        write(len(said).to_bytes(4, "big") + said)


def read(content: bytes, name: str) -> Grid:
    """The cells of a file that was handed in under `name`."""
    kind = kind_of(content, name)
    if kind == "text":
        return grid_of_text(decoded(content))
    rows_written = check_unpacked(content) if kind == "xlsx" else None
    return grid_of_workbook(content, kind=kind, rows_written=rows_written)


def main() -> None:
    """Read standard input, answer on standard output."""
    confine(memory=limits.ADDRESS_SPACE)
    rows: list[list[str]] = []
    try:
        grid = read(sys.stdin.buffer.read(), sys.argv[1])
        rows, grid.rows = grid.rows, []
        answer = Answer(grid=grid)
    except Unreadable as refusal:
        answer = Answer(code=refusal.code, facts=refusal.facts)
    except MemoryError:
        answer = Answer(code="bomb")
    say(answer, rows)


if __name__ == "__main__":
    main()
