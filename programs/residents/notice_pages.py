"""What people are told before they agree: to read on a screen, to print, to write anew."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.response import Response

from programs.residents import notice_actions, notice_queries
from programs.residents.law_schemas import PURPOSES, NewNotice
from server.lib.actor import COORDINATOR
from server.lib.i18n import current_language, m
from server.web.access import PLANNERS, STAFF, actor_of
from server.web.asked import asked_id, asked_text
from server.web.forms import Form, read_form, submit
from server.web.pages import page, redirect


@get("/desk/notice", opt={"who": STAFF})
async def show_notice(request: Request) -> Response[bytes]:
    """The notice in force, or the version asked for."""
    _, body = await notice_queries.current_notice(actor_of(request))
    return await _show(request, Form.blank(NewNotice, body=body))


async def _show(request: Request, form: Form[NewNotice]) -> Response[bytes]:
    actor = actor_of(request)
    current, _ = await notice_queries.current_notice(actor)
    return page(
        request,
        "residents/notice.html",
        form=form,
        told=await _read(request),
        current=current,
        versions=await notice_queries.notices_of(actor),
        may_publish=actor.has(COORDINATOR),
    )


async def _read(request: Request) -> notice_queries.ReadNotice:
    actor, asked = actor_of(request), asked_id(request, "version")
    number, body = (
        await notice_queries.access_notice(actor, asked)
        if asked is not None
        else await notice_queries.current_notice(actor)
    )
    return notice_queries.read_notice(number, body, current_language())


@get("/desk/notice/print", opt={"who": STAFF})
async def print_notice(request: Request) -> Response[bytes]:
    """The notice on A4 with a place to sign; `?size=large` for old eyes."""
    large = asked_text(request, "size") == "large"
    return page(
        request,
        "residents/notice_print.html",
        told=await _read(request),
        large=large,
        purposes=list(PURPOSES.values()),
    )


@post("/desk/notice", opt={"who": PLANNERS})
async def publish_notice(request: Request) -> Response[Any]:
    """Publish the organisation's next version."""
    return await submit(
        request,
        await read_form(request, NewNotice),
        action="notice.published",
        write=lambda data, actor: notice_actions.publish_notice(data, actor=actor),
        done=lambda _: redirect("/desk/notice", m("The notice is published.")),
        again=lambda form: _show(request, form),
    )


HANDLERS = [show_notice, print_notice, publish_notice]
