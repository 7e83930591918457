"""Reading which needs justify a focal issue, and which could."""

from __future__ import annotations

from datetime import date
from typing import Any

from programs.listening.queries import COUNTED, NeedFilter, conditions, newest
from programs.method.tables import FocalIssue
from server.lib import db
from server.lib.actor import Actor
from server.lib.errors import NotFound
from server.web.paging import Slice

# A need that was merged speaks through the one that was kept: what justifies an issue are those that stand.
_CITED = (
    "n.id IN (SELECT COALESCE(m.merged_into, m.id) FROM need_citation AS x JOIN need AS m ON m.id = x.need"
    " WHERE x.issue = {})"
)
_NOT_CITED = _CITED.replace("n.id IN", "n.id NOT IN")


async def cited_needs(issue_id: int, *, cursor: str | None = None) -> Slice[dict[str, Any]]:
    """The needs that justify an issue, the newest first."""
    return await newest([_CITED], [issue_id], cursor)


async def count_cited(issue_id: int) -> int:
    """How many needs justify an issue."""
    [found] = await db.rows(
        "SELECT COUNT(DISTINCT COALESCE(m.merged_into, m.id)) AS n FROM need_citation AS x"
        " JOIN need AS m ON m.id = x.need WHERE x.issue = {}",
        issue_id,
    )
    return int(found["n"])


async def citable_needs(
    actor: Actor, issue: FocalIssue, *, need_class: int | None, cursor: str | None = None
) -> Slice[dict[str, Any]]:
    """The needs of the issue's program that do not justify it yet, the newest first."""
    where, values = _citable(actor, issue, need_class)
    return await newest(where, values, cursor)


async def count_citable(actor: Actor, issue: FocalIssue, *, need_class: int | None) -> int:
    """How many there are of them."""
    where, values = _citable(actor, issue, need_class)
    [found] = await db.rows(f"SELECT COUNT(*) AS n FROM need AS n WHERE {' AND '.join(where)}", *values)
    return int(found["n"])


async def citable_ids(actor: Actor, issue: FocalIssue, *, need_class: int | None, limit: int) -> list[int]:
    """The ids of the first of them."""
    where, values = _citable(actor, issue, need_class)
    found = await db.rows(
        f"SELECT n.id FROM need AS n WHERE {' AND '.join(where)} ORDER BY n.id LIMIT {limit}", *values
    )
    return [row["id"] for row in found]


async def check_citable(actor: Actor, issue: FocalIssue, ids: list[int]) -> list[int]:
    """These ids without those that justify the issue already; NotFound unless all are standing needs of its program."""
    found = await db.rows(
        f"SELECT n.id, CASE WHEN {_CITED} THEN 1 END AS citation FROM need AS n"
        f" WHERE n.organisation = {{}} AND n.program = {{}} AND {COUNTED} AND n.id IN ({db.marks(ids)})",
        issue.id,
        actor.organisation_id,
        issue.program,
        *ids,
    )
    if len(found) != len(set(ids)):
        raise NotFound
    return sorted(row["id"] for row in found if row["citation"] is None)


async def citation_ids(issue: FocalIssue, need_id: int) -> list[int]:
    """The citations for this issue by a need and by what was merged into it; NotFound when there is none."""
    found = await db.rows(
        "SELECT x.id FROM need_citation AS x JOIN need AS m ON m.id = x.need"
        " WHERE x.issue = {} AND (m.id = {} OR m.merged_into = {})",
        issue.id,
        need_id,
        need_id,
    )
    if not found:
        raise NotFound
    return [row["id"] for row in found]


async def citations_of(need_id: int) -> list[tuple[int, date]]:
    """The issues that a need or what was merged into it justifies, each with the day of its first citation."""
    found = await db.rows(
        "SELECT x.issue, MIN(x.cited_on) AS cited_on FROM need_citation AS x JOIN need AS m ON m.id = x.need"
        " WHERE m.id = {} OR m.merged_into = {} GROUP BY x.issue ORDER BY x.issue",
        need_id,
        need_id,
    )
    return [(row["issue"], _day(row["cited_on"])) for row in found]


def _day(value: date | str) -> date:
    """A day out of an aggregate, which SQLite gives as it is stored."""
    return date.fromisoformat(value) if isinstance(value, str) else value


async def issues_citing(need_id: int) -> list[dict[str, Any]]:
    """The issues that a need justifies, by itself or by what was merged into it."""
    return await db.rows(
        "SELECT DISTINCT i.id, i.title FROM need_citation AS x JOIN focal_issue AS i ON i.id = x.issue"
        " JOIN need AS m ON m.id = x.need WHERE m.id = {} OR m.merged_into = {} ORDER BY i.id",
        need_id,
        need_id,
    )


def _citable(actor: Actor, issue: FocalIssue, need_class: int | None) -> tuple[list[str], list[Any]]:
    where, values = conditions(actor, NeedFilter(program=issue.program, need_class=need_class))
    return [*where, _NOT_CITED], [*values, issue.id]
