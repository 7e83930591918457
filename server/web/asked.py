"""Which address is asked, and what its query asks for, read kindly: what cannot be read asks for nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Annotated

from litestar import Request
from litestar.params import QueryParameter
from litestar.types import HTTPScope

from server.lib.days import read_month
from server.web.reading import clean_text

LONGEST_TEXT = 80

# The same for the API, which answers 422 to what cannot be read.
AskedId = Annotated[int | None, QueryParameter(ge=1, le=2_147_483_647)]
AskedText = Annotated[str, QueryParameter(max_length=LONGEST_TEXT)]
AskedMonth = Annotated[str, QueryParameter(pattern=r"^(20\d\d-(0[1-9]|1[0-2]))?$")]
Cursor = Annotated[str, QueryParameter(max_length=40)]

_address: ContextVar[str] = ContextVar("asked_address", default="")


@contextmanager
def asking(scope: HTTPScope) -> Iterator[None]:
    """Within the block, `asked_address` tells what this request asks."""
    token = _address.set(f"{scope['method']} {scope['path'].rstrip('/')}")
    try:
        yield
    finally:
        _address.reset(token)


def asked_address() -> str:
    """Method and path of the request that is being answered, without its query: `POST /desk/needs`. Empty in a job."""
    return _address.get()


def read_id(text: str | None) -> int | None:
    """The number that a text is, from 0 to the largest of nine digits, which both engines take for an id."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else None


def asked_id(request: Request, name: str) -> int | None:
    """The id of a row."""
    return read_id(request.query_params.get(name))


def asked_text(request: Request, name: str = "q") -> str:
    """What is searched for, as names are stored; cut where no name goes on."""
    return clean_text(request.query_params.get(name, "").replace("\x00", ""))[:LONGEST_TEXT]


def asked_month(request: Request) -> str:
    """`2026-11`, or nothing."""
    text: str = request.query_params.get("month", "")
    return text if read_month(text) else ""
