"""Ways that lead on from a page. A page below knows no room above: they enter theirs, and the ceiling orders them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

import msgspec

from server.lib.i18n import Message


class Way(msgspec.Struct, frozen=True):
    """A button that leads to `address`, in which `{community}` and the like are ids that the page gives.

    Ways of one `theme` follow each other in the list and stand under it.
    """

    name: Message
    address: str
    theme: Message | None = None


def ways_from(ways: Iterable[Way], **ids: int) -> list[tuple[Message | None, list[tuple[Message, str]]]]:
    """What a page shows: themes in their order, each with (name, address)."""
    return [
        (theme, [(way.name, way.address.format(**ids)) for way in together])
        for theme, together in groupby(ways, key=lambda way: way.theme)
    ]
