"""From what people type to typed values: one field at a time, so that each fault is named beside its field."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, time
from decimal import Decimal
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import msgspec

from server.lib.i18n import Message, m
from server.lib.patterns import late_pattern
from server.web.words import CHOOSE, FILL_IN

_DATE = late_pattern(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_TIME = late_pattern(r"(\d{1,2})\s*[:时点]\s*(\d{1,2})\s*分?")
# Controls, lone surrogates, and the sign that stands for bytes that were no text: PostgreSQL refuses NUL, nobody
# can read the others.
_UNREADABLE = late_pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffd]")


def read_values(
    struct: type[msgspec.Struct], typed: Mapping[str, Sequence[str]]
) -> tuple[dict[str, Any], dict[str, Message]]:
    """Values by field, and a sentence for each field that cannot be read. `typed` holds all strings sent by name."""
    values: dict[str, Any] = {}
    faults: dict[str, Message] = {}
    for field in msgspec.structs.fields(struct):
        try:
            value = _read(field.type, list(typed.get(field.encode_name, ())))
        except _FaultError as fault:
            faults[field.name] = fault.sentence
            continue
        if value is None and not _optional(field.type):
            if field.required:
                faults[field.name] = FILL_IN
            continue
        values[field.name] = value
    return values, faults


class _FaultError(Exception):
    def __init__(self, sentence: Message) -> None:
        super().__init__(sentence.text)
        self.sentence = sentence


def clean_text(text: str) -> str:
    """Text as it is stored: composed, trimmed, with plain line ends."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def checked_json_text(text: str) -> str:
    """Text that came as JSON, cleaned as typed text is. ValueError when it cannot be stored or says nothing."""
    cleaned = clean_text(text)
    if _UNREADABLE.search(text) or (text and not cleaned):
        raise ValueError("text that cannot be stored, or nothing but spaces")
    # A few signs grow when composed; what fitted its column before must fit it after.
    return cleaned if len(cleaned) <= len(text) else text.strip()


def _read(kind: Any, sent: list[str]) -> Any:
    kind, meta = _unwrap(kind)
    if get_origin(kind) in {list, tuple, set, frozenset}:
        if meta is not None and meta.max_length is not None and len(sent) > meta.max_length:
            raise _FaultError(m("Choose at most %(limit)s.", limit=meta.max_length))
        item = get_args(kind)[0]
        return [value for value in (_read_one(*_unwrap(item), text) for text in sent) if value is not None]
    if kind is bool:
        return bool(sent) and sent[-1] not in {"", "0", "false", "off"}
    return _read_one(kind, meta, sent[-1]) if sent else None


def _read_one(kind: Any, meta: msgspec.Meta | None, text: str) -> Any:
    if _UNREADABLE.search(text):
        raise _FaultError(m("This text holds characters that cannot be stored. Write it again without them."))
    text = clean_text(text)
    if not text:
        return None
    if kind is str:
        return _checked_text(text, meta)
    plain = unicodedata.normalize("NFKC", text).strip()
    if kind is int:
        return _number(plain, int, meta)
    if kind in {float, Decimal}:
        return _number(plain, kind, meta)
    if kind is date:
        return _day(plain)
    if kind is time:
        return _time(plain)
    if get_origin(kind) is Literal:
        if plain not in get_args(kind):
            raise _FaultError(CHOOSE)
        return plain
    raise TypeError(f"no form can hold a {kind!r}")


def _checked_text(text: str, meta: msgspec.Meta | None) -> str:
    if meta is None:
        return text
    if meta.max_length is not None and len(text) > meta.max_length:
        raise _FaultError(
            m(
                "This is %(length)s characters long. Keep it to %(limit)s.",
                length=len(text),
                limit=meta.max_length,
            )
        )
    if meta.min_length is not None and len(text) < meta.min_length:
        raise _FaultError(m("Write at least %(limit)s characters.", limit=meta.min_length))
    if meta.pattern is not None and not re.search(meta.pattern, text):
        raise _FaultError(m("This is not written as expected. Check it and write it again."))
    return text


def _number(text: str, kind: type, meta: msgspec.Meta | None) -> Any:
    text = text.replace(",", "").replace("_", "x")
    try:
        value = kind(text) if len(text) <= 20 else None
    except (ValueError, ArithmeticError):
        value = None
    if value is None or (kind is not int and not Decimal(value).is_finite()):
        example = "12" if kind is int else "12.5"
        raise _FaultError(m("Write this as a number, for example %(example)s.", example=example))
    low, high = (meta.ge, meta.le) if meta else (None, None)
    if (low is not None and value < low) or (high is not None and value > high):
        if low is not None and high is not None:
            raise _FaultError(m("Write a number from %(low)s to %(high)s.", low=low, high=high))
        raise _FaultError(m("This number is outside what can be. Check it."))
    return value


def _day(text: str) -> date:
    found = _DATE.fullmatch(text)
    try:
        return date(*(int(part) for part in found.groups())) if found else date.fromisoformat(text)
    except ValueError:
        raise _FaultError(m("Write the day like 2026-11-21.")) from None


def _time(text: str) -> time:
    found = _TIME.fullmatch(text)
    try:
        if found is None:
            return time.fromisoformat(text).replace(tzinfo=None)
        return time(int(found[1]), int(found[2]))
    except ValueError:
        raise _FaultError(m("Write the time like 14:30.")) from None


def _unwrap(kind: Any) -> tuple[Any, msgspec.Meta | None]:
    """The plain type inside Annotated and Optional, with its bounds."""
    meta = None
    while True:
        if get_origin(kind) is Annotated:
            kind, *notes = get_args(kind)
            meta = next((note for note in notes if isinstance(note, msgspec.Meta)), meta)
        elif get_origin(kind) in {Union, UnionType}:
            kind = next(part for part in get_args(kind) if part is not type(None))
        else:
            return kind, meta


def _optional(kind: Any) -> bool:
    while get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    return get_origin(kind) in {Union, UnionType} and type(None) in get_args(kind)
