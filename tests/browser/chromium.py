"""The system's Chromium."""

from __future__ import annotations

import os
import shutil
from functools import cache

ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@cache
def find() -> str | None:
    """Where it is; None where there is none. `LINLI_TEST_CHROMIUM` may name one, or be empty for none."""
    named = os.environ.get("LINLI_TEST_CHROMIUM")
    if named is not None:
        return named or None
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((path for name in names if (path := shutil.which(name))), None)
