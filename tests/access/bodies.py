"""JSON bodies that a route can read, made from the Struct that it takes."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

import msgspec

from server.lib.ids import new_op_id
from server.web.forms import OpId, RowId
from server.web.late import LateLitestar
from tests.visitor import application

# Which id of `walls` a body's field means.
MEANINGS = {
    "community": "community_id",
    "program": "program_id",
    "source_id": "activity_id",
    "group": "group_id",
    "task": "task_id",
    "need_class": "class_id",
    "parent": "class_id",
    "needs": "need_id",
    "kept": "need_id",
    "focal_issue": "issue_id",
    "indicator": "indicator_id",
    "resident": "resident_id",
    "other": "resident_id",
    "residents": "resident_id",
    "run_out": "resident_id",
    "people": "resident_id",
    "joined": "resident_id",
    "declined": "resident_id",
    "plan_author": "resident_id",
    "giver": "resident_id",
    "receiver": "resident_id",
    "lead": "user_id",
    "owner": "user_id",
    "account": "user_id",
    "questionnaire": "questionnaire_id",
    "household": "household_id",
    "households": "household_id",
    "visit": "visit_id",
    "visits": "visit_id",
    "procedure": "procedure_id",
    "honour": "honour_id",
    "photo": "photo_id",
    "activity": "activity_id",
    "ceremony": "ceremony_id",
    "item": "ceremony-items/item_id",
    "proposer": "resident_id",
    "reviewer": "resident_id",
    "companion": "resident_id",
    "visitor_resident": "resident_id",
    "visitor_account": "user_id",
    "entry": "habit-entries/entry_id",
    "candidates": "candidate_id",
    "keeping": "habit-entries/entry_id",
    "unmet": "habit-entries/entry_id",
    "estate": "estate",
    "make_in": "estate",
    "building": "building",
}


@cache
def struct_of(method: str, path: str) -> type[msgspec.Struct] | None:
    """What the API's route takes as JSON, if anything."""
    for route in litestar().routes:
        if route.path_format == path:
            for handler in route.route_handlers:
                if method in handler.http_methods and handler.parsed_data_field is not None:
                    found: type[msgspec.Struct] = handler.parsed_data_field.annotation
                    return found
    return None


@cache
def litestar() -> LateLitestar:
    """The application under its middlewares, with every route worked out."""
    app = application()
    while not isinstance(app, LateLitestar):
        app = app.app
    app.work_out()
    return app


def ids_in(struct: type[msgspec.Struct]) -> list[str]:
    """The fields that name rows."""
    return [name for name, kind in _hints(struct).items() if name != "version" and _names_rows(kind)]


@cache
def _hints(struct: type[msgspec.Struct]) -> dict[str, Any]:
    return get_type_hints(struct, include_extras=True)


@cache
def _fields(struct: type[msgspec.Struct]) -> tuple[tuple[str, bool], ...]:
    """Their names, and whether they have to be there."""
    return tuple((field.name, field.required) for field in msgspec.structs.fields(struct))


def _names_rows(kind: Any) -> bool:
    return kind == RowId or any(_names_rows(part) for part in get_args(kind) if part is not Ellipsis)


def body(struct: type[msgspec.Struct], ids: dict[str, Any], *, also: str | None = None) -> dict[str, Any]:
    """The shortest body that can be read; rows are named from `ids`, also in the field `also` that may stay away."""
    hints = _hints(struct)
    wanted = [name for name, required in _fields(struct) if required or name == also]
    return {name: _value(hints[name], name, ids) for name in wanted}


def _value(kind: Any, name: str, ids: dict[str, Any]) -> Any:
    if kind == OpId:
        return new_op_id()
    if kind == RowId and name != "version":
        return ids[MEANINGS[name]]
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _within(_value(parts[0], name, ids), parts[1:])
    if origin is Literal:
        return parts[0]
    if origin in {list, tuple}:
        return [_value(parts[0], name, ids)]
    if parts:  # a union with None
        return _value(parts[0], name, ids)
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return body(kind, ids)
    return _PLAIN[kind]


def _within(value: Any, notes: tuple[Any, ...]) -> Any:
    """A plain value moved into the bounds that the schema states."""
    for note in notes:
        if isinstance(note, msgspec.Meta):
            if note.pattern in _WRITTEN:
                return _WRITTEN[note.pattern]
            if isinstance(value, str) and note.min_length:
                value = value * note.min_length
            if isinstance(value, int) and note.ge is not None:
                value = max(value, int(note.ge))
    return value


# What a pattern asks for: a month, the hash of a text, where a clause came from.
_WRITTEN = {
    r"^\d{4}-(0[1-9]|1[0-2])$": "2026-03",
    r"^[0-9a-f]{64}$": "0" * 64,
    r"^((need|meeting|comment|earlier):[1-9][0-9]{0,8}|visit|meeting|earlier|template)$": "template",
}
_PLAIN: dict[Any, Any] = {
    str: "好",
    int: 1,
    float: 1.5,
    bool: False,
    bytes: "5aeT5ZCN",
    date: date(2026, 3, 2).isoformat(),
    time: time(14, 30).isoformat(),
    Decimal: "12.5",
    Any: None,
}
