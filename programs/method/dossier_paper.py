"""A dossier on A4: entries with the numbers of their sources, the addresses at the end, a page to sign."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from programs.method import case_rules, dossier_rules
from programs.method.dossier_queries import Dossier
from programs.method.dossier_rules import Entry
from programs.method.dossier_words import CHAPTER_HINTS, CHAPTER_NAMES, EMPTY, period_name
from server.lib.i18n import _, format_date


def facts_of(dossier: Dossier, *, address: Callable[[str], str]) -> dict[str, Any]:
    """All that stands on the sheets; `address` makes a path one that can be typed."""
    entries = [entry for chapter in dossier.entries.values() for entry in chapter]
    found = case_rules.numbered(entry.href for entry in entries)
    numbers = {entry.href: number for entry, number in zip(entries, found.numbers, strict=True)}

    def shown(some: Sequence[Entry]) -> list[dict[str, Any]]:
        return [_entry(entry, dossier) | {"number": numbers[entry.href]} for entry in some]

    return {
        "title": _("Dossier %(name)s", name=dossier.program),
        "program": dossier.program,
        "kind": _("Dossier"),
        "place": dossier.community,
        "day": _("As of %(day)s", day=format_date(dossier.as_of)),
        "note": _("Nobody is named who did not agree to it: whose name is missing here stands in Linli."),
        "gap": _("gap"),
        "first_title": _("What cannot wait"),
        "first": shown(dossier.first),
        "nothing_first": _("Nothing is due within two weeks."),
        "columns": [_("By when"), _("What"), _("Who has it"), _("When it is forgotten")],
        "chapters": [
            {
                "to_do": key in dossier_rules.TO_DO,
                "title": str(CHAPTER_NAMES[key]),
                "hint": str(CHAPTER_HINTS[key]),
                "empty": str(EMPTY[key]),
                "periods": [
                    {"name": name, "entries": shown(entries)}
                    for name, entries in _periods(key, dossier)
                    if entries
                ],
            }
            for key in dossier.entries
        ],
        "sources_title": _("Where it stands in Linli"),
        "sources": [address(path) for path in found.addresses],
        "signing": _signing(dossier),
    }


def _periods(chapter: str, dossier: Dossier) -> list[tuple[str, Sequence[Entry]]]:
    if chapter == "ahead":
        return [(period_name(period.key), period.entries) for period in dossier.calendar]
    return [("", dossier.entries[chapter])]


def _entry(entry: Entry, dossier: Dossier) -> dict[str, Any]:
    return {
        "text": entry.text,
        "who": entry.who,
        "on": format_date(entry.on, "short"),
        "late": dossier_rules.is_overdue(entry, today=dossier.as_of),
        "lapse": entry.lapse,
        "gap": entry.gap,
    }


def _signing(dossier: Dossier) -> dict[str, Any]:
    return {
        "title": _("Handed over and taken over"),
        "text": _(
            "We went through this dossier of %(program)s together, chapter by chapter. What is open has somebody who"
            " sees to it, and whoever takes over has met those who carry it.",
            program=dossier.program,
        ),
        "who": [_("Handed over by"), _("Taken over by"), _("Witness, for the residents")],
        "name": _("Name in print"),
        "signature": _("Signature"),
        "day": _("Day"),
        "seal": _("Place of the seal"),
        "organisations": [_("Organisation that hands over"), _("Organisation that takes over")],
    }
