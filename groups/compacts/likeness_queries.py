"""What a text was taken from: the samples that ship with Linli, and what the organisation has written before (S53)."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from groups.compacts import samples, text_queries, text_rules
from groups.compacts.hearing_queries import counts_of
from groups.compacts.rules import Evidence
from groups.compacts.tables import Compact
from groups.compacts.text_queries import CompactText
from groups.compacts.text_rules import Part
from groups.compacts.words import SAMPLES
from server.lib import db
from server.lib.i18n import Message, m

_MOST_EARLIER = 200


class Source(msgspec.Struct, frozen=True):
    """A text to compare with."""

    name: Message | str
    passages: tuple[str, ...]
    href: str = ""


class Pair(msgspec.Struct, frozen=True):
    """A clause beside the passage it resembles, with the shared words of each marked."""

    number: int
    source: Source
    ours: list[Part]
    theirs: list[Part]


class Likeness(msgspec.Struct, frozen=True):
    """Which share of a text (0–1) stands elsewhere, the source that it was taken from the most, and the passages.

    `sources` are all of which passages are shown.
    """

    share: float
    source: Source | None = None
    pairs: tuple[Pair, ...] = ()

    @property
    def sources(self) -> list[Source]:
        found = [self.source] if self.source else []
        for pair in self.pairs:
            if pair.source not in found:
                found.append(pair.source)
        return found


async def likeness_of(compact: Compact, text: CompactText) -> Likeness:
    """How far a text was taken from others: from one as a whole, or passage by passage from several.

    What it renews is its own past and is not compared.
    """
    sources = [*_shipped(), *await _earlier(compact)]
    wholes = ["\n".join(source.passages) for source in sources]
    shares = [text_rules.taken_from(text.whole, whole) for whole in wholes]
    most = max(range(len(sources)), key=lambda place: shares[place], default=None)
    if most is None or not shares[most]:
        return Likeness(0.0)
    in_parts = text_rules.taken_in_parts(_passages(text), wholes)
    pairs = _pairs(text, sources, wholes)
    return Likeness(max(in_parts, shares[most]), sources[most], pairs)


def _passages(text: CompactText) -> list[str]:
    return [text.preamble, *(clause.text for clause in text.clauses)]


def _shipped() -> list[Source]:
    return [
        Source(m("Sample in Linli: %(title)s", title=SAMPLES[key]), (one.preamble, *one.clauses))
        for key, one in samples.all_samples()
    ]


async def _earlier(compact: Compact) -> list[Source]:
    """The newest text of each other compact of the organisation."""
    own = await _lineage(compact)
    found = await db.rows(
        "SELECT c.id, c.title, m.name, v.id AS version, v.preamble FROM compact AS c"
        " JOIN community AS m ON m.id = c.community JOIN compact_version AS v ON v.id = (SELECT w.id"
        " FROM compact_version AS w WHERE w.compact = c.id AND w.fixed_at IS NOT NULL"
        " ORDER BY w.major DESC, w.minor DESC LIMIT 1)"
        f" WHERE c.organisation = {{}} AND c.id NOT IN ({db.marks(own)}) ORDER BY c.id DESC LIMIT {_MOST_EARLIER}",
        compact.organisation,
        *own,
    )
    clauses = await db.rows(
        "SELECT compact_version, text FROM compact_clause"
        f" WHERE compact_version IN ({db.marks(found)}) ORDER BY compact_version, position",
        *(row["version"] for row in found),
    )
    by_version: dict[int, list[str]] = {}
    for row in clauses:
        by_version.setdefault(row["compact_version"], []).append(row["text"])
    return [
        Source(
            m("%(title)s (%(community)s)", title=row["title"], community=row["name"]),
            (row["preamble"], *by_version.get(row["version"], ())),
            f"/desk/compacts/{row['id']}",
        )
        for row in found
    ]


async def _lineage(compact: Compact) -> list[int]:
    """The compact and those that it follows, one after the other."""
    ids = [compact.id]
    earlier = compact.renews
    while earlier is not None and earlier not in ids:
        ids.append(earlier)
        found = await db.rows("SELECT renews FROM compact WHERE id = {}", earlier)
        earlier = found[0]["renews"] if found else None
    return ids


def _pairs(text: CompactText, sources: Sequence[Source], wholes: Sequence[str]) -> tuple[Pair, ...]:
    """Each passage beside the one it was taken from, of whatever source."""
    pairs = []
    for number, ours in zip([0, *(clause.number for clause in text.clauses)], _passages(text), strict=True):
        place, _share = text_rules.most_taken(ours, wholes)
        found = text_rules.closest(ours, sources[place].passages)
        if found is not None and found[1] >= text_rules.BY_CHANCE:
            theirs = sources[place].passages[found[0]]
            marked, beside = text_rules.marked(ours, theirs), text_rules.marked(theirs, ours)
            pairs.append(Pair(number, sources[place], marked, beside))
    return tuple(pairs)


async def evidence_of(compact: Compact, text: CompactText | None = None) -> tuple[Evidence, Likeness]:
    """What stands behind a text of a compact, by default the newest fixed one, and what it was taken from."""
    text = text or text_queries.standing(await text_queries.texts_of(compact.id))
    likeness = await likeness_of(compact, text) if text else Likeness(0.0)
    counts = await counts_of(compact.id)
    found = Evidence(likeness.share, counts.comments, counts.unanswered, counts.heard)
    return found, likeness
