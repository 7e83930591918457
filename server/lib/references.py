"""Which columns of any room name rows of a table."""

from __future__ import annotations

from typing import Any

from piccolo.columns import ForeignKey
from piccolo.table import Table

from server.lib.late_entries import complete


def naming(table: type[Table]) -> list[ForeignKey[Any]]:
    """Every foreign key that points to `table`. Piccolo knows those of imported tables only: the ceiling brings the rest."""
    complete(__name__)
    return table._meta.foreign_key_references
