"""Our css, script and icons, and htmx from its package: served with a content hash for ever, compressed once."""

from __future__ import annotations

import base64
import gzip
import hashlib
import importlib.util
from functools import cache
from pathlib import Path

import msgspec
from litestar import Request, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Response

from server.web.access import PUBLIC

_STATIC = Path(__file__).resolve().parent.parent / "static"
_TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".webmanifest": "application/manifest+json",
}


class Asset(msgspec.Struct, frozen=True):
    """One file to serve."""

    body: bytes
    compressed: bytes
    digest: str
    integrity: str
    media_type: str


@cache
def _asset(name: str) -> Asset | None:
    path = _find(name)
    if path is None:
        return None
    body = path.read_bytes()
    return Asset(
        body=body,
        compressed=gzip.compress(body, mtime=0),
        digest=hashlib.sha256(body).hexdigest()[:16],
        integrity="sha384-" + base64.b64encode(hashlib.sha384(body).digest()).decode(),
        media_type=_TYPES[path.suffix],
    )


def _find(name: str) -> Path | None:
    if name == "htmx.min.js":
        package = importlib.util.find_spec("js_lib_htmx")
        folder = Path(next(iter(package.submodule_search_locations or ()))) if package else None
        return next(folder.rglob("htmx.min.js"), None) if folder else None
    path = _STATIC / name
    return path if path.parent == _STATIC and path.is_file() and path.suffix in _TYPES else None


def url(name: str) -> str:
    """Where an asset is served; changes with its content."""
    asset = _asset(name)
    if asset is None:
        raise LookupError(name)
    return f"/static/{asset.digest}/{name}"


def integrity(name: str) -> str:
    """The `integrity` attribute of an asset."""
    asset = _asset(name)
    if asset is None:
        raise LookupError(name)
    return asset.integrity


@get("/static/{digest:str}/{name:str}", opt={"who": PUBLIC})
async def serve_asset(request: Request, digest: FromPath[str], name: FromPath[str]) -> Response[bytes]:
    """An asset, kept by the browser for a year: another content has another address."""
    asset = _asset(name) if "/" not in name and "\\" not in name and "\x00" not in name else None
    if asset is None:
        raise NotFoundException
    forever = "public, max-age=31536000, immutable"
    headers = {"cache-control": forever if digest == asset.digest else "no-cache", "vary": "Accept-Encoding"}
    body = asset.body
    if "gzip" in request.headers.get("accept-encoding", ""):
        body = asset.compressed
        headers["content-encoding"] = "gzip"
    return Response(body, media_type=asset.media_type, headers=headers)


HANDLERS = [serve_asset]
