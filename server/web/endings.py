"""Which modules answer at an address, found without importing them: only what somebody asks for is imported.

A room's pages and API write their addresses where everybody finds them: in the decorator of a handler, or in a constant
at the beginning of the module. A test holds the rooms to that, so no module is missed.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path

from litestar.handlers import HTTPRouteHandler
from litestar.utils.path import normalize_path

Section = tuple[str, str]

# What stands where a parameter does.
ANY = "{"

_ADDRESS = re.compile(r'^(?:@\w+\(\s*|[A-Z_]+ = )f?"(/[^"]*)"', re.MULTILINE)


def section_of(path: str) -> Section:
    """The first two words of an address: `ANY` for a parameter, empty where there is none."""
    first, _, rest = normalize_path(path)[1:].partition("/")
    second = rest.partition("/")[0]
    if first.startswith(ANY):
        return ANY, ""
    return first, ANY if second.startswith(ANY) else second


class Endings:
    """Modules with their HANDLERS, by section. `files` says what there is, and is asked with the first address."""

    def __init__(self, files: Callable[[], Mapping[str, Path]] = dict) -> None:
        self._files = files
        self._taken: set[str] = set()

    @cached_property
    def by_section(self) -> dict[Section, list[str]]:
        """The names of the modules in which an address of the section is written."""
        found: dict[Section, list[str]] = {}
        for name, file in self._files().items():
            written = _ADDRESS.findall(file.read_text(encoding="utf-8"))
            for section in {section_of(address) for address in written}:
                found.setdefault(section, []).append(name)
        return found

    def take(self, section: Section) -> list[HTTPRouteHandler]:
        """The handlers of the modules of this section; of each module once."""
        return self._handlers(self.by_section.get(section, ()))

    def take_rest(self) -> list[HTTPRouteHandler]:
        """The handlers of all modules that nobody asked for."""
        return self._handlers(self._files())

    def _handlers(self, names: Iterable[str]) -> list[HTTPRouteHandler]:
        new = [name for name in names if name not in self._taken]
        handlers = [handler for name in new for handler in importlib.import_module(name).HANDLERS]
        self._taken.update(new)
        return handlers
