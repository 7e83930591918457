"""The reach of the groups to be reached as a table to take away: no person, no small cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from groups.activities.target_rules import Reached, shown
from programs.residents.choices import word_of
from server.export.sheet import Column, Sheet
from server.lib.i18n import m

SHEET = Sheet(
    "target_groups",
    m("Who is reached"),
    (
        Column(m("Group to be reached"), "group", width=28),
        Column(m("Reached"), "reached", "decimal"),
        Column(m("About how many live here"), "estimate", "decimal"),
        Column(m("Source of the estimate"), "source", width=40),
        Column(m("As of"), "as_of", "date"),
        Column(m("Known to us"), "known", "decimal"),
        Column(m("In groups"), "in_groups", "decimal"),
        Column(m("Came to activities"), "came", "decimal"),
    ),
)


def rows_of(rows: Sequence[Reached], sizes: Mapping[str, Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """A row for each group, as the page tells it."""
    for row in rows:
        size = sizes.get(row.target_group, {})
        yield {
            "group": str(word_of("target_group", row.target_group)),
            **shown(row),
            "estimate": row.estimate,
            "source": size.get("source"),
            "as_of": size.get("as_of"),
        }
