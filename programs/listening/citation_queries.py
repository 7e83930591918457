"""Reading which needs justify a focal issue, and which could."""

from __future__ import annotations

from typing import Any

from programs.listening.queries import NeedFilter, conditions, newest
from programs.listening.tables import NeedCitation
from programs.method.tables import FocalIssue
from server.lib import db
from server.lib.actor import Actor
from server.lib.errors import NotFound
from server.web.paging import Slice

_NOT_CITED = "NOT EXISTS (SELECT 1 FROM need_citation AS x WHERE x.need = n.id AND x.issue = {})"


async def cited_needs(issue_id: int, *, cursor: str | None = None) -> Slice[dict[str, Any]]:
    """The needs that justify an issue, the newest first."""
    return await newest(["n.id IN (SELECT need FROM need_citation WHERE issue = {})"], [issue_id], cursor)


async def count_cited(issue_id: int) -> int:
    """How many needs justify an issue."""
    return int(await NeedCitation.count().where(NeedCitation.issue == issue_id))


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
        "SELECT n.id, x.id AS citation FROM need AS n LEFT JOIN need_citation AS x ON x.need = n.id AND x.issue = {}"
        f" WHERE n.organisation = {{}} AND n.program = {{}} AND n.voided_at IS NULL AND n.id IN ({db.marks(ids)})",
        issue.id,
        actor.organisation_id,
        issue.program,
        *ids,
    )
    if len(found) != len(set(ids)):
        raise NotFound
    return sorted(row["id"] for row in found if row["citation"] is None)


async def access_citation(issue: FocalIssue, need_id: int) -> NeedCitation:
    """The citation of a need for this issue."""
    found = await NeedCitation.objects().get(
        (NeedCitation.issue == issue.id) & (NeedCitation.need == need_id)
    )
    if found is None:
        raise NotFound
    return found


async def issues_citing(need_id: int) -> list[dict[str, Any]]:
    """The issues that a need justifies."""
    return await db.rows(
        "SELECT i.id, i.title, x.cited_on FROM need_citation AS x JOIN focal_issue AS i ON i.id = x.issue"
        " WHERE x.need = {} ORDER BY i.id",
        need_id,
    )


def _citable(actor: Actor, issue: FocalIssue, need_class: int | None) -> tuple[list[str], list[Any]]:
    where, values = conditions(actor, NeedFilter(program=issue.program, need_class=need_class))
    return [*where, _NOT_CITED], [*values, issue.id]
