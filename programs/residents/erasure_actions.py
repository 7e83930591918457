"""Forgetting a person: what names anyone goes, what was done stays (PIPL article 47)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from server.lib import db
from server.lib.actor import Actor

# Each takes a person out of what its room holds: her name out of free texts, and whatever it keeps of her alone.
# `names` are all names that she ever had. The ceiling fills it in; they run inside the erasing transaction.
ERASERS: list[Callable[[int, Sequence[str], Actor], Awaitable[None]]] = []

# What stands in a text where a name stood.
SOMEBODY = "—"


async def take_names_out(
    table: str, columns: Sequence[str], names: Sequence[str], *, where: str, values: Sequence[Any]
) -> None:
    """Put `SOMEBODY` for each name in these texts of the rows that `where` (with `{}` for `values`) chooses."""
    for column in columns:
        for name in sorted({name for name in names if name}, key=len, reverse=True):
            await db.execute(
                f"UPDATE {table} SET {column} = REPLACE({column}, {{}}, {{}})"
                f" WHERE {where} AND REPLACE({column}, {{}}, {{}}) <> {column}",
                name,
                SOMEBODY,
                *values,
                name,
                SOMEBODY,
            )
