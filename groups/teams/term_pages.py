"""Pages on which a leader or deputy is confirmed and a term ends."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from groups.teams import handover_queries, handover_rules, leader_queries, queries, term_actions
from groups.teams.choices import CHOSEN, POSITIONS, STANDINGS
from groups.teams.pages import home_of
from groups.teams.schemas import NewTerm, TermAccount, TermEnd
from groups.teams.tables import Group, GroupLeader
from programs.residents.queries import access_resident
from programs.residents.rules import label
from server.lib import clock
from server.lib.i18n import m
from server.web.access import STAFF, actor_of
from server.web.forms import Form, read_form, submit
from server.web.pages import page, redirect


@get("/desk/groups/{group_id:int}/leaders/new", opt={"who": STAFF})
async def term_form(request: Request, group_id: FromPath[int]) -> Response[bytes]:
    """The form in which a leader, or with `?position=deputy` a deputy, is confirmed."""
    group = await queries.access_group(actor_of(request), group_id, to_edit=True)
    position = "deputy" if request.query_params.get("position") == "deputy" else "leader"
    return await _term_page(request, Form.blank(NewTerm, position=position, since=clock.today()), group)


@post("/desk/groups/{group_id:int}/leaders", opt={"who": STAFF})
async def confirm_term(request: Request, group_id: FromPath[int]) -> Response[Any]:
    """Confirm a leader or name a deputy."""
    group = await queries.access_group(actor_of(request), group_id, to_edit=True)
    return await submit(
        request,
        await read_form(request, NewTerm),
        action="group.term_confirmed",
        write=lambda data, actor: term_actions.confirm_term(group, data, actor=actor),
        done=lambda _: redirect(home_of(group_id), m("Confirmed.")),
        again=lambda form: _term_page(request, form, group),
    )


async def _term_page(request: Request, form: Form[NewTerm], group: Group) -> Response[bytes]:
    standings = await leader_queries.standings_of_members(group.id)
    return page(
        request,
        "teams/confirm_term.html",
        form=form,
        group=group,
        people=[
            (resident, _label(name, tail, standings.get(resident)))
            for resident, name, tail in await queries.members_of(group.id)
        ],
        positions=list(POSITIONS.items()),
        chosen=list(CHOSEN.items()),
        accounts=await leader_queries.leader_accounts(actor_of(request)),
    )


def _label(name: str, phone_tail: str, entry: dict[str, Any] | None) -> str:
    """A member as staff tell one from another, with where she stands in the register of community leaders."""
    parts = [label(name, phone_tail)]
    if entry is not None:
        parts.append(str(STANDINGS[entry["standing"]]))
    return " · ".join(parts)


@get("/desk/group-leaders/{term_id:int}", opt={"who": STAFF})
async def show_term(request: Request, term_id: FromPath[int]) -> Response[bytes]:
    """One term, by the id under which the ledger cites it, and the form that ends it."""
    term, group = await leader_queries.access_term(actor_of(request), term_id)
    return await _end_page(request, _end_form(), term, group)


@post("/desk/group-leaders/{term_id:int}/end", opt={"who": STAFF})
async def end_term(request: Request, term_id: FromPath[int]) -> Response[Any]:
    """End a term."""
    term, group = await leader_queries.access_term(actor_of(request), term_id)
    return await submit(
        request,
        await read_form(request, TermEnd),
        action="group.term_ended",
        write=lambda data, actor: term_actions.end_term(term, group, data, actor=actor),
        done=lambda group_id: redirect(home_of(group_id), m("The term has ended.")),
        again=lambda form: _end_page(request, form, term, group),
    )


@post("/desk/group-leaders/{term_id:int}/account", opt={"who": STAFF})
async def tie_account(request: Request, term_id: FromPath[int]) -> Response[Any]:
    """Say with which account a term is served."""
    term, group = await leader_queries.access_term(actor_of(request), term_id)
    return await submit(
        request,
        await read_form(request, TermAccount),
        action="group.account_tied",
        write=lambda data, actor: term_actions.tie_account(term, group, data, actor=actor),
        done=lambda _: redirect(f"/desk/group-leaders/{term_id}", m("Saved.")),
        again=lambda form: _end_page(request, _end_form(), term, group, account_form=form),
    )


def _end_form() -> Form[TermEnd]:
    return Form.blank(TermEnd, ended_on=clock.today())


async def _end_page(
    request: Request,
    form: Form[TermEnd],
    term: GroupLeader,
    group: Group,
    *,
    account_form: Form[TermAccount] | None = None,
) -> Response[bytes]:
    actor = actor_of(request)
    resident = await access_resident(actor, term.resident)
    return page(
        request,
        "teams/term.html",
        form=form,
        account_form=account_form or Form.blank(TermAccount, account=term.account),
        account_name=await leader_queries.account_name(term.account),
        accounts=await leader_queries.leader_accounts(actor),
        term=term,
        group=group,
        resident=resident,
        position=POSITIONS[term.position],
        chosen_words=CHOSEN,
        missing=handover_rules.missing(await handover_queries.plain_items(term.id)),
    )


HANDLERS = [term_form, confirm_term, show_term, end_term, tie_account]
