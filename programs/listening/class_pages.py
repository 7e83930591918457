"""The page on which an NGO keeps its classes of needs."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from programs.listening import class_actions, policy, queries
from programs.listening.schemas import NewClass, RenamedClass, SeededClasses
from programs.listening.tables import NeedClass
from server.lib.i18n import m
from server.web.access import PLANNERS, STAFF, actor_of
from server.web.forms import Form, read_form, submit
from server.web.history import history_of
from server.web.pages import page, redirect

_HOME = "/desk/needs/classes"


@get(_HOME, opt={"who": STAFF})
async def list_classes(request: Request) -> Response[bytes]:
    """The classes in two levels."""
    return await _list(request, Form.blank(NewClass))


async def _list(request: Request, form: Form[Any]) -> Response[bytes]:
    actor = actor_of(request)
    classes = await queries.classes_of(actor.organisation_id)
    return page(
        request,
        "listening/classes.html",
        classes=classes,
        form=form,
        tops=[(class_id, name) for class_id, name, parent, _ in classes if parent is None],
        may_edit=policy.may_keep_classes(actor),
    )


@post(_HOME, opt={"who": PLANNERS})
async def add_class(request: Request) -> Response[Any]:
    """Add a class."""
    actor = actor_of(request)
    form = await read_form(request, NewClass)
    parent = await queries.access_class(actor, form.data.parent) if form.data and form.data.parent else None
    return await submit(
        request,
        form,
        action="need_class.added",
        write=lambda data, actor: class_actions.add_class(parent, data, actor=actor),
        done=lambda _: redirect(_HOME, m("The class is added.")),
        again=lambda form: _list(request, form),
    )


@post(f"{_HOME}/usual", opt={"who": PLANNERS})
async def seed_classes(request: Request) -> Response[Any]:
    """Take over the usual classes."""
    return await submit(
        request,
        await read_form(request, SeededClasses),
        action="need_class.seeded",
        write=lambda _, actor: class_actions.seed_classes(actor=actor),
        done=lambda _: redirect(
            _HOME, m("The usual classes are there. Rename and add as your places need it.")
        ),
        again=lambda form: _list(request, form),
    )


@get(_HOME + "/{class_id:int}", opt={"who": PLANNERS})
async def edit_class(request: Request, class_id: FromPath[int]) -> Response[bytes]:
    """The form in which a class is renamed."""
    need_class = await queries.access_class(actor_of(request), class_id)
    return await _edit(request, need_class, Form.blank(RenamedClass, name=need_class.name))


async def _edit(request: Request, need_class: NeedClass, form: Form[RenamedClass]) -> Response[bytes]:
    return page(
        request,
        "listening/class.html",
        need_class=need_class,
        form=form,
        history=await history_of("need_class", need_class.id, actor=actor_of(request)),
    )


@post(_HOME + "/{class_id:int}", opt={"who": PLANNERS})
async def rename_class(request: Request, class_id: FromPath[int]) -> Response[Any]:
    """Rename a class."""
    need_class = await queries.access_class(actor_of(request), class_id)
    return await submit(
        request,
        await read_form(request, RenamedClass),
        action="need_class.renamed",
        write=lambda data, actor: class_actions.rename_class(need_class, data, actor=actor),
        done=lambda _: redirect(_HOME, m("Saved.")),
        again=lambda form: _edit(request, need_class, form),
    )


HANDLERS = [list_classes, add_class, seed_classes, edit_class, rename_class]
