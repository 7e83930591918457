"""A volunteer's own page, by private link: no account, a phone is enough, and nothing of it is kept by a browser (S90)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from incentives.reciprocity import letter_queries, own_actions
from incentives.reciprocity import own_queries as queries
from incentives.reciprocity import own_rules as rules
from incentives.reciprocity.agreement_queries import agreements_of
from incentives.reciprocity.choices import STATE_TONES, STATES
from incentives.reciprocity.letter_paper import letter_paper
from incentives.reciprocity.own_rules import Role
from incentives.reciprocity.own_schemas import (
    ANSWERS,
    MEANINGS,
    PARTS,
    ROLES,
    AskedCorrection,
    NewLetter,
    Rated,
)
from programs.residents.ladder_queries import ladder_of
from programs.residents.ladder_schemas import STEP_WORDS
from programs.residents.tables import Resident
from server.accounts.door import link_to, visit_of
from server.export.paper import paper_response
from server.lib.i18n import Message, _, format_date, m
from server.web.access import PUBLIC
from server.web.charts import Chart, Series, line_chart
from server.web.forms import Form, W, read_form, submit
from server.web.pages import page, redirect

_OWN = "/own/{token:str}"


@get(_OWN, opt={"who": PUBLIC})
async def own_page(request: Request, token: FromPath[str]) -> Response[bytes]:
    """Her hours, what she did, thanks, roles, what it means to her, and the letter that she prints herself."""
    resident = await queries.person_at(token)
    if resident is None:
        return await _closed(request)
    asked = request.query_params.get("part", "")
    return await _show(request, token, resident, part=asked if asked in PARTS else "")


async def _closed(request: Request) -> Response[bytes]:
    """The same for a wrong, an old and a closed link."""
    fine = await own_actions.note_wrong_link(visit_of(request).address)
    return page(request, "reciprocity/own_closed.html", status_code=404 if fine else 429)


async def _show(
    request: Request, token: str, resident: Resident, *, part: str = "", sent: Form[Any] | None = None
) -> Response[bytes]:
    """The whole page; in large print the `part` that was asked for, or the ways to all of them.

    `sent` is the form of that part with its faults.
    """
    service = await queries.service_of(resident.id)
    thanks, habits = await queries.thanks_of(resident.id), await queries.habits_of(resident.id)
    agreements = [row for row in await agreements_of(resident.id) if row["state"] != "ended"]
    ratings = await queries.ratings_of(resident.id)
    grown = await _grown(resident.id, service.roles)
    there = {
        "thanks": bool(thanks),
        "habits": bool(habits),
        "services": bool(agreements),
        "roles": bool(grown),
    }
    return page(
        request,
        "reciprocity/own.html",
        path=f"/own/{token}",
        part=part if there.get(part, True) else "",
        ways=[(key, name) for key, name in PARTS.items() if there.get(key, True)],
        resident=resident,
        service=service,
        without_time=rules.without_time(service.helped),
        thanks=thanks,
        habits=habits,
        grown=grown,
        agreements=agreements,
        states=STATES,
        tones=STATE_TONES,
        ratings=ratings,
        drawing=drawing_of(ratings) if ratings else None,
        meanings=list(MEANINGS.items()),
        corrections=await queries.corrections_of(resident.id),
        answers=ANSWERS,
        letters=await queries.letters_of(resident.id),
        rating_form=sent if sent and part == "meaning" else Form.blank(Rated),
        correction_form=sent if sent and part == "corrections" else Form.blank(AskedCorrection),
        letter_form=sent if sent and part == "letters" else Form.blank(NewLetter),
    )


async def _grown(resident_id: int, roles: Sequence[Role]) -> list[tuple[date, date | None, str]]:
    """Her steps up the ladder and what she was, as they came: since when, until when, what."""
    grown: list[tuple[date, date | None, str]] = [
        (step["rung"]["reached_on"], None, str(STEP_WORDS[step["step"]]))
        for step in await ladder_of(resident_id)
        if step["rung"]
    ]
    grown += [(role.since, role.until, f"{ROLES[role.kind]} · {role.where}") for role in roles]
    return sorted(grown, key=lambda one: one[0])


def drawing_of(ratings: Sequence[dict[str, Any]]) -> Chart:
    """What it means to her, from one time to the next."""
    return line_chart(
        [Series(_("What it means to me"), [row["rating"] for row in ratings])],
        [format_date(row["rated_on"], "short") for row in ratings],
        title=_("What it means to me, from 1 to 5"),
        x_label=_("Day"),
    )


async def _write(
    request: Request,
    token: str,
    struct: type[W],
    action: str,
    write: Callable[..., Awaitable[int]],
    *,
    part: str,
    told: Message,
) -> Response[Any]:
    """Carry out what she sent from a part of her page, and show that part again."""
    resident = await queries.person_at(token)
    if resident is None:
        return await _closed(request)
    return await submit(
        request,
        await read_form(request, struct),
        action=action,
        actor=own_actions.herself(resident),
        write=lambda data, actor: write(resident, data, address=visit_of(request).address, actor=actor),
        done=lambda _: redirect(f"/own/{token}?part={part}#{part}", told),
        again=lambda form: _show(request, token, resident, part=part, sent=form),
    )


@post(f"{_OWN}/ratings", opt={"who": PUBLIC})
async def rate(request: Request, token: FromPath[str]) -> Response[Any]:
    """Say how much it means to her today."""
    told = m("Thank you for telling us.")
    return await _write(request, token, Rated, "meaning.rated", own_actions.rate, part="meaning", told=told)


@post(f"{_OWN}/corrections", opt={"who": PUBLIC})
async def ask_correction(request: Request, token: FromPath[str]) -> Response[Any]:
    """Say what is wrong."""
    told = m("It has arrived. The answer will stand here.")
    ask = own_actions.ask_correction
    return await _write(
        request, token, AskedCorrection, "correction.asked", ask, part="corrections", told=told
    )


@post(f"{_OWN}/letters", opt={"who": PUBLIC})
async def make_letter(request: Request, token: FromPath[str]) -> Response[Any]:
    """Make her service letter, without asking anybody."""
    told = m("Your letter is ready: open it and print it.")
    make = own_actions.make_letter
    return await _write(request, token, NewLetter, "service_letter.made", make, part="letters", told=told)


@get(f"{_OWN}/letters/{{code:str}}", opt={"who": PUBLIC})
async def letter(request: Request, token: FromPath[str], code: FromPath[str]) -> Response[bytes]:
    """One of her letters as a PDF. A revoked one is printed no more."""
    resident = await queries.person_at(token)
    held = await letter_queries.letter_to_print(resident.id, code) if resident else None
    if held is None:
        return await _closed(request)
    row, facts = held
    pdf = await letter_paper(row, facts, verify_at=link_to(request, f"/verify/{row.code}"))
    return paper_response(pdf, f"{_('Service letter')}-{row.issued_on.isoformat()}")


HANDLERS = [own_page, rate, ask_correction, make_letter, letter]
