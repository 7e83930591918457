"""Where a clause can have come from: needs, meetings, comments and earlier compacts of the community (S53)."""

from __future__ import annotations

from collections.abc import Iterable

from groups.compacts.tables import Compact
from groups.compacts.words import ORIGINS, STANCES
from server.lib import db
from server.lib.i18n import _, format_date

_MOST = 60
_LONGEST = 36
Option = tuple[str, str]
# What a clause names as its origin: the kind, and the id of the row if it is one of ours.
Origin = tuple[str, int | None]


async def origin_groups(compact: Compact, *, now: str = "") -> list[tuple[str, list[Option]]]:
    """What a clause may name as its origin, under a heading for each kind: `("need:12", "Rubbish on the stairs")`.

    `now` is what it names already: offered as well, however old it is and whatever became of it.
    """
    kind, _colon, typed = now.partition(":")
    known = await named_origins([(kind, int(typed))]) if typed else {}
    named = [(now, words) for words, _href in known.values()]
    groups = await _offered(compact)
    if named and now not in {value for _heading, options in groups for value, _text in options}:
        return [(str(ORIGINS[kind]), named), *groups]
    return groups


async def _offered(compact: Compact) -> list[tuple[str, list[Option]]]:
    return [
        (str(ORIGINS["need"]), await _needs(compact)),
        (str(ORIGINS["comment"]), await _comments(compact)),
        (
            str(ORIGINS["meeting"]),
            [*await _meetings(compact), ("meeting", _("Another meeting (say which below)"))],
        ),
        (str(ORIGINS["visit"]), [("visit", _("Heard on visits (say where below)"))]),
        (
            str(ORIGINS["earlier"]),
            [*await _earlier(compact), ("earlier", _("An older agreement (say which below)"))],
        ),
        (str(ORIGINS["template"]), [("template", _("From a template, said openly"))]),
    ]


async def _needs(compact: Compact) -> list[Option]:
    found = await db.rows(
        "SELECT id, text, raised_on FROM need WHERE community = {} AND voided_at IS NULL"
        f" ORDER BY raised_on DESC, id DESC LIMIT {_MOST}",
        compact.community,
    )
    return [
        (f"need:{row['id']}", f"{format_date(row['raised_on'], 'short')} {_short(row['text'])}")
        for row in found
    ]


async def _meetings(compact: Compact) -> list[Option]:
    found = await db.rows(
        "SELECT id, title, held_on FROM activity WHERE community = {} AND state = 'held' AND voided_at IS NULL"
        f" ORDER BY held_on DESC, id DESC LIMIT {_MOST}",
        compact.community,
    )
    return [
        (f"meeting:{row['id']}", f"{format_date(row['held_on'], 'short')} {_short(row['title'])}")
        for row in found
    ]


async def _comments(compact: Compact) -> list[Option]:
    found = await db.rows(
        "SELECT id, stance, text FROM compact_comment WHERE compact = {} AND hidden_at IS NULL AND text <> ''"
        f" ORDER BY id DESC LIMIT {_MOST}",
        compact.id,
    )
    return [(f"comment:{row['id']}", f"{STANCES[row['stance']]}: {_short(row['text'])}") for row in found]


async def _earlier(compact: Compact) -> list[Option]:
    found = await db.rows(
        "SELECT id, title FROM compact WHERE community = {} AND id <> {} ORDER BY id DESC LIMIT 20",
        compact.community,
        compact.id,
    )
    return [(f"earlier:{row['id']}", row["title"]) for row in found]


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


# By kind of origin: the table, its words, what stands in it, and where a row is read.
_TABLES = {
    "need": ("need", "text", "voided_at IS NULL", "/desk/needs"),
    "meeting": ("activity", "title", "state = 'held' AND voided_at IS NULL", "/desk/activities"),
    "earlier": ("compact", "title", "1 = 1", "/desk/compacts"),
    "comment": ("compact_comment", "text", "hidden_at IS NULL", "/desk/compact-comments"),
}


async def named_origins(origins: Iterable[Origin]) -> dict[Origin, tuple[str, str]]:
    """Those of some origins that are rows of ours, each with its words and where it is read."""
    wanted = sorted({(kind, row_id) for kind, row_id in origins if row_id})
    named: dict[Origin, tuple[str, str]] = {}
    for kind, (table, words, _stands, home) in _TABLES.items():
        if ids := [row_id for one, row_id in wanted if one == kind]:
            found = await db.rows(
                f"SELECT id, {words} AS words FROM {table} WHERE id IN ({db.marks(ids)})", *ids
            )
            named |= {(kind, row["id"]): (_short(row["words"]), f"{home}/{row['id']}") for row in found}
    return named


async def origin_exists(compact: Compact, kind: str, row_id: int) -> bool:
    """Whether the row that a clause names as its origin stands, in this community or on this compact."""
    table, _words, stands, _home = _TABLES[kind]
    of, owner = ("compact", compact.id) if kind == "comment" else ("community", compact.community)
    return bool(
        await db.rows(
            f"SELECT 1 AS one FROM {table} WHERE id = {{}} AND {of} = {{}} AND {stands}", row_id, owner
        )
    )
