"""Where the demo is entered without an account: a community's page, and one volunteer's own page by its private link."""

from __future__ import annotations

from incentives.reciprocity import own_rules
from server.lib import clock, db
from server.lib.i18n import Message, m
from server.lib.ids import token_hash
from server.lib.settings import settings

# The write that makes the link. A token is computed from it, so that the demo finds it again each time it starts.
OWN_LINK = "5b1f0c52-0d0e-4a51-9a52-6f2f3b0c7a90"
STREET = "/c/xinghuali"


async def own_page() -> str | None:
    """The address of 陈叔's own page, as long as his link opens."""
    for row in await db.rows(
        "SELECT resident, token_hash FROM own_link WHERE revoked_on IS NULL AND until >= {}", clock.today()
    ):
        token = own_rules.token_of(settings().secret_key, OWN_LINK, row["resident"])
        if token_hash(token) == row["token_hash"]:
            return f"/own/{token}"
    return None


async def doors() -> list[tuple[str, Message]]:
    """What the sign-in page of the demo leads to besides."""
    found = [(STREET, m("A community's page"))]
    if own := await own_page():
        found.append((own, m("A volunteer's own page, by private link")))
    return found
