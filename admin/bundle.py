"""The script and style of Piccolo Admin's page, from its package, and our few lines beside them.

They are the same for everybody and hold nothing of anybody, so they are served like our other static files.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import importlib.util
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from litestar import Request, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Response

from server.web.access import PUBLIC

_OURS = Path(__file__).resolve().parent / "static"
_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}


class Part(msgspec.Struct, frozen=True):
    """One file of the page. `name` changes with its content."""

    name: str
    body: bytes
    compressed: bytes
    integrity: str

    @property
    def url(self) -> str:
        return f"/static/admin/{self.name}"

    @property
    def suffix(self) -> str:
        return Path(self.name).suffix


@cache
def parts() -> dict[str, Part]:
    """Piccolo's files, then ours, by name."""
    package = importlib.util.find_spec("piccolo_admin")
    folder = Path(next(iter(package.submodule_search_locations or ()))) if package else _OURS
    files = [*sorted((folder / "dist" / "assets").iterdir()), *sorted(_OURS.iterdir())]
    read = [_part(path) for path in files if path.suffix in _TYPES]
    return {part.name: part for part in read}


def _part(path: Path) -> Part:
    body = path.read_bytes()
    return Part(
        name=f"{path.stem}.{hashlib.sha256(body).hexdigest()[:12]}{path.suffix}",
        body=body,
        compressed=gzip.compress(body, mtime=0),
        integrity="sha384-" + base64.b64encode(hashlib.sha384(body).digest()).decode(),
    )


@get("/static/admin/{name:str}", opt={"who": PUBLIC}, include_in_schema=False, sync_to_thread=True)
def serve_part(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[bytes]:
    """One file, kept by the browser for a year."""
    part = parts().get(name)
    if part is None:
        raise NotFoundException
    headers = {"cache-control": "public, max-age=31536000, immutable", "vary": "Accept-Encoding"}
    body = part.body
    if "gzip" in request.headers.get("accept-encoding", ""):
        body = part.compressed
        headers["content-encoding"] = "gzip"
    return Response(body, media_type=_TYPES[part.suffix], headers=headers)


HANDLERS = [serve_part]
