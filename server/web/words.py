"""Sentences of the floor, and the register in which rooms enter theirs when the first is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from server.lib.errors import LinliError, Refused
from server.lib.i18n import Message, m
from server.lib.late_entries import complete

FILL_IN = m("Fill this in.")
CHOOSE = m("Choose one of the options.")

_sentences: dict[str, Message] = {
    "op.reused": m(
        "This form was already sent with other answers. Open the page again and send it once more."
    ),
    "record.stale": m(
        "Somebody else saved this record while you were writing. Their version is shown beside yours:"
        " put together what should stand and save again."
    ),
    "record.moved": m(
        "This has moved on since you opened the page. Open it again and look where it stands now."
    ),
    "street.leave_empty": m("Leave the last box empty: it tells people from programs. Then send it again."),
    "day.too_early": m("This day lies before 2000. Check the year."),
    "day.in_future": m("This day has not come yet. Write the day on which it happened."),
    "day.too_late": m("This day lies more than five years ahead. Check the year."),
    "day.end_before_start": m("The end lies before the start. Check both days."),
}


def register_reasons(sentences: Mapping[str, Message]) -> None:
    """Enter a room's sentences, by reason code."""
    for code, sentence in sentences.items():
        if _sentences.setdefault(code, sentence) != sentence:
            raise ValueError(f"{code} has two sentences")


_acts: dict[str, Message] = {}
_fields: dict[str, Mapping[str, Message]] = {}
_values: dict[tuple[str, str], Mapping[Any, Message]] = {}


def register_acts(acts: Mapping[str, Message]) -> None:
    """Enter how a room's audit actions read after a person's name: `community.edited` is "changed the community"."""
    _acts.update(acts)


def register_fields(fields: Mapping[str, Mapping[str, Message]]) -> None:
    """Enter how the fields of a room's records are called, by kind of record. Rooms may add fields to one kind."""
    for kind, names in fields.items():
        _fields[kind] = {**_fields.get(kind, {}), **names}


def register_values(values: Mapping[str, Mapping[str, Mapping[Any, Message]]]) -> None:
    """Enter how the stored values of a room's fields are called, by kind of record and field."""
    for kind, fields in values.items():
        for name, words in fields.items():
            if _values.setdefault((kind, name), words) != words:
                raise ValueError(f"{name} of {kind} is called in two ways")


def act_words(action: str) -> Message:
    """An audit action in words."""
    complete(__name__)
    return _acts[action]


def field_words(subject_kind: str, name: str) -> Message | str:
    """A field's name in words."""
    complete(__name__)
    return _fields.get(subject_kind, {}).get(name, name)


def value_words(subject_kind: str, name: str) -> Mapping[Any, Message]:
    """How the stored values of a field are called; empty for what people typed."""
    complete(__name__)
    return _values.get((subject_kind, name), {})


def field_label(name: str) -> Message | str:
    """A field's name in words when its kind of record is not at hand: rooms agree on what a name means."""
    complete(__name__)
    return next((fields[name] for fields in _fields.values() if name in fields), name)


def sentence_for(error: Refused) -> Message:
    """The sentence of a refusal, with its facts."""
    complete(__name__)
    return _sentences[error.code].filled(**error.facts)


def known_reasons() -> frozenset[str]:
    """All codes that have a sentence."""
    complete(__name__)
    return frozenset(_sentences)


def known_acts() -> frozenset[str]:
    """All audit actions that have words."""
    complete(__name__)
    return frozenset(_acts)


def summary_of(error: LinliError) -> Message:
    """A sentence for any refusal, when no form can show it beside its field."""
    if isinstance(error, Refused):
        return sentence_for(error)
    return m("Some answers cannot be read. Correct them and send again.")
