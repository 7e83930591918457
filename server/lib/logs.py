"""Logs: one JSON object a line, and nothing in it that says who a person is.

Only the fields named here may carry text; any other text is left out, whatever the caller meant. Faults are
logged as their type and the lines of code they went through, never with their message: it may quote a name.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import Mapping, MutableMapping
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

import msgspec

from server.lib.absent import absent

with absent("rich", "greenlet"):  # for coloured tracebacks and green threads: 0.1 s of each start
    import structlog

TEXT_FIELDS = frozenset(
    {"method", "route", "path_template", "kind", "outcome", "why", "code", "worker", "engine", "address"}
)
_EVENT = re.compile(r"[a-z0-9_.]{1,60}")
_HOUSE = Path(__file__).resolve().parents[2]
_QUOTES_SOMETHING = re.compile(r"[\n\r<({\[=:'\"]")
_LONG_NUMBER = re.compile(r"\d{7}")
_LONGEST = 200
_encoder = msgspec.json.Encoder()

request_id: ContextVar[str] = ContextVar("request_id", default="")


def set_up_logs(*, level: int = logging.INFO, stream: TextIO | None = None) -> None:
    """Send our own events and the libraries' messages to `stream` (standard error)."""
    out = stream or sys.stderr
    structlog.configure(
        processors=[only_harmless, _render],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(file=out),
        cache_logger_on_first_use=stream is None,
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(_LibraryFormatter())
    logging.basicConfig(handlers=[handler], level=max(level, logging.WARNING), force=True)
    logging.getLogger("uvicorn").setLevel(max(level, logging.INFO))


def only_harmless(_logger: Any, level: str, entry: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """Numbers pass; text passes in `TEXT_FIELDS`, if it can be neither a Chinese name nor a phone number.

    The names of the fields that were left out are told.
    """
    event = str(entry.pop("event", ""))
    fault = entry.pop("exc_info", None)
    kept: dict[str, Any] = {
        "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "level": level,
        "event": event if _EVENT.fullmatch(event) else "unnamed",
    }
    if request := request_id.get():
        kept["request"] = request
    left_out = []
    for name, value in entry.items():
        if value is None or isinstance(value, bool | int | float):
            kept[name] = value
        elif (
            name in TEXT_FIELDS
            and isinstance(value, str)
            and value.isascii()
            and not _LONG_NUMBER.search(value)
        ):
            kept[name] = value[:_LONGEST]
        else:
            left_out.append(name)
    if left_out:
        kept["left_out"] = left_out
    if isinstance(fault, BaseException):
        kept |= _fault(fault)
    elif fault:
        kept |= _fault(sys.exc_info()[1])
    return kept


def place_of(error: BaseException) -> str:
    """The last line of our own code that an error went through: `groups/teams/actions.py:31`."""
    lines = _lines(error)
    ours = [line for line in lines if not line.startswith(".../")]
    return (ours or lines or ["nowhere"])[-1]


def _fault(error: BaseException | None) -> dict[str, Any]:
    if error is None:
        return {}
    return {"error": f"{type(error).__module__}.{type(error).__qualname__}", "trace": _lines(error)[-12:]}


def _lines(error: BaseException) -> list[str]:
    found = []
    for frame in traceback.extract_tb(error.__traceback__):
        path = Path(frame.filename)
        ours = path.is_relative_to(_HOUSE) and "site-packages" not in path.parts
        name = str(path.relative_to(_HOUSE)) if ours else f".../{'/'.join(path.parts[-2:])}"
        found.append(f"{name}:{frame.lineno}")
    return found


def _render(_logger: Any, _level: str, entry: Mapping[str, Any]) -> str:
    return _encoder.encode(entry).decode()


class _LibraryFormatter(logging.Formatter):
    """What libraries say, up to where a value would begin: `Exception in callback <…>` tells arguments."""

    def format(self, record: logging.LogRecord) -> str:
        said = _QUOTES_SOMETHING.split(str(record.msg), maxsplit=1)[0]
        entry: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": "library",
            "logger": record.name,
            "said": said[:_LONGEST].strip(),
        }
        if record.exc_info:
            entry |= _fault(record.exc_info[1])
        return _encoder.encode(entry).decode()
