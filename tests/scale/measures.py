"""The figures that Linli has to reach, each measured against the bare application in turn: A B A B …"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from statistics import median

import msgspec

from admin.figures import months_until
from server.lib import clock
from server.lib.days import month_of
from tests.scale import people, servers
from tests.scale.life import COMMUNITIES
from tests.scale.load import Outcome, ask, together, volley
from tests.scale.people import Person
from tests.scale.servers import Server

SLUGS = 10


class Figure(msgspec.Struct, frozen=True):
    """One line of the table. `met` is False when the target is missed."""

    name: str
    value: str
    target: str
    met: bool


class Counts(msgspec.Struct, frozen=True):
    """How often everything is asked in one round, and how many rounds there are."""

    rounds: int
    creates: int
    lists: int
    figures: int
    pages: int
    starts: int


FULL = Counts(rounds=15, creates=200, lists=400, figures=120, pages=3000, starts=9)
SMALL = Counts(rounds=7, creates=100, lists=200, figures=80, pages=1000, starts=5)


class Duel(msgspec.Struct, frozen=True):
    """How many times as fast we were, in the median of the rounds, and our p95 by theirs, each over all rounds."""

    rate: float
    p95: float
    ours: Outcome


def duel(ours: Callable[[], Outcome], theirs: Callable[[], Outcome], rounds: int) -> Duel:
    """Both in turn; who begins changes with each round. The first round warms both up and does not count.

    The machine's own moods are longer than a round, so they meet both alike.
    """
    rates, mine, others = [], [], []
    for number in range(rounds + 1):
        if number % 2:
            one, other = ours(), theirs()
        else:
            other, one = theirs(), ours()
        if number:
            rates.append(one.rate / other.rate)
            mine.append(one)
            others.append(other)
    whole, their_whole = together(mine), together(others)
    return Duel(median(rates), whole.p95 / their_whole.p95, whole)


def create(linli: Server, bare: Server, counts: Counts, day: date) -> list[Figure]:
    """An activity with ten attendances."""
    chance = random.Random(1)
    person = Person.coordinator(linli.port)

    def ours() -> Outcome:
        wanted = people.activities(counts.creates, day, chance)
        return _all(201, volley(linli.port, [people.to_log(person, one) for one in wanted]))

    def theirs() -> Outcome:
        wanted = people.activities(counts.creates, day, chance)
        return _all(201, volley(bare.port, [people.bare_create(one) for one in wanted]))

    found = duel(ours, theirs, counts.rounds)
    return [
        _at_least("create an activity with 10 attendances", found, 0.25),
        _tail("  its p95", found, 5.0),
    ]


def newest(linli: Server, bare: Server, counts: Counts) -> list[Figure]:
    """Fifty activities of one community."""
    person = Person.coordinator(linli.port)
    places = [number % COMMUNITIES + 1 for number in range(counts.lists)]
    found = duel(
        lambda: _all(
            200,
            volley(linli.port, [person.get(f"/api/communities/{place}/activities") for place in places]),
        ),
        lambda: _all(200, volley(bare.port, [people.bare_list(place) for place in places])),
        counts.rounds,
    )
    return [_at_least("list 50 of one community", found, 0.4)]


def year(linli: Server, bare: Server, counts: Counts) -> list[Figure]:
    """A funder's twelve months over all communities, against a rollup that holds these figures and nothing else."""
    person = Person.funder(linli.port)
    months = months_until(month_of(clock.today()))
    found = duel(
        lambda: _all(200, volley(linli.port, [person.get("/api/figures")] * counts.figures)),
        lambda: _all(200, volley(bare.port, [people.bare_figures(months[0], months[-1])] * counts.figures)),
        counts.rounds,
    )
    return [_at_least(f"a funder's 12 months over {COMMUNITIES} communities", found, 0.4)]


def year_by_size(large: Server, small: Server, counts: Counts, name: str) -> list[Figure]:
    """The same figures in two cities."""
    found = duel(
        lambda: _all(
            200, volley(large.port, [Person.funder(large.port).get("/api/figures")] * counts.figures)
        ),
        lambda: _all(
            200, volley(small.port, [Person.funder(small.port).get("/api/figures")] * counts.figures)
        ),
        counts.rounds,
    )
    return [_tail(f"  its p95, {name}", found, 1.2)]


def public_page(linli: Server, counts: Counts) -> list[Figure]:
    """The pages of several communities of the city."""
    slugs = [f"place-{number + 1}" for number in range(SLUGS)]
    return street_page(linli, slugs, counts, "the public page", wanted=(0.5, 0.8))


def street_page(
    linli: Server, slugs: Sequence[str], counts: Counts, name: str, *, wanted: tuple[float, float]
) -> list[Figure]:
    """The street's page, and the same when the visitor has it already, against a handler without a database."""
    places = [slugs[number % len(slugs)] for number in range(counts.pages)]
    visits = [people.visit(slug) for slug in places]
    tags = {slug: ask(linli.port, people.visit(slug)).header("etag") for slug in slugs}
    again = [people.visit(slug, tag=tags[slug]) for slug in places]
    size = len(ask(linli.port, visits[0]).body)
    with servers.bare(None, size) as bare:
        page = duel(
            lambda: _all(200, volley(linli.port, visits)),
            lambda: _all(200, volley(bare.port, [people.bare_page("/page")] * counts.pages)),
            counts.rounds,
        )
        unchanged = duel(
            lambda: _all(304, volley(linli.port, again)),
            lambda: _all(304, volley(bare.port, [people.bare_page("/unchanged")] * counts.pages)),
            counts.rounds,
        )
    return [
        _at_least(f"{name} ({size} bytes)", page, wanted[0]),
        _at_least("  its 304", unchanged, wanted[1]),
    ]


def start(database: Path, counts: Counts) -> list[Figure]:
    """From the command to the first answer that says ready; the first start of each only fills caches."""
    ratios, memories = [], []
    for number in range(counts.starts + 1):
        with servers.linli(database) as linli:
            ask(linli.port, people.visit("place-1"))
            memories.append(linli.memory())
        with servers.bare(None) as bare:
            if number:
                ratios.append(linli.seconds / bare.seconds)
    held = median(memories)
    return [
        Figure("start to ready", f"{median(ratios):.2f} x bare", "<= 1.5 x", median(ratios) <= 1.5),
        Figure("memory after the start and one page", f"{held:.0f} MiB", "<= 120 MiB", held <= 120),
    ]


def memory_under_load(linli: Server) -> list[Figure]:
    """The most that the process held so far."""
    held = linli.memory(peak=True)
    return [Figure("memory under load, at most", f"{held:.0f} MiB", "<= 250 MiB", held <= 250)]


def _all(status: int, outcome: Outcome) -> Outcome:
    """The outcome, once it is sure that work was done and not refused."""
    if set(outcome.statuses) != {status}:
        raise RuntimeError(f"{dict(outcome.statuses)}: {outcome.body[:300]!r}")
    return outcome


def _at_least(name: str, found: Duel, wanted: float) -> Figure:
    value = f"{found.rate:.2f} x bare ({found.ours.rate:,.0f}/s)"
    return Figure(name, value, f">= {wanted} x", found.rate >= wanted)


def _tail(name: str, found: Duel, allowed: float) -> Figure:
    value = f"{found.p95:.2f} x ({found.ours.p95 * 1000:.1f} ms)"
    return Figure(name, value, f"<= {allowed} x", found.p95 <= allowed)


def table(figures: Sequence[Figure]) -> str:
    """The figures as lines of text."""
    wide = max(len(figure.name) for figure in figures)
    lines = [
        f"{figure.name:<{wide}}  {figure.value:<26} {figure.target:<12} {'met' if figure.met else 'NOT MET'}"
        for figure in figures
    ]
    return "\n".join(lines)
