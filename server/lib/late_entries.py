"""What rooms above enter in the lists of rooms below, brought when such a list is first read.

A room below keeps a list (`SECTIONS`, `ERASERS`) and knows none of those who stand in it; the ceiling knows them. Were the
lists filled when Linli starts, every room would have to be imported before the first page is shown, and each new room would
make the start longer.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

T = TypeVar("T")
Fill = Callable[[], None]

_waiting: dict[str, Fill] = {}
_one_at_a_time = threading.RLock()


def fills(module: str) -> Callable[[Fill], Fill]:
    """Register the function that enters what belongs in the lists of `module`, which need not be imported yet."""

    def register(fill: Fill) -> Fill:
        if module in _waiting:
            raise ValueError(f"two functions fill {module}")
        _waiting[module] = fill
        return fill

    return register


def complete(module: str) -> None:
    """Have everything entered in the lists of `module`. What went wrong once is tried again."""
    if module not in _waiting:
        return
    with _one_at_a_time:
        if module in _waiting:
            _waiting[module]()
            del _waiting[module]


class Entries(Generic[T]):
    """A list that the ceiling fills: `SECTIONS: Entries[Section] = Entries(__name__)`. Empty where there is no ceiling."""

    def __init__(self, module: str, *own: T) -> None:
        self._module = module
        self._own = own
        self._entered: tuple[T, ...] = ()

    def fill(self, *entries: T) -> None:
        """Enter all that belongs here after the room's own, in the order in which it is gone through."""
        self._entered = entries

    def __iter__(self) -> Iterator[T]:
        complete(self._module)
        return iter((*self._own, *self._entered))
