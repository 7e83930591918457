"""How the chain is made. `GROUND` A7: SHA-256 over a version, the hash before and the canonical entry.

Typed texts stand beside the chain. A title, a note or a reason may name a person, and a chain that holds the name could
not forget her (PIPL article 47) without being broken. So an entry says `text:<digest>` where a text was typed, and the
chain holds that; the text itself, with the salt of its digest, stands in `texts` of the same row, which no hash covers.

- Nobody changes a text: it no longer fits its digest, and `verify` says so.
- A text that is taken out leaves the chain whole, and its salt goes with it: 128 bits of chance, a new one for each text,
  so that no list of names finds out what stood there.
- What counts as typed is every string but sealed values, days and moments, not only what a room declares to be a text: a
  room that forgot to would leave a name in the chain for good. That codes of choices are kept beside it too costs room
  and nothing else.
- It is the same row and the same statement: an entry costs what it did, and one without texts hashes nothing more.

Entries that were written before there were texts (`texts` is NULL) hold what was typed in the chain itself. They verify
as they always did, because the hash is made in the same way, and they stay as they are: a chain cannot be written anew
without giving up what it proves. Linli was not released at that time.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from server.lib import seals

VERSION = b"audit-v1"
START = "0" * 64

# The texts of one entry: digest to salt and text.
Texts = dict[str, tuple[str, str]]

_TYPED = re.compile(r"text:[0-9a-f]{64}")
_MOMENT = re.compile(
    r"\d{4}-\d\d(-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?)?|\d\d:\d\d(:\d\d)?"
)
_CODE = re.compile(r"[a-z]+([_.][a-z]+)*")

_canonical = msgspec.json.Encoder(order="deterministic")


def canonical(value: Any) -> str:
    """JSON that is the same text for the same value."""
    return _canonical.encode(value).decode()


def chain_hash(prev_hash: str, entry: dict[str, Any]) -> str:
    """The hash of `entry` (JSON-able values) in its place after `prev_hash`, as 64 hex digits."""
    return hashlib.sha256(VERSION + prev_hash.encode() + _canonical.encode(entry)).hexdigest()


def body_hash(action: str, address: str, body: Any) -> str:
    """What tells whether a repeated op_id brings the same write: often only the address says to what row."""
    return hashlib.sha256(_canonical.encode((action, address, body))).hexdigest()


def part(value: Any, texts: Texts) -> Any:
    """`value` (JSON-able) as the chain holds it: each typed text in it goes into `texts` and leaves its digest."""

    def beside(text: str) -> str:
        salt = secrets.token_hex(16)
        digest = _digest(salt, text)
        texts[digest] = (salt, text)
        return digest

    return _each_string(value, lambda text: beside(text) if _is_typed(text) else text)


def join(value: Any, texts: Mapping[str, tuple[str, str]], gone: str) -> Any:
    """What `part` was given; `gone` stands where a text was taken out."""

    def back(text: str) -> str:
        if not _TYPED.fullmatch(text):
            return text
        return texts[text][1] if text in texts else gone

    return _each_string(value, back)


def without(texts: Texts, names: Iterable[str]) -> Texts:
    """The texts in which none of these names stands. What is written like a code is only ever a name as a whole."""
    return {
        digest: (salt, text)
        for digest, (salt, text) in texts.items()
        if not any(name == text or (name in text and not _CODE.fullmatch(text)) for name in names)
    }


def fit(texts: Mapping[str, tuple[str, str]], said: str) -> bool:
    """Whether these are texts of an entry that says `said`, as they were typed."""
    return all(digest == _digest(salt, text) and digest in said for digest, (salt, text) in texts.items())


def _digest(salt: str, text: str) -> str:
    return f"text:{hashlib.sha256((salt + text).encode()).hexdigest()}"


def _is_typed(text: str) -> bool:
    return bool(text) and not seals.is_sealed(text) and not _MOMENT.fullmatch(text)


def _each_string(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {key: _each_string(inner, change) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_each_string(inner, change) for inner in value]
    return value
