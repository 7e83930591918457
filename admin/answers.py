"""What the admin's page asks for besides rows, and the rows themselves, in the reader's words."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import msgspec

from admin.asking import ids_query, list_query, row_key
from admin.doors import Door
from admin.forms import AdminForm
from admin.labels import reworded, row_in_words, titled, titles
from admin.readers import REPORTS
from admin.scope import ScopedTable
from admin.site import Answer, Site
from server.lib.actor import Actor
from server.lib.errors import Invalid, NotFound
from server.lib.i18n import LANGUAGES, _, current_language, m

_CODES = {"zh_CN": "zh-CN", "en": "en"}


class Asked(msgspec.Struct, frozen=True):
    """One request to the admin's API."""

    door: Door
    actor: Actor
    site: Site
    query: str = ""
    body: bytes | None = None
    op_id: str = ""
    link: Callable[[str], str] = str

    @property
    def table(self) -> type[ScopedTable]:
        """The table named in the address."""
        return titled(self.site.tables.values(), self.door.name)

    @property
    def form(self) -> AdminForm:
        """The form named in the address."""
        for form in self.site.forms:
            if form.slug == self.door.name:
                return form
        raise NotFound

    def address(self, rest: str = "") -> str:
        """Where Piccolo Admin keeps the table."""
        return f"/tables/{self.table._meta.tablename}/{rest}"


async def answer(asked: Asked) -> Answer:
    """The answer behind the door."""
    return await _ANSWERS[asked.door.opens](asked)


def _json(content: Any, status: int = 200) -> Answer:
    return Answer(status, msgspec.json.encode(content))


async def _meta(asked: Asked) -> Answer:
    from piccolo_admin.version import __VERSION__

    return _json({"piccolo_admin_version": __VERSION__, "site_name": _("Linli")})


async def _languages(asked: Asked) -> Answer:
    """One language only, the reader's: she chooses it in Linli, not here."""
    code = _CODES[current_language()]
    only = {"language_name": LANGUAGES[current_language()], "language_code": code}
    return _json({"translations": [only], "default_language_code": code})


async def _words(asked: Asked) -> Answer:
    from piccolo_admin.translations.data import TRANSLATIONS

    code = _CODES[current_language()]
    if asked.door.name != code:
        raise NotFound
    found = next(translation for translation in TRANSLATIONS if translation.language_code == code)
    ours = {
        "Edit": _("Details of:"),
        "Select a table in the sidebar to get started.": _(
            "Choose a table in the menu. How each program goes is under Links."
        ),
    }
    translations = {**found.translations, **ours}
    return _json({"language_name": code, "language_code": code, "translations": translations})


async def _reader(asked: Asked) -> Answer:
    return _json({"username": asked.actor.name, "user_id": str(asked.actor.user_id)})


async def _links(asked: Asked) -> Answer:
    links: dict[str, str] = {}
    if asked.actor.has(*REPORTS):
        links[_("Progress of the programs")] = "/admin/programs"
    if asked.actor.is_staff:
        links[_("Desk")] = "/desk"
    return _json(links)


async def _tables(asked: Asked) -> Answer:
    return _json(titles(asked.site.tables.values()))


async def _menu(asked: Asked) -> Answer:
    return _json({"grouped": {}, "ungrouped": titles(asked.site.tables.values())})


async def _forms(asked: Asked) -> Answer:
    return _json([form.shown() for form in asked.site.forms])


async def _form_menu(asked: Asked) -> Answer:
    return _json({"grouped": {}, "ungrouped": [form.shown() for form in asked.site.forms]})


async def _form_schema(asked: Asked) -> Answer:
    return _json(asked.form.schema())


async def _form(asked: Asked) -> Answer:
    if asked.body is None:
        return _json(asked.form.shown())
    try:
        filled = asked.form.read(asked.body)
    except Invalid as fault:
        return _json({"custom_form_error": str(fault.fields[""])}, 422)
    return await asked.site.ask(
        f"/forms/{asked.form.slug}/", body=filled, actor=asked.actor, op_id=asked.op_id, link=asked.link
    )


async def _schema(asked: Asked) -> Answer:
    said = await asked.site.ask(asked.address("schema/"))
    return _json(reworded(asked.table, msgspec.json.decode(said.body)))


async def _rows(asked: Asked) -> Answer:
    said = await _look(asked, "", list_query(asked.table, asked.query))
    rows = msgspec.json.decode(said.body)["rows"]
    return _json({"rows": [row_in_words(asked.table, row) for row in rows]})


async def _count(asked: Asked) -> Answer:
    return await _look(asked, "count/", list_query(asked.table, asked.query))


async def _ids(asked: Asked) -> Answer:
    return await _look(asked, "ids/", ids_query(asked.query))


async def _references(asked: Asked) -> Answer:
    return await _look(asked, "references/")


async def _row(asked: Asked) -> Answer:
    said = await _look(asked, f"{row_key(asked.table, asked.door.row)}/")
    if said.status == 404:
        raise NotFound
    return _json(row_in_words(asked.table, msgspec.json.decode(said.body)))


async def _look(asked: Asked, rest: str, query: str = "") -> Answer:
    """Ask Piccolo for rows. What came through a door and is still no value of its column is a slip."""
    try:
        said = await asked.site.ask(asked.address(rest), query=query)
    except ValueError:
        said = Answer(400, b"")
    if said.status in {400, 422}:
        raise Invalid({"": m("The list cannot be asked this way.")})
    return said


_ANSWERS: dict[str, Callable[[Asked], Awaitable[Answer]]] = {
    "meta": _meta,
    "languages": _languages,
    "words": _words,
    "reader": _reader,
    "links": _links,
    "tables": _tables,
    "menu": _menu,
    "forms": _forms,
    "form_menu": _form_menu,
    "form_schema": _form_schema,
    "form": _form,
    "schema": _schema,
    "rows": _rows,
    "count": _count,
    "ids": _ids,
    "references": _references,
    "row": _row,
}
