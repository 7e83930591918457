"""Reading the texts of a compact: its versions with their clauses, and which of them stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

import msgspec

from groups.compacts import rules
from groups.compacts.diff_rules import Clause, ClauseChange, Words, compare, words_between
from server.lib import db
from server.lib.i18n import _


class TextClause(msgspec.Struct, frozen=True):
    """A clause as it stands in one text. `number` counts from 1 in the order of the text."""

    key: int
    number: int
    text: str
    origin: str
    origin_id: int | None
    origin_note: str
    reason: str


class CompactText(msgspec.Struct, frozen=True):
    """One text of a compact. It can be written until it is `fixed_at`; `version` counts the writing.

    `gone` says, by key, why clauses of the text before were taken out.
    """

    id: int
    major: int
    minor: int
    preamble: str
    substantive: bool
    reason: str
    text_hash: str
    fixed_at: datetime | None
    version: int
    clauses: tuple[TextClause, ...]
    gone: dict[int, str] = {}

    @property
    def label(self) -> str:
        """`v2`, or `v2.1` after an edit."""
        return f"v{self.major}.{self.minor}" if self.minor else f"v{self.major}"

    @property
    def called(self) -> str:
        """The same in words, for whoever reads it on a page or on paper."""
        return _("version %(number)s", number=self.label.removeprefix("v"))

    @property
    def number(self) -> tuple[int, int]:
        return self.major, self.minor

    @property
    def whole(self) -> str:
        """All its words, for comparing it with others."""
        return "\n".join([self.preamble, *(clause.text for clause in self.clauses)])

    @property
    def hash_now(self) -> str:
        """The hash of the words as they stand now."""
        return rules.text_hash(self.preamble, [clause.text for clause in self.clauses])

    @property
    def keys(self) -> list[int]:
        return [clause.key for clause in self.clauses]

    @property
    def origins(self) -> list[tuple[str, int | None]]:
        return [(clause.origin, clause.origin_id) for clause in self.clauses]


async def texts_of(compact_id: int) -> list[CompactText]:
    """The texts of a compact, the oldest first."""
    return await _texts("v.compact = {}", compact_id)


async def text_by_id(version_id: int) -> CompactText | None:
    """One text."""
    return next(iter(await _texts("v.id = {}", version_id)), None)


async def _texts(where: str, *values: Any) -> list[CompactText]:
    versions = await db.rows(
        "SELECT v.id, v.major, v.minor, v.preamble, v.substantive, v.reason, v.text_hash, v.fixed_at, v.version"
        f" FROM compact_version AS v WHERE {where} ORDER BY v.major, v.minor, v.id",
        *values,
    )
    clauses = await db.rows(
        "SELECT c.compact_version, c.position, c.key, c.text, c.origin, c.origin_id, c.origin_note, c.reason"
        f" FROM compact_clause AS c JOIN compact_version AS v ON v.id = c.compact_version WHERE {where}"
        " ORDER BY c.compact_version, c.position, c.key",
        *values,
    )
    by_version: dict[int, list[TextClause]] = {}
    gone: dict[int, dict[int, str]] = {}
    for row in clauses:
        version, position = row.pop("compact_version"), row.pop("position")
        if position:
            some = by_version.setdefault(version, [])
            some.append(TextClause(number=len(some) + 1, **row))
        else:
            gone.setdefault(version, {})[row["key"]] = row["reason"]
    return [
        CompactText(
            **{**row, "substantive": bool(row["substantive"])},
            clauses=tuple(by_version.get(row["id"], ())),
            gone=gone.get(row["id"], {}),
        )
        for row in versions
    ]


def standing(texts: Sequence[CompactText]) -> CompactText | None:
    """The newest text that is fixed: the one that people read, comment on and sign."""
    return next((text for text in reversed(texts) if text.fixed_at is not None), None)


def being_written(texts: Sequence[CompactText]) -> CompactText | None:
    """The text that is not fixed yet."""
    return next((text for text in reversed(texts) if text.fixed_at is None), None)


def before(texts: Sequence[CompactText], text: CompactText) -> CompactText | None:
    """The fixed text that came before this one."""
    earlier = [one for one in texts if one.fixed_at is not None and one.number < text.number]
    return earlier[-1] if earlier else None


def signed_first(texts: Sequence[CompactText], text: CompactText) -> CompactText:
    """The text that everybody was asked to sign and of which this one is an edit, or the next edit."""
    return next(one for one in texts if one.fixed_at is not None and one.major == text.major)


def changes_between(old: CompactText, new: CompactText) -> list[ClauseChange]:
    """What changed, clause by clause."""
    return compare(_compared(old), _compared(new), new.gone)


def whole_changes(old: CompactText, new: CompactText) -> list[ClauseChange]:
    """The same with the words before the first clause, which are agreed to as well."""
    beginning = compare([Clause(0, old.preamble)], [Clause(0, new.preamble)])
    return [*beginning, *changes_between(old, new)]


class Step(msgspec.Struct, frozen=True):
    """From one text to the next: what became of each clause, and of the words before the first if those changed."""

    old: CompactText
    new: CompactText
    changes: list[ClauseChange]
    beginning: tuple[Words, ...]


def step_between(old: CompactText, new: CompactText) -> Step:
    """The difference of two texts as it is drawn."""
    beginning = () if old.preamble == new.preamble else words_between(old.preamble, new.preamble)
    return Step(old, new, changes_between(old, new), beginning)


def steps_of(texts: Sequence[CompactText]) -> list[Step]:
    """The difference from each fixed text to the next, the newest first."""
    fixed = [text for text in texts if text.fixed_at is not None]
    return [step_between(old, new) for old, new in reversed(list(pairwise(fixed)))]


def _compared(text: CompactText) -> list[Clause]:
    return [Clause(clause.key, clause.text, clause.reason) for clause in text.clauses]
