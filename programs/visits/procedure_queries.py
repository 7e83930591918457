"""Reading procedures and their versions."""

from __future__ import annotations

from typing import Any

import msgspec

from programs.visits import procedure_rules as rules
from programs.visits.procedure_shipped import SHIPPED
from programs.visits.tables import Procedure, ProcedureVersion
from server.lib import db
from server.lib.actor import Actor
from server.lib.errors import NotFound
from server.lib.i18n import current_language
from server.lib.records import own_row

_VERSION = (
    "SELECT v.id, v.procedure, v.number, v.steps, v.dress, v.scripts, v.why, v.answers_cause, v.made_on,"
    " p.title, p.scenario, p.key, p.retired_on, u.display_name AS made_by_name FROM procedure_version AS v"
    " JOIN procedure AS p ON p.id = v.procedure LEFT JOIN user_account AS u ON u.id = v.made_by"
)


async def access_procedure(actor: Actor, procedure_id: int) -> Procedure:
    """The only way from an id in an address to a Procedure: those of the actor's organisation."""
    if not actor.is_staff:
        raise NotFound
    return await own_row(Procedure, procedure_id, actor)


def title_of(row: dict[str, Any]) -> str:
    """A procedure's title: as it was written, or in the reader's language while it is as it shipped."""
    shipped = SHIPPED.get(row["key"] or "")
    return str(shipped.title) if shipped and row["title"] == shipped.title.text else row["title"]


async def list_procedures(actor: Actor) -> list[dict[str, Any]]:
    """The organisation's procedures with the number of their newest version, those in use first."""
    found = await db.rows(
        "SELECT p.id, p.title, p.scenario, p.key, p.retired_on, MAX(v.number) AS number FROM procedure AS p"
        " JOIN procedure_version AS v ON v.procedure = p.id WHERE p.organisation = {}"
        " GROUP BY p.id, p.title, p.scenario, p.key, p.retired_on ORDER BY p.retired_on IS NOT NULL, p.scenario, p.id",
        actor.organisation_id,
    )
    return [{**row, "title": title_of(row)} for row in found]


async def procedure_options(actor: Actor) -> list[tuple[int, str]]:
    """The procedures in use, to choose from."""
    return [(row["id"], row["title"]) for row in await list_procedures(actor) if row["retired_on"] is None]


async def versions_of(procedure: Procedure) -> list[dict[str, Any]]:
    """All versions of a procedure, newest first, readable."""
    found = await db.rows(f"{_VERSION} WHERE v.procedure = {{}} ORDER BY v.number DESC", procedure.id)
    return [_readable(row) for row in found]


async def newest(procedure: Procedure) -> dict[str, Any]:
    """The version that is used now."""
    return (await versions_of(procedure))[0]


async def version_numbered(procedure: Procedure, number: int) -> dict[str, Any]:
    """One version of a procedure; NotFound when it never had it."""
    found = await db.rows(f"{_VERSION} WHERE v.procedure = {{}} AND v.number = {{}}", procedure.id, number)
    if not found:
        raise NotFound
    return _readable(found[0])


async def version_by_id(version_id: int | None) -> dict[str, Any] | None:
    """The version that a round or a visit used, by its foreign key."""
    if version_id is None:
        return None
    found = await db.rows(f"{_VERSION} WHERE v.id = {{}}", version_id)
    return _readable(found[0]) if found else None


async def newest_for(actor: Actor, scenario: str) -> int | None:
    """The id of the version to use for a scenario when nobody chose: of the procedure that was added last."""
    found = await db.rows(
        "SELECT v.id FROM procedure_version AS v JOIN procedure AS p ON p.id = v.procedure"
        " WHERE p.organisation = {} AND p.scenario = {} AND p.retired_on IS NULL"
        " ORDER BY p.id DESC, v.number DESC LIMIT 1",
        actor.organisation_id,
        scenario,
    )
    return int(found[0]["id"]) if found else None


async def in_use(procedure_id: int) -> int | None:
    """The id of the newest version of a procedure that is in use."""
    found = (
        await ProcedureVersion.select(ProcedureVersion.id)
        .where((ProcedureVersion.procedure == procedure_id) & ProcedureVersion.procedure.retired_on.is_null())
        .order_by(ProcedureVersion.number, ascending=False)
        .first()
    )
    return int(found["id"]) if found else None


def not_taken(rows: list[dict[str, Any]]) -> list[Any]:
    """The procedures that ship with Linli and that the organisation has not taken into use."""
    taken = {row["key"] for row in rows}
    return [one for key, one in SHIPPED.items() if key not in taken]


def _readable(row: dict[str, Any]) -> dict[str, Any]:
    language = current_language()

    def say(text: Any) -> str:
        return rules.in_language(text, language)

    return {
        **row,
        "title": title_of(row),
        "steps": [
            {"text": say(one["text"]), "compulsory": bool(one["compulsory"])}
            for one in msgspec.json.decode(row["steps"])
        ],
        "dress": [say(text) for text in msgspec.json.decode(row["dress"])],
        "scripts": [
            {"when": say(one["when"]), "say": say(one["say"])} for one in msgspec.json.decode(row["scripts"])
        ],
    }
