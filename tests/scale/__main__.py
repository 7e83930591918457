"""How fast Linli is, as ratios against a bare application, measured on this machine.

    python -m tests.scale           a city of a million activities; some minutes, and 6 GB in the temporary folder
    python -m tests.scale --small   forty thousand; about a minute
    python -m tests.scale --people  100,000 people imported, and a million searched; about three minutes

Ends with 1 when something is not true (a lost check-in, a wrong sum). A figure that is missed is only told.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
from pathlib import Path

from server.lib import clock
from tests.scale import bare, city, lasting, measures, register, servers, truth
from tests.scale.city import City
from tests.scale.measures import FULL, SMALL, Figure


def main() -> int:
    """Build, measure, tell. Told to stop, it stops its servers first."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    parser = argparse.ArgumentParser(prog="python -m tests.scale")
    parser.add_argument("--small", action="store_true", help="forty thousand activities instead of a million")
    parser.add_argument("--people", action="store_true", help="only the import of people and the search")
    chosen = parser.parse_args()
    small = chosen.small
    if chosen.people:
        print(measures.table(register.figures(small=small)))
        return 0
    today = clock.today()
    sizes = (40_000, 10_000) if small else (1_000_000, 10_000)
    large, little = (City(size, today.replace(day=1)) for size in sizes)
    for one in (large, little):
        print(f"a city of {one.activities:,} activities: {city.built(one)}", flush=True)
    with tempfile.TemporaryDirectory(dir=large.path.parent) as folder:
        speed, facts = _measured(large, little, Path(folder), small=small)
    print(measures.table([*speed, *facts]))
    return 0 if all(fact.met for fact in facts) else 1


def _measured(large: City, little: City, folder: Path, *, small: bool) -> tuple[list[Figure], list[Figure]]:
    counts = SMALL if small else FULL
    today = clock.today()
    ours, theirs, other = (folder / f"{name}.sqlite" for name in ("linli", "bare", "little"))
    city.copied(large, ours)
    city.copied(little, other)
    bare.prepare(city.copied(large, theirs))
    speed = measures.start(other, counts)
    facts: list[Figure] = []
    with servers.linli(ours) as linli:
        with servers.bare(theirs) as against:
            speed += measures.create(linli, against, counts, today)
            speed += measures.newest(linli, against, counts)
            speed += measures.year(linli, against, counts)
        with servers.linli(other) as second:
            name = f"{large.activities:,} against {little.activities:,}"
            speed += measures.year_by_size(linli, second, counts, name)
        speed += measures.public_page(linli, counts)
        facts += truth.check_ins(linli, today)
        truth.changes(linli, large.activities)
        facts += truth.figures(linli, ours)
        speed += measures.memory_under_load(linli)
    speed += lasting.figures(folder, counts)
    return speed, facts


if __name__ == "__main__":
    sys.exit(main())
