"""A list of doors as a form: which are ticked, and what stands beside each (`door-301-name`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec

from server.lib.i18n import Message, m
from server.web.forms import Form
from server.web.reading import read_values

D = TypeVar("D", bound=msgspec.Struct)


def read_doors(form: Form[Any], sent: Mapping[str, Any], struct: type[D], *fields: str) -> list[D]:
    """The ticked doors of a sheet, each with its `fields`; faults are shown on top, with the typed text kept.

    A door counts as ticked when something was written beside it, too: on paper the tick is the first to be forgotten.
    """
    typed = {name: str(sent.get(name) or "") for name in sent if name.startswith("door-")}
    form.values.update(typed)
    ticked = {str(row_id) for row_id in form.chosen("doors")}
    written = {name.split("-")[1] for name, value in typed.items() if value.strip() and _counts(name)}
    doors: list[D] = []
    for row_id in sorted(ticked | written, key=_number):
        given = {"household": [row_id], **_fields(typed, row_id, fields)}
        values, faults = read_values(struct, given)
        if faults:
            form.errors[""] = _fault(faults)
        else:
            doors.append(struct(**values))
    return doors


def _counts(name: str) -> bool:
    """Choices come with every row; only words say that somebody was there."""
    return name.endswith(("-text", "-name"))


def _fields(typed: Mapping[str, str], row_id: str, fields: tuple[str, ...]) -> dict[str, list[str]]:
    return {name: [typed.get(f"door-{row_id}-{name}", "")] for name in fields}


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _fault(faults: Mapping[str, Message]) -> Message:
    if "name" in faults:
        return m("Write the name of whoever signed for each ticked door.")
    return next(iter(faults.values()))
