"""Forms of pages: read, shown again with what was typed, and carried out once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from inspect import isawaitable
from typing import Annotated, Any, Generic, Protocol, TypeVar

import msgspec
from litestar import Request
from litestar.response import Response

from server import audit
from server.lib.actor import Actor
from server.lib.errors import Invalid, Refused, Stale
from server.lib.i18n import Message
from server.lib.ids import new_op_id
from server.web.access import actor_of
from server.web.asked import asked_address, read_id
from server.web.reading import checked_json_text, read_values
from server.web.words import sentence_for

OpId = Annotated[str, msgspec.Meta(min_length=36, max_length=36, pattern=r"^[0-9a-fA-F-]{36}$")]
Line = Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
Paragraph = Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]
RowId = Annotated[int, msgspec.Meta(ge=1, le=2_147_483_647)]
# A list is never longer than one statement can hold, and than anybody ticks.
RowIds = Annotated[tuple[RowId, ...], msgspec.Meta(max_length=1000)]
Count = Annotated[int, msgspec.Meta(ge=0, le=100_000)]
Version = Annotated[int, msgspec.Meta(ge=1, le=2_147_483_647)]


class Write(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What every write carries, typed in a form or sent as JSON."""

    op_id: OpId

    def __post_init__(self) -> None:
        """JSON is read as carefully as a form; a ValueError here is answered as a fault of the request."""
        for name in self.__struct_fields__:
            value = getattr(self, name)
            if isinstance(value, str):
                setattr(self, name, checked_json_text(value))


class Created(msgspec.Struct):
    """The answer of an API call that wrote: the id of the row."""

    id: int


W = TypeVar("W", bound=Write)
Another = TypeVar("Another", bound=Write)
Row = TypeVar("Row", contravariant=True)
Sent = TypeVar("Sent", bound=Write, contravariant=True)


class Form(Generic[W]):
    """A form as a template shows it. `data` is the read Struct, or None when something could not be read."""

    def __init__(
        self,
        struct: type[W],
        values: Mapping[str, Any],
        *,
        op_id: str | None = None,
        errors: Mapping[str, Message] | None = None,
        data: W | None = None,
    ) -> None:
        self.struct = struct
        self.values = dict(values)
        self.op_id = op_id or new_op_id()
        self.errors: dict[str, Message] = dict(errors or {})
        self.data = data
        self.theirs: dict[str, Any] = {}
        self._op_id_taken = False

    @classmethod
    def blank(cls, struct: type[W], **initial: Any) -> Form[W]:
        """A form not yet filled in, with a fresh op_id."""
        return cls(struct, initial)

    @classmethod
    def of(cls, struct: type[W], record: object, **more: Any) -> Form[W]:
        """A form that shows a record as it stands, with a fresh op_id; `more` is what the record does not say."""
        names = (name for name in struct.__struct_fields__ if name != "op_id")
        return cls(
            struct, {**{name: getattr(record, name) for name in names if hasattr(record, name)}, **more}
        )

    def take_op_id(self) -> str:
        """An id for one `<form>` of a page: a form that several show gives each of them another one."""
        if self._op_id_taken:
            return new_op_id()
        self._op_id_taken = True
        return self.op_id

    def refuse(self, error: Refused) -> None:
        """Show a refusal beside its field, or on top when it belongs to none."""
        known = {field.name for field in msgspec.structs.fields(self.struct)}
        self.errors[error.field if error.field in known else ""] = sentence_for(error)
        if isinstance(error, Stale):
            self.theirs = error.theirs
            self.values["version"] = error.version

    def on(self, struct: type[Another]) -> Form[Another]:
        """A blank form that shows the faults of this one: for a button whose page has another form."""
        shown = Form.blank(struct)
        shown.errors.update(self.errors)
        return shown

    def chosen(self, name: str) -> list[int]:
        """The rows that a form shown again has ticked; what is no id is left out."""
        typed = self.values.get(name) or []
        found = (read_id(str(one)) for one in (typed if isinstance(typed, list) else [typed]))
        return [row_id for row_id in found if row_id is not None]

    def call_theirs(self, words: Mapping[str, Mapping[Any, Any]]) -> None:
        """Show what stands now by its words; `words` says, by field, how stored values are called."""
        self.theirs = {name: words.get(name, {}).get(value, value) for name, value in self.theirs.items()}


async def read_form(request: Request, struct: type[W]) -> Form[W]:
    """The sent form. Never raises for what a person typed: faults stand in `errors`."""
    sent = await request.form()
    typed = {name: [value for value in sent.getall(name) if isinstance(value, str)] for name in sent}
    values, faults = read_values(struct, typed)
    op_id = values.get("op_id")
    shown = {**{name: texts[-1] for name, texts in typed.items() if texts}, **_lists(struct, typed)}
    if "op_id" in faults:
        faults[""] = faults.pop("op_id")
    data = None if faults else struct(**values)
    return Form(struct, shown, op_id=op_id, errors=faults, data=data)


def _lists(struct: type[msgspec.Struct], typed: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Fields that hold several values keep all that was ticked."""
    several = {
        field.name
        for field in msgspec.structs.fields(struct)
        if "list[" in str(field.type) or "tuple[" in str(field.type)
    }
    return {name: typed.get(name, []) for name in several}


Answer = TypeVar("Answer")


async def submit(
    request: Request,
    form: Form[W],
    *,
    action: str,
    write: Callable[[W, Actor], Awaitable[Answer]],
    done: Callable[[Answer], Response[Any]],
    again: Callable[[Form[W]], Response[Any] | Awaitable[Response[Any]]],
    actor: Actor | None = None,
) -> Response[Any]:
    """Carry out a page's form once: `done` with the action's answer, or `again` with the faults and 422 (409 if stale).

    `again` shows the page of the form, as the handler that first showed it does. `actor` acts for a form of the
    street, which nobody signs in for.
    """
    actor = actor or actor_of(request)
    data = form.data
    status = 422
    if data is not None:
        try:
            return done(await carry_out(data, actor=actor, action=action, write=lambda: write(data, actor)))
        except Refused as refusal:
            form.refuse(refusal)
            status = 409 if isinstance(refusal, Stale) else 422
        except Invalid as invalid:
            form.errors.update(invalid.fields)
    shown = again(form)
    answer = await shown if isawaitable(shown) else shown
    if (answer.status_code or 200) < 300:  # a way on stays one
        answer.status_code = status
    return answer


async def carry_out(
    data: Write, *, actor: Actor, action: str, write: Callable[[], Awaitable[Answer]]
) -> Answer:
    """Carry out one write once: what both a page's form and an API call end in. At another address it is another write."""
    return await audit.once(
        data.op_id, actor=actor, action=action, body=data, write=write, address=asked_address()
    )


async def created(data: Write, *, actor: Actor, action: str, write: Callable[[], Awaitable[int]]) -> Created:
    """`carry_out` for an API call whose action answers with the id of its row."""
    return Created(await carry_out(data, actor=actor, action=action, write=write))


class ActsOn(Protocol[Row, Sent]):
    """An action on one row, as rooms write them."""

    def __call__(self, row: Row, data: Sent, /, *, actor: Actor) -> Awaitable[int]: ...


async def written(row: Row, data: Sent, action: str, write: ActsOn[Row, Sent], *, actor: Actor) -> Created:
    """`created` for an action on the row that an address names, or on what it is to belong to."""
    return await created(data, actor=actor, action=action, write=lambda: write(row, data, actor=actor))
