"""Pages of figures: waves beside each other, the report for print, tables to take away, and what stands first elsewhere."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Response, Stream

from programs.communities.queries import access_community
from programs.communities.tables import Community
from programs.method.figures import indicator_title, standing_of
from programs.method.indicator_queries import indicators_with_series
from programs.method.queries import access_program
from programs.method.road import Remark
from programs.method.tables import Program
from programs.surveys import exports, figures, wave_queries
from programs.surveys.card_queries import has_public_card
from programs.surveys.figure_queries import (
    belonging_of_community,
    belonging_of_program,
    belonging_of_programs,
    tallies_of,
)
from programs.surveys.words import MOMENTS, NOT_COMPARED, STATES
from server.export.download import Format, download
from server.lib.actor import Actor
from server.lib.i18n import _, format_date
from server.web.access import STAFF, actor_of
from server.web.pages import page


@get("/desk/programs/{program_id:int}/waves", opt={"who": STAFF})
async def program_waves(request: Request, program_id: FromPath[int]) -> Response[bytes]:
    """The waves of a program, wave by wave for each version that was asked."""
    program = await access_program(actor_of(request), program_id)
    return page(request, "surveys/program.html", **await _compared(program))


@get("/desk/programs/{program_id:int}/waves/report", opt={"who": STAFF})
async def program_report(request: Request, program_id: FromPath[int]) -> Response[bytes]:
    """The same for A4, with the program's own indicators and where their figures come from (S12, S82)."""
    actor = actor_of(request)
    program = await access_program(actor, program_id)
    return page(
        request,
        "surveys/report.html",
        **await _compared(program, outward=True),
        community=await access_community(actor, program.community),
        problems=[
            {
                "title": indicator_title(indicator),
                "standing": standing_of(indicator, series),
                "source": indicator.baseline_source,
            }
            for indicator, series in await indicators_with_series(program.id)
        ],
    )


async def _compared(program: Program, *, outward: bool = False) -> dict[str, Any]:
    waves = await wave_queries.waves_of_program(program.id)
    tallies = await tallies_of([row["id"] for row in waves])
    asked = await wave_queries.questions_by_version({row["questionnaire_version"] for row in waves})
    tables = []
    for version, questions in asked.items():
        own = [row for row in waves if row["questionnaire_version"] == version]
        rows = figures.rows_of(questions, [tallies.get(row["id"], {}) for row in own], outward=outward)
        labels = [
            f"{format_date(row['closed_on'] or row['opens_on'], 'short')} {row['title']}" for row in own
        ]
        tables.append(
            {
                "title": own[0]["questionnaire"],
                "number": own[0]["number"],
                "waves": own,
                "rows": rows,
                "told": [row.told for row in rows if row.told],
                "chart": figures.waves_chart(rows, labels, own[0]["questionnaire"]),
            }
        )
    return {
        "program": program,
        "waves": waves,
        "tables": tables,
        "belonging": await _belonging_of(program),
        "ask_url": f"/desk/waves/new?program={program.id}",
        "moments": MOMENTS,
        "states": STATES,
        "other_version": NOT_COMPARED["other_version"],
    }


@get("/desk/waves/{wave_id:int}/figures.xlsx", opt={"who": STAFF})
async def figures_xlsx(request: Request, wave_id: FromPath[int]) -> Stream:
    """A wave's figures as a workbook."""
    return await _taken_away(request, wave_id, "xlsx")


@get("/desk/waves/{wave_id:int}/figures.csv", opt={"who": STAFF})
async def figures_csv(request: Request, wave_id: FromPath[int]) -> Stream:
    """A wave's figures as plain text."""
    return await _taken_away(request, wave_id, "csv")


async def _taken_away(request: Request, wave_id: int, ending: Format) -> Stream:
    wave = await wave_queries.access_wave(actor_of(request), wave_id)
    asked = await wave_queries.asked_in(wave)
    tally = (await tallies_of([wave.id])).get(wave.id, {})
    rows = exports.rows_of(asked.questions, tally)
    return await download(exports.SHEET, rows, ending, f"{wave.title}-{wave.opens_on.isoformat()}")


async def street_section(community: Community) -> tuple[str, dict[str, Any]] | None:
    """Belonging as the first number of a community's public page, once somebody was asked."""
    told = figures.belonging_shown(await belonging_of_community(community.id))
    return ("surveys/_belonging.html", {"belonging": told, "wave_links": False}) if told else None


async def street_duties(community: Community) -> tuple[str, dict[str, Any]] | None:
    """The way to the cards of rights and duties, where there are some."""
    return ("surveys/street_duties.html", {}) if await has_public_card(community.organisation) else None


async def community_section(actor: Actor, community: Community) -> tuple[str, dict[str, Any]]:
    """Belonging as the first number of a community's page on the desk, or the invitation to ask."""
    told = figures.belonging_shown(await belonging_of_community(community.id))
    ask_url = f"/desk/communities/{community.id}/waves/new"
    return "surveys/first.html", {
        "belonging": told,
        "ask_url": ask_url,
        "all_url": f"/desk/waves?community={community.id}",
    }


async def program_section(actor: Actor, program: Program) -> tuple[str, dict[str, Any]]:
    """Belonging as the first number of a program's page, or the invitation to ask."""
    told = await _belonging_of(program)
    return "surveys/first.html", {
        "belonging": told,
        "ask_url": f"/desk/waves/new?program={program.id}",
        "all_url": f"/desk/programs/{program.id}/waves",
    }


async def _belonging_of(program: Program) -> dict[str, Any] | None:
    told = await belonging_of_program(program.id, program.community)
    return figures.belonging_shown(told, program_id=program.id)


async def board_note(program_ids: Collection[int]) -> dict[int, Remark]:
    """Belonging on the board: a line for each program that has asked."""
    found = {
        program_id: figures.belonging_shown(told)
        for program_id, told in (await belonging_of_programs(program_ids)).items()
    }
    return {
        program_id: Remark(
            _("Belonging %(value)s (n=%(n)s, %(day)s)", value=told["value"], n=told["n"], day=told["day"])
        )
        for program_id, told in found.items()
        if told
    }


HANDLERS = [program_waves, program_report, figures_xlsx, figures_csv]
