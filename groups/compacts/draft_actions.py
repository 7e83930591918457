"""Writing the text of a compact, clause by clause. Two who write at once never write over each other."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from groups.compacts import origin_queries, rules, text_queries
from groups.compacts.schemas import (
    ClauseFields,
    EditedClause,
    EditedPreamble,
    MovedClause,
    NewClause,
    RemovedClause,
)
from groups.compacts.stages import permitted
from groups.compacts.tables import Compact, CompactClause, CompactVersion
from groups.compacts.text_queries import CompactText, TextClause
from server import audit
from server.lib.actor import Actor
from server.lib.db import write_transaction
from server.lib.errors import NotFound, Refused, Stale


@asynccontextmanager
async def _writing(compact: Compact) -> AsyncIterator[tuple[Compact, CompactText, int]]:
    """The compact locked, its open text, and the key of the next new clause; the text counts on when all went well."""
    async with write_transaction():
        compact = await permitted(compact, "write")
        texts = await text_queries.texts_of(compact.id)
        text = text_queries.being_written(texts)
        if text is None:
            raise Refused("compacts.no_open_text")
        yield compact, text, max((key for one in texts for key in one.keys), default=0) + 1
        await CompactVersion.update({CompactVersion.version: text.version + 1}).where(
            CompactVersion.id == text.id
        )


async def _written(compact: Compact, changes: Mapping[str, Any], *, actor: Actor, reason: str = "") -> None:
    await audit.record(
        "compact.written",
        "compact",
        compact.id,
        actor=actor,
        program_id=compact.program,
        changes=changes,
        reason=reason or None,
    )


def _check(text: CompactText, version: int, theirs: Mapping[str, Any]) -> None:
    """Raise `Stale`, with what stands there now, unless the text is the one that was read."""
    if text.version != version:
        raise Stale(theirs, version=text.version)


async def edit_preamble(compact: Compact, data: EditedPreamble, *, actor: Actor) -> int:
    """Save the words before the first clause."""
    async with _writing(compact) as (compact, text, _key):
        _check(text, data.version, {"preamble": text.preamble})
        new = data.preamble or ""
        await CompactVersion.update({CompactVersion.preamble: new}).where(CompactVersion.id == text.id)
        await _written(compact, {"preamble": [text.preamble, new]}, actor=actor)
        return compact.id


async def add_clause(compact: Compact, data: NewClause, *, actor: Actor) -> int:
    """Add a clause at the end; its key, which it keeps in all later texts."""
    origin = await _origin(compact, data)
    async with _writing(compact) as (compact, text, key):
        if len(text.clauses) >= rules.MOST_CLAUSES:
            raise Refused("compacts.too_many_clauses")
        _check_once(text, data.text)
        clause = CompactClause(
            organisation=compact.organisation,
            compact_version=text.id,
            key=key,
            position=len(text.clauses) + 1,
            text=data.text,
            reason=data.reason or "",
            **origin,
        )
        await clause.save()
        await _written(compact, {"clause": [None, data.text]}, actor=actor)
        return key


async def edit_clause(compact: Compact, key: int, data: EditedClause, *, actor: Actor) -> int:
    """Save a clause; refused as stale, with both texts, when somebody wrote first."""
    async with _writing(compact) as (compact, text, _key):
        clause = clause_of(text, key)
        origin = await _origin(compact, data, now=clause)
        new: dict[Any, Any] = {"text": data.text, "reason": data.reason or "", **origin}
        _check(text, data.version, _theirs(clause, new))
        _check_once(text, data.text, besides=key)
        await CompactClause.update(new).where(_is(text, key))
        changes = {
            name: [getattr(clause, name), value]
            for name, value in new.items()
            if name in {"text", "origin", "origin_note"} and getattr(clause, name) != value
        }
        await _written(compact, changes, actor=actor, reason=data.reason or "")
        return key


def _theirs(clause: TextClause, new: Mapping[str, Any]) -> dict[str, Any]:
    """What stands now: the words always, the rest where it differs."""
    shown = {
        name: getattr(clause, name)
        for name in ("origin_note", "reason")
        if getattr(clause, name) != new[name]
    }
    return {"text": clause.text, **shown}


async def move_clause(compact: Compact, key: int, data: MovedClause, *, actor: Actor) -> int:
    """Move a clause by a place."""
    async with _writing(compact) as (compact, text, _key):
        clause_of(text, key)
        _check(text, data.version, {})
        order = rules.moved(text.keys, key, up=data.way == "up")
        await _renumber(text, order)
        await _written(compact, {"order": [_places(text.keys), _places(order)]}, actor=actor)
        return key


async def remove_clause(compact: Compact, key: int, data: RemovedClause, *, actor: Actor) -> int:
    """Take a clause out; the reason stands in the history."""
    async with _writing(compact) as (compact, text, _key):
        clause = clause_of(text, key)
        _check(text, data.version, {"text": clause.text})
        texts = await text_queries.texts_of(compact.id)
        last = text_queries.before(texts, text)
        if last is None or key not in last.keys:
            await CompactClause.delete().where(_is(text, key))
        elif not data.reason:
            raise Refused("compacts.why_gone", field="reason")
        else:  # what people have read is not gone without a word
            await CompactClause.update({"position": 0, "reason": data.reason}).where(_is(text, key))
        await _renumber(text, [one for one in text.keys if one != key])
        await _written(compact, {"clause": [clause.text, None]}, actor=actor, reason=data.reason or "")
        return key


async def _renumber(text: CompactText, order: list[int]) -> None:
    for place, key in enumerate(order, start=1):
        await CompactClause.update({CompactClause.position: place}).where(_is(text, key))


def _is(text: CompactText, key: int) -> Any:
    return (CompactClause.compact_version == text.id) & (CompactClause.key == key)


def _places(order: list[int]) -> str:
    return " ".join(str(key) for key in order)


def clause_of(text: CompactText, key: int) -> TextClause:
    """The clause of a text with this key; NotFound when it has none."""
    found = next((one for one in text.clauses if one.key == key), None)
    if found is None:
        raise NotFound
    return found


def _check_once(text: CompactText, words: str, *, besides: int = 0) -> None:
    if any(one.text == words and one.key != besides for one in text.clauses):
        raise Refused("compacts.clause_twice", field="text")


async def _origin(compact: Compact, data: ClauseFields, *, now: TextClause | None = None) -> dict[str, Any]:
    """The columns that say where a clause came from; refused when nobody can find it there.

    What it names `now` it may go on naming, whatever became of that.
    """
    kind, _colon, typed = data.source.partition(":")
    row_id = int(typed) if typed else None
    note = data.origin_note or ""
    known = now is not None and (kind, row_id) == (now.origin, now.origin_id)
    if row_id is not None and not known and not await origin_queries.origin_exists(compact, kind, row_id):
        raise NotFound
    if row_id is None and not note and kind != "template":
        raise Refused("compacts.origin_missing", field="origin_note")
    return {"origin": kind, "origin_id": row_id, "origin_note": note}
