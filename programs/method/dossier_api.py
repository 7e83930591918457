"""What there is to know when a program is handed over, as JSON (S81)."""

from __future__ import annotations

from datetime import date

import msgspec
from litestar import Request, get
from litestar.params import FromPath

from programs.method import dossier_queries, queries
from programs.method.dossier_rules import Entry
from programs.method.dossier_words import CHAPTER_NAMES
from server.web.access import STAFF, actor_of


class DossierChapter(msgspec.Struct):
    """A chapter with what stands in it."""

    key: str
    title: str
    entries: list[Entry]


class DossierOut(msgspec.Struct):
    """The dossier of a day; `first` is what cannot wait."""

    program: str
    community: str
    as_of: date
    overdue: int
    gaps: int
    first: list[Entry]
    chapters: list[DossierChapter]


@get("/api/programs/{program_id:int}/dossier", opt={"who": STAFF})
async def show_dossier(request: Request, program_id: FromPath[int]) -> DossierOut:
    """The dossier, chapter by chapter, each entry with the address of its record, its day and who has it."""
    actor = actor_of(request)
    found = await dossier_queries.dossier_of(actor, await queries.access_program(actor, program_id))
    return DossierOut(
        program=found.program,
        community=found.community,
        as_of=found.as_of,
        overdue=found.overdue,
        gaps=found.gaps,
        first=found.first,
        chapters=[
            DossierChapter(key, str(CHAPTER_NAMES[key]), entries) for key, entries in found.entries.items()
        ],
    )


HANDLERS = [show_dossier]
