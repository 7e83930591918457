"""A person's own copy as a table."""

from __future__ import annotations

from server.export import Column, Sheet
from server.lib.i18n import m

SHEET = Sheet(
    "own-copy",
    m("What is kept of me"),
    (
        Column(m("Part"), "heading", width=16),
        Column(m("What"), "what", width=30),
        Column(m("What it says"), "says", width=40),
        Column(m("Day"), "on", "date"),
    ),
)
