"""Forms of the operator's admin. Each fills one action's arguments; the action decides, writes and logs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import msgspec

from admin.actions import run_job_again
from server import audit
from server.accounts import actions, invitations, queries, rules
from server.accounts.tables import Organisation, UserAccount
from server.lib.actor import COORDINATOR, Actor, Assignment
from server.lib.errors import Invalid, LinliError, NotFound
from server.lib.i18n import Message, m
from server.web.reading import checked_json_text
from server.web.words import summary_of

ACTS = {"job.asked_again": m("asked for this work again")}

# As long as the column that keeps it.
_LONGEST = {"name": 120, "invited_name": 60, "slug": 60, "username": 200, "job": 20}
_UNREADABLE = m("The form cannot be read. Open it again and fill it in once more.")
_NOBODY = m("Nobody has this user name.")
_NO_ORGANISATION = m("No organisation has this short name.")
_NOT_GIVEN_UP = m("No given-up work has this number.")
_FILL_IN = m("Fill in every field.")


class Filled(msgspec.Struct, frozen=True):
    """A form that was sent. `op_id` is the same when it is sent twice; `link` makes a full address of a page of ours."""

    values: Mapping[str, str]
    actor: Actor
    op_id: str
    link: Callable[[str], str]

    def __getitem__(self, name: str) -> str:
        return self.values[name]

    async def organisation(self) -> Organisation:
        """The organisation whose short name stands in the form."""
        found = await Organisation.objects().get(Organisation.slug == self["slug"].lower())
        if found is None:
            raise Invalid({"slug": _NO_ORGANISATION})
        return found

    async def account(self) -> UserAccount:
        """The account whose user name stands in the form, if it is the actor's to look after."""
        named = await UserAccount.objects().get(UserAccount.username == rules.folded(self["username"]))
        if named is None:
            raise Invalid({"username": _NOBODY})
        return await queries.access_person(self.actor, named.id)


class AdminForm(msgspec.Struct, frozen=True, kw_only=True):
    """One form. `write` carries it out, once for each op_id. What is said then is `done`, or a link that `path` makes.

    The link comes out of the op_id, so that it need not be stored to be shown again.
    """

    slug: str
    title: Message
    about: Message
    fields: Mapping[str, Message]
    write: Callable[[Filled], Awaitable[object]]
    done: Message = m("Done.")
    path: Callable[[Filled], Awaitable[str]] | None = None

    def model(self) -> Any:
        """What Piccolo Admin draws the form from: every field is a line of text."""
        import pydantic

        lines: dict[str, Any] = dict.fromkeys(self.fields, (str, ...))
        return pydantic.create_model("Form", **lines)

    def read(self, body: bytes) -> bytes:
        """The fields as they were sent, and nothing else that came with them; raises `Invalid`."""
        try:
            sent = msgspec.json.decode(body, type=dict[str, str | None])
        except (msgspec.MsgspecError, UnicodeError, RecursionError):
            raise Invalid({"": _UNREADABLE}) from None
        typed = {name: (sent.get(name) or "").strip() for name in self.fields}
        if not all(typed.values()):
            raise Invalid({"": _FILL_IN})
        try:
            filled = {name: checked_json_text(value) for name, value in typed.items()}
        except ValueError:
            raise Invalid({"": _UNREADABLE}) from None
        for name, value in filled.items():
            if len(value) > _LONGEST[name]:
                raise Invalid({"": m("Keep it to %(limit)s characters.", limit=_LONGEST[name])})
        return msgspec.json.encode(filled)

    async def submit(self, request: Any, filled: Any) -> str:
        """What Piccolo Admin calls; it shows a ValueError as the fault of the form."""
        values, asked = filled.model_dump(), request.state
        try:
            return str(await self._carry_out(Filled(values, asked.actor, asked.op_id, asked.link)))
        except Invalid as fault:
            raise ValueError(str(next(iter(fault.fields.values())))) from None
        except LinliError as refusal:
            raise ValueError(str(summary_of(refusal))) from None

    async def _carry_out(self, form: Filled) -> Message:
        async def write() -> None:
            await self.write(form)

        await audit.once(
            form.op_id, actor=form.actor, action=f"admin.{self.slug}", body=form.values, write=write
        )
        if self.path is None:
            return self.done
        link = form.link(await self.path(form))
        return m("Send this link, which works once and is shown only now: %(link)s", link=link)

    def shown(self) -> dict[str, str]:
        """The form in Piccolo Admin's list of forms."""
        return {"name": str(self.title), "slug": self.slug, "description": str(self.about)}

    def schema(self) -> dict[str, Any]:
        """Its fields in the reader's words."""
        lines = {name: {"title": str(title), "type": "string"} for name, title in self.fields.items()}
        return {"title": str(self.title), "type": "object", "properties": lines, "required": list(lines)}


async def _open_organisation(form: Filled) -> None:
    await actions.create_organisation(form["name"], form["slug"], actor=form.actor)


async def _within(form: Filled) -> Actor:
    """The operator as she acts inside the organisation of the form."""
    organisation = await form.organisation()
    return msgspec.structs.replace(form.actor, organisation_id=organisation.id)


async def _invite_coordinator(form: Filled) -> None:
    there = await _within(form)
    role = Assignment(COORDINATOR, "organisation")
    await actions.check_role(role, actor=there)
    token = invitations.link_token("invitation", form.op_id, there)
    await invitations.add_invitation(form["invited_name"], role, token=token, actor=there)


async def _invitation_path(form: Filled) -> str:
    return f"/invitation/{invitations.link_token('invitation', form.op_id, await _within(form))}"


async def _end_sessions(form: Filled) -> None:
    await actions.end_sessions(await form.account(), actor=form.actor)


async def _shut_account(form: Filled) -> None:
    await actions.deactivate(await form.account(), actor=form.actor)


async def _open_account(form: Filled) -> None:
    await actions.reactivate(await form.account(), actor=form.actor)


async def _make_reset(form: Filled) -> None:
    await invitations.make_reset(await form.account(), op_id=form.op_id, actor=form.actor)


async def _reset_path(form: Filled) -> str:
    return f"/password-reset/{invitations.link_token('reset', form.op_id, form.actor)}"


async def _ask_again(form: Filled) -> None:
    number = form["job"]
    job_id = int(number) if number.isascii() and number.isdigit() and len(number) < 18 else 0
    try:
        await run_job_again(job_id, actor=form.actor)
    except NotFound:
        raise Invalid({"job": _NOT_GIVEN_UP}) from None


_USERNAME = {"username": m("User name")}
_SLUG = m("Short name")

FORMS = (
    AdminForm(
        slug="open-organisation",
        title=m("Open an organisation"),
        about=m("An NGO of its own: nobody of another one sees anything of it."),
        fields={"name": m("Name"), "slug": _SLUG},
        write=_open_organisation,
        done=m("The organisation is open. Invite its first coordinator next."),
    ),
    AdminForm(
        slug="invite-coordinator",
        title=m("Invite a coordinator"),
        about=m("Makes a link with which a person opens an account and leads the organisation's work here."),
        fields={"slug": _SLUG, "invited_name": m("Name of the person")},
        write=_invite_coordinator,
        path=_invitation_path,
    ),
    AdminForm(
        slug="end-sessions",
        title=m("Sign a person out everywhere"),
        about=m("Ends all sessions of an account at once, for a lost phone."),
        fields=_USERNAME,
        write=_end_sessions,
        done=m("This person is signed out everywhere."),
    ),
    AdminForm(
        slug="password-link",
        title=m("Make a link for a new password"),
        about=m("For a person who has forgotten hers. Earlier links end."),
        fields=_USERNAME,
        write=_make_reset,
        path=_reset_path,
    ),
    AdminForm(
        slug="shut-account",
        title=m("Shut an account"),
        about=m("Nobody can sign in with it until it is opened again."),
        fields=_USERNAME,
        write=_shut_account,
        done=m("The account is shut; its sessions and keys have ended."),
    ),
    AdminForm(
        slug="open-account",
        title=m("Open an account again"),
        about=m("For an account that was shut."),
        fields=_USERNAME,
        write=_open_account,
        done=m("The account is open again."),
    ),
    AdminForm(
        slug="run-job-again",
        title=m("Try given-up work again"),
        about=m("For work in the table of jobs that was given up, once what was wrong is mended."),
        fields={"job": m("Number of the job")},
        write=_ask_again,
        done=m("It will be tried again in a moment."),
    ),
)
