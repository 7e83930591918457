"""The admin's first page, and the progress of each program as a page, for print and as sheets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Response, Stream

from admin import progress as drawn
from admin.bundle import parts
from admin.phrases import phrases
from admin.queries import Progress, programs_within_reach, progress_of, reach_of
from admin.readers import ADMIN, REPORTS
from admin.scope import seeing
from programs.method.words import STAGE_NAMES
from programs.surveys.figure_queries import belonging_of_programs
from programs.surveys.figures import belonging_shown
from server.export.download import Format, download
from server.lib import db
from server.lib.actor import Actor
from server.lib.i18n import _
from server.web.access import actor_of
from server.web.pages import page, redirect

# Piccolo's page writes its icons' style into the document; scripts stay ours and its, from files.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


@get("/admin/", opt={"who": ADMIN}, include_in_schema=False)
async def front(request: Request[Any, Any, Any]) -> Response[Any]:
    """Piccolo Admin, once its script has run."""
    if not request.scope["raw_path"].endswith(b"/"):
        return redirect("/admin/")
    files = await asyncio.to_thread(parts)
    answer = page(request, "admin/front.html", parts=list(files.values()), phrases=phrases())
    answer.headers["content-security-policy"] = _POLICY
    return answer


@get("/admin/programs", opt={"who": REPORTS}, include_in_schema=False)
async def list_programs(request: Request[Any, Any, Any]) -> Response[Any]:
    """The programs that the reader sees, with the way to their progress."""
    async with _reading(actor_of(request)):
        programs = await programs_within_reach()
        told = await belonging_of_programs([row["id"] for row in programs])
    return page(
        request,
        "admin/programs.html",
        programs=programs,
        belonging={program_id: belonging_shown(one) for program_id, one in told.items()},
        stages=STAGE_NAMES,
    )


@get("/admin/programs/{program_id:int}/progress", opt={"who": REPORTS}, include_in_schema=False)
async def show_progress(request: Request[Any, Any, Any], program_id: FromPath[int]) -> Response[Any]:
    """A program's progress, for the screen and for A4."""
    progress = await _progress(request, program_id)
    months, figures = drawn.months_table(progress)
    return page(
        request,
        "admin/progress.html",
        progress=progress,
        belonging=belonging_shown(progress.belonging),
        road=drawn.road(progress),
        history=drawn.history(progress),
        indicators=drawn.indicator_charts(progress),
        taper=drawn.taper_chart(progress),
        months=months,
        figures=figures,
    )


@get("/admin/programs/{program_id:int}/progress.xlsx", opt={"who": REPORTS}, include_in_schema=False)
async def progress_xlsx(request: Request[Any, Any, Any], program_id: FromPath[int]) -> Stream:
    """The same as a workbook."""
    return await _take_away(request, program_id, "xlsx")


@get("/admin/programs/{program_id:int}/progress.csv", opt={"who": REPORTS}, include_in_schema=False)
async def progress_csv(request: Request[Any, Any, Any], program_id: FromPath[int]) -> Stream:
    """The same as plain rows."""
    return await _take_away(request, program_id, "csv")


async def _take_away(request: Request[Any, Any, Any], program_id: int, format: Format) -> Stream:
    progress = await _progress(request, program_id)
    filename = f"{progress.program['program']} {_('Progress of the program')}"
    return await download(drawn.SHEET, drawn.sheet_rows(progress), format, filename)


async def _progress(request: Request[Any, Any, Any], program_id: int) -> Progress:
    async with _reading(actor_of(request)):
        return await progress_of(program_id)


@asynccontextmanager
async def _reading(actor: Actor) -> AsyncIterator[None]:
    """One moment of the database, cut to what this reader sees."""
    async with db.read_snapshot(replica=True):
        with seeing(await reach_of(actor)):
            yield


HANDLERS = [front, list_programs, show_progress, progress_xlsx, progress_csv]
