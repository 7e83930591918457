"""What may be said of a place."""

from __future__ import annotations

import re
import unicodedata

_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?")


def refuse_slug(slug: str) -> str | None:
    """A reason code when `slug` cannot stand in an address that is read aloud and printed on posters."""
    return None if _SLUG.fullmatch(slug) else "communities.slug_unusable"


def same_name(one: str, other: str) -> bool:
    """Whether two names of places are the same to a reader: 3栋 and ３栋 are."""
    return _folded(one) == _folded(other)


def _folded(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())
