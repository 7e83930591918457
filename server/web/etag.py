"""Pages that did not change are not sent again."""

from __future__ import annotations

import hashlib
from typing import Any

from litestar import Request
from litestar.response import Response


def conditional(request: Request[Any, Any, Any], answer: Response[bytes]) -> Response[Any]:
    """`answer` with an ETag, or 304 when the reader already has it. For public pages without a notice only."""
    tag = f'"{hashlib.sha256(answer.content).hexdigest()[:20]}"'
    headers = {"etag": tag, "cache-control": "no-cache", "vary": "Cookie, Accept-Language, Accept-Encoding"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(None, status_code=304, headers=headers)
    answer.headers.update(headers)
    return answer
