"""Why an action did not happen. `server/web/errors.py` turns these into answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class LinliError(Exception):
    """Base of every refusal that a person is meant to read."""


class NotFound(LinliError):
    """No such row, or another organisation's: the two look the same on purpose."""


class Forbidden(LinliError):
    """The row may be seen, the act is not this person's."""


class Refused(LinliError):
    """A rule says no.

    `code` is dotted (`teams.leader_without_criteria`); its sentence stands in the room's `schemas.REASONS`.
    `field` marks the input at fault. `facts` fill the sentence.
    """

    def __init__(self, code: str, *, field: str | None = None, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.facts = facts


class Stale(Refused):
    """Somebody saved the record first. `theirs` holds what stands now, by field, as `version`."""

    def __init__(self, theirs: Mapping[str, Any], *, version: int) -> None:
        super().__init__("record.stale")
        self.theirs = dict(theirs)
        self.version = version


class Invalid(LinliError):
    """Input that cannot be read: a sentence for each field at fault."""

    def __init__(self, fields: Mapping[str, Any]) -> None:
        super().__init__(", ".join(fields))
        self.fields = dict(fields)
