"""What is sent about doors."""

from __future__ import annotations

from typing import Annotated

import msgspec

from server.web.forms import Version, Write

Door = Annotated[str, msgspec.Meta(min_length=1, max_length=20)]
Floor = Annotated[int, msgspec.Meta(ge=1, le=120)]


class DoorsOfBuilding(Write):
    """The doors of a building: floors, doors on each, stairwells; `skip` lists floors that do not exist."""

    first_floor: Floor
    last_floor: Floor
    per_floor: Annotated[int, msgspec.Meta(ge=1, le=60)]
    stairwells: Annotated[int, msgspec.Meta(ge=1, le=20)] = 1
    skip: Annotated[str, msgspec.Meta(max_length=60)] | None = None


class NewDoor(Write):
    """One door to add."""

    door: Door


class EditedDoor(Write, kw_only=True):
    """A door as it should stand; `two_together` gives no reason."""

    door: Door
    size: Annotated[int, msgspec.Meta(ge=0, le=99)] | None = None
    two_together: bool = False
    version: Version


class RemovedDoor(Write):
    """Removes a door on which nothing hangs."""


class DoorOut(msgspec.Struct):
    """A door as the API shows it."""

    id: int
    door: str
    size: int | None
    two_together: bool
    people: int
    version: int
