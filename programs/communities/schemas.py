"""What is sent and answered about places, and the sentences of their refusals."""

from __future__ import annotations

from typing import Annotated

import msgspec

from server.lib.i18n import m
from server.web.forms import RowId, Version, Write

REASONS = {
    "communities.slug_unusable": m(
        "Use small letters, digits and hyphens for the address, for example wufuqiao or yulin-east."
    ),
    "communities.slug_taken": m("Another community already has this address. Choose another one."),
    "communities.building_exists": m("This estate already has a building of that name."),
    "communities.estate_exists": m("This community already has an estate of that name."),
}

ACTS = {
    "community.opened": m("opened the community"),
    "community.edited": m("changed the community"),
    "estate.added": m("added an estate"),
    "building.added": m("added a building"),
}
FIELDS = {
    "community": {
        "name": m("Name"),
        "district": m("District"),
        "about": m("About"),
        "households": m("Households"),
        "households_source": m("Where the number of households comes from"),
        "public": m("Shown on its public page"),
        "estate": m("Estate"),
        "building": m("Building"),
    }
}

Households = Annotated[int, msgspec.Meta(ge=1, le=200_000)]


class NewCommunity(Write):
    """A community to open."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
    slug: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
    district: Annotated[str, msgspec.Meta(max_length=120)] | None = None
    about: Annotated[str, msgspec.Meta(max_length=2000)] | None = None
    households: Households | None = None
    households_source: Annotated[str, msgspec.Meta(max_length=120)] | None = None


class EditedCommunity(Write):
    """A community as it should stand; `version` is the one that was read."""

    version: Version
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
    district: Annotated[str, msgspec.Meta(max_length=120)] | None = None
    about: Annotated[str, msgspec.Meta(max_length=2000)] | None = None
    households: Households | None = None
    households_source: Annotated[str, msgspec.Meta(max_length=120)] | None = None
    public: bool = False


class NewEstate(Write):
    """An estate of a community."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=80)]


class NewBuilding(Write):
    """A building of an estate."""

    estate: RowId
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    households: Annotated[int, msgspec.Meta(ge=1, le=5000)] | None = None


class CommunityOut(msgspec.Struct):
    """A community as the API shows it."""

    id: int
    name: str
    slug: str
    district: str
    about: str
    households: int | None
    public: bool
    version: int
