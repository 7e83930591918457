"""What is to be known of building leaders when a program is handed over (S39)."""

from __future__ import annotations

from programs.bodies import queries
from programs.method.dossier_rules import Entry
from programs.method.telling_queries import Handing
from server.lib.i18n import _, format_number


async def tell(handing: Handing) -> list[Entry]:
    """Which buildings have somebody, and which have nobody."""
    buildings = [
        building
        for estate in await queries.tree_of(handing.program.community)
        for building in estate["buildings"]
    ]
    if not buildings:
        return []
    led = sum(building["leader"] is not None for building in buildings)
    text = _(
        "%(led)s of %(buildings)s buildings have a building leader.",
        led=format_number(led),
        buildings=format_number(len(buildings)),
    )
    href = f"/desk/communities/{handing.program.community}/mobilisation"
    return [Entry(chapter="carried", text=text, href=href, gap=not led)]
