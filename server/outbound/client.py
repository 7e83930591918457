"""The one way to speak to the outside. Only jobs do."""

from __future__ import annotations

import httpx

TIMEOUT = httpx.Timeout(10.0, connect=5.0)
LIMITS = httpx.Limits(max_connections=10, max_keepalive_connections=2)


def outbound_client() -> httpx.AsyncClient:
    """A client that gives up after ten seconds, follows no redirect and takes no proxy from the environment.

    A redirect could lead into the network the server stands in.
    """
    return httpx.AsyncClient(
        timeout=TIMEOUT,
        limits=LIMITS,
        follow_redirects=False,
        trust_env=False,
        headers={"user-agent": "Linli"},
    )
